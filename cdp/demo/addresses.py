"""Homes, and the several ways one home is written down."""

from __future__ import annotations

from typing import Literal, NamedTuple

from cdp.demo.dice import Dice
from cdp.demo.names import Country
from cdp.demo.places import PLACES, STREETS, Place

Form = Literal["usual", "other", "short", "latin"]
"""How a street is written.

usual: road name (Korea), digits with hyphens (Japan), words in full (United States);
other: lot number (Korea), 丁目 番 号 (Japan), abbreviated capitals (United States);
short: without spaces or building, full-width digits (Japan), abbreviated (United States);
latin: the usual form in Latin letters.
"""

_APARTMENTS = (
    "한빛아파트",
    "푸른마을아파트",
    "하늘채아파트",
    "무지개아파트",
    "은하수아파트",
    "솔빛아파트",
    "새별아파트",
    "한마음아파트",
)
_HOUSES = (
    "メゾン桜",
    "コーポ緑",
    "グランドハイツ",
    "サンライズ荘",
    "パークハイム",
    "若葉マンション",
    "ひかりハイツ",
    "レジデンス青葉",
)
_KANJI_DIGITS = "〇一二三四五六七八九"
_WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
_ABBREVIATIONS = (
    ("Street", "St"),
    ("Avenue", "Ave"),
    ("Road", "Rd"),
    ("Lane", "Ln"),
    ("Drive", "Dr"),
    ("Boulevard", "Blvd"),
    ("Court", "Ct"),
    ("Apt ", "#"),
)


class Home(NamedTuple):
    """One dwelling."""

    country: Country
    place: Place
    postcode: str
    """Digits only: 5 in Korea and the United States, 7 in Japan."""
    road: int
    """Position of the road among the place's roads (Korea) or among all street names (United States)."""
    numbers: tuple[int, int, int]
    """House number and its branch (Korea); chōme, block, house (Japan); house number (United States)."""
    lot: tuple[int, int]
    """Lot number of the old Korean system."""
    building: str
    unit: str
    """1203호 with its block, room 203, or 4B; empty for a house of its own."""


def new_home(country: Country, dice: Dice) -> Home:
    """A dwelling in one of the country's neighbourhoods."""
    place = PLACES[country].draw(dice)
    shared = dice.chance(0.65)
    if country == "KR":
        postcode = place.postcode + f"{dice.between(1, 89):02d}"
        numbers = (dice.between(1, 320), dice.between(1, 30) if dice.chance(0.4) else 0, 0)
        unit = f"{dice.between(101, 118)}동 {dice.between(1, 24)}{dice.between(1, 4):02d}호" if shared else ""
        building = dice.pick(_APARTMENTS) if shared else ""
        lot = (dice.between(1, 980), dice.between(1, 60))
        return Home(country, place, postcode, dice.below(len(place.roads)), numbers, lot, building, unit)
    if country == "JP":
        numbers = (dice.between(1, 6), dice.between(1, 40), dice.between(1, 25))
        unit = f"{dice.between(1, 12)}{dice.between(1, 9):02d}" if shared else ""
        return Home(country, place, place.postcode, 0, numbers, (0, 0), dice.pick(_HOUSES) if shared else "", unit)
    unit = f"{dice.between(1, 30)}{dice.pick('ABCDEF')}" if shared else ""
    postcode = place.postcode + f"{dice.between(1, 60):02d}"
    return Home(country, place, postcode, dice.below(len(STREETS)), (dice.between(1, 1900), 0, 0), (0, 0), "", unit)


def street(home: Home, form: Form = "usual") -> str:
    """The part below the city: road or town, numbers, building and unit."""
    return _STREETS_OF[home.country](home, form)


def city(home: Home, form: Form = "usual") -> str:
    """City and ward, in Latin letters for the Latin form."""
    return home.place.city_latin if form == "latin" else home.place.city


def region(home: Home, form: Form = "usual") -> str:
    """Province, prefecture or state; what people type in the short form."""
    return {"latin": home.place.region_latin, "short": home.place.short_region}.get(form, home.place.region)


def one_line(home: Home, form: Form = "usual") -> str:
    """The whole address in one text without the postcode, large to small in Korea and Japan."""
    parts = street(home, form), city(home, form), region(home, form)
    if home.country == "US":
        return ", ".join(parts).upper() if form == "other" else ", ".join(parts)
    if form == "latin":
        return ", ".join(parts)
    return (" " if home.country == "KR" else "").join(reversed(parts))


def postcode_text(home: Home, plain: bool = False) -> str:
    """The postcode as it is printed: 154-0024 in Japan unless plain, digits elsewhere."""
    return home.postcode if plain or home.country != "JP" else f"{home.postcode[:3]}-{home.postcode[3:]}"


def _korean_street(home: Home, form: Form) -> str:
    number = f"{home.numbers[0]}-{home.numbers[1]}" if home.numbers[1] else str(home.numbers[0])
    road = home.place.roads[home.road]
    if form == "short":
        return f"{road}{number} {home.unit}".rstrip()
    if form == "latin":
        digits = "".join(sign if sign.isdigit() else "-" for sign in home.unit).replace("--", "-").strip("-")
        return f"{digits + ', ' if digits else ''}{number}, {home.place.roads_latin[home.road]}"
    if form == "other":
        return " ".join(f"{home.place.town} {home.lot[0]}-{home.lot[1]} {home.building} {home.unit}".split())
    inside = f"{home.place.town}, {home.building}" if home.building else home.place.town
    return f"{road} {number}{', ' + home.unit if home.unit else ''} ({inside})"


def _japanese_street(home: Home, form: Form) -> str:
    chome, block, house = home.numbers
    digits = f"{chome}-{block}-{house}"
    if form == "latin":
        return f"{digits} {home.place.town_latin}{' #' + home.unit if home.unit else ''}"
    if form == "short":
        return home.place.town + f"{digits}{'-' + home.unit if home.unit else ''}".translate(_WIDE)
    room = f" {home.building}{home.unit}号室" if home.unit else ""
    if form == "other":
        return f"{home.place.town}{_KANJI_DIGITS[chome]}丁目{block}番{house}号{room}"
    return f"{home.place.town}{digits}{room}"


def _american_street(home: Home, form: Form) -> str:
    text = f"{home.numbers[0]} {STREETS[home.road]}{', Apt ' + home.unit if home.unit else ''}"
    if form in {"short", "other"}:
        for word, short in _ABBREVIATIONS:
            text = text.replace(word, short)
        text = text.replace(",", "")
    return text.upper() if form == "other" else text


_STREETS_OF = {"KR": _korean_street, "JP": _japanese_street, "US": _american_street}
