"""Survivorship: the right value wins, by the declared rule, and every loser is told why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cdp.config import Config
from cdp.database import Database
from cdp.survive import survive
from tests.conftest import PEOPLE, Company

Make = Callable[[str, str, str], None]

COLUMNS = [
    "given_name",
    "given_key",
    "given_native",
    "family_name",
    "family_key",
    "family_native",
    "email",
    "street",
    "city",
    "country",
]
RECORD = (
    "rid integer, nth integer, source varchar, record_id varchar, updated_at timestamp, "
    "party varchar, trust integer, one_per_person boolean, " + ", ".join(f"{name} varchar" for name in COLUMNS)
)


class Records:
    """Builds `record`, `alternate` and `member` for one person."""

    def __init__(self, make: Make) -> None:
        self._make = make
        self._rows: list[str] = []
        self._further: list[str] = []

    def add(
        self,
        source: str,
        *,
        day: str | None = None,
        party: str = "first",
        trust: int = 50,
        nth: int = 0,
        **values: str,
    ) -> Records:
        """Add a record (or, with nth, a further value of the last one)."""
        rid = len(self._rows) + (0 if nth else 1)
        cells = [
            rid,
            nth,
            source,
            f"r{rid}",
            day,
            party,
            trust,
            False,
            *(values.get(name) for name in COLUMNS),
        ]
        row = "(" + ", ".join("null" if cell is None else repr(cell) for cell in cells) + ")"
        (self._further if nth else self._rows).append(row)
        return self

    def make(self) -> None:
        """Create the tables."""
        self._make("alternate", RECORD, ", ".join(self._further))
        self._make("record", RECORD, ", ".join(self._rows))
        self._make(
            "member",
            "golden_id varchar, rid integer, source varchar, record_id varchar",
            ", ".join(f"('g', {rid}, 's', 'r{rid}')" for rid in range(1, len(self._rows) + 1)),
        )


@pytest.fixture
def records(make_table: Make) -> Records:
    return Records(make_table)


def golden(db: Database, config: Config) -> dict[str, Any]:
    survive(db, config, COLUMNS)
    names = db.columns("profile")
    (row,) = db.rows("select * from profile")
    return dict(zip(names, row, strict=True))


def lost(db: Database, attribute: str) -> list[tuple[str, str]]:
    (found,) = db.rows("select lost from provenance where attribute = $1", [attribute])
    return [(each["value"], each["reason"]) for each in found[0]]


def test_a_lone_record_gives_all_values(db: Database, people: Company, records: Records) -> None:
    records.add("crm", given_name="Mary", family_name="Jones", email="m@x").make()
    profile = golden(db, people.workspace.config)
    assert (profile["full_name"], profile["email"], profile["email_all"]) == ("Mary Jones", "m@x", ["m@x"])
    assert profile["records"] == 1


def test_most_recent_mail_wins_and_all_are_listed(db: Database, people: Company, records: Records) -> None:
    records.add("crm", day="2024-01-01", email="old@x").add("web", day="2026-01-01", email="new@x")
    records.add("app", email="undated@x").make()
    profile = golden(db, people.workspace.config)
    assert profile["email"] == "new@x"
    assert profile["email_all"] == ["new@x", "old@x", "undated@x"]
    assert lost(db, "email") == [("old@x", "older"), ("undated@x", "no date")]


def test_the_name_most_records_hold_wins(db: Database, people: Company, records: Records) -> None:
    for name in ("Mary", "Marie", "Mary"):
        records.add("crm", given_name=name)
    records.make()
    assert golden(db, people.workspace.config)["given_name"] == "Mary"
    assert lost(db, "given_name") == [("Marie", "held by fewer records")]


def test_a_tie_goes_to_the_record_that_agrees_with_others(db: Database, people: Company, records: Records) -> None:
    records.add("a", given_name="Mary", family_key="jonse", given_key="mary", email="wrong@x")
    records.add("b", given_name="Mary", family_key="jones", given_key="mary", email="right@x")
    records.add("c", family_key="jones").make()
    assert golden(db, people.workspace.config)["email"] == "right@x"
    assert lost(db, "email") == [("wrong@x", "its record agrees less with the others")]


def test_trust_and_time_go_before_credibility(db: Database, people: Company, records: Records) -> None:
    records.add("a", day="2026-01-01", family_key="jonse", email="new@x")
    records.add("b", day="2020-01-01", family_key="jones", email="old@x").add("c", family_key="jones").make()
    assert golden(db, people.workspace.config)["email"] == "new@x"


def test_third_party_never_beats_first_party(db: Database, people: Company, records: Records) -> None:
    for day in ("2026-01-01", "2026-02-01"):
        records.add("bought", day=day, party="third", trust=99, email="bought@x", given_name="Maria")
    records.add("crm", day="2020-01-01", email="own@x", given_name="Mary").make()
    profile = golden(db, people.workspace.config)
    assert (profile["email"], profile["given_name"]) == ("own@x", "Mary")
    assert lost(db, "email")[0] == ("bought@x", "third-party values never beat others")


def test_addresses_never_mix_records(db: Database, people: Company, records: Records) -> None:
    records.add("crm", day="2026-01-01", street="1 New Road", country="GB")
    records.add("web", day="2020-01-01", street="9 Old Lane", city="Leeds", country="GB").make()
    profile = golden(db, people.workspace.config)
    assert (profile["street"], profile["city"]) == ("1 New Road", None)


def test_a_country_alone_is_no_address(db: Database, people: Company, records: Records) -> None:
    records.add("crm", day="2026-01-01", country="GB").add("web", day="2020-01-01", city="Leeds", country="GB").make()
    assert golden(db, people.workspace.config)["city"] == "Leeds"


def test_names_of_one_profile_are_of_one_script(db: Database, people: Company, records: Records) -> None:
    for _ in range(2):
        records.add("web", given_name="Minsu", family_name="Kim", given_key="minsu", family_key="kim")
    records.add("crm", given_name="민수", family_name="김", given_native="민수", family_native="김").make()
    assert golden(db, people.workspace.config)["full_name"] == "김민수"


def test_further_values_of_a_record_count(db: Database, people: Company, records: Records) -> None:
    records.add("crm", email="one@x").add("crm", nth=1, email="two@x").make()
    assert golden(db, people.workspace.config)["email_all"] == ["one@x", "two@x"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{rule: longest}", "longest@x"),
        ("{rule: min}", "a@x"),
        ("{rule: max}", "longest@x"),
        ("{rule: source_rank, sources: [app, crm]}", "b@x"),
        ("{rule: most_recent}", "b@x"),
        ("{rule: most_complete}", "a@x"),
        ("{rule: union}", "b@x"),
    ],
)
def test_every_rule(db: Database, people: Company, records: Records, rule: str, expected: str) -> None:
    people.config("golden.yml", f"attributes: {{email: {rule}}}")
    records.add("crm", day="2024-01-01", email="a@x", given_name="Mary", city="Leeds")
    records.add("web", day="2025-01-01", email="longest@x").add("app", day="2026-01-01", email="b@x").make()
    assert golden(db, people.workspace.config)["email"] == expected


def test_every_golden_value_has_its_provenance(db: Database, people: Company, records: Records) -> None:
    records.add("crm", given_name="Mary", email="m@x", city="Leeds").add("web", given_name="Mary", email="n@x").make()
    profile = golden(db, people.workspace.config)
    told = dict(db.rows("select attribute, value from provenance"))
    assert told["given_name"] == profile["given_name"]
    assert told["email"] == profile["email"]
    assert "Leeds" in told["address"]


def test_the_rule_of_union_needs_no_semantic_default(db: Database, company: Company, records: Records) -> None:
    company.source(PEOPLE).config("golden.yml", "attributes: {address: {rule: most_complete}}")
    records.add("crm", day="2026-01-01", street="1 New Road")
    records.add("web", day="2020-01-01", street="9 Old Lane", city="Leeds", country="GB").make()
    assert golden(db, company.workspace.config)["street"] == "9 Old Lane"
