"""Records that their source deletes: told by a mark, or by their absence from a delivery of all records."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from cdp.errors import ConfigError, ExpectationFailed
from cdp.land.count import SourceCount
from cdp.ledger import Ledger
from cdp.pipeline import RunReport
from cdp.workspace import Workspace
from tests.conftest import AS_OF, PEOPLE, Company
from tests.test_neutrality import FAMILY, GIVEN

WHOLE = PEOPLE + "    deliveries: whole\n    expect: {max_withdrawn_share: 0.5}\n"
MARKED = PEOPLE.replace("{id: id}", "{id: id, deleted: gone}")
HISTORY = {"identity_history", "inherited_claim", "self_assessment", "change", "version_diff"}
"""Tables that tell what changed since the version before, which a rebuild has none of."""
HEADER = "id,first,last,mail\n"
MARY, MARIE, PETER = (
    "1,Mary,Jones,mary@mail.example\n",
    "2,Mary,Jones,mary@mail.example\n",
    "3,Peter,Novak,peter@mail.example\n",
)


def people_of(ws: Workspace) -> dict[str, str]:
    """The golden id of each record id as published."""
    return dict(ws.table("membership").project("record_id, golden_id").fetchall())


def delivered(company: Company, *rows: str) -> tuple[RunReport, SourceCount, dict[str, str]]:
    """Run with these rows as all that the source `people` delivers; return report, its count and the golden ids."""
    company.file("people.csv", (HEADER + "".join(rows)).encode())
    with company.workspace as ws:
        report = ws.run(as_of=AS_OF)
        found = people_of(ws)
    (count,) = report.sources
    assert count.rows_in == count.loaded + count.unchanged + count.quarantined + count.suppressed
    return report, count, found


def marked(company: Company, *rows: str) -> dict[str, str]:
    """Run with these rows, each with its mark as fifth value; return the golden ids."""
    company.file("people.csv", ("id,first,last,mail,gone\n" + "\n".join(rows) + "\n").encode())
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        return people_of(ws)


@pytest.fixture
def whole(people: Company) -> Company:
    """A company whose one source delivers all of its three records each time."""
    return people.source(WHOLE)


def test_a_record_missing_from_a_whole_delivery_is_withdrawn(whole: Company) -> None:
    delivered(whole, MARY, MARIE, PETER)
    report, count, found = delivered(whole, MARY, MARIE)
    assert (report.status, report.records, report.identity) == ("published", 2, {"retire": 1})
    assert (count.rows_in, count.unchanged, count.loaded, count.withdrawn) == (2, 2, 0, 1)
    assert set(found) == {"1", "2"}
    again, count, _ = delivered(whole, MARY, MARIE)
    assert (again.status, count.withdrawn) == ("unchanged", 0)


def test_a_source_that_delivers_in_parts_withdraws_nothing(people: Company) -> None:
    delivered(people, MARY, MARIE, PETER)
    _, count, found = delivered(people, MARY)
    assert (count.withdrawn, set(found)) == (0, {"1", "2", "3"})


def test_a_record_comes_back_with_the_content_it_had(whole: Company) -> None:
    _, _, first = delivered(whole, MARY, MARIE, PETER)
    delivered(whole, MARY, MARIE)
    _, count, back = delivered(whole, MARY, MARIE, PETER)
    assert (count.loaded, count.unchanged, count.withdrawn) == (1, 2, 0)
    assert back == first
    _, count, _ = delivered(whole, PETER, MARY)
    assert (count.loaded, count.unchanged, count.withdrawn) == (0, 2, 1)


def test_the_heir_keeps_the_id_of_the_oldest_record_for_good(whole: Company) -> None:
    _, _, first = delivered(whole, MARY, MARIE, PETER)
    report, _, found = delivered(whole, MARIE, PETER)
    assert (found["2"], report.identity) == (first["1"], {})
    _, _, back = delivered(whole, MARY, MARIE, PETER)
    assert back == first
    _, _, parted = delivered(whole, "1,Zoe,Quinn,zoe@mail.example\n", MARIE, PETER)
    assert parted["2"] == first["1"]
    assert parted["1"] not in first.values()


def test_everything_but_landing_and_ledger_can_be_made_again(whole: Company) -> None:
    for rows in ([MARY, MARIE, PETER], [MARIE, PETER], [MARY, MARIE], [MARY, PETER]):
        delivered(whole, *rows)
    hashes = []
    for _ in range(2):
        with whole.workspace as ws:
            ws.run(as_of=AS_OF)
            current = ws.published.current()
        assert current is not None
        hashes.append({name: table.hash for name, table in current.tables.items() if name not in HISTORY})
        for folder in ("published", "cache"):
            shutil.rmtree(whole.folder / folder, ignore_errors=True)
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize("rows", [[], [PETER]])
def test_too_many_missing_stop_the_run_and_land_nothing(whole: Company, rows: list[str]) -> None:
    _, _, first = delivered(whole, MARY, MARIE, PETER)
    with pytest.raises(ExpectationFailed) as caught:
        delivered(whole, *rows, "4,Ann,Lee,ann@mail.example\n") if rows else delivered(whole)
    assert "max_withdrawn_share" in str(caught.value) or "no record is delivered" in str(caught.value)
    with whole.workspace as ws:
        assert people_of(ws) == first
    _, count, found = delivered(whole, MARY, MARIE, PETER)
    assert (count.unchanged, found) == (3, first)


def test_an_empty_delivery_withdraws_nobody_whatever_is_allowed(whole: Company) -> None:
    whole.source(WHOLE.replace("0.5", "1"))
    delivered(whole, MARY, MARIE, PETER)
    with pytest.raises(ExpectationFailed, match="never empty"):
        delivered(whole)


def test_a_row_in_quarantine_is_there_and_one_without_id_may_be_anybody(people: Company) -> None:
    people.source(PEOPLE + "    deliveries: whole\n    expect: {required: [email], max_quarantine_share: 1}\n")
    delivered(people, MARY, MARIE, PETER)
    _, count, found = delivered(people, MARY, MARIE, "3,Peter,Novak,\n")
    assert (count.quarantined, count.withdrawn, count.missing, set(found)) == (1, 0, 0, {"1", "2", "3"})
    for unreadable in (",Peter,Novak,p@mail.example\n", "3,Peter,Novak,p@mail.example,too much\n"):
        _, count, found = delivered(people, MARY, MARIE, unreadable)
        assert (count.quarantined, count.withdrawn, count.missing, set(found)) == (1, 0, 1, {"1", "2", "3"})
    people.source(WHOLE)
    _, count, found = delivered(people, MARY, MARIE)
    assert (count.withdrawn, count.missing, set(found)) == (1, 0, {"1", "2"})


def test_a_suppressed_row_does_not_keep_its_record(whole: Company) -> None:
    delivered(whole, MARY, MARIE, PETER)
    whole.source(WHOLE + "    suppress: [{where: \"last = 'Test'\", reason: test account}]\n")
    _, count, found = delivered(whole, MARY, MARIE, "3,Peter,Test,peter@mail.example\n")
    assert (count.suppressed, count.withdrawn, set(found)) == (1, 1, {"1", "2"})


def test_all_files_of_a_pull_together_are_the_whole(company: Company) -> None:
    company.source(WHOLE.replace("people.csv", "'*.csv'"))
    company.file("a.csv", HEADER + MARY + MARIE).file("b.csv", HEADER + PETER)
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        company.file("a.csv", HEADER + MARY)
        assert ws.run(as_of=AS_OF).sources[0].withdrawn == 1
        assert set(people_of(ws)) == {"1", "3"}
        (company.folder / "b.csv").rename(company.folder / "c.csv")
        report = ws.run(as_of=AS_OF)
        assert (report.sources[0].withdrawn, report.status) == (0, "unchanged")
        (company.folder / "c.csv").unlink()
        assert ws.run(as_of=AS_OF).sources[0].withdrawn == 1
        assert set(people_of(ws)) == {"1"}


def test_the_newest_version_counts_again_when_a_record_with_times_returns(company: Company) -> None:
    company.source(WHOLE.replace("{id: id}", "{id: id, updated_at: at}"))
    head = "id,first,last,mail,at\n"
    mary, peter = "1,Mary,Jones,m@mail.example,2026-05-01\n", "3,Peter,Novak,{}@mail.example,{}\n"
    with company.workspace as ws:
        for rows, mail in (
            (mary + peter.format("new", "2026-05-01"), "new@mail.example"),
            (mary, None),
            (mary + peter.format("old", "2025-01-01"), "old@mail.example"),
            (mary + peter.format("new", "2026-05-01"), "new@mail.example"),
        ):
            company.file("people.csv", head + rows)
            ws.run(as_of=AS_OF)
            mails = dict(ws.table("record").project("record_id, email").fetchall())
            assert mails.get("3") == mail


def test_a_database_table_is_read_whole(company: Company) -> None:
    company.source(
        WHOLE.replace("{kind: csv, path: people.csv}", "{kind: sql, url: 'sqlite:///crm.db', table: person}")
    )
    with closing(sqlite3.connect(company.folder / "crm.db")) as crm, company.workspace as ws:
        crm.execute("create table person (id integer, first text, last text, mail text)")
        people = [(1, "Mary", "Jones", "m@mail.example"), (2, "Ann", "Lee", "a@mail.example")]
        crm.executemany("insert into person values (?, ?, ?, ?)", people)
        crm.commit()
        ws.run(as_of=AS_OF)
        crm.execute("delete from person where id = 2")
        crm.commit()
        assert ws.run(as_of=AS_OF).sources[0].withdrawn == 1
        assert set(people_of(ws)) == {"1"}


ORDERS = """
    source: people
    party: first
    channel: web
    connector: {kind: jsonl, path: people.jsonl}
    deliveries: whole
    record: {id: $.customer, where: "json_extract_string(json, '$.customer') is not null"}
    attributes: {email: $.mail, full_name: $.name}
    events:
      - {type: {constant: order_placed}, time: $.at, id: $.order}
    consents:
      - {purpose: {constant: news}, channel: {constant: email}, state: $.news}
    expect: {max_withdrawn_share: 0.5}
"""
ORDER = (
    '{{"order": {0}, "customer": {1}, "mail": "{2}@mail.example", "name": "{2} Jones", '
    '"at": "2026-01-0{0}", "news": "yes"}}\n'
)


def test_what_a_withdrawn_record_did_and_said_is_kept_and_is_its_again_when_it_returns(company: Company) -> None:
    company.source(ORDERS)
    rows = [ORDER.format(1, 7, "Mary"), ORDER.format(2, 7, "Mary"), ORDER.format(3, 8, "Ann")]
    guest = ORDER.format(4, "null", "x")
    seen = []
    with company.workspace as ws:
        for lines in ([*rows, guest], [rows[2], guest], [rows[0], rows[2], guest]):
            company.file("people.jsonl", "".join(lines))
            report = ws.run(as_of=AS_OF)
            consents = ws.table("consent").project("golden_id").fetchall()
            seen.append(
                (set(people_of(ws)), report.events.get("attributed"), len(consents), report.sources[0].withdrawn)
            )
            assert len(ws.table("event").fetchall()) == 4
    assert seen == [({"7", "8"}, 3, 2, 0), ({"8"}, 1, 1, 1), ({"7", "8"}, 3, 2, 0)]


def test_marked_and_unmarked_again(company: Company) -> None:
    company.source(MARKED)
    mary, marie = "1,Mary,Jones,mary@mail.example,", "2,Mary,Jones,mary@mail.example,"
    first = marked(company, mary, marie)
    assert marked(company, mary + "yes", marie) == {"2": first["1"]}
    assert marked(company, mary, marie) == first


def test_what_does_not_tell_whether_a_record_is_deleted_is_reported(company: Company) -> None:
    company.source(MARKED).file(
        "people.csv", "id,first,last,mail,gone\n1,A,B,a@mail.example,perhaps\n2,C,D,c@m.example,1\n"
    )
    with company.workspace as ws:
        problems = ws.run(as_of=AS_OF).problems
    assert ("deleted", "malformed", 1) in problems
    assert ("record", "withdrawn by its source", 1) in problems


def test_a_day_of_deletion_that_lies_ahead_comes_without_a_new_row(company: Company) -> None:
    company.source(MARKED)
    day = AS_OF + timedelta(days=10)
    assert "3" in marked(company, "1,Mary,Jones,m@mail.example,", f"3,Peter,Novak,p@mail.example,{day}")
    with company.workspace as ws:
        assert ws.run(as_of=day - timedelta(days=2)).status == "unchanged"
        assert ws.run(as_of=day).status == "published"
        assert set(people_of(ws)) == {"1"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            WHOLE[: WHOLE.index("attributes")].replace("record: {id: id}", "events: [{type: {constant: x}, time: t}]")
            + "deliveries: whole",
            "tells which records are gone",
        ),
        (
            WHOLE.replace(
                "{kind: csv, path: people.csv}", "{kind: sql, url: 'sqlite:///a.db', table: t, cursor_column: c}"
            ),
            "take `cursor_column` away",
        ),
    ],
)
def test_a_source_that_cannot_tell_what_is_missing_is_refused(company: Company, text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        _ = company.source(text).workspace.config


def test_an_older_ledger_gets_the_column(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger(path).close()
    with closing(sqlite3.connect(path)) as older:
        older.execute("alter table package drop column withdrawn")
        older.execute("insert into package values (1, 1, 'crm', 'a.csv', '', '', 2, 2, 0, 0, 0, '2026-01-01', '')")
        older.commit()
    ledger = Ledger(path)
    (package,) = ledger.packages()
    assert (package.loaded, package.withdrawn, ledger.watermark()) == (2, 0, 1)
    ledger.close()


def many(source: str, rng: random.Random, mark: bool) -> list[str]:
    """Rows of 90 records of some 45 people, with an event and a word on consent each."""
    rows = []
    for n in range(90):
        person = n // 2
        given, family = GIVEN[person % len(GIVEN)], FAMILY[(person // 3) % len(FAMILY)]
        mail = f"{given}.{family}{person}@mail.example".lower()
        at, news = f"2026-03-{n % 28 + 1:02}", rng.choice(["yes", "no"])
        rows.append(f"{source}{n},{given},{family},{mail},{at},{news}{',' if mark else ''}")
    return rows


MANY = """
    source: {source}
    party: first
    channel: crm
    connector: {{kind: csv, path: {source}.csv}}
    {style}
    attributes: {{given_name: first, family_name: last, email: mail}}
    events: [{{type: {{constant: joined}}, time: at, id: id}}]
    consents: [{{purpose: {{constant: news}}, channel: {{constant: email}}, state: news, since: at}}]
"""
STYLES = {
    "whole": "deliveries: whole\n    record: {id: id}",
    "marked": "record: {id: id, deleted: gone}",
}


@pytest.mark.parametrize("seed", range(2))
def test_a_run_of_what_changed_ends_where_a_run_of_everything_does(company: Company, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    rows = {name: many(name[0], rng, mark=name == "marked") for name in STYLES}
    for name, style in STYLES.items():
        company.source(MANY.format(source=name, style=style))
    taken = []
    for step in range(4):
        gone = {name: set(rng.sample(range(90), 4 if step else 0)) for name in STYLES}
        whole = [row for n, row in enumerate(rows["whole"]) if n not in gone["whole"]]
        marked = [row + ("yes" if n in gone["marked"] else "") for n, row in enumerate(rows["marked"])]
        head = "id,first,last,mail,at,news"
        company.file("whole.csv", "\n".join([head, *whole])).file("marked.csv", "\n".join([head + ",gone", *marked]))
        with company.workspace as ws:
            taken.append(ws.run(as_of=AS_OF).changed)
            assert len(people_of(ws)) == 180 - len(gone["whole"]) - len(gone["marked"])
            assert len(ws.table("event").fetchall()) == 180
        assert tables(company.folder) == rebuilt(company.folder, tmp_path / f"rebuilt{step}")
    assert taken[0] is None
    assert None not in taken[1:]


def tables(folder: Path) -> dict[str, str]:
    """Fingerprints of the published tables that a rebuild has too."""
    with Workspace(folder) as ws:
        current = ws.published.current()
    assert current is not None
    left_out = (*HISTORY, "self_assessment")
    return {name: table.hash for name, table in current.tables.items() if name not in left_out}


def rebuilt(folder: Path, copy: Path) -> dict[str, str]:
    """Fingerprints of the tables that a run of everything makes of the landing, ledger and model."""
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("published", "cache"))
    with Workspace(copy) as ws:
        assert ws.run(as_of=AS_OF).changed is None
    return tables(copy)
