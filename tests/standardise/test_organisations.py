"""Names of organisations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.standardise.cleaner import Problem
from cdp.standardise.codes import ORGANISATION


@pytest.mark.parametrize(
    ("expected", "forms"),
    [
        (
            "acmetrading",
            "Acme Trading Co., Ltd.|ACME TRADING|Acme Trading Inc|The Acme Trading Company|acme-trading",
        ),
        ("mullermann", "Müller Mann GmbH & Co. KG|Muller Mann AG"),
        ("smithandsons", "Smith & Sons|Smith and Sons Ltd"),
        ("haneuljeonja", "하늘전자㈜|㈜하늘전자|주식회사 하늘전자|(주) 하늘전자|하늘 전자"),
        ("sakurashoten", "株式会社サクラショテン|サクラショテン㈱|(株)さくらしょてん|有限会社 サクラ ショテン"),
        ("高島商店", "髙島商店|株式会社高島商店|(株)高嶋商店"),
        ("sap", "S.A.P. AG|SAP"),
        ("7stars", "7 Stars Inc|7Stars"),
        ("ltd", "Ltd"),
    ],
)
def test_key_without_legal_form(expected: str, forms: str) -> None:
    for form in forms.split("|"):
        found = ORGANISATION.clean(form, "")
        assert not isinstance(found, Problem)
        assert found[1] == expected, form


def test_value_is_as_written() -> None:
    assert ORGANISATION.clean("  Acme   Trading Co. ", "")[0] == "Acme Trading Co."


@pytest.mark.parametrize("raw", ["", "n/a", "없음", "-"])
def test_placeholder(raw: str) -> None:
    assert ORGANISATION.clean(raw, "") is Problem.PLACEHOLDER


@given(st.text(min_size=1))
def test_any_text_gets_an_answer(raw: str) -> None:
    found = ORGANISATION.clean(raw, "")
    assert isinstance(found, Problem) or (found[0] and (found[1] is None or " " not in found[1]))
