"""Texts in several languages: YAML files that hold the languages of each text side by side, and who speaks one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Language = Literal["en", "ko", "ja"]
LANGUAGES: dict[Language, str] = {"en": "English", "ko": "한국어", "ja": "日本語"}
"""The languages, by the name that each has for itself."""
Told = Mapping[Language, str]
"""One text in each language."""
_COMMON = "common"
"""File whose texts have no area before their names."""
_NAME = re.compile("[a-z]+(_[a-z]+)*")


def read_texts(folder: Traversable) -> dict[str, Told]:
    """Return the texts of the files `<area>.yml` of a folder by key, `<area>.<name>`."""
    found: dict[str, Told] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        area = file.name.removesuffix(".yml")
        before = "" if area == _COMMON else f"{area}."
        read = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
        found |= {f"{before}{name}": dict(told) for name, told in read.items()}
    return found


@cache
def spoken_texts() -> Mapping[str, Told]:
    """Return the texts that commands speak, too: those of `cdp/words`."""
    return read_texts(files("cdp") / "words")


class Wording:
    """Texts of one language."""

    def __init__(self, language: Language, texts: Mapping[str, Told]) -> None:
        self.language, self._texts = language, texts

    def __call__(self, key: str, **values: object) -> str:
        """Return a text, `{name}` in it replaced by the value of that name. Raises KeyError for an unknown text."""
        return self._texts[key][self.language].format_map(values)

    def counted(self, key: str, count: int, **values: object) -> str:
        """Return a text that counts: the one called `<key>.one` for 1, else `<key>.other`; `{count}` is the number."""
        return self(f"{key}.{'one' if count == 1 else 'other'}", count=f"{count:,}", **values)

    def knows(self, area: str, word: object) -> bool:
        """Tell whether there is a text for a word of the data."""
        return f"{area}.{word}" in self._texts

    def known(self, area: str, word: object) -> str:
        """Return a word of the data (a channel, an attribute, an action) as people say it; unknown ones as they are."""
        if self.knows(area, word):
            return self(f"{area}.{word}")
        return str(word).replace("_", " ") if _NAME.fullmatch(str(word)) else str(word)


def english() -> Wording:
    """Return the English of commands."""
    return Wording("en", spoken_texts())
