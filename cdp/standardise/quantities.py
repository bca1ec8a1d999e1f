"""Numbers as people and systems write them, in canonical decimal text."""

from __future__ import annotations

import re
from decimal import Decimal

from cdp.standardise.cleaner import Cleaned, Problem
from cdp.standardise.text import is_placeholder, nfkc

_MONEY = r"krw|jpy|usd|eur|gbp|us\$|[₩¥$€£₹원円元]"
_CURRENCY = re.compile(rf"^(?:{_MONEY})\s*|\s*(?:{_MONEY})$", re.IGNORECASE)
_SIGNS = str.maketrans("−–", "--")
_PLAIN = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?", re.IGNORECASE)
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}(?:\.\d*)?")
_DOT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")
_SPACE_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([ '’])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
_DECIMAL_COMMA = re.compile(r"\d+,\d+")
_LONGEST = 60


def clean_number(raw: str, _: str) -> Cleaned:
    """Clean a number; outputs (value,): canonical decimal text without exponent and trailing zeros ('1234.5').

    Signs, accounting brackets '(5.00)' and a currency before or after are understood. Where both ',' and '.' occur the
    last one is the decimal sign (1.234,50); a comma alone groups digits by three (1,234), else it is decimal (1,5);
    a single dot is decimal (1.234). Whatever fits none of these is MALFORMED.
    """
    text = nfkc(raw).translate(_SIGNS)
    bare, sign = _unsigned(text)
    plain = _plain(bare)
    if plain is not None:
        return (_canonical(plain, sign),)
    nothing = is_placeholder(text) and not any(map(str.isdigit, text))
    return Problem.PLACEHOLDER if nothing else Problem.MALFORMED


def _unsigned(text: str) -> tuple[str, str]:
    """(Number without sign, currency and accounting brackets; '-' or '')."""
    if text.startswith("(") and text.endswith(")"):
        return _CURRENCY.sub("", text[1:-1].strip()), "-"
    text = _CURRENCY.sub("", text)
    sign = text[:1] if text[:1] in ("+", "-") else ""
    return _CURRENCY.sub("", text.removeprefix(sign).strip()), sign.strip("+")


def _plain(text: str) -> str | None:
    """The number with a decimal point and nothing between its digits; None when it is no number."""
    if len(text) > _LONGEST:
        return None
    if _PLAIN.fullmatch(text):
        return text
    if _COMMA_GROUPS.fullmatch(text):
        return text.replace(",", "")
    if _DOT_GROUPS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _SPACE_GROUPS.fullmatch(text):
        return re.sub(r"[ '’]", "", text).replace(",", ".")
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else None


def _canonical(plain: str, sign: str) -> str:
    written = format(Decimal(plain), "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    written = written.lstrip("0") or "0"
    written = "0" + written if written.startswith(".") else written
    return written if written == "0" else sign + written
