"""What is asked, why, in which order: from literal tables."""

from __future__ import annotations

from collections.abc import Callable
from math import log2

import pytest

from cdp.database import Database
from cdp.decision import Act, Decision, RecordKey
from cdp.review.question import Kind, Question, Settled, decision_on
from cdp.review.queue import make_questions, questions
from tests.conftest import PEOPLE, Company

Make = Callable[[str, str, str], None]
PAIR = "source_l varchar, record_id_l varchar, source_r varchar, record_id_r varchar"
MATCH = f"{PAIR}, weight double, kind varchar, evidence map(varchar, float)"


def key(record_id: str) -> RecordKey:
    return RecordKey("s", record_id)


def keys(record_ids: str) -> tuple[RecordKey, ...]:
    return tuple(map(key, record_ids))


@pytest.fixture
def ask(db: Database, make_table: Make, company: Company) -> Callable[..., list[Question]]:
    """A function that asks about people (letters are records), their matches, and what their records hold."""
    source = PEOPLE.replace("email: mail", "national_id: nid\n      customer_id: account")
    config = company.source(source).workspace.config

    def asked(
        people: dict[str, str],
        matches: dict[str, float],
        ids: dict[str, str] | None = None,
        accounts: dict[str, str] | None = None,
        weakest: dict[str, tuple[str, float]] | None = None,
        visits: tuple[tuple[str, str], ...] = (),
        against: tuple[str, ...] = (),
        once: tuple[str, ...] = (),
    ) -> list[Question]:
        ids, accounts, told = ids or {}, accounts or {}, weakest or {}
        member = [(who, record) for who, records in people.items() for record in records]
        held = ", ".join(
            f"('s', '{r}', 0, '2020-01-01', nullif('{ids.get(r, '')}', ''), nullif('{accounts.get(r, '')}', ''))"
            for _, r in member
        )
        columns = "source varchar, record_id varchar, nth integer, updated_at timestamp"
        make_table("record", f"{columns}, national_id varchar, customer_id varchar", held)
        make_table(
            "membership",
            "golden_id varchar, source varchar, record_id varchar",
            ", ".join(f"('{who}', 's', '{r}')" for who, r in member),
        )
        rows = (f"('s','{p[0]}','s','{p[1]}',{w},'probabilistic',map{{'name':{w}}})" for p, w in matches.items())
        make_table("match", MATCH, ", ".join(rows))
        make_table("contradiction", PAIR, ", ".join(f"('s', '{p[0]}', 's', '{p[1]}')" for p in against))
        links = dict.fromkeys(people, ("", None)) | told
        make_table(
            "cluster_quality",
            "golden_id varchar, records bigint, weakest_link double, source_l varchar, record_id_l varchar, "
            "source_r varchar, record_id_r varchar",
            ", ".join(
                f"('{who}', {len(people[who])}, {'null' if w is None else w}, 's', '{p[:1]}', 's', '{p[1:]}')"
                for who, (p, w) in links.items()
            ),
        )
        make_table(
            "event_owner",
            "event_key varchar, from_time timestamp, to_time timestamp, golden_id varchar",
            ", ".join(f"('{who}', null, null, '{who}')" for who in people),
        )
        make_table("event", "event_key varchar, time timestamp", ", ".join(f"('{w}', '{t}')" for w, t in visits))
        make_questions(db, config, once)
        return list(questions(db, "2022-01-01"))

    return asked


def test_worth_is_uncertainty_times_size_times_activity(ask: Callable[..., list[Question]]) -> None:
    (asked,) = ask({"p": "a", "q": "bc"}, {"ab": -1.0}, visits=(("p", "2022-01-01"), ("q", "2022-01-01")))
    assert (asked.kind, asked.golden_ids, asked.one, asked.other) == (Kind.GREY_PAIR, ("p", "q"), key("a"), key("b"))
    assert (asked.records_one, asked.records_other, asked.weight) == (keys("a"), keys("bc"), -1.0)
    assert asked.balance == -1.5, "the pair that has no match counts -0.5"
    one = 1 / (1 + 2**1.5)
    assert asked.uncertainty == pytest.approx(-one * log2(one) - (1 - one) * log2(1 - one))
    years = 731 / 365.25
    assert asked.activity == pytest.approx(log2(2 + 2 + 3 * 0.5**years))
    assert asked.size == 2
    assert asked.worth == pytest.approx(asked.uncertainty * asked.size * asked.activity)
    assert asked.evidence == {"name": -1.0}


def test_people_who_weigh_enough_and_are_apart_come_before_those_who_do_not(ask: Callable[..., list[Question]]) -> None:
    found = ask({"p": "a", "q": "b", "r": "c", "u": "d", "v": "e"}, {"ab": 9.0, "bc": -4.0, "de": -9.0, "ad": 0.0})
    assert [(each.kind, each.golden_ids) for each in found] == [
        (Kind.CONTRADICTION, ("p", "q")),
        (Kind.GREY_PAIR, ("p", "u")),
        (Kind.GREY_PAIR, ("q", "r")),
    ], "and a match far below the weakest is no doubt"
    assert [each.uncertainty for each in found[:2]] == [1, 1]


def test_what_the_run_knows_to_part_people_is_no_surprise(ask: Callable[..., list[Question]]) -> None:
    people, matches = {"p": "a", "q": "b"}, {"ab": 9.0}
    (surprise,) = ask(people, matches)
    (named,) = ask(people, matches, against=("ab",))
    (counted,) = ask(people, matches, once=("s",))
    assert {each.kind for each in (surprise, named, counted)} == {Kind.CONTRADICTION}
    assert (surprise.balance, named.balance, counted.balance) == (9.0, -10.0, 9.0)
    assert surprise.uncertainty == 1
    assert max(named.uncertainty, counted.uncertainty) < 0.05
    (certain,) = ask(people, {"ab": 50.0}, against=("ab",))
    assert certain.balance == 20.0, "a certain match stands"


def test_a_person_who_contradicts_itself_comes_first(ask: Callable[..., list[Question]]) -> None:
    people, matches = {"p": "abc", "q": "xyz"}, {"ab": 9.0, "bc": 1.0, "ac": 0.5, "xy": 9.0, "yz": 1.0, "xz": 0.5}
    found = ask(people, matches, weakest={"p": ("bc", 1.0), "q": ("yz", 1.0)}, against=("yz",))
    assert [(each.golden_ids, each.balance) for each in found] == [(("q",), -9.5), (("p",), 1.5)]


def test_identifiers_that_conflict_or_tie_in_vain_are_asked(ask: Callable[..., list[Question]]) -> None:
    found = ask(
        {"p": "ab", "q": "c", "r": "d", "u": "xyz"},
        {"bc": 12.0},
        ids={"b": "1", "c": "2", "x": "7", "y": "8", "z": "7"},
        accounts={"a": "K", "d": "K"},
    )
    told = {(each.kind, each.golden_ids): each for each in found}
    assert set(told) == {
        (Kind.CONFLICTING_IDENTIFIERS, ("p", "q")),
        (Kind.REFUSED_TIE, ("p", "r")),
        (Kind.CONFLICTING_IDENTIFIERS, ("u",)),
    }
    within = told[Kind.CONFLICTING_IDENTIFIERS, ("u",)]
    assert (within.records_one, within.records_other) == (keys("xz"), keys("y")), "the value of most records first"
    assert "national_id" in within.told
    tie = told[Kind.REFUSED_TIE, ("p", "r")]
    assert (tie.one, tie.other, tie.weight, "customer_id" in tie.told) == (key("a"), key("d"), None, True)


def test_a_weak_bridge_and_a_person_too_large_are_cut_at_the_weakest_match(ask: Callable[..., list[Question]]) -> None:
    large = "klmnopqrstu"
    chain = {large[n : n + 2]: 20.0 for n in range(10)} | {"no": 15.0}
    matches = {"ab": 9.0, "bc": 1.0, "cd": 9.0, "ac": -0.5} | chain
    found = ask({"p": "abcd", "q": large}, matches, weakest={"p": ("bc", 1.0), "q": ("no", 15.0)})
    told = {each.kind: each for each in found}
    bridge, supersized = told[Kind.WEAK_BRIDGE], told[Kind.SUPERSIZED]
    assert (bridge.one, bridge.other, bridge.weight) == (key("b"), key("c"), 1.0)
    assert (bridge.records_one, bridge.records_other, bridge.balance) == (keys("ab"), keys("cd"), -0.5)
    assert bridge.uncertainty == 1, "together, although the balance is below nothing"
    assert (supersized.records_one, supersized.records_other) == (keys("klmn"), keys("opqrstu"))
    assert decision_on(supersized, True, "anna", "a family firm").one == keys(large)


def test_answers_are_decisions_and_settle_their_question(ask: Callable[..., list[Question]]) -> None:
    (asked,) = ask({"p": "a", "q": "bc"}, {"ab": -1.0})
    same, different = (decision_on(asked, each, "anna", "I know them") for each in (True, False))
    assert (same.act, same.one) == (Act.MUST_LINK, keys("ab"))
    assert (different.act, different.one, different.other) == (Act.CANNOT_LINK, keys("a"), keys("bc"))
    through = [
        Decision(Act.MUST_LINK, "ben", "one card", keys("az"), number=1),
        Decision(Act.MUST_LINK, "ben", "one card", keys("zc"), number=2),
    ]
    parted = [through[0], Decision(Act.CANNOT_LINK, "ben", "two men", keys("z"), keys("c"), number=3)]
    withdrawn = [*through, Decision(Act.WITHDRAW, "ben", "my mistake", withdraws=1, number=4)]
    for decisions, settled in (
        ([], False),
        ([same], True),
        ([different], True),
        (through, True),
        (parted, True),
        (withdrawn, False),
        ([Decision(Act.MUST_LINK, "ben", "one home", keys("bc"), number=1)], False),
    ):
        assert Settled(decisions).answers(asked) is settled, decisions


def test_a_person_that_no_chain_of_matches_holds_is_cut_where_it_hangs_apart(
    ask: Callable[..., list[Question]],
) -> None:
    large = "abcdefghijk"
    (asked,) = ask({"p": large}, {"ab": 9.0, "cd": 9.0})
    assert (asked.one, asked.other, asked.weight) == (key("a"), key("c"), None)
    assert (asked.records_one, asked.records_other) == (keys("ab"), keys(large[2:]))
