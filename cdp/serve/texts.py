"""Every word shown, in three languages: `texts/<area>.yml`, one entry per text with its languages side by side."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

from ruamel.yaml import YAML

Language = Literal["en", "ko", "ja"]
_NAME = re.compile("[a-z]+(_[a-z]+)*")
LANGUAGES: dict[Language, str] = {"en": "English", "ko": "한국어", "ja": "日本語"}
"""The languages, by the name that each has for itself."""


@cache
def all_texts() -> dict[str, dict[Language, str]]:
    """Return the texts by key, `<area>.<name>`, and language; those of `common.yml` have no area before the name."""
    found: dict[str, dict[Language, str]] = {}
    for file in sorted((files("cdp.serve") / "texts").iterdir(), key=lambda file: file.name):
        area = file.name.removesuffix(".yml")
        before = "" if area == "common" else f"{area}."
        read = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
        found |= {f"{before}{name}": dict(told) for name, told in read.items()}
    return found


class Texts:
    """The texts of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """Return a text, `{name}` in it replaced by the value of that name. Raises KeyError for an unknown text."""
        return all_texts()[key][self.language].format_map(values)

    def counted(self, key: str, count: int, **values: object) -> str:
        """Return a text that counts: the one called `<key>.one` for 1, else `<key>.other`; `{count}` is the number."""
        return self(f"{key}.{'one' if count == 1 else 'other'}", count=f"{count:,}", **values)

    def knows(self, area: str, word: object) -> bool:
        """Tell whether there is a text for a word of the data."""
        return f"{area}.{word}" in all_texts()

    def known(self, area: str, word: object) -> str:
        """Return a word of the data (a channel, an attribute, an action) as people say it; unknown ones as they are."""
        if self.knows(area, word):
            return self(f"{area}.{word}")
        return str(word).replace("_", " ") if _NAME.fullmatch(str(word)) else str(word)


def chosen_language(asked: str | None, cookie: str | None, accepted: str | None) -> Language:
    """Return the language: the one asked for, else that of the cookie, else the browser's favourite, else English.

    `accepted` is the header Accept-Language, for instance `ja,en-US;q=0.7`.
    """
    for word in (asked, cookie, *_by_preference(accepted or "")):
        for language in LANGUAGES:
            if word and word.lower().split("-")[0] == language:
                return language
    return "en"


def _by_preference(accepted: str) -> list[str]:
    weighed = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((float(weight or 1), tag))
        except ValueError:
            continue
    return [tag for _, tag in sorted(weighed, key=lambda each: -each[0])]
