"""Cleaner of e-mail addresses."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

from cdp.standardise.cleaner import Cleaned, Cleaner, Problem
from cdp.standardise.text import is_placeholder, nfkc

_PLAIN = re.compile(
    r"(?=.{6,254}\Z)(?=[^@]{1,64}@)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@"
    r"(?:[a-z0-9](?!.--)(?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)
SPECIAL_ENDS = (".arpa", ".invalid", ".local", ".localhost", ".onion", ".test")
_FAKE_ENDS = re.compile(r"@(?:localhost|(?:.*\.)?(?:invalid|test|localhost|example))\Z")
_BRACKETED = re.compile(r"<([^<>]*@[^<>]*)>")
_SEPARATOR = re.compile("[;,|]")
_WRAPPING = "<>()[]{}\"'`,;: "
_LONGEST = 320

_FAKE_LINES = """
test tests testing tester testuser testmail testemail test.test test_test test-test test.user user.test mytest
noemail no.email no-email no_email noemailaddress nomail no.mail no-mail no_mail noaddress novalidemail
noreply no-reply no.reply no_reply donotreply do-not-reply do_not_reply nobody none no null nil nan na n.a n-a n_a
unknown unknwon unkown undefined undef anonymous anonymus anon guest blank empty invalid invalidemail fake fakeemail
fakemail dummy dummyemail example sample nothing noname no.name notavailable not.available notprovided not.provided
notgiven notapplicable not.applicable refused declined donthaveone doesnothave asdf asdfg asdfgh asdfasdf qwer qwert
qwerty qwertyuiop foo bar foobar foo.bar abc123 abcd youremail your.email yourname your.name
email e-mail emailaddress
distinct_id distinctid not_authenticated notauthenticated anonymous_user user_id userid true false void not-set notset
default missing unidentified
"""
FAKE_LOCALS = frozenset(_FAKE_LINES.split())
FAKE_DOMAINS = frozenset(
    f"{name}.{end}"
    for name in ("noemail", "nomail", "none", "null", "unknown", "invalid", "noaddress", "fake", "xxx", "nowhere")
    for end in ("com", "net", "org", "co.kr", "co.jp", "kr", "jp")
)
_FAKE_LOCAL = re.compile(r"test[0-9]{1,6}|(.)\1{2,}|(?:0?1234\d*|987654\d*)|n[/.]?a|[0-]+")


def clean_email(raw: str, _: str) -> Cleaned:
    """Clean an e-mail address; outputs (value,): lower case, international domains in their ASCII form.

    'mailto:', 'Name <a@b.com>' and wrapping punctuation are taken off; of several addresses the first counts. Dots and
    '+tags' stay: what they mean is up to each provider. Role addresses (info@) are real, obviously fake local parts
    (test@, noreply@, none@, xxx@) are PLACEHOLDER. The domain is not looked up.
    """
    text = nfkc(raw).lower()
    if _PLAIN.fullmatch(text) and not text.endswith(SPECIAL_ENDS):
        return Problem.PLACEHOLDER if _is_fake(text) else (text,)
    if is_placeholder(text):
        return Problem.PLACEHOLDER
    if "@" not in text or len(text) > _LONGEST:
        return Problem.MALFORMED
    return _validated(_unwrapped(text))


def _unwrapped(text: str) -> str:
    """The bare address in 'mailto:a@b.com?subject=x', '"Name" <a@b.com>', '(a@b.com; c@d.com)'."""
    bracketed = _BRACKETED.search(text)
    text = (bracketed[1] if bracketed else text).lstrip(_WRAPPING).removeprefix("mailto:").partition("?")[0]
    first = next((part for part in _SEPARATOR.split(text) if "@" in part), text)
    words = first.split()
    first = words[0] if words and all("@" in word.strip("@") for word in words) else first
    return first.lstrip(_WRAPPING).rstrip(_WRAPPING + ".")


def _validated(text: str) -> Cleaned:
    if _FAKE_ENDS.search(text):
        return Problem.PLACEHOLDER
    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return Problem.MALFORMED
    domain = (found.ascii_domain or found.domain).lower()
    address = f"{found.local_part.lower()}@{domain}"
    return Problem.PLACEHOLDER if _is_fake(address) else (address,)


def _is_fake(address: str) -> bool:
    local, _, domain = address.rpartition("@")
    return local in FAKE_LOCALS or domain in FAKE_DOMAINS or _FAKE_LOCAL.fullmatch(local) is not None


EMAIL = Cleaner(("value",), clean_email)
