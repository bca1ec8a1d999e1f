"""Every kind of source through the landing: what came before, what changed, what is gone, what dies on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cdp.errors import ConfigError, SourceError
from cdp.land import SourceCount
from tests import postgres
from tests.conftest import Company
from tests.connectors.test_contract import AWKWARD_NAMES, CASES, COLUMNS, DOCUMENTS, KINDS_THAT, Case, Rows, people
from tests.landing import fates, landed

COLUMNAR = KINDS_THAT["columnar"]
GOING_ON = ("sql with cursor", "postgresql")
"""Kinds that deliver only what came since the last time."""


def named(case: Case) -> str:
    return case.name


def mapped(case: Case, name: str) -> str | dict[str, str]:
    """How a mapping reads a field of the rows that were written."""
    match DOCUMENTS.get(case.kind):
        case None:
            return name
        case "json":
            return f"$.{name}"
        case column:
            return {"sql": f"{column} ->> '$.{name}'"}


def delivered(case: Case, company: Company, rows: Rows, columns: list[str] = COLUMNS, **settings: Any) -> SourceCount:
    """Write the rows as the source's content, and land it."""
    case.write(company.folder / "source", rows, columns)
    names = [mapped(case, name) for name in COLUMNS]
    declared = {
        "source": "people",
        "party": "first",
        "channel": "crm",
        "connector": {"kind": case.kind, **case.options("source", columns)},
        "record": {"id": names[0]},
        "attributes": {"full_name": names[1]},
        **settings,
    }
    company.config("sources/people.yml", json.dumps(declared, ensure_ascii=False))
    return landed(company)


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_same_twice_changes_nothing_and_only_new_and_changed_rows_are_taken(case: Case, company: Company) -> None:
    rows = people(3)
    assert fates(delivered(case, company, rows)) == (3, 0, 0, 0)
    assert fates(delivered(case, company, rows)) == (0, 3, 0, 0)
    rows[-1]["name"] = "또 다른 사람"
    assert delivered(case, company, [*rows, *people(2, first=4)]).loaded == 3


@pytest.mark.parametrize("case", [case for case in CASES if case.name not in GOING_ON], ids=named)
def test_a_row_that_is_gone_is_withdrawn_and_comes_back(case: Case, company: Company) -> None:
    settings = {"deliveries": "whole", "expect": {"max_withdrawn_share": 0.5}}
    delivered(case, company, people(5), **settings)
    fewer = delivered(case, company, people(4), **settings)
    assert (fewer.unchanged, fewer.withdrawn) == (4, 1)
    assert delivered(case, company, people(5), **settings).loaded == 1


@pytest.mark.parametrize("case", CASES, ids=named)
def test_columns_that_come_later_are_kept(case: Case, company: Company) -> None:
    delivered(case, company, people(3))
    wider, columns = [{**row, "tier": "gold"} for row in people(4)], [*COLUMNS, "tier"]
    drifted = delivered(case, company, wider, columns)
    assert (drifted.loaded >= 1, drifted.quarantined) == (True, 0)
    assert delivered(case, company, wider, columns).loaded == 0


@pytest.mark.parametrize("case", COLUMNAR, ids=named)
def test_a_mapped_column_that_is_missing_is_named_and_nothing_lands(case: Case, company: Company) -> None:
    with pytest.raises(ConfigError, match="name"):
        delivered(case, company, [{"id": "1", "title": "x"}], ["id", "title"])
    assert delivered(case, company, people(2)).loaded == 2


@pytest.mark.parametrize("case", [case for case in CASES if case.spoil], ids=named)
def test_a_row_that_cannot_be_read_is_in_quarantine_and_counted(case: Case, company: Company) -> None:
    allowed = {"expect": {"max_quarantine_share": 1}}
    delivered(case, company, people(3), **allowed)
    assert case.spoil is not None
    case.spoil(company.folder / "source")
    count = landed(company)
    assert (count.loaded, count.quarantined) == (0, 1)


@pytest.mark.parametrize("case", COLUMNAR, ids=named)
def test_awkward_names_of_columns_are_mapped(case: Case, company: Company) -> None:
    row = dict(zip(AWKWARD_NAMES, ["1", "이름", "ﾅﾏｴ", "😀"], strict=True))
    awkward = {"record": {"id": AWKWARD_NAMES[0]}, "attributes": {"full_name": AWKWARD_NAMES[1]}}
    assert delivered(case, company, [row], AWKWARD_NAMES, ignore=AWKWARD_NAMES[2:], **awkward).loaded == 1


@pytest.mark.parametrize("case", COLUMNAR, ids=named)
def test_a_hundred_thousand_rows_all_arrive(case: Case, company: Company) -> None:
    assert delivered(case, company, people(100_000)).loaded == 100_000


def test_a_source_that_dies_on_the_way_lands_nothing_and_the_next_run_all(company: Company) -> None:
    query = "select n::text as id, md5((1 / (n - {dies}))::text) as name from generate_series(1, 60000) n"

    def land_dying_at(row: int) -> tuple[int, int, int, int]:
        connector = {"kind": "sql", "url": postgres.server(), "query": query.format(dies=row)}
        declared = {
            "source": "people",
            "party": "first",
            "channel": "crm",
            "connector": connector,
            "record": {"id": "id"},
        }
        company.config("sources/people.yml", json.dumps({**declared, "attributes": {"full_name": "name"}}))
        return fates(landed(company))

    with pytest.raises(SourceError):
        land_dying_at(55_000)
    assert not list((company.folder / "landing").rglob("*.parquet"))
    assert land_dying_at(60_001) == (60_000, 0, 0, 0)
