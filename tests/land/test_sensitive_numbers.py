"""Card and resident numbers are taken out of text, other numbers stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.land.sensitive_numbers import redacted


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("카드 4111-1111-1111-1111 환불", "카드 [card number] 환불"),
        ("카드4111111111111111입니다", "카드[card number]입니다"),
        ("４１１１　１１１１　１１１１　１１１１です", "[card number]です"),
        ("Amex 3782 822463 10005.", "Amex [card number]."),
        ("5555555555554444,5105 1051 0510 5100", "[card number],[card number]"),
        ("030-1234-5678 4012 8888 8888 1881 06/27", "030-1234-5678 [card number] 06/27"),
        ("국내 9410-1234-5678-9010", "국내 [card number]"),
        ("주민번호 950101-1234567요", "주민번호 [resident number]요"),
        ("9501011234564", "[resident number]"),
        ("個人番号は1234 5678 9018", "個人番号は[resident number]"),
        ("マイナンバー：123456789018", "マイナンバー：[resident number]"),
        ("SSN 123456789, or 123-45-6789", "SSN [resident number], or [resident number]"),
    ],
)
def test_what_must_not_land(text: str, clean: str) -> None:
    found, counts = redacted(text)
    assert found == clean
    assert counts.total() == clean.count("[")


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112 fails the check digit",
        "order ORD-4111111111111111, W4111111111111111",
        "9501011234567",
        "123456789018 without a word",
        "1234 5678 9018 1234",
        "000-45-6789 and 123-00-6789",
        "010-1234-5678, +82 10 1234 5678, 821012345678",
        "2024-05-01 10:00:00 20240501100000 1714557600000",
        "0.4111111111111111",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert redacted(text) == (text, {})


@given(st.integers(10**13, 10**14 - 1), st.sampled_from(["{}{}{}{}", "{} {} {} {}", "{}-{}-{}-{}"]))
def test_every_visa_number_is_found_and_no_other(body: int, shape: str) -> None:
    digits = f"4{body}"
    checks = []
    for check in range(10):
        number = f"{digits}{check}"
        text = shape.format(*(number[place : place + 4] for place in range(0, 16, 4)))
        checks.append(redacted(f"paid with {text}, thanks")[0] == "paid with [card number], thanks")
    assert checks.count(True) == 1
