"""All the company's systems together: their rows, before they are written to files."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

from cdp.demo.doors import doors_of
from cdp.demo.mishaps import bounce, call_again, disappoint, leave_pickups
from cdp.demo.people import Person
from cdp.demo.population import population
from cdp.demo.sources import (
    app,
    bought,
    call_center,
    crm,
    loyalty,
    mailing,
    panel,
    partner,
    social,
    store,
    survey,
    wallet,
    web_shop,
)
from cdp.demo.sources.accounts import accounts
from cdp.demo.staff import employees, trial_accounts


@dataclass
class Systems:
    """The people and what each system holds; every row carries the person it is about, which no file shows."""

    people: list[Person] = field(default_factory=list)
    customers: list[crm.Customer] = field(default_factory=list)
    orders: list[web_shop.Order] = field(default_factory=list)
    cards: list[loyalty.Card] = field(default_factory=list)
    receipts: list[store.Receipt] = field(default_factory=list)
    coupons: list[wallet.Coupon] = field(default_factory=list)
    events: list[app.Event] = field(default_factory=list)
    notes: list[call_center.Note] = field(default_factory=list)
    messages: list[social.Message] = field(default_factory=list)
    mailings: list[mailing.Mailing] = field(default_factory=list)
    answers: list[survey.Answer] = field(default_factory=list)
    judgements: list[panel.Judgement] = field(default_factory=list)
    members: list[partner.Member] = field(default_factory=list)
    bought: list[bought.BoughtRow] = field(default_factory=list)

    def add(self, other: Systems) -> None:
        """Take over the rows of another company."""
        for part in fields(self):
            getattr(self, part.name).extend(getattr(other, part.name))

    def write(self, folder: Path) -> dict[str, int]:
        """Write every system's files below `folder`; returns the number of rows by file."""
        return {
            **crm.write(folder, self.customers),
            **web_shop.write(folder, self.orders),
            **store.write(folder, self.receipts),
            **loyalty.write(folder, self.cards),
            **wallet.write(folder, self.coupons),
            **app.write(folder, self.events),
            **call_center.write(folder, self.notes),
            **social.write(folder, self.messages),
            **mailing.write(folder, self.mailings),
            **survey.write(folder, self.answers),
            **panel.write(folder, self.judgements),
            **partner.write(folder, self.members),
            **bought.write(folder, self.bought),
        }


def drawn_systems(size: int, seed: int) -> Systems:
    """The systems of a company with `size` customers, all of it drawn by chance from the seed."""
    people = population(size, seed)
    doors = list(zip(people, doors_of(people, seed), strict=True))
    staff, trials = employees(size, seed), trial_accounts(size)
    customers = crm.customers((person for person, way in doors if way.crm), staff, trials, seed)
    signed_up = accounts((person for person, way in doors if way.web), staff, trials, customers, seed)
    orders = web_shop.orders(signed_up, (person for person, way in doors if way.guest), seed)
    leave_pickups(orders, seed)
    cards = loyalty.cards([person for person, way in doors if way.card], staff, trials, seed)
    return Systems(
        people=people,
        customers=customers,
        orders=orders,
        cards=cards,
        receipts=store.receipts(cards, seed),
        coupons=wallet.coupons(cards, seed),
        events=app.events(signed_up, orders, seed),
        notes=call_again(call_center.notes(people, orders, seed), seed),
        messages=social.messages(people, orders, seed),
        mailings=bounce(mailing.mailings(customers, seed), seed),
        answers=disappoint(survey.answers(people, orders, seed), seed),
        judgements=panel.judgements((person for person, way in doors if way.web and way.card), seed),
        members=partner.members((person for person, way in doors if way.partner), seed),
        bought=bought.bought_rows((person for person, way in doors if way.bought), seed),
    )
