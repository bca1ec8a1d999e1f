"""Fast paths: SQL that standardises plain values exactly as the Python cleaner would, and leaves the rest to it.

A fast path gives the standard value, or null where it will not decide; tests hold each against its cleaner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from cdp.database import literal
from cdp.standardise.emails import FAKE_DOMAINS, FAKE_LOCALS, SPECIAL_ENDS
from cdp.standardise.phones import EVERYDAY

_ISO_DAY = r"(19[1-9]\d|20\d\d)-\d\d-\d\d"
_ISO_TIME = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?"
_ISO_ZONED = rf"{_ISO_DAY}[T ]{_ISO_TIME}(Z|[+-](0\d|1[0-4]):?[0-5]\d)"
_ISO_LOCAL = rf"{_ISO_DAY}[T ]{_ISO_TIME}"
_PLAIN_EMAIL = r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}"
_FAKE_NUMBERS = r"test[0-9]{1,6}|0?1234[0-9]*|987654[0-9]*|n\.?a|[0-]+"
_PLAIN_PHONE = r"\(?\+?[0-9][0-9 .()-]*"
_SAME_END = "|".join(f"{digit}{{7}}" for digit in range(10))
_COUNTED = "01234567890 09876543210"
"""Digits counted up and down; a number that is part of them stands for none."""
_LONGEST_EMAIL = 64
"""Longer ones may still be right; the cleaner measures their parts."""


def bare_sql(kind: str, value: str) -> str | None:
    """Return the SQL of what the fast path of a type looks at again and again; None when that is the value itself."""
    match kind:
        case "email":
            return f"lower({value})"
        case "phone":
            return f"regexp_replace({value}, '[ .()-]', '', 'g')"
        case _:
            return None


def fast_sql(kind: str, value: str, context: str, bare: str | None = None) -> str | None:
    """Return the SQL for the standard form of plain values, null for all others; None when a type has no fast path.

    `kind` is a semantic type, or `moment|<zone>` and perhaps `|<latest>` (see `parse_moment`); `value` and `context`
    are the SQL of the raw text and its context; `bare` is that of `bare_sql`, where it has been computed already.
    """
    bare = bare or bare_sql(kind, value) or value
    if kind == "email":
        return _email(bare)
    if kind == "phone":
        return _phone(value, bare, context)
    if kind == "birth_date":
        return _birth_date(value)
    if kind.startswith("moment|"):
        zone, _, latest = kind.removeprefix("moment|").partition("|")
        return _moment(value, zone, latest)
    return None


def _any_of(words: Iterable[str]) -> str:
    """Return the pattern of one of the words: quicker told than by a list."""
    return "|".join(map(re.escape, sorted(words)))


def _email(text: str) -> str:
    """Lower-case ASCII addresses of everyday form and length, none of those that stand for no value."""
    local, domain = f"split_part({text}, '@', 1)", f"split_part({text}, '@', 2)"
    special = " or ".join(f"ends_with({text}, {literal(end)})" for end in SPECIAL_ENDS)
    return f"""
        case when regexp_full_match({text}, '{_PLAIN_EMAIL}')
              and length({text}) <= {_LONGEST_EMAIL} and not contains({text}, '--')
              and replace({local}, left({local}, 1), '') <> ''
              and not regexp_full_match({local}, '{_FAKE_NUMBERS}|{_any_of(FAKE_LOCALS)}')
              and not regexp_full_match({domain}, '{_any_of(FAKE_DOMAINS)}') and not ({special})
             then {text} end
    """


def _phone(value: str, bare: str, context: str) -> str:
    """Everyday numbers of the regions that the cleaner knows by pattern, written with ASCII digits."""
    regions = " ".join(
        f"when {literal(region)} then {literal(prefix)} || {_groups_sql(bare, pattern)}"
        for region, (pattern, prefix) in EVERYDAY.items()
    )
    return f"""
        case when regexp_full_match({value}, '{_PLAIN_PHONE}') and not ends_with({value}, '.0')
              and not regexp_matches({bare}, '({_SAME_END})$') and not contains('{_COUNTED}', ltrim({bare}, '+'))
             then case {context} {regions} end end
    """


def _groups_sql(text: str, pattern: re.Pattern[str]) -> str:
    """SQL of what the groups of a pattern find in a text that it describes as a whole, null in any other text."""
    whole = literal(f"^(?:{pattern.pattern})$")
    found = (f"regexp_extract({text}, {whole}, {nth})" for nth in range(1, pattern.groups + 1))
    return f"nullif(concat({', '.join(found)}), '')"


def _birth_date(value: str) -> str:
    """ISO dates of the twentieth century and after; the day must exist."""
    return f"""
        case when regexp_full_match({value}, '(19[1-9]\\d|20[01]\\d)-\\d\\d-\\d\\d')
             then cast(try_cast({value} as date) as varchar) end
    """


def _moment(value: str, zone: str, latest: str) -> str:
    """ISO moments; local ones only where no clock changes within half a day: an hour told twice is not plain.

    Nor are times from the day before `latest` on, which may be too late in UTC.
    """
    early = f"{value} < {literal((date.fromisoformat(latest) - timedelta(days=1)).isoformat())} and " if latest else ""
    name = literal(zone)
    instant = f"timezone({name}, try_cast({value} as timestamp))"
    steady = (
        f"timezone({name}, {instant} - interval 12 hours) + interval 24 hours "
        f"= timezone({name}, {instant} + interval 12 hours)"
    )
    return f"""
        case when {early}regexp_full_match({value}, '{_ISO_ZONED}')
             then cast(try_cast({value} as timestamptz) at time zone 'UTC' as varchar)
             when {early}regexp_full_match({value}, '{_ISO_LOCAL}') and {steady}
             then cast({instant} at time zone 'UTC' as varchar) end
    """
