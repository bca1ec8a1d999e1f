"""What columns mean by name and values."""

from __future__ import annotations

import pytest

from cdp.discover.evidence import evidence_of, region_of
from cdp.discover.meaning import guess

MAILS = ["anna@mail.example.org", "ben@mail.example.org", "n/a", None]


@pytest.mark.parametrize(
    ("name", "values", "region", "meaning"),
    [
        ("x1", MAILS, "", "email"),
        ("x2", ["010-1234-5678", "010-2345-6789", "02-345-6781"], "KR", "phone"),
        ("x3", ["김하늘", "이정희", "남궁민수"], "KR", "full_name"),
        ("x4", ["サトウ ケンイチ", "タナカ ハナコ"], "JP", "phonetic_name"),
        ("x5", ["900101-1234567", "851231-2345678"], "KR", "national_id"),
        ("x6", ["서울특별시 강남구 논현로 115", "부산광역시 해운대구 센텀로 5"], "KR", "full_address"),
        ("x7", ["2026-01-02 10:11:12", "2026-02-03 11:12:13"], "", "time"),
        ("x8", ["1.5", "2.5", "2.5", "7"] * 3, "", "number"),
        ("state", ["CA", "NV", "WA"], "US", "region"),
        ("phone", ["a" * 64, "0" * 63 + "b"], "", "hashed_phone"),
        ("email", ["yes", "no", "yes"], "", "boolean"),
        ("name", ["Rock", "Jazz", "Rock", "Jazz"] * 50, "", "category"),
    ],
)
def test_names_and_values_tell_together(name: str, values: list[str | None], region: str, meaning: str) -> None:
    found = guess(name, evidence_of(values, region))
    assert found.meaning == meaning
    assert 0 < found.confidence < 1
    assert not any(value in found.reason for value in values if value and len(value) > 3)


def test_the_country_is_told_by_scripts_numbers_and_countries() -> None:
    assert region_of([["김하늘"], ["010-1234-5678"]], [])[0] == "KR"
    assert region_of([["x"]], ["DE", "DE", "FR"]) == ("DE", 2 / 3)
    assert region_of([["x"]], []) == ("", 0.0)
