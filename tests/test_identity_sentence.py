"""Identity history as sentences, from the side of either id."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cdp.identity_sentence import Decided, sentence
from cdp.ledger import IdentityChange
from cdp.serve.texts import Texts
from cdp.wording import Language

ENDS = {"source_l": "crm", "record_id_l": "17", "source_r": "shop", "record_id_r": "4"}
MATCHED = {"run": 2, "cause": "match", **ENDS, "weight": 14.24, "evidence": "email, given_name"}
ROW = IdentityChange("v000002", 0, "2026-05-01T10:00:00Z", "merge", "gb", "ga", 2, "", **MATCHED)
WEIGHED = "(weight 14.2: email, given name)"


def test_each_side_of_a_merge() -> None:
    because = f"because records crm/17 and shop/4 match {WEIGHED}"
    assert sentence(ROW, "gb") == f"merged into ga, the older identity, with 2 records, {because}"
    assert sentence(ROW, "ga") == f"merged with gb, of which 2 records came, {because}"


def test_each_side_of_a_split_and_a_revival() -> None:
    split = replace(ROW, change="split", golden_id="ga", other_golden_id="gb", records=1)
    because = f"because the match of crm/17 and shop/4 {WEIGHED} holds no longer"
    assert sentence(split, "ga") == f"split: 1 record went to gb, {because}"
    assert sentence(split, "gb") == f"split off from ga with 1 record, {because}"
    revive = replace(split, change="revive", golden_id="gb", other_golden_id="ga")
    assert sentence(revive, "gb") == f"lives again with 1 record, parted from ga, {because}"
    assert sentence(revive, "ga") == f"parted from gb, which lives again with 1 record, {because}"


@pytest.mark.parametrize(
    ("change", "cause", "told"),
    [
        ("merge", "record new", f"record crm/17 arrived and matches shop/4 {WEIGHED}"),
        ("merge", "record returned", f"record crm/17 returned and matches shop/4 {WEIGHED}"),
        ("merge", "record changed", f"record crm/17 changed and matches shop/4 {WEIGHED}"),
        ("split", "record new", f"record crm/17 arrived and matches shop/4 {WEIGHED}"),
        ("split", "record gone", f"record crm/17 is gone; it matched shop/4 {WEIGHED}"),
        ("split", "record changed", f"record crm/17 changed; it matched shop/4 {WEIGHED}"),
    ],
)
def test_the_record_that_did_it(change: str, cause: str, told: str) -> None:
    assert sentence(replace(ROW, change=change, cause=cause), "gb").endswith(f", because {told}")


def test_causes_without_a_match() -> None:
    alone = replace(ROW, source_r=None, record_id_r=None, weight=None, evidence=None)
    assert sentence(replace(alone, change="retire", cause="record gone"), "gb") == (
        "retired with its last record, because record crm/17 is gone"
    )
    for change in ("merge", "split"):
        by_record = replace(alone, change=change, cause="record changed")
        assert sentence(by_record, "gb").endswith(", because record crm/17 changed")
        nothing = replace(alone, change=change, source_l=None, record_id_l=None)
        assert sentence(nothing, "gb").endswith(", because all the evidence was weighed anew")
    decided = replace(alone, cause="decision", decision=3)
    assert sentence(decided, "gb").endswith(", by decision 3")
    assert sentence(decided, "gb", {3: Decided("anna", "twins")}).endswith(', by decision 3 of anna: "twins"')
    assert sentence(replace(alone, cause="rollback"), "gb").endswith(", because an earlier version was published again")


def test_a_row_of_an_earlier_release_tells_no_cause() -> None:
    old = replace(ROW, cause=None, source_l=None, record_id_l=None)
    assert sentence(old, "gb") == "merged into ga, the older identity, with 2 records"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ko", "더 오래된 ID인 ga에 통합됨(기록 2건). 이유: 기록 crm/17와(과) shop/4 일치(가중치 14.2: 이메일, 이름)"),
        ("ja", "より古い ID の ga に統合(記録 2件)。理由:記録 crm/17 と shop/4 が一致(ウェイト 14.2:メール, 名)"),
    ],
)
def test_it_is_told_in_other_languages(language: Language, told: str) -> None:
    assert sentence(ROW, "gb", words=Texts(language)) == told
    decided = replace(ROW, cause="decision", decision=3)
    reviewed = sentence(decided, "gb", {3: Decided("anna", "reviewed: one person")}, Texts(language))
    assert "anna" in reviewed
    assert "reviewed" not in reviewed


def test_long_evidence_is_cut() -> None:
    many = replace(ROW, evidence="email, phone, birth_date, address, city, given_name")
    assert sentence(many, "gb").endswith("(weight 14.2: email, phone, birth date, address …)")
