"""A version held against a truth: scores that can be counted by hand, wrong pairs with the reason why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdp.errors import StorageError, UsageError
from cdp.evaluate import (
    Evaluation,
    LabelledScore,
    PeopleScore,
    WrongPair,
    evaluate,
    evaluate_closely,
    values_of,
    wilson,
    write_wrong,
)
from cdp.store import Store
from cdp.workspace import Workspace
from tests.conftest import AS_OF, PEOPLE, Company

ROWS = "id,first,last,mail,owner\n1,Mary,Jones,m@a.example,A\n2,Mary,Jones,m@a.example,B\n3,Peter,Novak,p@b.example,A\n"


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Two people: records 1 and 2 are Mary Jones, record 3 is Peter Novak. Nothing maps `owner`. Only to be read."""
    company = Company(tmp_path_factory.mktemp("company") / "ws").source(PEOPLE).file("people.csv", ROWS)
    with company.workspace as opened:
        opened.run(as_of=AS_OF)
        yield opened


@pytest.fixture
def store(ws: Workspace) -> Iterator[Store]:
    with ws.store() as opened:
        yield opened


def file(ws: Workspace, text: str) -> Path:
    path = ws.folder / "truth.csv"
    path.write_text(text, encoding="utf-8")
    return path


def persons(ws: Workspace, *named: str) -> Path:
    rows = "".join(f"people,{nth},{person}\n" for nth, person in enumerate(named, start=1))
    return file(ws, "source,record_id,person\n" + rows)


def pairs(ws: Workspace, *rows: str) -> Path:
    return file(ws, "source_l,record_id_l,source_r,record_id_r,match\n" + "".join(f"{row}\n" for row in rows))


def test_a_right_result_scores_one_throughout(ws: Workspace, store: Store) -> None:
    found = evaluate_closely(ws, store, persons(ws, "A", "A", "B"))
    assert found.score == PeopleScore(1.0, 1.0, 1.0, 1, 1, 3, 1.0, 1.0, 1.0, 2, 2, 1.0)
    assert (found.reasons, found.wrong) == ([], [])


def test_scores_are_those_counted_by_hand(ws: Workspace, store: Store) -> None:
    """Found {1, 2} {3}, true {1, 3} {2}: no pair agrees; records 1, 2 stand half right, record 3 is right."""
    score = evaluate(store, persons(ws, "A", "B", "A"))
    assert isinstance(score, PeopleScore)
    assert (score.precision, score.recall, score.f1, score.true_pairs, score.found_pairs) == (0.0, 0.0, 0.0, 1, 1)
    assert (score.b_cubed_precision, score.b_cubed_recall) == pytest.approx((2 / 3, 2 / 3))
    assert (score.true_people, score.found_people, score.exactly_right) == (2, 2, 0.0)


def by_error(found: Evaluation) -> dict[str, WrongPair]:
    return {pair.error: pair for pair in found.wrong}


def test_wrong_pairs_tell_their_weight_their_evidence_and_why(ws: Workspace, store: Store) -> None:
    found = by_error(evaluate_closely(ws, store, persons(ws, "A", "B", "A")))
    merged, missed = found["false merge"], found["missed"]
    assert (merged.record_id_l, merged.record_id_r, merged.why, merged.kind) == ("1", "2", "matched", "probabilistic")
    assert merged.weight is not None and merged.weight > 0 < merged.evidence["email"]
    assert (missed.record_id_l, missed.record_id_r, missed.why) == ("1", "3", "scored too low")
    assert missed.weight is not None and missed.weight < -2 and missed.evidence["given_name"] < 0


def test_a_pair_that_no_rule_brings_together_was_never_compared(people: Company) -> None:
    people.config("identity.yml", "blocking: [[email]]")
    with people.workspace as ws, _run(ws).store() as store:
        missed = by_error(evaluate_closely(ws, store, _people_truth(ws)))["missed"]
    assert missed.why == "never compared (blocking)"
    assert missed.weight is not None and missed.kind is None


def test_a_match_that_ties_and_does_not_hold_is_the_partitions(people: Company) -> None:
    once = PEOPLE.replace("record: {id: id}", "record: {id: id, one_record_per_person: yes}")
    people.source(once)
    with people.workspace as ws, _run(ws).store() as store:
        missed = by_error(evaluate_closely(ws, store, file(ws, "source,record_id,person\npeople,1,A\npeople,2,A\n")))
    assert missed["missed"].why == "kept apart by the partition"
    assert missed["missed"].kind == "probabilistic"


def test_without_the_model_it_says_what_it_does_not_know(people: Company) -> None:
    with people.workspace as ws, _run(ws).store() as store:
        (ws.folder / "models" / "m0001" / "model.json").unlink()
        missed = by_error(evaluate_closely(ws, store, _people_truth(ws)))["missed"]
    assert (missed.why, missed.weight) == ("never compared, or scored far too low", None)


def _run(ws: Workspace) -> Workspace:
    ws.run(as_of=AS_OF)
    return ws


def _people_truth(ws: Workspace) -> Path:
    return file(ws, "source,record_id,person\npeople,1,A\npeople,3,A\n")


def test_labelled_pairs_are_scored_with_intervals(ws: Workspace, store: Store) -> None:
    found = evaluate_closely(
        ws,
        store,
        pairs(ws, "people,2,people,1,Yes", "people,1,people,3,1", "people,2,people,3,no", "people,9,people,1,0"),
    )
    score = found.score
    assert isinstance(score, LabelledScore)
    assert (score.precision, score.recall, score.labelled, score.records) == (1.0, 0.5, 3, 3)
    assert score.recall_interval == wilson(1, 2)
    assert found.truth.unpublished == 1
    assert [(pair.error, pair.record_id_l, pair.record_id_r) for pair in found.wrong] == [("missed", "1", "3")]


@pytest.mark.parametrize(("told", "low", "high"), [((8, 10), 0.4902, 0.9433), ((0, 10), 0.0, 0.2775), ((0, 0), 0, 1)])
def test_wilsons_interval(told: tuple[int, int], low: float, high: float) -> None:
    assert wilson(*told) == pytest.approx((low, high), abs=1e-4)


def test_a_column_that_nothing_maps_may_hold_the_truth(ws: Workspace, store: Store) -> None:
    found = evaluate_closely(ws, store, ["people:owner"])
    assert (found.score.true_pairs, found.score.found_pairs, found.score.f1) == (1, 1, 0.0)


JSON_PEOPLE = """
    source: people
    party: first
    channel: web
    connector: {kind: jsonl, path: people.jsonl}
    record: {id: $.id}
    attributes: {given_name: $.first, family_name: $.last, email: $.mail}
"""


def test_in_json_a_path_names_the_truth(company: Company) -> None:
    rows = '{"id": 1, "first": "Mary", "last": "Jones", "mail": "m@a.example", "who": {"id": "A"}}\n'
    company.source(JSON_PEOPLE).file("people.jsonl", rows + rows.replace('"id": 1', '"id": 2'))
    with company.workspace as ws, _run(ws).store() as store:
        assert evaluate_closely(ws, store, ["people:$.who.id"]).score.f1 == 1.0
        with pytest.raises(UsageError, match="matching may have seen it"):
            evaluate_closely(ws, store, ["people:$.mail"])


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("people:mail", "matching may have seen it"),
        ("people:MAIL", "matching may have seen it"),
        ("people:nix", "no column nix\n  remedy: columns that nothing maps: owner"),
        ("nobody:x", "sources of records: people"),
        ("owner", "write SOURCE:COLUMN"),
    ],
)
def test_a_column_that_can_be_no_truth_is_refused(ws: Workspace, store: Store, named: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        evaluate_closely(ws, store, [named])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("source,record_id\npeople,1\n", "truth.csv has no column person"),
        ("source_l,record_id_l,source_r,match\na,1,b,1\n", "has no column record_id_r"),
        ("source,record_id,person\nelsewhere,1,A\n", "names no published record"),
        ("source,record_id,person\npeople,1,A\npeople,1,B\n", "the first is people/1"),
        ("source_l,record_id_l,source_r,record_id_r,match\npeople,1,people,2,perhaps\n", "neither yes nor no"),
        (
            "source_l,record_id_l,source_r,record_id_r,match\npeople,1,people,2,1\npeople,2,people,1,0\n",
            "both yes and no, the first is people/1 and people/2",
        ),
        ("", "has no column"),
    ],
)
def test_a_file_that_is_no_truth_is_refused(ws: Workspace, store: Store, text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        evaluate(store, file(ws, text))


def test_a_file_that_is_not_there_or_not_text_is_refused(ws: Workspace, store: Store) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        evaluate(store, ws.folder / "nowhere.csv")
    path = ws.folder / "truth.csv"
    path.write_bytes("source,record_id,person\npeople,1,김\n".encode("cp949"))
    with pytest.raises(UsageError, match="UTF-8"):
        evaluate(store, path)


def test_wrong_pairs_are_written_with_values_only_when_asked(ws: Workspace, store: Store, tmp_path: Path) -> None:
    found = evaluate_closely(ws, store, persons(ws, "A", "B", "A"), most=0)
    assert found.wrong == []
    assert write_wrong(store, tmp_path / "wrong.csv", values=False) == 2
    assert "Mary" not in (tmp_path / "wrong.csv").read_text()
    write_wrong(store, tmp_path / "more.csv", values=True)
    lines = (tmp_path / "more.csv").read_text().splitlines()
    assert lines[0].startswith("error,source_l") and lines[0].endswith("email_l,email_r")
    assert lines[1].endswith("m@a.example,m@a.example")
    with pytest.raises(UsageError, match="ends in"):
        write_wrong(store, tmp_path / "wrong.txt", values=False)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(StorageError, match=r"folder\.csv"):
        write_wrong(store, tmp_path / "folder.csv", values=False)


def test_values_stand_side_by_side(ws: Workspace, store: Store) -> None:
    missed = by_error(evaluate_closely(ws, store, persons(ws, "A", "B", "A")))["missed"]
    assert ("given_name", "Mary", "Peter") in values_of(store, missed)
