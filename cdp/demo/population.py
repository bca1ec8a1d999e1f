"""Who lives where and with whom: people, households, twins, and the changes in their lives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from types import ModuleType

from cdp.demo import names_en, names_jp, names_kr
from cdp.demo.addresses import new_home
from cdp.demo.dice import Dice, Weighted
from cdp.demo.names import Country, Gender, Name, glued
from cdp.demo.people import FIRST_DAY, TODAY, Person
from cdp.demo.places import AREA_CODES

_COUNTRY: Weighted[Country] = Weighted(("KR", "JP", "US"), (0.40, 0.35, 0.25))
_NAMES: dict[Country, ModuleType] = {"KR": names_kr, "JP": names_jp, "US": names_en}
_SIZE = Weighted((2, 3, 4, 5), (0.35, 0.35, 0.25, 0.05))
_FAMILY_SHARE = 0.125
"""Share of households with more than one member: with three members on average, 30 % of the people live in one."""

_DOMAINS: dict[Country, Weighted[str]] = {
    "KR": Weighted(
        ("naver.example", "gmail.example", "daum.example", "kakao.example", "nate.example"), (45, 30, 12, 9, 4)
    ),
    "JP": Weighted(
        ("gmail.example", "docomo.example", "yahoo-jp.example", "ezweb.example", "icloud.example"), (35, 22, 25, 10, 8)
    ),
    "US": Weighted(
        ("gmail.example", "mail.example", "outlook.example", "icloud.example", "comcast.example"), (50, 20, 15, 12, 3)
    ),
}
_ADULT = (date(1944, 1, 1), date(2006, 12, 31))


def population(size: int, seed: int, purpose: str = "population") -> list[Person]:
    """`size` people with clean values, household by household; same arguments, same people."""
    dice = Dice(seed, purpose)
    people: list[Person] = []
    while len(people) < size:
        people.extend(_household(len(people), size - len(people), dice))
    _give_phones(people, dice)
    _share_phones(people, dice)
    _give_emails(people, dice)
    _recycle_phones(people, dice)
    return people


def _household(start: int, room: int, dice: Dice) -> list[Person]:
    """One household of at most `room` members, numbered from `start`."""
    country = _COUNTRY.draw(dice)
    size = min(_SIZE.draw(dice) if dice.chance(_FAMILY_SHARE) else 1, room)
    household, home = f"H{start:07d}", new_home(country, dice)
    gender: Gender = "M" if size > 1 or dice.chance(0.48) else "F"
    head = Person(f"P{start:07d}", country, gender, *_name(country, gender, dice), dice.day(*_ADULT), household, home)
    members = [head]
    if size > 1:
        members.append(_spouse(head, dice))
    for _ in range(size - 2):
        members.append(_child(members, dice))
    for place, member in enumerate(members):
        member.key = f"P{start + place:07d}"
    _move(members, dice)
    return members


def _name(country: Country, gender: Gender, dice: Dice) -> tuple[Name, Name]:
    return _NAMES[country].family_name(dice), _NAMES[country].given_name(dice, gender)


def _spouse(head: Person, dice: Dice) -> Person:
    """A wife keeps her surname in Korea, takes her husband's in Japan, and mostly does in the United States."""
    own, given = _name(head.country, "F", dice)
    birth = head.birth + timedelta(days=dice.between(-1800, 2600))
    takes = head.country == "JP" or (head.country == "US" and dice.chance(0.85))
    given = _unlike([head], given, head.country, "F", dice)
    wife = Person("", head.country, "F", head.family if takes else own, given, birth, head.household, head.home)
    if takes and dice.chance(0.25):
        wife.maiden, wife.married_on = own, dice.day(FIRST_DAY + timedelta(days=90), TODAY - timedelta(days=60))
    return wife


def _unlike(family: list[Person], given: Name, country: Country, gender: Gender, dice: Dice) -> Name:
    """The given name, or another one when somebody of the family has it or is called by the same sound."""
    while any(member.given.latin == given.latin or member.given.native == given.native for member in family):
        given = _NAMES[country].given_name(dice, gender)
    return given


def _child(family: list[Person], dice: Dice) -> Person:
    """A child of 15 to 40 years; now and then the twin of the child before."""
    head, siblings = family[0], family[2:]
    gender: Gender = "M" if dice.chance(0.5) else "F"
    given = _unlike(family, _NAMES[head.country].given_name(dice, gender), head.country, gender, dice)
    birth = head.birth + timedelta(days=dice.between(8400, 12800))
    if siblings and dice.chance(0.15):
        birth = siblings[-1].birth
    elif birth > date(2011, 6, 30):
        birth = date(2011, 6, 30) - timedelta(days=dice.below(2500))
    return Person("", head.country, gender, head.family, given, birth, head.household, head.home)


def _move(members: list[Person], dice: Dice) -> None:
    """One household in eleven has moved within the company's history, a bride to her husband's home."""
    if dice.chance(0.09):
        day, before = dice.day(FIRST_DAY, TODAY), new_home(members[0].country, dice)
        for member in members:
            member.moved_on, member.old_home = day, before
    for member in members:
        if member.married_on:
            member.moved_on, member.old_home = member.married_on, new_home(member.country, dice)


def _numbers(country: Country, count: int, dice: Dice) -> Iterator[str]:
    """That many different mobile numbers (E.164) of the country, none of the ranges that the stories use.

    The stories have 010-5, 0x0-9 and area code 415. Nearly a million American numbers suffice for 3.5 million people;
    ValueError beyond.
    """
    if country == "KR":
        return (f"+8210{'2346789'[n // 10**7]}{n % 10**7:07d}" for n in dice.distinct(7 * 10**7, count))
    if country == "JP":
        return (f"+81{7 + n // (8 * 10**7)}0{10**7 + n % (8 * 10**7)}" for n in dice.distinct(24 * 10**7, count))
    return (f"+1{AREA_CODES[n // 10**4]}555{n % 10**4:04d}" for n in dice.distinct(len(AREA_CODES) * 10**4, count))


def _give_phones(people: list[Person], dice: Dice) -> None:
    """Everybody's own number, and for one in fourteen the number before it."""
    changed = [dice.chance(0.07) for _ in people]
    numbers = {}
    for country in _NAMES:
        count = sum(1 + change for person, change in zip(people, changed, strict=True) if person.country == country)
        numbers[country] = _numbers(country, count, dice)
    for person, change in zip(people, changed, strict=True):
        person.phone = next(numbers[person.country])
        if change:
            person.old_phone = next(numbers[person.country])
            person.renumbered_on = dice.day(FIRST_DAY, TODAY)


def _share_phones(people: list[Person], dice: Dice) -> None:
    """In one family of ten all go by the head's number."""
    for _, group in groupby(people, key=lambda person: person.household):
        head, *others = group
        if others and dice.chance(0.1):
            for other in others:
                other.phone, other.old_phone, other.renumbered_on = head.phone, head.old_phone, head.renumbered_on


def _recycle_phones(people: list[Person], dice: Dice) -> None:
    """Numbers given up in 2024 go to somebody else of the same country a year later."""
    free = [person for person in people if person.renumbered_on and person.renumbered_on < date(2025, 4, 1)]
    takers = iter([person for person in people if not person.renumbered_on])
    for before in free[::4]:
        taker = next((person for person in takers if person.country == before.country and dice.chance(0.2)), None)
        if taker is None or before.renumbered_on is None:
            return
        taker.old_phone, taker.phone = taker.phone, before.old_phone
        taker.renumbered_on = before.renumbered_on + timedelta(days=dice.between(366, 420))


def _local_part(person: Person, family: Name, dice: Dice) -> str:
    given, surname = glued(person.given.latin).lower(), glued(family.latin).lower().replace("'", "")
    year = person.birth.year
    style = dice.below(6)
    if style == 0:
        return f"{given}.{surname}{dice.below(100)}"
    if style == 1:
        return f"{given[0]}{surname}{year % 100:02d}"
    if style == 2:
        return f"{surname}{given}{year}"
    if style == 3:
        return f"{given}{dice.between(1, 9999)}"
    if style == 4:
        return f"{surname}_{given}"
    return f"{given}{surname[0]}{person.birth.month:02d}{person.birth.day:02d}"


def _give_emails(people: list[Person], dice: Dice) -> None:
    """Different addresses for all, a second one for one in ten; one couple in fifty shares one."""
    taken: set[str] = set()

    def fresh(person: Person) -> str:
        domain = _DOMAINS[person.country].draw(dice)
        stem = _local_part(person, person.maiden or person.family, dice)
        address = f"{stem}@{domain}"
        while address in taken:
            address = f"{stem}{dice.between(2, 9999)}@{domain}"
        taken.add(address)
        return address

    before: Person | None = None
    for person in people:
        couple = before is not None and before.household == person.household and dice.chance(0.02)
        person.email = before.email if couple and before else fresh(person)
        if dice.chance(0.1):
            person.second_email = fresh(person)
        before = person
