"""What differs between two versions: rows that turn the one profile table into the other when they are applied."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdp.changes import Sides, compared_columns, find_changes, set_sides
from cdp.database import Database
from cdp.published import Manifest
from cdp.store import Store
from cdp.workspace import Workspace
from tests.conftest import AS_OF, PEOPLE, Company

Make = Callable[[str, str, str], None]
Profiles = dict[str, dict[str, Any]]
MEMBERSHIP = "golden_id varchar, source varchar, record_id varchar"
CONSENT = "golden_id varchar, purpose varchar, channel varchar, state varchar, since timestamp, source varchar"
HOUSEHOLD = "golden_id varchar, household_id varchar"
TABLES = ("profile", "membership", "consent", "household", "event")
BEFORE = {**{table: f"{table}_0" for table in TABLES}, "identity_history": "history_0"}
AFTER = {table: f"{table}_1" for table in TABLES}


@pytest.fixture
def two_versions(make_table: Make) -> None:
    """Mary changes and takes over Bob's record, Cy is gone, Dee is back, Eve is new and Flo stays as she is."""
    make_table(
        "profile_0",
        "golden_id varchar, given_name varchar, email_all varchar[], points double, born date",
        """('A', 'Mary', ['m@x'], 1.5, '2020-01-01'), ('B', 'Bob', ['b@x'], null, null), ('C', 'Cy', null, null, null),
           ('F', 'Flo', ['f@x'], 3, null)""",
    )
    make_table(
        "profile_1",
        "golden_id varchar, given_name varchar, email_all varchar[], points varchar, city varchar",
        """('A', 'Marie', ['m@x', 'b@x'], '1.5', 'York'), ('D', 'Dee', null, null, null),
           ('E', 'Eve', null, null, null), ('F', 'Flo', ['f@x'], '3.0', null)""",
    )
    make_table("membership_0", MEMBERSHIP, "('A', 'crm', '1'), ('B', 'crm', '2'), ('C', 'web', '3'), ('F', 'web', '4')")
    make_table(
        "membership_1",
        MEMBERSHIP,
        "('A', 'crm', '1'), ('A', 'crm', '2'), ('D', 'web', '4'), ('E', 'web', '5'), ('F', 'web', '6')",
    )
    make_table(
        "consent_0",
        CONSENT,
        "('A', 'news', 'email', 'granted', null, 'crm'), ('B', 'news', 'email', 'granted', null, 'crm')",
    )
    make_table(
        "consent_1",
        CONSENT,
        "('A', 'news', 'email', 'denied', '2026-01-01', 'crm'), ('F', 'ads', 'sms', 'granted', null, 'web')",
    )
    make_table("household_0", HOUSEHOLD, "('A', 'h1'), ('B', 'h1')")
    make_table("household_1", HOUSEHOLD, "")
    for side in (0, 1):
        make_table(f"event_{side}", "source varchar", "")
    make_table("history_0", "golden_id varchar", "('D')")
    make_table(
        "identity_change",
        "change varchar, golden_id varchar, other_golden_id varchar",
        "('merge', 'B', 'A'), ('retire', 'C', null), ('split', 'F', 'D')",
    )


@pytest.mark.usefixtures("two_versions")
def test_every_difference_is_a_row(db: Database) -> None:
    set_sides(db, Sides(BEFORE, AFTER))
    find_changes(db, "v000002")
    assert db.rows("select * from change") == [
        ("v000002", *row)
        for row in [
            ("A", "consent", "news/email", "granted", "denied"),
            ("A", "household", None, "h1", None),
            ("A", "membership", "crm", None, "2"),
            ("A", "value", "born", "2020-01-01", None),
            ("A", "value", "city", None, "York"),
            ("A", "value", "email_all", '["m@x"]', '["m@x","b@x"]'),
            ("A", "value", "given_name", "Mary", "Marie"),
            ("B", "merged", None, None, "A"),
            ("C", "retired", None, None, None),
            ("D", "membership", "web", None, "4"),
            ("D", "revived", None, None, None),
            ("D", "value", "given_name", None, "Dee"),
            ("E", "created", None, None, None),
            ("E", "membership", "web", None, "5"),
            ("E", "value", "given_name", None, "Eve"),
            ("F", "consent", "ads/sms", None, "granted"),
            ("F", "membership", "web", "4", None),
            ("F", "membership", "web", None, "6"),
            ("F", "split", None, None, "D"),
        ]
    ]


@pytest.mark.usefixtures("two_versions")
def test_a_type_that_changed_is_no_difference(db: Database) -> None:
    set_sides(db, Sides(BEFORE, AFTER))
    types = {each.name: (each.before, each.after) for each in compared_columns(db)}
    assert (types["points"], types["city"]) == (("DOUBLE", "VARCHAR"), (None, "VARCHAR"))
    find_changes(db, "v000002")
    assert db.value("select count(*) from change where attribute = 'points'") == 0


@pytest.mark.usefixtures("two_versions")
@pytest.mark.parametrize("touched", ["('A', 'B')", "('C', 'D', 'F')", "('F')"])
def test_both_sides_may_be_restricted_to_the_people_touched(db: Database, touched: str) -> None:
    set_sides(db, Sides(BEFORE, AFTER))
    find_changes(db, "v000002")
    wanted = db.rows(f"select * from change where golden_id in {touched}")
    own = {side: f"(select * from {side} where golden_id in {touched})" for side in (*BEFORE.values(), *AFTER.values())}
    own |= {f"event_{side}": f"event_{side}" for side in (0, 1)}
    db.run(f"delete from identity_change where golden_id not in {touched}")
    set_sides(db, Sides({k: own[v] for k, v in BEFORE.items()}, {k: own[v] for k, v in AFTER.items()}))
    find_changes(db, "v000002")
    assert db.rows("select * from change") == wanted


def applied(profiles: Profiles, changes: Iterable[tuple[Any, ...]], lists: set[str]) -> Profiles:
    """What a downstream system does: the profiles after the changes of one version, values as text or list."""
    made = {golden_id: dict(values) for golden_id, values in profiles.items()}
    for _, golden_id, what, attribute, _, after in changes:
        if what in ("created", "revived"):
            made.setdefault(golden_id, {})
        elif what in ("merged", "retired"):
            del made[golden_id]
        elif what == "value":
            value = json.loads(after) if after is not None and attribute in lists else after
            made.setdefault(golden_id, {})[attribute] = value
    return {golden_id: filled(values) for golden_id, values in made.items()}


def filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


ANY_PROFILES = st.dictionaries(
    st.sampled_from("ABCDEF"),
    st.fixed_dictionaries(
        {
            "name": st.none() | st.sampled_from(["Kim", "김", "", '"q"', "null"]),
            "phones": st.none() | st.lists(st.none() | st.sampled_from(["1", "2", 'a"b', ""]), max_size=3),
        }
    ),
)


@settings(max_examples=60, deadline=None)
@given(versions=st.lists(ANY_PROFILES, min_size=2, max_size=4))
def test_applied_one_version_after_the_other_they_give_the_last_profiles(versions: list[Profiles]) -> None:
    with Database() as db:
        db.run(
            f"""
            create temp table membership ({MEMBERSHIP}); create temp table consent ({CONSENT});
            create temp table household ({HOUSEHOLD}); create temp table event (source varchar);
            create temp table identity_change (change varchar, golden_id varchar, other_golden_id varchar)
            """
        )
        held = {table: table for table in TABLES} | {"identity_history": "(select '' as golden_id where false)"}
        mine = versions[0]
        for nth, profiles in enumerate(versions):
            rows = [{"golden_id": golden_id, **values} for golden_id, values in profiles.items()]
            with db.registered("given", pa.Table.from_pylist(rows, schema=SCHEMA)):
                db.run(f"create temp table profile_{nth} as select * from given")
            if nth:
                set_sides(db, Sides({**held, "profile": f"profile_{nth - 1}"}, {**held, "profile": f"profile_{nth}"}))
                find_changes(db, f"v{nth}")
                mine = applied(mine, db.rows("select * from change"), {"phones"})
    assert {k: filled(v) for k, v in mine.items()} == {k: filled(v) for k, v in versions[-1].items()}


SCHEMA = pa.schema([("golden_id", pa.string()), ("name", pa.string()), ("phones", pa.list_(pa.string()))])


def published_profiles(ws: Workspace, manifest: Manifest) -> Profiles:
    with ws.store(manifest.version) as store:
        kinds = _types(store)
        texts = ", ".join(name if kind.endswith("[]") else f"{name}::varchar as {name}" for name, kind in kinds)
        rows = store.rows(f"select {texts} from profile")
    return {row.pop("golden_id"): filled(row) for row in rows}


def _types(store: Store) -> list[tuple[str, str]]:
    return [(row["column_name"], row["column_type"]) for row in store.rows("from (describe profile)")]


def test_whoever_takes_the_changes_of_real_runs_has_the_profiles(people: Company) -> None:
    """Arrivals, a merge, a changed configuration, and the way back."""
    first = ("1,Mary,Jones,mary@mail.example,", "2,,,,X200", "3,Peter,Novak,peter@mail.example,", "4,,,,X400")
    second = ("2,,,,X400", "3,Pete,Novak,pete@mail.example,", "5,Ann,Berg,ann@mail.example,")
    people.source(PEOPLE + "      customer_id: no\n").config("cdp.yml", "company: x\nregion: GB\n")
    with people.workspace as ws:
        for delivery in (first, second, ("6,Zoe,,,",)):
            people.file("people.csv", "\n".join(("id,first,last,mail,no", *delivery)))
            ws.run(as_of=AS_OF)
        people.config("golden.yml", "attributes: {email: {rule: union}}").source(PEOPLE)
        ws.run(as_of=AS_OF)
        ws.rollback("v000001")
        lineage = ws.published.lineage()[::-1]
        mine = published_profiles(ws, lineage[0])
        lists = {name for name, kind in _types(ws.store()) if kind.endswith("[]")}
        for before, after in pairwise(lineage):
            changes = ws.table("change", after.version).fetchall()
            assert changes and {row[0] for row in changes} == {after.version}
            mine = applied(mine, changes, lists)
            assert mine == published_profiles(ws, after), (before.version, after.version)
        assert len(lineage) == 5
        whats = {row[2] for row in ws.changes("v000001").fetchall()}
    assert {"created", "merged", "revived", "retired", "value", "membership"} <= whats


def test_a_first_version_has_nothing_to_compare(settled: Company) -> None:
    with settled.workspace as ws:
        assert ws.table("change").fetchall() == ws.table("version_diff").fetchall() == []
