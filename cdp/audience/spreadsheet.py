"""CSV that spreadsheets open as it was meant, in Korea and Japan too: nothing becomes a formula, nothing a number.

UTF-8 with a byte order mark, without which Excel there takes the file for CP949 or Shift_JIS; lines end in CR LF. What
a spreadsheet would take for a formula (= + - @, also in full width, tab, CR at the start), or for a number though it is
a code (leading zeros, more than 15 digits), gets an apostrophe before it, which OWASP advises and which works in every
spreadsheet, as does no quoting. Phone numbers would all begin with it: they are written as people of the country do,
010-1234-5678, those of other countries as (+81) 90-1234-5678, which is text everywhere and can be read back.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

_MISREAD = re.compile(r"^(?:[=+\-@＝＋－＠\t\r\n]|0\d+$|\d{16,}$)")
"""What a spreadsheet takes for something else than text; amounts, which are no text, may be negative."""


def write_spreadsheet(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]], region: str) -> None:
    """Write rows as CSV for spreadsheets; `region` is the country whose numbers are written without their prefix.

    A column of phone numbers (E.164) is one that is called `phone`. Raises OSError.
    """
    phones = {nth for nth, name in enumerate(columns) if name == "phone"}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow(
                [
                    shown_phone(value, region) if nth in phones and value else safe(value)
                    for nth, value in enumerate(row)
                ]
            )


def safe(value: Any) -> Any:
    """Return a value that no spreadsheet takes for something else: text with an apostrophe where it would."""
    return f"'{value}" if isinstance(value, str) and _MISREAD.match(value) else value


@cache
def shown_phone(number: str, region: str) -> str:
    """Return a phone number, E.164, as people of `region` write it: 010-1234-5678, (+81) 90-1234-5678."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return str(safe(number))
    if parsed.country_code == phonenumbers.country_code_for_region(region):
        return str(safe(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)))
    code, _, rest = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL).partition(" ")
    return f"({code}) {rest}"
