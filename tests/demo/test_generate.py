"""The same company from the same seed, in proportion to the number of people."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cdp.demo import DemoCompany, generate


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _groups(company: DemoCompany) -> dict[str, int]:
    """Rows by system; the months and countries of one system together."""
    counts: dict[str, int] = {}
    for name, rows in company.rows.items():
        system = name.split("-")[0] if name.endswith((".jsonl", ".txt")) else name
        counts[system] = counts.get(system, 0) + rows
    return counts


def test_same_seed_same_bytes(smallest: DemoCompany, tmp_path: Path) -> None:
    again = generate(tmp_path, people=50, seed=7)
    assert _digests(again.folder) == _digests(smallest.folder)
    assert again.rows == smallest.rows


def test_an_older_company_is_replaced(smallest: DemoCompany, tmp_path: Path) -> None:
    generate(tmp_path, people=200, seed=8)
    (tmp_path / "web_shop/orders-2019-01.jsonl").write_text("{}\n", encoding="utf-8")
    generate(tmp_path, people=50, seed=7)
    assert _digests(tmp_path) == _digests(smallest.folder)


def test_other_seed_other_people(smallest: DemoCompany, tmp_path: Path) -> None:
    other = generate(tmp_path, people=50, seed=8)
    assert _digests(other.folder)["truth/people.csv"] != _digests(smallest.folder)["truth/people.csv"]


def test_too_few_people_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="50 people or more"):
        generate(tmp_path / "none", people=49)
    assert not (tmp_path / "none").exists()


def test_counts_grow_with_the_people(company: DemoCompany, tmp_path: Path) -> None:
    small, large = _groups(company), _groups(generate(tmp_path, people=4000, seed=1))
    assert large["truth/people.csv"] == 4000
    for system, rows in large.items():
        if small[system] > 200:
            assert rows / small[system] == pytest.approx(4, rel=0.2), system


def test_three_records_and_fifteen_events_a_person(company: DemoCompany) -> None:
    assert company.rows["truth/records.csv"] / 1000 == pytest.approx(3, abs=0.25)
    assert company.rows["truth/events.csv"] / 1000 == pytest.approx(15, abs=2)


def test_rows_are_counted_by_file(company: DemoCompany) -> None:
    written = {str(path.relative_to(company.folder)) for path in company.folder.rglob("*") if path.is_file()}
    assert set(company.rows) == written
    for name, rows in company.rows.items():
        if name.endswith(".jsonl"):
            assert len((company.folder / name).read_bytes().splitlines()) == rows, name
