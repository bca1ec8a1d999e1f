"""Which answers count, for which pairs, and which of them are held back."""

from __future__ import annotations

from cdp.answers import held_back, make_answered_pair, pairs_of
from cdp.database import Database
from cdp.decision import Act, Decision, RecordKey
from cdp.decisions import Stance
from cdp.land import Landing
from tests.conftest import AS_OF, Company

A, B, C, D = (RecordKey("crm", name) for name in "abcd")
ANNA = Stance("I asked them", by="anna")


def link(*records: RecordKey, number: int = 1) -> Decision:
    return Decision(Act.MUST_LINK, "anna", "same", records, number=number)


def test_an_answer_speaks_of_all_its_pairs() -> None:
    assert pairs_of(link(A, B, C)) == [(A, B), (A, C), (B, C)]
    assert pairs_of(Decision(Act.SPLIT, "anna", "not hers", (A,), (C, D))) == [(A, C), (A, D)]
    many = tuple(RecordKey("crm", str(n)) for n in range(100))
    assert len(pairs_of(Decision(Act.CANNOT_LINK, "anna", "two firms", many[:50], many[50:]))) == 100


def test_a_quarter_is_held_back_and_answers_on_one_record_stay_together() -> None:
    keys = [RecordKey("crm", str(n)) for n in range(200)]
    answers = [link(keys[2 * n], keys[2 * n + 1], number=n + 1) for n in range(100)]
    held = held_back(answers)
    assert len(held) == 25
    assert set(held_back(answers[::-1])) == set(held), "whatever their order"
    beside = link(held[0].one[0], RecordKey("crm", "new"), number=101)
    assert {held[0], beside} <= set(held_back([*answers, beside]))
    assert held_back([]) == []


def test_answers_count_while_their_records_say_the_same(settled: Company, db: Database) -> None:
    with settled.workspace as ws:
        ws.decisions.must_link(["people/1", "people/2"], ANNA)
        ws.decisions.cannot_link(["people/1", "people/2"], ["people/3"], ANNA)
        ws.decisions.override(ws.find("peter")[0]["golden_id"], {"email": "p@mail.example"}, ANNA)
        record = "create or replace temp table record as select * from (values "
        db.run(f"{record} (1, 'people', '1'), (2, 'people', '2'), (3, 'people', '3')) as r(rid, source, record_id)")

        def outdated() -> int:
            packages = {"people": Landing(ws.folder / "landing", ws.ledger).files("people")}
            return make_answered_pair(db, ws.config, ws.decisions.all(), packages)

        assert outdated() == 0
        rows = "select answer, rid_l, rid_r, is_one, weight from answered_pair order by all"
        assert db.rows(rows) == [(1, 1, 2, True, 1.0), (2, 1, 3, False, 0.5), (2, 2, 3, False, 0.5)]

        settled.file("people.csv", "id,first,last,mail\n2,Mary,Jones,mary@mail.example\n3,Peter,Nowak,\n")
        ws.run(as_of=AS_OF)
        assert outdated() == 1, "record 3 says something else"
        assert [answer for answer, *_ in db.rows(rows)] == [1]
        ws.decisions.withdraw(1, ANNA)
        assert (outdated(), db.rows(rows)) == (1, [])
