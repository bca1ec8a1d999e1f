"""What a column means: its name says it, its values confirm or refuse it, or they tell alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cdp.discover.column_words import NameSays, is_id_like, name_says, tokens
from cdp.discover.evidence import (
    Evidence,
    has_clock,
    has_letters,
    is_address,
    is_code,
    is_currency,
    is_hash,
    is_national_id,
    is_person_name,
    is_phone,
    is_reading,
)

NAMES = frozenset({"given_name", "family_name", "full_name", "phonetic_name", "phonetic_family", "phonetic_given"})
"""Meanings that are names of persons."""
PLACES = ("full_address", "street", "street_number", "street_more", "city", "region", "postal_code", "country")
"""Meanings that are parts of an address."""
TIMES = frozenset({"time", "created_at", "updated_at", "expires"})
"""Meanings that are moments."""
PLAIN = frozenset({"number", "boolean", "category", "words", "date", "id", "other"})
"""What is told of columns that mean nothing known: the kind of their values."""
_FEW = 0.3
_MOST = 0.8


@dataclass(frozen=True)
class Guess:
    """What a column is thought to mean."""

    column: str
    meaning: str
    confidence: float
    """From 0 to 1."""
    reason: str
    further: tuple[str, ...] = ()
    """Words of the name that the meaning leaves unexplained."""
    elsewhose: bool = False
    """Whether it tells of somebody else."""


def guess(name: str, evidence: Evidence) -> Guess:
    """Return what a column means by its name and its values."""
    said = name_says(name)
    if said is not None and not _is_of_a_thing(name, said, evidence):
        share = _fitting(said.meaning, evidence)
        meaning = _refined(said.meaning, evidence)
        if not evidence.filled:
            return _named(name, said, meaning, 0.5, "no value to confirm it")
        if share is None:
            return _named(name, said, meaning, 0.75, "values do not speak against it")
        if share >= _FEW:
            return _named(name, said, meaning, 0.6 + 0.39 * share, f"{share:.0%} of its values fit")
    return _told_by_values(name, evidence)


def _is_of_a_thing(name: str, said: NameSays, evidence: Evidence) -> bool:
    """Whether a `type` is not of what happened but of something named, or a bare `name` no person's.

    It is that of a library or a product, or one of few that come again and again.
    """
    if said.meaning == "event_type":
        return len(tokens(name)) > len(tokens(said.word))
    if said.meaning != "full_name" or len(tokens(said.word)) > 1 or evidence.share(is_person_name) >= _FEW:
        return False
    return bool(said.further) or (evidence.unique < _FEW and evidence.distinct <= 200)


def _named(name: str, said: NameSays, meaning: str, confidence: float, more: str) -> Guess:
    return Guess(name, meaning, round(confidence, 2), f"called {said.word!r}, {more}", said.further, said.elsewhose)


def _refined(meaning: str, evidence: Evidence) -> str:
    """A name in Korean or Japanese may say less than its values: 이름 with 성 beside it is settled later."""
    if meaning in ("email", "phone") and evidence.share(is_hash) >= _MOST:
        return f"hashed_{meaning}"
    return meaning


def _fitting(meaning: str, evidence: Evidence) -> float | None:
    """Share of the values that can have a meaning; None where any value can."""
    if meaning in ("email", "phone") and evidence.share(is_hash) >= _MOST:
        return 1.0
    check = _CHECKS.get(meaning)
    return check(evidence) if check else None


def _names(evidence: Evidence) -> float:
    return evidence.cleaned("full_name")


def _birth(evidence: Evidence) -> float:
    return evidence.cleaned("birth_date")


def _cleaned(kind: str) -> Callable[[Evidence], float]:
    return lambda evidence: evidence.cleaned(kind)


def _lettered(evidence: Evidence) -> float:
    return evidence.share(has_letters)


def _few_words(evidence: Evidence) -> float:
    """Types of events are few and no moments or numbers."""
    return float(evidence.distinct <= 60) * evidence.share(has_letters)


def _yes_or_no(evidence: Evidence) -> float:
    return max(evidence.cleaned("boolean"), evidence.moments())


def _moment(evidence: Evidence) -> float:
    return evidence.moments()


_CHECKS: dict[str, Callable[[Evidence], float]] = {
    **dict.fromkeys(NAMES, _names),
    "middle_name": _lettered,
    "organisation_name": _lettered,
    "birth_date": _birth,
    "gender": _cleaned("gender"),
    "email": _cleaned("email"),
    "phone": _cleaned("phone"),
    "fax": _cleaned("phone"),
    "hashed_email": lambda evidence: evidence.share(is_hash),
    "hashed_phone": lambda evidence: evidence.share(is_hash),
    "full_address": _lettered,
    "street": _lettered,
    "city": _cleaned("city"),
    "region": lambda evidence: evidence.share(has_letters),
    "postal_code": lambda evidence: evidence.share(lambda value: any(map(str.isdigit, value)) and len(value) <= 12),
    "country": _cleaned("country"),
    "national_id": lambda evidence: evidence.share(lambda value: sum(map(str.isdigit, value)) >= 5),
    "amount": _cleaned("number"),
    "price": _cleaned("number"),
    "quantity": _cleaned("number"),
    "currency": lambda evidence: evidence.share(is_currency),
    "consent": _yes_or_no,
    "entity_kind": _cleaned("entity_kind"),
    "event_type": _few_words,
    **dict.fromkeys(TIMES, _moment),
}
_BY_VALUES: tuple[tuple[str, Callable[[str], bool], str], ...] = (
    ("national_id", is_national_id, "have the shape of resident numbers"),
    ("full_address", is_address, "begin with a province"),
    ("phonetic_name", is_reading, "are names in kana"),
    ("full_name", is_person_name, "are names with a common surname"),
)


def _told_by_values(name: str, evidence: Evidence) -> Guess:
    if not evidence.filled:
        return Guess(name, "other", 0.3, "empty")
    if (share := evidence.cleaned("email")) >= _MOST:
        return Guess(name, "email", round(0.9 * share, 2), f"{share:.0%} of its values are e-mail addresses")
    for meaning, fits, words in _BY_VALUES:
        if (share := evidence.share(fits)) >= _MOST:
            return Guess(name, meaning, round(0.8 * share, 2), f"{share:.0%} of its values {words}")
    if evidence.share(is_phone) >= _MOST and (share := evidence.cleaned("phone")) >= _MOST and not evidence.moments():
        return Guess(name, "phone", round(0.7 * share, 2), f"{share:.0%} of its values are telephone numbers")
    return _plain_kind(name, evidence)


def _plain_kind(name: str, evidence: Evidence) -> Guess:
    """The kind of values of a column of which nothing more is known."""
    if (share := evidence.moments()) >= _MOST:
        timed = evidence.share(has_clock) >= _FEW or "at" in tokens(name)[-1:]
        return Guess(name, "time" if timed else "date", round(0.6 * share, 2), f"{share:.0%} of its values are dates")
    if is_id_like(name) or (evidence.unique > 0.98 and evidence.fill > 0.98 and _longest(evidence) <= 40):
        return Guess(name, "id", 0.6, "called as ids are" if is_id_like(name) else "no value comes twice")
    if evidence.cleaned("boolean") >= _MOST and evidence.distinct <= 4:
        return Guess(name, "boolean", 0.6, "yes and no")
    if (share := evidence.cleaned("number")) >= _MOST:
        return Guess(name, "number", round(0.7 * share, 2), f"{share:.0%} of its values are numbers")
    if evidence.distinct > 50 and evidence.share(is_code) >= _MOST:
        return Guess(name, "id", 0.5, "written as codes are")
    if evidence.distinct <= 50:
        return Guess(name, "category", 0.5, f"{evidence.distinct} different values")
    return Guess(name, "words", 0.5, "texts of many kinds")


def _longest(evidence: Evidence) -> int:
    return max((len(value) for value, _ in evidence.counts), default=0)
