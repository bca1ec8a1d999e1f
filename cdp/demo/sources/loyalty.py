"""The loyalty scheme: cards per country in the country's own encoding and words, and coupons of the mobile wallet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Literal, NamedTuple

from cdp.demo.clerk import Care, Clerk
from cdp.demo.dice import Dice
from cdp.demo.files import write_csv
from cdp.demo.formats import DateStyle, date_text
from cdp.demo.kana import half_width
from cdp.demo.names import COUNTRIES, Country
from cdp.demo.people import TODAY, Person
from cdp.demo.staff import TrialAccount

Status = Literal["active", "blocked", "replaced"]


class Card(NamedTuple):
    """A loyalty card, after its holder in truth and everybody who shops with it."""

    person: str
    users: tuple[str, ...]
    """Keys of those who use it: the holder, or the whole family."""
    country: Country
    card_no: str
    name: str
    kana: str
    phone: str
    birth: str
    email: str
    postcode: str
    address: str
    issued_on: date
    status: Status = "active"
    replaces: str = ""
    """Number of the card this one was issued for."""
    points: int = 0


ENCODINGS: dict[Country, str] = {"KR": "cp949", "JP": "cp932", "US": "utf-8"}
"""Encoding of every file of the country's shops."""
PREFIX: dict[Country, str] = {"KR": "HK", "JP": "HJ", "US": "HU"}
_CARE = Care(missing=0.03, placeholder=0.015, slips=0.025, shop_phone=0.003)
_SPARSE = Care(missing=0.62, placeholder=0.03, slips=0.03)
_ISSUED = (date(2021, 3, 2), date(2026, 6, 20))
_REISSUED, _FAMILY_CARD = 0.06, 0.15
_ISSUED_STYLE: dict[Country, DateStyle] = {"KR": "dots", "JP": "slashes", "US": "mdy"}
_STATUS: dict[Country, dict[Status, str]] = {
    "KR": {"active": "정상", "blocked": "정지", "replaced": "재발급"},
    "JP": {"active": "有効", "blocked": "停止", "replaced": "再発行済"},
    "US": {"active": "active", "blocked": "blocked", "replaced": "replaced"},
}
_HEADERS: dict[Country, str] = {
    "KR": "카드번호,이름,전화번호,생년월일,이메일,우편번호,주소,발급일,상태,이전카드,포인트",
    "JP": "カード番号,氏名,フリガナ,電話番号,生年月日,メール,郵便番号,住所,発行日,状態,旧カード番号,ポイント",
    "US": "card_no,name,phone,birth,email,postcode,address,issued,status,replaces_card,points",
}


def cards(people: list[Person], staff: Iterable[Person], trials: Iterable[TrialAccount], seed: int) -> list[Card]:
    """A card per person (one per household where the family shares it), reissued cards beside the ones they replace."""
    dice = Dice(seed, "loyalty")
    clerk, sparse = Clerk(dice, _CARE), Clerk(dice, _SPARSE)
    drafts: list[tuple[Card, Card | None]] = []
    for _, group in groupby(people, key=lambda person: person.household):
        members = list(group)
        shared = len(members) > 1 and dice.chance(_FAMILY_CARD)
        for person in members[:1] if shared else members:
            card = _card(person, dice.day(*_ISSUED), clerk, sparse)
            users = tuple(member.key for member in members) if shared else (person.key,)
            drafts.append((card._replace(users=users), _successor(card, person, clerk, sparse)))
    drafts += [
        (_card(person, dice.day(*_ISSUED), clerk, sparse)._replace(email=person.email), None) for person in staff
    ]
    drafts += [(_trial_card(account), None) for account in trials]
    return _numbered(drafts)


def _card(person: Person, issued: date, clerk: Clerk, sparse: Clerk) -> Card:
    """The form as filled in on the day of issue."""
    dice, contact, country = clerk.dice, person.on(issued), person.country
    postcode, address = clerk.address(contact.home)
    name = clerk.native(person, contact)
    if country == "US" and " " in name and dice.chance(0.4):
        given, _, family = name.rpartition(" ")
        name = f"{family}, {given}"
    kana = clerk.kana(contact) if country == "JP" else ""
    return Card(
        person=person.key,
        users=(person.key,),
        country=country,
        card_no="",
        name=name,
        kana=half_width(kana) if dice.chance(0.3) else kana,
        phone=clerk.phone(person, contact.phone, "plain" if country == "KR" else "national"),
        birth=clerk.birth(person, _birth_style(country, dice)),
        email=sparse.email(person, contact.email),
        postcode=postcode,
        address=address,
        issued_on=issued,
        status="active" if dice.chance(0.97) else "blocked",
        points=dice.count(1800),
    )


def _birth_style(country: Country, dice: Dice) -> DateStyle:
    if country == "JP":
        return "yyyymmdd" if dice.chance(0.6) else "era" if dice.chance(0.6) else "short_era"
    return "yymmdd" if country == "KR" else "mdy_short"


def _successor(card: Card, person: Person, clerk: Clerk, sparse: Clerk) -> Card | None:
    """The card issued for a lost one, filled in anew."""
    if card.issued_on > TODAY - timedelta(days=120) or not clerk.dice.chance(_REISSUED):
        return None
    issued = clerk.dice.day(card.issued_on + timedelta(days=60), TODAY)
    return _card(person, issued, clerk, sparse)._replace(status="active")


def _trial_card(account: TrialAccount) -> Card:
    blank = ("", account.name, "", "", "", account.email, "", "")
    return Card("", (), account.country, *blank, issued_on=date(2024, 1, 3))


def _numbered(drafts: list[tuple[Card, Card | None]]) -> list[Card]:
    """Number the cards by day of issue and tie each successor to the card it replaces."""
    flat = [(card.issued_on, place, 0) for place, (card, _) in enumerate(drafts)]
    flat += [(new.issued_on, place, 1) for place, (_, new) in enumerate(drafts) if new]
    numbers: dict[tuple[int, int], str] = {}
    for serial, (_, place, turn) in enumerate(sorted(flat), start=10_000_001):
        numbers[place, turn] = f"{PREFIX[drafts[place][0].country]}{serial}"
    rows = []
    for place, (card, new) in enumerate(drafts):
        number = numbers[place, 0]
        rows.append(card._replace(card_no=number, status="replaced" if new else card.status))
        if new:
            rows.append(new._replace(card_no=numbers[place, 1], replaces=number, users=card.users))
    return sorted(rows, key=lambda row: row.card_no)


def write(folder: Path, rows: list[Card]) -> dict[str, int]:
    """Write one file per country below `folder`; returns the number of cards by file."""
    counts = {}
    for country in COUNTRIES:
        name = f"loyalty/cards_{country.lower()}.csv"
        lines = [_record(row) for row in sorted(rows, key=lambda row: row.card_no) if row.country == country]
        counts[name] = write_csv(folder / name, _HEADERS[country].split(","), lines, ENCODINGS[country])
    return counts


def _record(row: Card) -> tuple[str, ...]:
    kana = (row.kana,) if row.country == "JP" else ()
    issued = date_text(row.issued_on, _ISSUED_STYLE[row.country])
    status = _STATUS[row.country][row.status]
    personal = (row.phone, row.birth, row.email, row.postcode, row.address)
    return (row.card_no, row.name, *kana, *personal, issued, status, row.replaces, str(row.points))
