"""What names of columns say."""

from __future__ import annotations

import pytest

from cdp.discover.column_words import is_id_like, name_says, tokens

SAID = {
    "first_name": "given_name",
    "PRIMARY_NAME_LAST": "family_name",
    "$.customer.name.first": "given_name",
    "성": "family_name",
    "이름": "full_name",
    "氏名": "full_name",
    "フリガナ": "phonetic_name",
    "휴대폰": "phone",
    "고객휴대폰번호": "phone",
    "電話番号": "phone",
    "携帯": "phone",
    "생년월일": "birth_date",
    "BirthDate": "birth_date",
    "date_of_birth": "birth_date",
    "주소": "full_address",
    "都道府県": "region",
    "우편번호": "postal_code",
    "郵便番号": "postal_code",
    "email_sha256": "hashed_email",
    "email_ok": "consent",
    "수신동의": "consent",
    "CustomerID": "customer_id",
    "회원번호": "customer_id",
    "order_date": "time",
    "last_update": "updated_at",
    "주민등록번호": "national_id",
}


@pytest.mark.parametrize("name", SAID)
def test_names_say_what_a_column_means(name: str) -> None:
    said = name_says(name)
    assert said is not None
    assert said.meaning == SAID[name]


@pytest.mark.parametrize("name", ["address_id", "phone_type", "xyzzy", "points", "포인트"])
def test_names_of_something_else_say_nothing_personal(name: str) -> None:
    said = name_says(name)
    assert said is None or said.meaning not in ("full_address", "phone")


def test_words_left_over_and_other_people_are_told() -> None:
    billing, own, spouse = name_says("BillingCity"), name_says("customer_city"), name_says("spouse_first_name")
    assert billing is not None and billing.further == ("billing",)
    assert own is not None and own.further == ()
    assert spouse is not None and spouse.elsewhose


def test_ids_are_known_by_name() -> None:
    assert all(map(is_id_like, ("customer_no", "CustomerId", "고객번호", "会員番号", "id")))
    assert not any(map(is_id_like, ("name", "holiday", "이름")))
    assert tokens("BirthDate") == tokens("birth_date") == tokens("birth date")
