"""How records are compared: one comparison per meaning, made from the columns that the records have.

Levels go from the strongest agreement to none. Attributes that repeat each other (parts of an address, the two names of
a swapped pair) share one comparison or one level, so that they do not count twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from cdp.link.agreement import Comparison, Level, begins, equal, left_of, missing, right_of, where
from cdp.link.name_comparisons import family_name, given_name

GENERATION = 15
"""Years between the births of two people of one family and name, at least, when one is the other's parent."""


def comparisons_for(columns: Collection[str], identifiers: Mapping[str, float]) -> list[Comparison]:
    """Return the comparisons that records with these columns allow.

    `identifiers` are the columns of personal identifiers, with the share of the pairs of one person that are expected
    to agree in them.
    """
    made = [make(columns) for make in _MAKERS]
    found = [comparison for comparison in made if comparison is not None]
    return found + [_identifier(name, columns, identifiers[name]) for name in sorted(identifiers) if name in columns]


def _organisation(columns: Collection[str]) -> Comparison | None:
    if "organisation_key" not in columns:
        return None
    near = f"jaro_winkler_similarity({left_of('organisation_key')}, {right_of('organisation_key')})"
    levels = (
        Level("same", equal("organisation_key", columns), 0.75, 5e-4, None, ("organisation_key",)),
        Level(
            "one begins with the other",
            begins("organisation_key"),
            0.08,
            0.001,
        ),
        Level("alike", f"{near} >= 0.9", 0.1, 0.005),
    )
    return Comparison("organisation", missing("organisation_key"), levels, frozenset({"organisation_key"}), True)


def _birth(columns: Collection[str]) -> Comparison | None:
    if "birth_date" not in columns:
        return None
    left, right = left_of("birth_date"), right_of("birth_date")
    swapped = f"{left} = substr({right}, 1, 5) || substr({right}, 9, 2) || '-' || substr({right}, 6, 2)"
    year, month, day = (f"substr({left}, {at}) = substr({right}, {at})" for at in ("1, 4", "6, 2", "9, 2"))
    one_off = f"({year} and {month} or {year} and {day} or {month} and {day})"
    slip = f"{one_off} and levenshtein({left}, {right}) <= 1 or {swapped}"
    apart = f"abs(cast(substr({left}, 1, 4) as integer) - cast(substr({right}, 1, 4) as integer)) < {GENERATION}"
    levels = (
        Level("same day", equal("birth_date"), 0.92, 5e-5, None, ("birth_date",)),
        Level("one digit off, or day and month swapped", slip, 0.04, 0.001),
        Level("year, month or day off", one_off, 0.02, 0.005),
        Level("same year", year, 0.009, 0.015),
        Level("less than a generation apart", apart, 0.01, 0.3),
    )
    return Comparison("birth_date", missing("birth_date"), levels, frozenset({"birth_date"}), True)


def _gender(columns: Collection[str]) -> Comparison | None:
    if "gender" not in columns:
        return None
    levels = (Level("same", equal("gender"), 0.98, 0.5, None, ("gender",)),)
    return Comparison("gender", missing("gender"), levels, frozenset({"gender"}), False)


def _email(columns: Collection[str]) -> Comparison | None:
    return _contact("email", columns, _email_levels, personal=True)


def _phone(columns: Collection[str]) -> Comparison | None:
    return _contact("phone", columns, _phone_levels, personal=False)


def _email_levels(left: str, right: str) -> tuple[Level, ...]:
    """Accounts of namesakes differ in their digits, so those must agree."""
    user_l, user_r = f"split_part({left}, '@', 1)", f"split_part({right}, '@', 1)"
    digits = f"regexp_replace({left}, '[^0-9]', '', 'g') = regexp_replace({right}, '[^0-9]', '', 'g')"
    return (
        Level("same but for a letter or two", where(_slips(left, right, 8, 2), digits), 0.06, 1e-6),
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
    return where(f"{as_long} and {same_half}", where(near, f"damerau_levenshtein({left}, {right}) <= {most}"))


def _contact(
    name: str, columns: Collection[str], near: Callable[[str, str], tuple[Level, ...]], *, personal: bool
) -> Comparison | None:
    """A contact agrees in its clear form or, where one side has only that, in its hash."""
    hashed = f"{name}_hash"
    if hashed in columns:
        same = Level("same", equal(hashed, columns), 0.65, 1e-6, None, (hashed,))
        levels = (same, *near(left_of(name), right_of(name))) if name in columns else (same,)
        return Comparison(name, missing(hashed), levels, frozenset({name, hashed} & set(columns)), personal)
    if name not in columns:
        return None
    levels = (Level("same", equal(name, columns), 0.65, 1e-6, None, (name,)), *near(left_of(name), right_of(name)))
    return Comparison(name, missing(name), levels, frozenset({name}), personal)


def _address(columns: Collection[str]) -> Comparison | None:
    """One comparison for the whole address: its parts repeat each other."""
    there = [part for part in ("street_key", "postal_code", "city_key", "region_key") if part in columns]
    if not there:
        return None
    places = [part for part in ("postal_code", "city_key") if part in columns]
    levels: list[Level] = []
    if "street_key" in columns:
        same_place = _same_place(places)
        near = f"jaro_winkler_similarity({left_of('street_key')}, {right_of('street_key')}) >= 0.92"
        levels.append(Level("same street and place", f"{equal('street_key', columns)} and ({same_place})", 0.45, 1e-5))
        levels.append(Level("alike street, same place", f"{near} and ({same_place})", 0.12, 1e-5))
    if "postal_code" in columns:
        levels.append(
            Level(
                "same postal code",
                equal("postal_code", columns),
                0.15,
                2e-4,
                "postal_code",
                () if levels else ("postal_code",),
            )
        )
        if "city_key" in columns:
            near = f"{equal('city_key')} and levenshtein({left_of('postal_code')}, {right_of('postal_code')}) <= 1"
            levels.append(Level("postal code one off, same city", near, 0.03, 0.001))
    if "city_key" in columns:
        levels.append(Level("same city", equal("city_key"), 0.08, 0.02, "city_key"))
    if "region_key" in columns:
        levels.append(Level("same region", equal("region_key"), 0.05, 0.1))
    comparable = " or ".join(f"({left_of(part)} is not null and {right_of(part)} is not null)" for part in there)
    return Comparison("address", f"not ({comparable})", tuple(levels), frozenset(there), False)


def _same_place(places: list[str]) -> str:
    """SQL: the postal code or the city is equal, or neither can be compared."""
    untold = " and ".join(f"({missing(part)})" for part in places)
    return " or ".join([*map(equal, places), untold]) if places else "true"


def _identifier(name: str, columns: Collection[str], steady: float) -> Comparison:
    """An identifier: equal says much; how much different ones say is learned."""
    slip = f"length({left_of(name)}) >= 6 and {_slips(left_of(name), right_of(name), 4, 1)}"
    levels = (
        Level("same", equal(name, columns), steady, 1e-6, None, (name,)),
        Level("one letter or digit off", slip, min(0.02, (1 - steady) / 2), 1e-6),
    )
    return Comparison(name, missing(name), levels, frozenset({name}), True)


_MAKERS: tuple[Callable[[Collection[str]], Comparison | None], ...] = (
    given_name,
    family_name,
    _organisation,
    _birth,
    _gender,
    _email,
    _phone,
    _address,
)
