"""Landing: rows in = loaded + unchanged + quarantined + suppressed, whatever arrives."""

from __future__ import annotations

import pytest

from cdp.database import Database
from cdp.errors import ConfigError, ExpectationFailed, SourceError
from cdp.land import Landing, SourceCount, land
from tests.conftest import AS_OF, PEOPLE, Company


def landed(company: Company, name: str = "people") -> SourceCount:
    ws = company.workspace
    with ws, Database() as db:
        landing = Landing(ws.folder / "landing", ws.ledger)
        count = land(db, landing, ws.ledger, ws.config.source(name), ws.folder, 1, lambda _: None)
    assert count.rows_in == count.loaded + count.unchanged + count.quarantined + count.suppressed
    return count


def fates(count: SourceCount) -> tuple[int, int, int, int]:
    return count.loaded, count.unchanged, count.quarantined, count.suppressed


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


def test_orphans_of_a_run_that_was_cut_off_are_removed(people: Company) -> None:
    landed(people)
    orphan = people.folder / "landing" / "people" / "00000099.parquet"
    orphan.write_bytes(b"half")
    with people.workspace as ws:
        assert Landing(ws.folder / "landing", ws.ledger).remove_orphans() == 1
    assert not orphan.exists()
    assert len(list((people.folder / "landing" / "people").glob("*.parquet"))) == 1


def test_a_changed_expectation_takes_up_what_it_had_refused(people: Company) -> None:
    people.source(PEOPLE + "    expect: {max_quarantine_share: 1, required: [email]}\n")
    people.file("people.csv", "id,first,last,mail\n1,Mary,Jones,\n2,Jo,Li,j@mail.example\n")
    assert fates(landed(people)) == (1, 0, 1, 0)
    assert fates(landed(people)) == (0, 2, 0, 0)
    people.source(PEOPLE)
    assert fates(landed(people)) == (1, 1, 0, 0)


def test_a_run_with_nothing_new_in_a_changed_file_publishes_nothing(people: Company) -> None:
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
        people.file("people.csv", (people.folder / "people.csv").read_bytes() + b"3,Peter,Novak,peter@mail.example\n")
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
