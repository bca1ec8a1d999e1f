"""Every word shown, in three languages: `texts/<area>.yml`, one entry per text with its languages side by side."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from cdp.wording import LANGUAGES, Language, Told, Wording, read_texts, spoken_texts

_NONE: Mapping[str, Told] = MappingProxyType({})


@cache
def all_texts() -> Mapping[str, Told]:
    """Return the texts by key, `<area>.<name>`, and language; those of `common.yml` have no area before the name."""
    return {**spoken_texts(), **read_texts(files("cdp.serve") / "texts")}


class Texts(Wording):
    """The texts of one language, those of the company's own things among them."""

    def __init__(self, language: Language, own: Mapping[str, Told] = _NONE) -> None:
        """`own` are texts by key that the product does not have, or has otherwise."""
        super().__init__(language, ChainMap(dict(own), dict(all_texts())))


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
