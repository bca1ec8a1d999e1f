"""How records are compared: one comparison per meaning, made from the columns that the records have.

Levels go from the strongest agreement to none. Attributes that repeat each other (parts of an address, the two names of
a swapped pair) share one comparison or one level, so that they do not count twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from cdp.database import quote

HAN = "regexp_full_match({0}, '\\p{{Han}}+')"
"""SQL: a text is of Chinese characters alone."""
GENERATION = 15
"""Years between the births of two people of one family and name, at least, when one is the other's parent."""


OWN_NAME = 5
"""Times that a name stands, at least, to be one of its own and no slip."""
SLIPS = 20
"""A slip stands less than once for so many times of the name that was meant."""


@dataclass(frozen=True)
class Level:
    """One degree of agreement."""

    label: str
    condition: str
    """SQL over the columns of two records, suffixed _l and _r."""
    m: float
    """Share of true pairs at this level to assume where the data cannot tell."""
    u: float
    """Share of pairs of two different persons at this level to assume where the data cannot tell."""
    frequency_of: str | None = None
    """Column whose term frequency sharpens this level."""
    equal: tuple[str, ...] = ()
    """Columns that are all equal at this level: the share of random pairs is then counted exactly."""
    near: bool = False
    """Another name that one person may go by: strangers have one at least as often as the more frequent of the two
    stands, so the term frequency only lowers the weight."""
    own_right: bool = False
    """Says more than that values are nearly equal, so it may weigh more than equal ones do: names that are swapped."""


@dataclass(frozen=True)
class Comparison:
    """One meaning in which two records agree more or less."""

    name: str
    incomparable: str
    """SQL: one of the two says nothing."""
    levels: tuple[Level, ...]
    columns: frozenset[str] = field(default_factory=frozenset)
    """Columns of the records that it reads."""
    personal: bool = False
    """Speaks of one person rather than of a household."""

    def splink(self, m: tuple[float, ...] | None = None, u: tuple[float, ...] | None = None) -> dict[str, Any]:
        """Return the comparison as Splink settings; `m` and `u` go with the levels in order, the last is *else*."""
        levels: list[dict[str, Any]] = [
            {"sql_condition": self.incomparable, "label_for_charts": "nothing to compare", "is_null_level": True}
        ]
        for level in self.levels:
            entry: dict[str, Any] = {"sql_condition": level.condition, "label_for_charts": level.label}
            if level.frequency_of and m is not None:
                entry |= {
                    "tf_adjustment_column": level.frequency_of,
                    "tf_adjustment_weight": 1.0,
                    "disable_tf_exact_match_detection": True,
                }
            if level.near and u is not None:
                entry["tf_minimum_u_value"] = u[len(levels) - 1]
            levels.append(entry)
        levels.append({"sql_condition": "ELSE", "label_for_charts": "differs"})
        if m is not None and u is not None:
            for nth, entry in enumerate(levels[1:]):
                entry |= {"m_probability": m[nth], "u_probability": u[nth]}
        return {"output_column_name": self.name, "comparison_levels": levels}

    @property
    def has_frequencies(self) -> bool:
        """Whether a level looks at term frequencies."""
        return any(level.frequency_of for level in self.levels)

    @property
    def default_m(self) -> tuple[float, ...]:
        """Shares of true pairs per level, *else* last, for data too few to tell."""
        told = [level.m for level in self.levels]
        return (*told, max(1e-3, 1 - sum(told)))

    @property
    def default_u(self) -> tuple[float, ...]:
        """Shares of pairs of two different persons per level, *else* last, for data too few to tell."""
        told = [level.u for level in self.levels]
        return (*told, 1 - sum(told))


def comparisons_for(columns: Collection[str], identifiers: Mapping[str, float]) -> list[Comparison]:
    """Return the comparisons that records with these columns allow.

    `identifiers` are the columns of personal identifiers, with the share of the pairs of one person that are expected
    to agree in them.
    """
    made = [make(columns) for make in _MAKERS]
    found = [comparison for comparison in made if comparison is not None]
    return found + [_identifier(name, columns, identifiers[name]) for name in sorted(identifiers) if name in columns]


def _l(column: str) -> str:
    return quote(f"{column}_l")


def _r(column: str) -> str:
    return quote(f"{column}_r")


def _equal(column: str, columns: Collection[str] = ()) -> str:
    """SQL: the leading values are equal, or any of all values where records have several."""
    leading = f"{_l(column)} = {_r(column)}"
    if f"{column}_all" not in columns:
        return leading
    return f"({leading} or list_has_any({_l(column + '_all')}, {_r(column + '_all')}))"


def _missing(column: str) -> str:
    return f"{_l(column)} is null or {_r(column)} is null"


def _begins(column: str) -> str:
    return f"starts_with({_l(column)}, {_r(column)}) or starts_with({_r(column)}, {_l(column)})"


def _shortened(part: str, columns: Collection[str]) -> str:
    """SQL: one name begins with the other, or is the initial of a pet name of the other."""
    key, initials = f"{part}_key", f"{part}_initials"
    if initials not in columns:
        return _begins(key)
    signed = [
        f"length({short}) = 1 and contains({full}, {short})"
        for short, full in ((_l(key), _r(initials)), (_r(key), _l(initials)))
    ]
    return " or ".join([_begins(key), *signed])


def _name(part: str, other: str, columns: Collection[str], personal: bool) -> Comparison | None:
    """Names agree in the romanised key or in the native form, whichever both records have.

    Swapped names are one fact: the given name's comparison counts it, the family name's then says nothing.
    """
    if part not in columns:
        return None
    key, native = f"{part}_key", f"{part}_native"
    comparable = [f"{_l(name)} is not null and {_r(name)} is not null" for name in (key, native)]
    if f"{part}_readings" in columns:
        comparable += _read_conditions(part)
    near = f"jaro_winkler_similarity({_l(key)}, {_r(key)})"
    one_slip = f"damerau_levenshtein({_l(key)}, {_r(key)}) <= 1"
    levels = [
        Level("same", f"{_equal(key, columns)} or {_equal(native, columns)}", 0.80, 0.005, part, (part,)),
        Level("a letter off, or two swapped", _where(f"{near} >= 0.90", one_slip), 0.08, 0.01),
        Level("short form or initial", _shortened(part, columns), 0.03, 0.01, part, near=True),
    ]
    if personal:
        levels.insert(
            1, Level("alike, each a name of its own", _where(f"{near} >= 0.80", _each_its_own(part)), 0.002, 0.01)
        )
    if f"{part}_sound" in columns:
        sounds = _sounds_alike(f"{part}_sound", near)
        levels.insert(1, Level("sounds alike", sounds, 0.05, 0.004))
        if personal:
            levels.insert(
                1, Level("sounds alike, each a name of its own", _where(sounds, _each_its_own(part)), 0.01, 0.004)
            )
    if f"{part}_forms" in columns:
        pet = f"list_has_any({_l(part + '_forms')}, {_r(part + '_forms')})"
        levels.insert(1, Level("short or pet name", pet, 0.05, 0.002, part, near=True))
    if native in columns and personal:
        levels.insert(1, Level("another name in its own script", _other_in_script(part, columns), 0.02, 0.3))
    incomparable = f"not ({_or(comparable)})"
    if f"{other}_key" in columns:
        swapped, crossing = _crosswise(key, f"{other}_key")
        if personal:
            levels.insert(1, Level("given and family name swapped", swapped, 0.01, 1e-6, own_right=True))
            levels.insert(2, Level("one name in the other's place", crossing, 0.005, 1e-4, own_right=True))
        else:
            incomparable = f"{incomparable} or (({crossing}) and {_l(key)} <> {_r(key)})"
    alike = f"{near} >= 0.80"
    if f"{part}_sound" in columns:
        alike += f" or {_l(part + '_sound')} = {_r(part + '_sound')} and length({_l(part + '_sound')}) >= 2"
    levels.append(Level("alike", alike, 0.02, 0.03, part, near=True))
    if f"{part}_readings" in columns:
        levels += _reading_levels(part)
    if native in columns:
        levels.append(Level("other characters, reading unknown", _other_characters(native), 0.005, 0.3))
        levels.append(Level("written otherwise, reading unknown", _missing(key), 0.02, 0.3))
    used = frozenset({part, key, native} | ({f"{other}_key"} if f"{other}_key" in columns else set()))
    return Comparison(f"{part}_name", incomparable, tuple(levels), used, personal)


def _or(conditions: list[str]) -> str:
    return " or ".join(f"({each})" for each in conditions)


def _other_in_script(part: str, columns: Collection[str]) -> str:
    """SQL: both names are romanised and none is a slip, but in their own script, as far as that is known, they differ."""
    key, native, readings = (f"{part}_{form}" for form in ("key", "native", "readings"))
    differ = [f"{_l(native)} <> {_r(native)}"]
    if readings in columns:
        differ.append(f"({_l(native)} is not null or {_r(native)} is not null) and not {_any_of(readings)}")
    return f"not ({_missing(key)}) and {_each_its_own(part)} and ({_or(differ)})"


def _reading_levels(part: str) -> list[Level]:
    """Degrees of agreement of two names of which one is in its own script alone, or both are."""
    key, readings = f"{part}_key", f"{part}_readings"
    read = f"({_l(key)} is not null or {_r(key)} is not null) and {_any_of(readings)}"
    both, *one = _read_conditions(part)
    other = _or([f"{both} and not {_any_of(readings)}", *one])
    return [
        Level("a known reading of the other", f"({_missing(key)}) and {read}", 0.02, 0.004),
        Level("no known reading of the other", f"({_missing(key)}) and ({other})", 0.002, 0.3),
    ]


def _read_conditions(part: str) -> list[str]:
    """SQL: the readings of both names are known; those of one are, and the other is romanised, read otherwise and no
    slip."""
    key, count, readings = (f"{part}_{form}" for form in ("key", "count", "readings"))
    both = f"not ({_missing(readings)})"
    one = [
        f"{known(key)} is null and {known(readings)} is not null "
        f"and {other(readings)} is null and {other(key)} is not null and {other(count)} >= {OWN_NAME}"
        for known, other in ((_l, _r), (_r, _l))
    ]
    return [both, *one]


def _any_of(lists: str) -> str:
    return f"list_has_any({_l(lists)}, {_r(lists)})"


def _each_its_own(part: str) -> str:
    """SQL: both names stand so often that neither is a slip of the other."""
    few, many = (f"{pick}({_l(part + '_count')}, {_r(part + '_count')})" for pick in ("least", "greatest"))
    return f"{few} >= {OWN_NAME} and {few} * {SLIPS} >= {many}"


def _other_characters(native: str) -> str:
    """SQL: both names are in Chinese characters, none of which they share."""
    shared = f"list_has_any(string_split({_l(native)}, ''), string_split({_r(native)}, ''))"
    return f"{HAN.format(_l(native))} and {HAN.format(_r(native))} and not {shared}"


def _sounds_alike(sound: str, near: str) -> str:
    """SQL: the same first letter and consonants; of few consonants the whole must be alike as well."""
    return f"{_l(sound)} = {_r(sound)} and (length({_l(sound)}) >= 3 or {near} >= 0.80)"


def _crosswise(key: str, other: str) -> tuple[str, str]:
    """SQL: both names are swapped, be it with a slip in one of them; one of them stands in the other's place."""
    there, back = f"{_l(key)} = {_r(other)}", f"{_l(other)} = {_r(key)}"
    near_there, near_back = (
        f"jaro_winkler_similarity({_l(a)}, {_r(b)}) >= 0.90" for a, b in ((key, other), (other, key))
    )
    return f"({there} and {near_back}) or ({back} and {near_there})", f"{there} or {back}"


def _given(columns: Collection[str]) -> Comparison | None:
    return _name("given", "family", columns, personal=True)


def _family(columns: Collection[str]) -> Comparison | None:
    return _name("family", "given", columns, personal=False)


def _organisation(columns: Collection[str]) -> Comparison | None:
    if "organisation_key" not in columns:
        return None
    near = f"jaro_winkler_similarity({_l('organisation_key')}, {_r('organisation_key')})"
    levels = (
        Level("same", _equal("organisation_key", columns), 0.75, 5e-4, None, ("organisation_key",)),
        Level(
            "one begins with the other",
            _begins("organisation_key"),
            0.08,
            0.001,
        ),
        Level("alike", f"{near} >= 0.9", 0.1, 0.005),
    )
    return Comparison("organisation", _missing("organisation_key"), levels, frozenset({"organisation_key"}), True)


def _birth(columns: Collection[str]) -> Comparison | None:
    if "birth_date" not in columns:
        return None
    left, right = _l("birth_date"), _r("birth_date")
    swapped = f"{left} = substr({right}, 1, 5) || substr({right}, 9, 2) || '-' || substr({right}, 6, 2)"
    year, month, day = (f"substr({left}, {at}) = substr({right}, {at})" for at in ("1, 4", "6, 2", "9, 2"))
    one_off = f"({year} and {month} or {year} and {day} or {month} and {day})"
    slip = f"{one_off} and levenshtein({left}, {right}) <= 1 or {swapped}"
    apart = f"abs(cast(substr({left}, 1, 4) as integer) - cast(substr({right}, 1, 4) as integer)) < {GENERATION}"
    levels = (
        Level("same day", _equal("birth_date"), 0.92, 5e-5, None, ("birth_date",)),
        Level("one digit off, or day and month swapped", slip, 0.04, 0.001),
        Level("year, month or day off", one_off, 0.02, 0.005),
        Level("same year", year, 0.009, 0.015),
        Level("less than a generation apart", apart, 0.01, 0.3),
    )
    return Comparison("birth_date", _missing("birth_date"), levels, frozenset({"birth_date"}), True)


def _gender(columns: Collection[str]) -> Comparison | None:
    if "gender" not in columns:
        return None
    levels = (Level("same", _equal("gender"), 0.98, 0.5, None, ("gender",)),)
    return Comparison("gender", _missing("gender"), levels, frozenset({"gender"}), False)


def _email(columns: Collection[str]) -> Comparison | None:
    return _contact("email", columns, _email_levels, personal=True)


def _phone(columns: Collection[str]) -> Comparison | None:
    return _contact("phone", columns, _phone_levels, personal=False)


def _email_levels(left: str, right: str) -> tuple[Level, ...]:
    """Accounts of namesakes differ in their digits, so those must agree."""
    user_l, user_r = f"split_part({left}, '@', 1)", f"split_part({right}, '@', 1)"
    digits = f"regexp_replace({left}, '[^0-9]', '', 'g') = regexp_replace({right}, '[^0-9]', '', 'g')"
    return (
        Level("same but for a letter or two", _where(_slips(left, right, 8, 2), digits), 0.06, 1e-6),
        Level("same name before the @", f"{user_l} = {user_r}", 0.02, 1e-5),
    )


def _phone_levels(left: str, right: str) -> tuple[Level, ...]:
    return (Level("one digit off", _slips(left, right, 6, 1), 0.04, 1e-6),)


def _slips(left: str, right: str, half: int, most: int) -> str:
    """SQL: at most so many letters differ or are swapped with the next.

    Slips leave the beginning or the end alone, and the length almost: that is cheap to see first. Letters swapped cost
    Levenshtein's distance two, which is quicker told than Damerau's.
    """
    as_long = f"abs(length({left}) - length({right})) <= {most}"
    same_half = f"(left({left}, {half}) = left({right}, {half}) or right({left}, {half}) = right({right}, {half}))"
    near = f"levenshtein({left}, {right}) <= {2 * most}"
    return _where(f"{as_long} and {same_half}", _where(near, f"damerau_levenshtein({left}, {right}) <= {most}"))


def _where(cheap: str, dear: str) -> str:
    """SQL: both hold; the dear condition is looked at only where the cheap one holds."""
    return f"case when {cheap} then {dear} else false end"


def _contact(
    name: str, columns: Collection[str], near: Callable[[str, str], tuple[Level, ...]], *, personal: bool
) -> Comparison | None:
    """A contact agrees in its clear form or, where one side has only that, in its hash."""
    hashed = f"{name}_hash"
    if hashed in columns:
        same = Level("same", _equal(hashed, columns), 0.65, 1e-6, None, (hashed,))
        levels = (same, *near(_l(name), _r(name))) if name in columns else (same,)
        return Comparison(name, _missing(hashed), levels, frozenset({name, hashed} & set(columns)), personal)
    if name not in columns:
        return None
    levels = (Level("same", _equal(name, columns), 0.65, 1e-6, None, (name,)), *near(_l(name), _r(name)))
    return Comparison(name, _missing(name), levels, frozenset({name}), personal)


def _address(columns: Collection[str]) -> Comparison | None:
    """One comparison for the whole address: its parts repeat each other."""
    there = [part for part in ("street_key", "postal_code", "city_key", "region_key") if part in columns]
    if not there:
        return None
    places = [part for part in ("postal_code", "city_key") if part in columns]
    levels: list[Level] = []
    if "street_key" in columns:
        same_place = _same_place(places)
        near = f"jaro_winkler_similarity({_l('street_key')}, {_r('street_key')}) >= 0.92"
        levels.append(Level("same street and place", f"{_equal('street_key', columns)} and ({same_place})", 0.45, 1e-5))
        levels.append(Level("alike street, same place", f"{near} and ({same_place})", 0.12, 1e-5))
    if "postal_code" in columns:
        levels.append(
            Level(
                "same postal code",
                _equal("postal_code", columns),
                0.15,
                2e-4,
                "postal_code",
                () if levels else ("postal_code",),
            )
        )
        if "city_key" in columns:
            near = f"{_equal('city_key')} and levenshtein({_l('postal_code')}, {_r('postal_code')}) <= 1"
            levels.append(Level("postal code one off, same city", near, 0.03, 0.001))
    if "city_key" in columns:
        levels.append(Level("same city", _equal("city_key"), 0.08, 0.02, "city_key"))
    if "region_key" in columns:
        levels.append(Level("same region", _equal("region_key"), 0.05, 0.1))
    comparable = " or ".join(f"({_l(part)} is not null and {_r(part)} is not null)" for part in there)
    return Comparison("address", f"not ({comparable})", tuple(levels), frozenset(there), False)


def _same_place(places: list[str]) -> str:
    """SQL: the postal code or the city is equal, or neither can be compared."""
    untold = " and ".join(f"({_missing(part)})" for part in places)
    return " or ".join([*map(_equal, places), untold]) if places else "true"


def _identifier(name: str, columns: Collection[str], steady: float) -> Comparison:
    """An identifier: equal says much; how much different ones say is learned."""
    slip = f"length({_l(name)}) >= 6 and {_slips(_l(name), _r(name), 4, 1)}"
    levels = (
        Level("same", _equal(name, columns), steady, 1e-6, None, (name,)),
        Level("one letter or digit off", slip, min(0.02, (1 - steady) / 2), 1e-6),
    )
    return Comparison(name, _missing(name), levels, frozenset({name}), True)


_MAKERS: tuple[Callable[[Collection[str]], Comparison | None], ...] = (
    _given,
    _family,
    _organisation,
    _birth,
    _gender,
    _email,
    _phone,
    _address,
)
