"""The person at the till, or the customer at the keyboard: writes a contact into a form, with the usual mistakes."""

from __future__ import annotations

from typing import NamedTuple

from cdp.demo.addresses import Form, Home, one_line, postcode_text
from cdp.demo.company import STORES
from cdp.demo.dice import Dice, Weighted
from cdp.demo.errors import NO_BIRTH, NO_BIRTH_SHORT, NO_EMAIL, NO_PHONE, slipped_date, typo, wrong_digits
from cdp.demo.formats import DateStyle, PhoneStyle, date_text, phone_text
from cdp.demo.names import Name, glued
from cdp.demo.people import Contact, Person


class Care(NamedTuple):
    """How carefully one system is filled in: shares of its fields, 0 to 1."""

    missing: float
    """Left blank."""
    placeholder: float
    """Filled with something that stands for nothing."""
    slips: float
    """Wrong by a slip of the finger."""
    shop_phone: float = 0.0
    """The shop's own number in place of the customer's."""


_NAME_VARIANT, _SECOND_EMAIL = 0.05, 0.25
_SPACING = Weighted(("", " ", "\u3000"), (0.5, 0.3, 0.2))
_ADDRESS_FORM: Weighted[Form] = Weighted(("usual", "other", "short"), (0.6, 0.22, 0.18))
_PHONE_STYLE: Weighted[PhoneStyle] = Weighted(
    ("national", "plain", "international", "digits", "dots", "wide"), (0.55, 0.2, 0.1, 0.05, 0.05, 0.05)
)
_MISHEARD = {"gmail.example": "gmial.example", "naver.example": "navre.example", "docomo.example": "docmo.example"}


class Clerk:
    """Writes contacts for one system with one degree of care."""

    def __init__(self, dice: Dice, care: Care) -> None:
        self.dice = dice
        self.care = care

    def email(self, person: Person, address: str) -> str:
        """The person's address or second address, blank, a placeholder or mistyped."""
        chance, care = self.dice.random(), self.care
        if chance < care.missing:
            return ""
        if chance < care.missing + care.placeholder:
            return self.dice.pick(NO_EMAIL[person.country])
        if person.second_email and self.dice.chance(_SECOND_EMAIL):
            address = person.second_email
        local, _, domain = address.partition("@")
        if self.dice.chance(care.slips):
            if domain in _MISHEARD and self.dice.chance(0.3):
                return f"{local}@{_MISHEARD[domain]}"
            return f"{typo(local, self.dice)}@{domain}"
        return f"{local.capitalize()}@{domain}" if self.dice.chance(0.04) else address

    def phone(self, person: Person, number: str, style: PhoneStyle | None = None) -> str:
        """The number (E.164) in the system's style (or anyone's), blank, a placeholder, mistyped or the shop's own."""
        chance, care = self.dice.random(), self.care
        if chance < care.missing:
            return ""
        if chance < care.missing + care.placeholder:
            return self.dice.pick(NO_PHONE[person.country])
        if self.dice.chance(care.shop_phone):
            return STORES[person.country][0].phone
        if self.dice.chance(care.slips):
            number = wrong_digits(number, self.dice)
        return phone_text(number, style if style and self.dice.chance(0.9) else _PHONE_STYLE.draw(self.dice))

    def birth(self, person: Person, style: DateStyle) -> str:
        """The birth date in the system's style, blank, 1900-01-01 (zeros where years have two digits) or slipped."""
        chance, care = self.dice.random(), self.care
        if chance < care.missing:
            return ""
        if chance < care.missing + care.placeholder:
            return NO_BIRTH_SHORT.get(style) or date_text(NO_BIRTH, style)
        day = slipped_date(person.birth, self.dice) if self.dice.chance(care.slips) else person.birth
        return date_text(day, style)

    def native(self, person: Person, contact: Contact) -> str:
        """The name as written at home: 김민수, 山田 太郎, John Smith; nicknames and old forms of kanji among them."""
        family, given = self._native_part(contact.family, person), self._native_part(contact.given, person)
        if person.country == "US":
            return self.cased(f"{given} {family}")
        gap = _SPACING.draw(self.dice) if person.country == "JP" else " " * self.dice.chance(0.06)
        return f"{family}{gap}{given}"

    def _native_part(self, name: Name, person: Person) -> str:
        options = name.others if person.country == "US" else name.variants
        if options and self.dice.chance(_NAME_VARIANT * (2 if person.country == "US" else 1)):
            return self.dice.pick(options)
        return typo(name.native, self.dice) if self.dice.chance(self.care.slips) else name.native

    def cased(self, text: str) -> str:
        """Mostly as it is; now and then all capitals or all small."""
        chance = self.dice.random()
        return text.upper() if chance < 0.05 else text.lower() if chance < 0.08 else text

    def kana(self, contact: Contact) -> str:
        """Furigana in full-width katakana, family name first, with a space between."""
        text = f"{contact.family.kana} {contact.given.kana}"
        return typo(text, self.dice) if self.dice.chance(self.care.slips) else text

    def latin_parts(self, contact: Contact) -> tuple[str, str]:
        """Given and family name in Latin letters: the person's own spelling mostly, another one or a slip at times."""
        return self._latin_part(contact.given), self._latin_part(contact.family)

    def _latin_part(self, name: Name) -> str:
        text = self.dice.pick(name.others) if name.others and self.dice.chance(0.15) else name.latin
        if self.dice.chance(self.care.slips):
            text = typo(text, self.dice)
        chance = self.dice.random()
        return text.replace("-", " ") if chance < 0.15 else glued(text) if chance < 0.5 and text else text

    def address(self, home: Home) -> tuple[str, str]:
        """Postcode and address in one line, in one of the forms people use; both blank, or the postcode alone."""
        chance = self.dice.random()
        if chance < self.care.missing:
            return "", ""
        line = one_line(home, _ADDRESS_FORM.draw(self.dice))
        if chance < self.care.missing + 0.04:
            return "", line
        if self.dice.chance(self.care.slips / 3):
            return wrong_digits(home.postcode, self.dice), line
        return postcode_text(home, plain=self.dice.chance(0.3)), line
