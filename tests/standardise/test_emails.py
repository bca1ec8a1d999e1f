"""E-mail addresses."""

from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from cdp.standardise.cleaner import Problem
from cdp.standardise.emails import EMAIL


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (" John.Doe@Example.COM ", "john.doe@example.com"),
        ("ｊｏｈｎ＠ｅｘａｍｐｌｅ．ｃｏｍ", "john@example.com"),
        ("mailto:a.b@c.com?subject=x", "a.b@c.com"),
        ('"Anna Example" <anna.e@mailer.com>', "anna.e@mailer.com"),
        ("Anna Example<annae@mailer.com>", "annae@mailer.com"),
        ("a@b.com; c@d.com", "a@b.com"),
        ("jane@d.com.", "jane@d.com"),
        ("john+tag@gmail.com", "john+tag@gmail.com"),
        ("info@company.co.kr", "info@company.co.kr"),
        ("user@münchen.de", "user@xn--mnchen-3ya.de"),
        ("user@xn--mnchen-3ya.de", "user@xn--mnchen-3ya.de"),
        ("홍길동@한국.kr", "홍길동@xn--3e0b707e.kr"),
        ("anna@example.org", "anna@example.org"),
    ],
)
def test_address(raw: str, expected: str) -> None:
    assert EMAIL.clean(raw, "") == (expected,)


@pytest.mark.parametrize(
    "raw",
    [
        *("", "n/a", "none", "test@gmail.com", "TEST123@x.com", "noreply@shop.com", "no-reply@shop.com"),
        *("noemail@x.com", "none@none.com", "na@x.com", "unknown@x.com", "xxx@x.com", "anna@noemail.com"),
        *("1234@x.com", "a@localhost", "a@b.test"),
    ],
)
def test_placeholder(raw: str) -> None:
    assert EMAIL.clean(raw, "") is Problem.PLACEHOLDER


@pytest.mark.parametrize(
    "raw", ["john", "john@", "@x.com", "j@x", "john doe@x.com", "a..b@x.com", "a@x..com", "010-1234-5678"]
)
def test_malformed(raw: str) -> None:
    assert EMAIL.clean(raw, "") is Problem.MALFORMED


LOCAL = st.text(alphabet="abcxyz019._+-!", min_size=1, max_size=12)
LABEL = st.text(alphabet="abxn-019", min_size=1, max_size=8)
DOMAIN = st.builds(
    lambda labels, end: ".".join([*labels, end]),
    st.lists(LABEL, max_size=3),
    st.sampled_from(["com", "kr", "t", "test", "a1", "local"]),
)


@given(st.builds("{}@{}".format, LOCAL, DOMAIN))
@example("a" * 65 + "@example.com")
@example("a@" + "b" * 64 + ".com")
@example("a@" + ".".join(["b" * 60] * 5) + ".com")
def test_fast_path_agrees_with_the_library(address: str) -> None:
    found = EMAIL.clean(address, "")
    try:
        expected = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        assert isinstance(found, Problem)
    else:
        assert found in (Problem.PLACEHOLDER, (f"{expected.local_part.lower()}@{expected.ascii_domain}",))


@given(st.emails())
def test_cleaning_again_changes_nothing(raw: str) -> None:
    once = EMAIL.clean(raw, "")
    if not isinstance(once, Problem):
        assert EMAIL.clean(once[0] or "", "") == once
