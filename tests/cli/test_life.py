"""The life of an id on the command line: history, redirects, as of a moment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import cdp
from tests.conftest import AS_OF, PEOPLE, Company

APART = "id,first,last,mail\n1,Mary,Jones,X100\n2,Mary,Jones,X200\n3,Peter,Novak,X300\n"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company of three records."""
    return Company(tmp_path_factory.mktemp("life") / "ws")


@pytest.fixture(scope="module")
def merged(people: Company) -> dict[str, str]:
    """What its records' ids were before the second was merged into the first."""
    people.source(PEOPLE.replace("email: mail", "customer_id: mail"))
    people.config("identity.yml", "match_weight: 40")
    people.file("people.csv", APART)
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
        before = dict(ws.table("membership").project("record_id, golden_id").fetchall())
        people.file("people.csv", APART.replace("X200", "X100"))
        assert ws.run(as_of=AS_OF).identity == {"merge": 1}
    return before


def test_history_tells_the_story_within_the_terminal(people: Company, merged: dict[str, str]) -> None:
    shown = cdp("history", merged["2"].upper(), cwd=people.folder, columns=80)
    assert max(map(len, shown.splitlines())) <= 80
    for told in ("first published in v000001 (run 1)", f"merged into {merged['1']}", f"now: part of {merged['1']}"):
        assert told in " ".join(shown.split())
    assert "now: alive" in cdp("history", merged["1"], cwd=people.folder)
    cdp("history", "g0", cwd=people.folder, code=6)


def test_history_for_machines(people: Company, merged: dict[str, str]) -> None:
    told = json.loads(cdp("history", merged["2"], "--json", cwd=people.folder))
    assert (told["state"], told["lives_as"]) == ("merged", merged["1"])
    first, merge = told["chapters"]
    assert (first["what"], first["change"]) == ("first", None)
    assert (merge["change"]["cause"], merge["change"]["run"]) == ("record changed", 2)
    assert (merge["change"]["record_id_l"], merge["change"]["record_id_r"]) == ("2", "1")


def test_an_old_id_leads_to_the_person_who_lives_on(people: Company, merged: dict[str, str]) -> None:
    shown = cdp("show", merged["2"], cwd=people.folder)
    assert f"{merged['2']} was merged into {merged['1']} in v000002" in shown
    assert f"profile {merged['1']} (v000002)" in shown
    assert "record changed" in shown


def test_people_as_of_a_moment(people: Company, merged: dict[str, str]) -> None:
    manifests = {version: people.folder / "published" / version / "manifest.json" for version in ("v000001", "v000002")}
    published_on(manifests["v000001"], "2026-05-01T12:00:00Z")
    published_on(manifests["v000002"], "2026-05-03T12:00:00Z")
    for moment in ("2026-05-02", "2026-05-01T12:00", "2026-05-03T11:59Z"):
        assert f"profile {merged['2']} (v000001)" in cdp("show", merged["2"], "--as-of", moment, cwd=people.folder)
        assert merged["2"] in cdp("find", "people/2", "--as-of", moment, cwd=people.folder)
    assert f"profile {merged['1']} (v000002)" in cdp("show", merged["2"], "--as-of", "2026-05-03", cwd=people.folder)
    assert "nothing had been published" in cdp("show", merged["2"], "--as-of", "2026-04-30", cwd=people.folder, code=6)
    assert "no date or time" in cdp("show", merged["2"], "--as-of", "May", cwd=people.folder, code=2)


def published_on(path: Path, moment: str) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), "created_at": moment}))
