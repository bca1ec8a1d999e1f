"""How names are compared: spellings, slips, short forms, swapped parts, and names in scripts of their own."""

from __future__ import annotations

from collections.abc import Collection

from cdp.link.agreement import Comparison, Level, any_true, begins, equal, left_of, missing, right_of, where

HAN = "regexp_full_match({0}, '\\p{{Han}}+')"
"""SQL: a text is of Chinese characters alone."""
OWN_NAME = 5
"""Times that a name stands, at least, to be one of its own and no slip."""
SLIPS = 20
"""A slip stands less than once for so many times of the name that was meant."""


def given_name(columns: Collection[str]) -> Comparison | None:
    """Given names agree in the romanised key or in the native form, whichever both records have.

    Swapped names are one fact: this comparison counts it, that of the family name then says nothing.
    """
    if "given" not in columns:
        return None
    own = _each_its_own("given")
    alike = where(f"{_near('given')} >= 0.80", own)
    levels = [
        _same("given", columns),
        *_crossed(columns),
        *_other_in_script("given", columns),
        *_pet("given", columns),
        *_sounding("given", columns, own),
        Level("alike, each a name of its own", alike, 0.002, 0.01),
        *_spelled("given", columns),
        *_read("given", columns),
        *_unread("given", columns),
    ]
    comparable = any_true([*_both_have("given"), *_readings_known("given", columns)])
    return Comparison("given_name", f"not ({comparable})", tuple(levels), _used("given", "family", columns), True)


def family_name(columns: Collection[str]) -> Comparison | None:
    """Family names agree likewise; they say nothing where they merely are swapped with the given names."""
    if "family" not in columns:
        return None
    levels = [
        _same("family", columns),
        *_pet("family", columns),
        *_sounding("family", columns),
        *_spelled("family", columns),
        *_unread("family", columns),
    ]
    incomparable = f"not ({any_true(_both_have('family'))})"
    if "given_key" in columns:
        _, crossing = _crosswise("family_key", "given_key")
        incomparable = f"{incomparable} or (({crossing}) and {left_of('family_key')} <> {right_of('family_key')})"
    return Comparison("family_name", incomparable, tuple(levels), _used("family", "given", columns), False)


def _used(part: str, other: str, columns: Collection[str]) -> frozenset[str]:
    return frozenset({part, f"{part}_key", f"{part}_native"} | ({f"{other}_key"} & set(columns)))


def _both_have(part: str) -> list[str]:
    return [
        f"{left_of(name)} is not null and {right_of(name)} is not null" for name in (f"{part}_key", f"{part}_native")
    ]


def _near(part: str) -> str:
    """SQL: how alike two names are, from 0 to 1."""
    return f"jaro_winkler_similarity({left_of(part + '_key')}, {right_of(part + '_key')})"


def _same(part: str, columns: Collection[str]) -> Level:
    key, native = f"{part}_key", f"{part}_native"
    return Level("same", f"{equal(key, columns)} or {equal(native, columns)}", 0.80, 0.005, part, (part,))


def _crossed(columns: Collection[str]) -> list[Level]:
    """Degrees of agreement of given names with family names."""
    if "family_key" not in columns:
        return []
    swapped, crossing = _crosswise("given_key", "family_key")
    return [
        Level("given and family name swapped", swapped, 0.01, 1e-6, own_right=True),
        Level("one name in the other's place", crossing, 0.005, 1e-4, own_right=True),
    ]


def _pet(part: str, columns: Collection[str]) -> list[Level]:
    if f"{part}_forms" not in columns:
        return []
    pet = f"list_has_any({left_of(part + '_forms')}, {right_of(part + '_forms')})"
    return [Level("short or pet name", pet, 0.05, 0.002, part, near=True)]


def _sounding(part: str, columns: Collection[str], own: str | None = None) -> list[Level]:
    """Degrees of agreement of names that sound alike; `own` is the SQL that both are names of their own."""
    if f"{part}_sound" not in columns:
        return []
    sounds = _sounds_alike(f"{part}_sound", _near(part))
    levels = [Level("sounds alike", sounds, 0.05, 0.004)]
    return [Level("sounds alike, each a name of its own", where(sounds, own), 0.01, 0.004), *levels] if own else levels


def _spelled(part: str, columns: Collection[str]) -> list[Level]:
    """Degrees of agreement of names that are written alike."""
    key, sound, near = f"{part}_key", f"{part}_sound", _near(part)
    one_slip = f"damerau_levenshtein({left_of(key)}, {right_of(key)}) <= 1"
    alike = f"{near} >= 0.80"
    if sound in columns:
        alike += f" or {left_of(sound)} = {right_of(sound)} and length({left_of(sound)}) >= 2"
    return [
        Level("a letter off, or two swapped", where(f"{near} >= 0.90", one_slip), 0.08, 0.01),
        Level("short form or initial", _shortened(part, columns), 0.03, 0.01, part, near=True),
        Level("alike", alike, 0.02, 0.03, part, near=True),
    ]


def _other_in_script(part: str, columns: Collection[str]) -> list[Level]:
    """Both names are romanised, but in their own script, as far as that is known, they differ; where names are so many
    that readings are learned, neither is a slip.
    """
    key, native, readings = (f"{part}_{form}" for form in ("key", "native", "readings"))
    if native not in columns:
        return []
    differ = [f"{left_of(native)} <> {right_of(native)}"]
    if readings in columns:
        native_there = f"{left_of(native)} is not null or {right_of(native)} is not null"
        differ.append(f"({native_there}) and not {_any_of(readings)}")
    own = f" and {_each_its_own(part)}" if readings in columns else ""
    other = f"not ({missing(key)}){own} and ({any_true(differ)})"
    return [Level("another name in its own script", other, 0.02, 0.3)]


def _read(part: str, columns: Collection[str]) -> list[Level]:
    """Degrees of agreement of two names of which one is not romanised, or neither is, but can be read."""
    known = _readings_known(part, columns)
    if not known:
        return []
    key, readings = f"{part}_key", f"{part}_readings"
    one_romanised = f"{left_of(key)} is not null or {right_of(key)} is not null"
    both, *one = known
    other = any_true([f"{both} and not {_any_of(readings)}", *one])
    return [
        Level(
            "a known reading of the other",
            f"({missing(key)}) and ({one_romanised}) and {_any_of(readings)}",
            0.02,
            0.004,
        ),
        Level("no known reading of the other", f"({missing(key)}) and ({other})", 0.002, 0.3),
    ]


def _readings_known(part: str, columns: Collection[str]) -> list[str]:
    """SQL: the readings of both names are known; those of one are, and the other is romanised, never a reading and no
    slip."""
    key, count, readings = (f"{part}_{form}" for form in ("key", "count", "readings"))
    if readings not in columns:
        return []
    both = f"not ({missing(readings)})"
    one = [
        f"{known(key)} is null and {known(readings)} is not null "
        f"and {other(readings)} is null and {other(key)} is not null and {other(count)} >= {OWN_NAME}"
        for known, other in ((left_of, right_of), (right_of, left_of))
    ]
    return [both, *one]


def _any_of(lists: str) -> str:
    return f"list_has_any({left_of(lists)}, {right_of(lists)})"


def _unread(part: str, columns: Collection[str]) -> list[Level]:
    """Degrees of agreement of two names in scripts of their own that cannot be read."""
    if f"{part}_native" not in columns:
        return []
    return [
        Level("other characters, reading unknown", _other_characters(f"{part}_native"), 0.005, 0.3),
        Level("written otherwise, reading unknown", missing(f"{part}_key"), 0.02, 0.3),
    ]


def _shortened(part: str, columns: Collection[str]) -> str:
    """SQL: one name begins with the other, or is the initial of a pet name of the other."""
    key, initials = f"{part}_key", f"{part}_initials"
    if initials not in columns:
        return begins(key)
    signed = [
        f"length({short}) = 1 and contains({full}, {short})"
        for short, full in ((left_of(key), right_of(initials)), (right_of(key), left_of(initials)))
    ]
    return " or ".join([begins(key), *signed])


def _each_its_own(part: str) -> str:
    """SQL: both names stand so often that neither is a slip of the other."""
    few, many = (f"{pick}({left_of(part + '_count')}, {right_of(part + '_count')})" for pick in ("least", "greatest"))
    return f"{few} >= {OWN_NAME} and {few} * {SLIPS} >= {many}"


def _other_characters(native: str) -> str:
    """SQL: both names are in Chinese characters, none of which they share."""
    shared = f"list_has_any(string_split({left_of(native)}, ''), string_split({right_of(native)}, ''))"
    return f"{HAN.format(left_of(native))} and {HAN.format(right_of(native))} and not {shared}"


def _sounds_alike(sound: str, near: str) -> str:
    """SQL: the same first letter and consonants; of few consonants the whole must be alike as well."""
    return f"{left_of(sound)} = {right_of(sound)} and (length({left_of(sound)}) >= 3 or {near} >= 0.80)"


def _crosswise(key: str, other: str) -> tuple[str, str]:
    """SQL: both names are swapped, be it with a slip in one of them; one of them stands in the other's place."""
    there, back = f"{left_of(key)} = {right_of(other)}", f"{left_of(other)} = {right_of(key)}"
    near_there, near_back = (
        f"jaro_winkler_similarity({left_of(a)}, {right_of(b)}) >= 0.90" for a, b in ((key, other), (other, key))
    )
    return f"({there} and {near_back}) or ({back} and {near_there})", f"{there} or {back}"
