"""Codes, classes and plain values."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.standardise.cleaner import Cleaner, Problem
from cdp.standardise.codes import (
    BOOLEAN,
    CATEGORY,
    COUNTRY,
    ENTITY_KIND,
    GENDER,
    HASH,
    IDENTIFIER,
    clean_account,
)
from cdp.standardise.countries import COUNTRY_CODES


@pytest.mark.parametrize(
    ("cleaner", "expected", "forms"),
    [
        (GENDER, "F", "F|f|female|Woman|여|여자|여성|女|女性|2|Ｆ"),
        (GENDER, "M", "M|male|Man|남|남자|남성|男|男性|1"),
        (GENDER, "X", "X|other|diverse|non-binary|その他|기타"),
        (COUNTRY, "KR", "KR|kr|KOR|대한민국|한국|South Korea|Republic of Korea|Korea, South|韓国|S. Korea"),
        (COUNTRY, "JP", "JP|JPN|日本|일본|Japan"),
        (COUNTRY, "US", "US|USA|U.S.A.|United States|United States of America|미국|米国|アメリカ"),
        (COUNTRY, "GB", "GB|UK|U.K.|United Kingdom|England|Great Britain|영국|イギリス"),
        (COUNTRY, "CN", "CN|CHN|China|중국|中国"),
        (COUNTRY, "DE", "DE|DEU|Germany|Deutschland|독일|ドイツ"),
        (COUNTRY, "NL", "Netherlands|the Netherlands|Holland|네덜란드"),
        (COUNTRY, "CI", "Côte d'Ivoire|Ivory Coast"),
        (COUNTRY, "NA", "NA|NAM|Namibia"),
        (BOOLEAN, "true", "Y|yes|TRUE|1|예|네|はい|동의|○|O|granted|opt-in"),
        (BOOLEAN, "false", "N|no|False|0|아니오|아니요|いいえ|거부|×|X|denied|opt-out"),
        (ENTITY_KIND, "person", "person|Individual|개인|個人"),
        (ENTITY_KIND, "organisation", "ORGANIZATION|organisation|company|Business|법인|法人|기업"),
    ],
)
def test_every_spelling_has_its_code(cleaner: Cleaner, expected: str, forms: str) -> None:
    for form in forms.split("|"):
        assert cleaner.clean(form, "") == (expected,), form


@pytest.mark.parametrize("cleaner", [GENDER, COUNTRY, BOOLEAN, ENTITY_KIND])
def test_what_has_no_code(cleaner: Cleaner) -> None:
    assert cleaner.clean("gibberish", "") is Problem.MALFORMED
    for raw in ("", "n/a", "unknown", "모름", "不明"):
        assert cleaner.clean(raw, "") is Problem.PLACEHOLDER


def test_refusal_is_no_gender() -> None:
    for raw in ("0", "9", "U", "prefer not to say", "回答しない"):
        assert GENDER.clean(raw, "") is Problem.PLACEHOLDER


def test_all_countries_are_known_by_their_codes() -> None:
    assert len(COUNTRY_CODES) == 250
    for code in COUNTRY_CODES:
        assert COUNTRY.clean(code, "") == (code,)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("17850.0", "17850"),
        (" ab-12.34 ", "AB1234"),
        ("900-12-7345", "900127345"),
        ("Ａ１２", "A12"),
        ("C1", "C1"),
        ("111", "111"),
        ("12345", "12345"),
        ("550e8400-e29b-41d4-a716-446655440000", "550E8400E29B41D4A716446655440000"),
        ("서울12가3456", "서울12가3456"),
        ("1E5", "1E5"),
    ],
)
def test_identifier(raw: str, expected: str) -> None:
    assert IDENTIFIER.clean(raw, "") == (expected,)


@pytest.mark.parametrize(
    "raw", ["", "0", "000", "1111111", "11111", "123456", "123-45-6789", "NA", "n/a", "test", "-", "XXX", "없음"]
)
def test_placeholder_identifier(raw: str) -> None:
    assert IDENTIFIER.clean(raw, "") is Problem.PLACEHOLDER


def test_identifier_that_lost_its_digits() -> None:
    assert IDENTIFIER.clean("8.21012E+11", "") is Problem.MALFORMED


@given(st.text())
def test_identifier_is_stable(raw: str) -> None:
    once = IDENTIFIER.clean(raw, "")
    if not isinstance(once, Problem):
        assert (once[0] or "").isalnum()
        again = IDENTIFIER.clean(once[0] or "", "")
        assert isinstance(again, Problem) or IDENTIFIER.clean(again[0] or "", "") == again


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_hash() -> None:
    real = _sha256("anna@example.com")
    assert HASH.clean(real.upper(), "") == (real,)
    assert HASH.clean("sha256:" + real, "") == (real,)
    assert HASH.clean(real[:63], "") is Problem.MALFORMED
    assert HASH.clean("anna@example.com", "") is Problem.MALFORMED


def test_hash_of_any_usual_kind_in_hexadecimal_or_base64() -> None:
    for kind in (hashlib.sha256, hashlib.sha1, hashlib.md5):
        digest = kind(b"anna@example.com").digest()
        written = base64.b64encode(digest).decode()
        safe = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        assert (
            HASH.clean(digest.hex().upper(), "") == HASH.clean(written, "") == HASH.clean(safe, "") == (digest.hex(),)
        )
        assert HASH.clean(kind(b"null").hexdigest(), "") is Problem.PLACEHOLDER


@pytest.mark.parametrize("text", ["", "null", "NULL", "None", "n/a", "undefined", "unknown"])
def test_hash_of_nothing_is_a_placeholder(text: str) -> None:
    assert HASH.clean(_sha256(text), "") is Problem.PLACEHOLDER


def test_category_keeps_its_case() -> None:
    assert CATEGORY.clean(" Gold  Plus ", "") == ("Gold Plus",)
    assert CATEGORY.clean("guest", "") == ("guest",)
    assert CATEGORY.clean("null", "") is Problem.PLACEHOLDER


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("u0012345", "u0012345"),
        (" Kim_A-1 ", "Kim_A-1"),
        ("17850.0", "17850"),
        ("ｕ１", "u1"),
        ("a@b.example", "a@b.example"),
    ],
)
def test_accounts_stay_as_written(raw: str, expected: str) -> None:
    assert clean_account(raw, "") == (expected,)


@pytest.mark.parametrize("raw", ["n/a", "0", "null", "8.21E+11"])
def test_accounts_refuse_what_identifiers_refuse(raw: str) -> None:
    assert isinstance(clean_account(raw, ""), Problem)
