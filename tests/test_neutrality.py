"""Identity rule 1: who is one person depends on the set of records, never on their order or how they were delivered."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cdp.workspace import Workspace
from tests.conftest import AS_OF, PEOPLE, Company, make_demo

GIVEN = ("Mary", "Peter", "Anna", "John", "Linda", "Robert", "Susan", "Paul", "Marie", "Jon")
FAMILY = ("Jones", "Novak", "Berg", "Smith", "Quinn", "Larsen", "Rossi", "Weber", "Tanaka", "Smyth")


def rows(n: int, seed: int) -> list[str]:
    """Rows of people with few names and shared mails, so that many components are no cliques."""
    rnd = random.Random(seed)
    mails = [f"{rnd.choice(FAMILY).lower()}{k}@mail.example" for k in range(n // 3)]
    return [f"{k},{rnd.choice(GIVEN)},{rnd.choice(FAMILY)},{rnd.choice(mails)}" for k in range(n)]


def partition(ws: Workspace) -> set[frozenset[tuple[str, str]]]:
    """The published groups of (source, record id)."""
    groups: dict[str, set[tuple[str, str]]] = {}
    for golden_id, source, record_id in ws.table("membership").project("golden_id, source, record_id").fetchall():
        groups.setdefault(golden_id, set()).add((source, record_id))
    return {frozenset(group) for group in groups.values()}


def published(folder: Path, *deliveries: list[str]) -> Workspace:
    """A workspace whose one source was delivered as the given files, all in one run."""
    company = Company(folder).source(PEOPLE.replace("path: people.csv", "path: '*.csv'"))
    for nth, lines in enumerate(deliveries):
        company.file(f"{nth}.csv", "id,first,last,mail\n" + "\n".join(lines))
    ws = company.workspace
    ws.run(as_of=AS_OF)
    return ws


@pytest.mark.parametrize("seed", range(3))
def test_order_and_batches_change_nothing(tmp_path: Path, seed: int) -> None:
    lines = rows(240, seed)
    shuffled = random.Random(seed).sample(lines, len(lines))
    whole = published(tmp_path / "whole", lines)
    mixed = published(tmp_path / "mixed", shuffled)
    parts = published(tmp_path / "parts", shuffled[:50], shuffled[50:51], shuffled[51:])
    assert partition(whole) == partition(mixed) == partition(parts)


def test_a_run_at_a_time_ends_where_one_run_does(tmp_path: Path) -> None:
    lines = rows(120, 7)
    whole = published(tmp_path / "whole", lines)
    steps = published(tmp_path / "steps", lines[:40])
    for nth, end in enumerate((80, 120), 1):
        text = "id,first,last,mail\n" + "\n".join(lines[end - 40 : end]) + "\n"
        (tmp_path / "steps" / f"{nth}.csv").write_text(text)
        steps.run(as_of=AS_OF)
    whole.run(as_of=AS_OF, retrain=True)
    steps.run(as_of=AS_OF, retrain=True)
    assert partition(whole) == partition(steps)


def test_the_demo_is_the_same_every_time(demo_company: Path, tmp_path: Path) -> None:
    make_demo(tmp_path / "ws")
    again, before = Workspace(tmp_path / "ws"), Workspace(demo_company)
    assert len(partition(again)) > 500
    assert partition(again) == partition(before)
    assert again.published.current().tables["match"].hash == before.published.current().tables["match"].hash
