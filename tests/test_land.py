"""Landing: rows in = loaded + unchanged + quarantined + suppressed, whatever arrives."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cdp.database import Database
from cdp.errors import ConfigError, ExpectationFailed, SourceError, StorageError
from cdp.land import Landing
from cdp.ledger import Ledger, Package
from tests.conftest import AS_OF, PEOPLE, Company
from tests.landing import fates, landed, shown


def test_a_required_part_may_stand_in_any_of_several_addresses(company: Company) -> None:
    company.source(
        """
        source: people
        party: first
        channel: crm
        connector: {kind: jsonl, path: people.jsonl}
        record: {id: $.id}
        address: [{each: "$.places[*]", city: "@.town"}, {city: $.town, postal_code: $.code}]
        expect: {required: [city, postal_code], max_quarantine_share: 1}
        """
    )
    company.file(
        "people.jsonl",
        """
        {"id": 1, "code": "A1", "places": [{"street": "x"}, {"town": "Leeds"}]}
        {"id": 2, "code": "A1", "town": "York"}
        {"id": 3, "code": "A1", "places": []}
        {"id": 4, "places": [{"town": "Leeds"}]}
        """,
    )
    count = landed(company)
    assert fates(count) == (2, 0, 2, 0)
    assert count.reasons == {"required attribute city is empty": 1, "required attribute postal_code is empty": 1}


def test_the_same_delivery_twice_changes_nothing(people: Company) -> None:
    assert fates(landed(people)) == (3, 0, 0, 0)
    assert fates(landed(people)) == (0, 3, 0, 0)


def test_only_new_and_changed_rows_are_kept(people: Company) -> None:
    landed(people)
    people.file(
        "people.csv",
        """
        id,first,last,mail
        1,Mary,Jones,mary@mail.example
        2,Mary,Jones,new@mail.example
        3,Peter,Novak,peter@mail.example
        4,Anna,Berg,anna@mail.example
        """,
    )
    assert fates(landed(people)) == (2, 2, 0, 0)


def test_a_row_that_goes_back_to_an_earlier_state_is_a_change(people: Company) -> None:
    before = (people.folder / "people.csv").read_bytes()
    landed(people)
    people.file("people.csv", before.replace(b"peter@", b"p@"))
    assert fates(landed(people)) == (1, 2, 0, 0)
    people.file("people.csv", before)
    assert fates(landed(people)) == (1, 2, 0, 0)


def test_two_rows_of_one_id_with_other_content_go_to_quarantine(people: Company) -> None:
    people.source(PEOPLE + "    expect: {max_quarantine_share: 1}\n")
    people.file("people.csv", "id,first,last,mail\n1,Mary,Jones,m@mail.example\n1,Mary,Smith,m@mail.example\n")
    assert fates(landed(people)) == (1, 0, 1, 0)


def test_equal_rows_of_a_record_count_once(people: Company) -> None:
    people.file("people.csv", "id,first,last,mail\n1,Mary,Jones,m@mail.example\n1,Mary,Jones,m@mail.example\n")
    assert fates(landed(people)) == (1, 1, 0, 0)


def test_rows_without_id_or_required_attribute_go_to_quarantine(people: Company) -> None:
    people.source(PEOPLE + "    expect: {max_quarantine_share: 1, required: [email]}\n")
    people.file("people.csv", "id,first,last,mail\n,Mary,Jones,m@mail.example\n2,Mary,Jones,\n3,Jo,Li,j@mail.example\n")
    count = landed(people)
    assert fates(count) == (1, 0, 2, 0)
    assert count.reasons == {"record id is empty": 1, "required attribute email is empty": 1}


def test_quarantine_keeps_position_reason_and_row_for_the_owner_alone(people: Company) -> None:
    people.source(PEOPLE + "    expect: {max_quarantine_share: 1}\n")
    people.file("people.csv", "id,first,last,mail\n1,Mary,Jones,m@mail.example\n2,broken\n")
    assert fates(landed(people)) == (1, 0, 1, 0)
    (file,) = (people.folder / "landing" / "people").glob("*.quarantine.parquet")
    assert file.stat().st_mode & 0o077 == 0
    with Database() as db:
        ((position, reason, raw),) = db.rows("select position, reason, raw from read_parquet($1)", [str(file)])
    assert position == 3
    assert "expected 4" in reason
    assert "broken" in raw


def test_suppressed_rows_are_counted_and_never_kept(people: Company) -> None:
    people.source(PEOPLE + "    suppress: [{where: \"first = 'Peter'\", reason: test account}]\n")
    count = landed(people)
    assert fates(count) == (2, 0, 0, 1)
    for path in (people.folder / "landing").rglob("*.parquet"):
        assert b"peter" not in path.read_bytes().lower()


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ("{min_rows: 4}", "at least 4 expected"),
        ("{max_rows: 2}", "at most 2 expected"),
        ("{required: [given_name], max_quarantine_share: 0.1}", "rows are faulty"),
    ],
)
def test_a_broken_expectation_lands_nothing(people: Company, expect: str, told: str) -> None:
    people.source(PEOPLE + f"    expect: {expect}\n")
    people.file("people.csv", "id,first,last,mail\n1,,Jones,m@mail.example\n2,Mary,Jones,\n3,Jo,Li,j@mail.example\n")
    with pytest.raises(ExpectationFailed, match=told):
        landed(people)
    assert not [path for path in (people.folder / "landing").rglob("*") if path.is_file()]
    with people.workspace as ws:
        assert ws.ledger.packages() == []


def test_a_missing_column_is_named_with_those_that_exist(people: Company) -> None:
    people.file("people.csv", "id,first,last\n1,Mary,Jones\n")
    with pytest.raises(ConfigError) as caught:
        landed(people)
    (problem,) = caught.value.problems
    assert problem.file == "sources/people.yml"
    assert "'mail'" in problem.key
    assert "id, first, last" in problem.problem


def test_a_missing_file_is_named_with_the_remedy(people: Company) -> None:
    (people.folder / "people.csv").unlink()
    with pytest.raises(SourceError, match=r"people\.csv"):
        landed(people)


EVENTS = """
    source: lines
    party: first
    channel: store
    connector: {kind: csv, path: lines.csv}
    events:
      - type: {constant: purchase}
        time: at
        identifiers: {customer_id: who}
"""


def test_equal_events_without_id_are_all_kept_and_known_again(company: Company) -> None:
    company.source(EVENTS)
    company.file("lines.csv", "who,at\n1,2026-01-01\n1,2026-01-01\n2,2026-01-02\n")
    assert fates(landed(company, "lines")) == (3, 0, 0, 0)
    company.file("lines.csv", "who,at\n0,2025-12-31\n1,2026-01-01\n1,2026-01-01\n1,2026-01-01\n2,2026-01-02\n")
    assert fates(landed(company, "lines")) == (2, 3, 0, 0)


def test_events_with_an_id_are_known_again_in_another_file(company: Company) -> None:
    company.source(EVENTS.replace("lines.csv", "'*.csv'") + "        id: nr\n")
    company.file("a.csv", "nr,who,at\n1,1,2026-01-01\n2,1,2026-01-01\n")
    assert fates(landed(company, "lines")) == (2, 0, 0, 0)
    company.file("b.csv", "nr,who,at\n2,1,2026-01-01\n3,2,2026-01-02\n")
    assert fates(landed(company, "lines")) == (1, 3, 0, 0)


def test_half_written_orphans_are_deleted_and_whole_ones_put_aside(people: Company) -> None:
    landed(people)
    folder = people.folder / "landing"
    (folder / "people" / ".00000098.parquet.part").write_bytes(b"half")
    (folder / "people" / "00000099.parquet").write_bytes(b"whole")
    with people.workspace as ws:
        assert Landing(folder, ws.ledger).remove_orphans() == 2
        assert Landing(folder, ws.ledger).remove_orphans() == 0
    assert [path.name for path in (folder / "people").iterdir()] == ["00000001.parquet"]
    (aside,) = (folder / ".aside" / "people").iterdir()
    assert aside.read_bytes() == b"whole"


def test_a_lost_ledger_does_not_cost_the_landing(settled: Company) -> None:
    for path in settled.folder.glob("ledger.db*"):
        path.rename(path.with_name(f"kept-{path.name}"))
    for _ in range(2):
        with settled.workspace as ws, pytest.raises(StorageError, match=r"ledger\.db"):
            ws.run(as_of=AS_OF)
    assert len(list((settled.folder / "landing" / "people").iterdir())) == 1
    for path in settled.folder.glob("ledger.db*"):
        path.unlink()
    for path in settled.folder.glob("kept-*"):
        path.rename(path.with_name(path.name.removeprefix("kept-")))
    with settled.workspace as ws:
        assert ws.run(as_of=AS_OF).status == "unchanged"


def test_landing_and_ledger_are_the_owners_alone(people: Company) -> None:
    landed(people)
    for path in (people.folder / "ledger.db", people.folder / "landing", people.folder / "landing" / "people"):
        assert path.stat().st_mode & 0o077 == 0


def test_files_are_durable_before_the_ledger_names_them(people: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    sync, add = os.fsync, Ledger.add_packages

    def synced(descriptor: int) -> None:
        steps.append(Path(f"/proc/self/fd/{descriptor}").resolve().name)
        sync(descriptor)

    def added(ledger: Ledger, packages: list[Package]) -> None:
        steps.append("ledger")
        add(ledger, packages)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Ledger, "add_packages", added)
    landed(people)
    assert steps == [".00000001.parquet.part", "people", "landing", "ws", "ledger"]


def test_a_changed_expectation_takes_up_what_it_had_refused(people: Company) -> None:
    people.source(PEOPLE + "    expect: {max_quarantine_share: 1, required: [email]}\n")
    people.file("people.csv", "id,first,last,mail\n1,Mary,Jones,\n2,Jo,Li,j@mail.example\n")
    assert fates(landed(people)) == (1, 0, 1, 0)
    again = landed(people)
    assert fates(again) == (0, 1, 1, 0)
    assert again.reasons == {"required attribute email is empty": 1}
    people.source(PEOPLE)
    assert fates(landed(people)) == (1, 1, 0, 0)


def test_a_run_with_nothing_new_in_a_changed_file_publishes_nothing(settled: Company) -> None:
    with settled.workspace as ws:
        settled.file("people.csv", (settled.folder / "people.csv").read_bytes() + b"3,Peter,Novak,peter@mail.example\n")
        report = ws.run(as_of=AS_OF)
    assert (report.status, report.sources[0].unchanged) == ("unchanged", 4)


def test_suppression_declared_later_holds_for_rows_that_landed_before(people: Company) -> None:
    with people.workspace as ws:
        assert ws.run(as_of=AS_OF).records == 3
        people.source(PEOPLE + "    suppress: [{where: \"first = 'Peter'\", reason: employee}]\n")
        assert ws.run(as_of=AS_OF).records == 2


def test_a_new_column_does_not_make_events_count_again(company: Company) -> None:
    company.source(EVENTS)
    company.file("lines.csv", "who,at\n1,2026-01-01\n1,2026-01-01\n2,2026-01-02\n")
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        company.file("lines.csv", "who,at,shop\n1,2026-01-01,A\n1,2026-01-01,B\n2,2026-01-02,A\n3,2026-01-03,A\n")
        ws.run(as_of=AS_OF)
        assert ws.table("event").count("*").fetchall() == [(4,)]
        company.file("lines.csv", "who,at\n1,2026-01-01\n1,2026-01-01\n2,2026-01-02\n3,2026-01-03\n")
        ws.run(as_of=AS_OF)
        assert ws.table("event").count("*").fetchall() == [(4,)]


ORDERS = """
    source: lines
    party: first
    channel: web
    connector: {kind: csv, path: '*.csv'}
    record: {id: who}
    attributes: {email: mail}
    events:
      - {type: {constant: order}, id: nr, time: day, text: state}
"""


def test_a_row_with_an_event_may_return_to_what_it_said_before(company: Company) -> None:
    company.source(ORDERS)
    for mail, state in (("a@x.example", "new"), ("b@x.example", "paid"), ("a@x.example", "new")):
        company.file("a.csv", f"who,mail,nr,day,state\n1,{mail},O1,2026-01-01,{state}\n")
        assert shown(company, "event", "text") == [(state,)]
        assert shown(company, "profile", "email") == [(mail,)]


def test_a_growing_log_of_states_ends_in_its_last_line(company: Company) -> None:
    company.source(ORDERS)
    lines = ["who,mail,nr,day,state\n"]
    for state, loaded in (("new", 1), ("paid", 1), ("new", 1), ("sent", 1)):
        lines.append(f"1,a@x.example,O1,2026-01-01,{state}\n")
        company.file("a.csv", "".join(lines))
        assert fates(landed(company, "lines")) == (loaded, len(lines) - 1 - loaded, 0, 0)
        assert shown(company, "event", "text") == [(state,)]


def test_an_older_file_that_grows_takes_back_nothing(company: Company) -> None:
    company.source(ORDERS)
    head = "who,mail,nr,day,state\n"
    company.file("day1.csv", head + "1,a@x.example,O1,2026-01-01,new\n")
    assert shown(company, "event", "text") == [("new",)]
    company.file("day2.csv", head + "1,a@x.example,O1,2026-01-01,paid\n")
    assert shown(company, "event", "text") == [("paid",)]
    company.file("day1.csv", head + "1,a@x.example,O1,2026-01-01,new\n2,b@x.example,O2,2026-01-01,late\n")
    assert shown(company, "event", "text") == [("late",), ("paid",)]


def test_rows_that_share_the_id_of_one_event_keep_their_others(company: Company) -> None:
    company.source(ORDERS + "      - {type: {constant: item}, id: line, time: day, order_number: nr, text: sku}\n")
    head = "who,mail,nr,line,sku,day,state\n"
    rows = [f"1,a@x.example,O1,L{n},{sku},2026-01-01,new\n" for n, sku in enumerate(("apple", "pear", "plum"))]
    company.file("a.csv", head + "".join(rows))
    assert shown(company, "event", "type, text") == [
        ("item", "apple"),
        ("item", "pear"),
        ("item", "plum"),
        ("order", "new"),
    ]
    company.file("a.csv", head + "".join(rows).replace("pear", "fig"))
    assert [text for kind, text in shown(company, "event", "type, text") if kind == "item"] == ["apple", "fig", "plum"]


def test_rows_that_make_an_event_without_id_are_known_by_their_content(company: Company) -> None:
    company.source(ORDERS + "      - {type: {constant: item}, time: day, text: sku}\n")
    rows = "".join(f"1,a@x.example,O1,{sku},2026-01-01,new\n" for sku in ("apple", "pear"))
    company.file("a.csv", "who,mail,nr,sku,day,state\n" + rows)
    assert shown(company, "event", "type, text") == [("item", "apple"), ("item", "pear"), ("order", "new")]


def test_a_renamed_file_is_known_again_and_may_grow(company: Company) -> None:
    company.source(EVENTS.replace("lines.csv", "'*.csv'"))
    company.file("orders.csv", "who,at\n1,2026-01-01\n1,2026-01-01\n2,2026-01-02\n")
    assert fates(landed(company, "lines")) == (3, 0, 0, 0)
    (company.folder / "orders.csv").rename(company.folder / "orders-final.csv")
    assert fates(landed(company, "lines")) == (0, 3, 0, 0)
    company.file("orders-final.csv", "who,at\n1,2026-01-01\n1,2026-01-01\n2,2026-01-02\n3,2026-01-03\n")
    assert fates(landed(company, "lines")) == (1, 3, 0, 0)


def test_a_copy_in_other_order_beside_the_file_is_known_again(company: Company) -> None:
    company.source(EVENTS.replace("lines.csv", "'*.csv'"))
    company.file("a.csv", "who,at\n1,2026-01-01\n2,2026-01-02\n")
    company.file("b.csv", "who,at\n2,2026-01-02\n1,2026-01-01\n")
    company.file("c.csv", "who,at\n")
    company.file("d.csv", "who,at\n")
    assert fates(landed(company, "lines")) == (2, 2, 0, 0)
    company.file("d.csv", "who,at\n1,2026-01-01\n")
    company.file("c.csv", "who,at\n1,2026-01-01\n5,2026-01-01\n")
    assert fates(landed(company, "lines")) == (3, 4, 0, 0)


def test_ids_that_went_through_a_float_are_the_same_ids(company: Company) -> None:
    company.source(PEOPLE.replace("kind: csv, path: people.csv", "kind: parquet, path: in"))
    (company.folder / "in").mkdir()
    columns = {"first": ["Mary", "Jo"], "last": ["Jones", "Li"], "mail": ["m@x.example", "j@x.example"]}
    pq.write_table(pa.table({"id": pa.array([1, 2], pa.int64()), **columns}), company.folder / "in" / "a.parquet")
    assert shown(company, "membership", "record_id") == [("1",), ("2",)]
    pq.write_table(pa.table({"id": pa.array([1.0, 3.0]), **columns}), company.folder / "in" / "b.parquet")
    assert shown(company, "membership", "record_id") == [("1",), ("2",), ("3",)]


def test_few_rows_are_expected_where_reading_goes_on(people: Company) -> None:
    people.source(
        PEOPLE.replace(
            "{kind: csv, path: people.csv}", "{kind: sql, url: 'sqlite:///d.sqlite', table: c, cursor_column: n}"
        )
        + "    expect: {min_rows: 3}\n"
    )
    with closing(sqlite3.connect(people.folder / "d.sqlite")) as connection:
        connection.execute("create table c (id, first, last, mail, n)")
        connection.executemany("insert into c values (?, 'A', 'B', 'c@x.example', ?)", [(n, n) for n in range(3)])
        connection.commit()
        assert fates(landed(people)) == (3, 0, 0, 0)
        connection.execute("insert into c values (9, 'A', 'B', 'd@x.example', 9)")
        connection.commit()
        assert fates(landed(people)) == (1, 1, 0, 0)
        assert landed(people).loaded == 0


def test_headers_and_totals_speak_against_no_delivery(people: Company) -> None:
    people.file("people.csv", "id,first,last,mail\n1,Mary,Jones,m@mail.example\nid,first,last,mail\nTotal,,,1\n")
    count = landed(people)
    assert fates(count) == (1, 0, 2, 0)
    assert count.reasons == {"the header again": 1, "a line of totals": 1}
