"""What every cleaner promises: an answer to any text, always the same one, in the declared columns."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cdp.standardise import addresses, codes, dates, emails, names, phones
from cdp.standardise.cleaner import Cleaner, Problem

CLEANERS = {
    name: value
    for module in (addresses, codes, dates, emails, names, phones)
    for name, value in vars(module).items()
    if isinstance(value, Cleaner)
}
CONTEXTS = {
    "country": ["", "KR", "JP", "US", "GB", "CN", "XX"],
    "region": ["", "KR", "JP", "US", "GB", "XX"],
    "date_order": ["", "ymd", "mdy", "dmy"],
    "none": [""],
}
SIGNS = " -./,:;'()<>#@+\u3164\u200b\u0301"
TEXT = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=f"{SIGNS}0123456789abcdeXYZ年月日昭和산로길동호김영山田ァカータ・ー박Éß님様ⅣⅨ①½ǅŉ", max_size=40),
)


def test_all_cleaners_are_here() -> None:
    assert set(CLEANERS) == {
        *("STREET", "CITY", "REGION", "POSTAL_CODE", "ADDRESS", "GENDER", "COUNTRY", "IDENTIFIER", "HASH", "CATEGORY"),
        *("ACCOUNT", "NUMBER", "BOOLEAN", "ENTITY_KIND", "ORGANISATION", "BIRTH_DATE", "MOMENT", "EMAIL"),
        *("GIVEN_NAME", "FAMILY_NAME", "FULL_NAME", "PHONETIC_NAME", "PHONE"),
    }


@pytest.mark.parametrize("name", sorted(CLEANERS))
@given(raw=TEXT, data=st.data())
@example(raw="", data=None)
@example(raw="\ud800", data=None)
@example(raw="x" * 5000, data=None)
@example(raw="9" * 5000, data=None)
@example(raw="가" * 3000, data=None)
def test_every_text_gets_one_answer(name: str, raw: str, data: st.DataObject | None) -> None:
    cleaner = CLEANERS[name]
    contexts = CONTEXTS[cleaner.context]
    context = contexts[-1] if data is None else data.draw(st.sampled_from(contexts))
    found = cleaner.clean(raw, context)
    assert found == cleaner.clean(raw, context)
    if isinstance(found, Problem):
        return
    assert len(found) == len(cleaner.outputs)
    assert found[0]
    for value in found:
        if value is not None:
            assert value == value.strip()
            assert value
            value.encode("utf-8")
