"""The tills of the shops: one receipt a line, in the words, dates and encodings of each country."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cdp.demo.company import PRODUCTS, STORES
from cdp.demo.dice import Dice, Weighted, ranked
from cdp.demo.files import write_csv
from cdp.demo.names import COUNTRIES, Country
from cdp.demo.people import FIRST_DAY, TODAY
from cdp.demo.sources.loyalty import ENCODINGS, Card


class Receipt(NamedTuple):
    """A receipt, after the buyer (empty when nobody can know) and whether a whole family uses the card."""

    person: str
    shared: bool
    country: Country
    receipt_no: str
    at: datetime
    """Local time."""
    store: str
    card_no: str
    """Empty for an anonymous purchase."""
    item: str
    quantity: int
    """Negative for goods brought back."""
    amount: float
    payment: str
    clerk: str


_HEADERS: dict[Country, str] = {
    "KR": "영수증번호,일시,매장,카드번호,품목,수량,금액,결제,직원",
    "JP": "レシート番号,日時,店舗,カード番号,品目,数量,金額,支払,担当",
    "US": "receipt_no,date,store,card_no,item,quantity,amount,payment,clerk",
}
_PAYMENTS: dict[Country, Weighted[str]] = {
    "KR": Weighted(("카드", "현금", "간편결제"), (70, 8, 22)),
    "JP": Weighted(("クレジット", "現金", "電子マネー"), (45, 30, 25)),
    "US": Weighted(("card", "cash", "mobile"), (72, 12, 16)),
}
_MORE: dict[Country, str] = {"KR": " 외 {}건", "JP": " 他{}点", "US": " +{} more"}
_PRODUCTS = ranked(PRODUCTS, flatness=15)
_COUNTRY: Weighted[Country] = Weighted(("KR", "JP", "US"), (0.40, 0.35, 0.25))
_PER_CARD, _ANONYMOUS, _RETURNS = 2.6, 0.42, 0.04
"""Receipts per card on average, anonymous receipts per receipt with a card, share of goods brought back."""


def receipts(cards: list[Card], seed: int) -> list[Receipt]:
    """Purchases with every card while it was valid, and purchases nobody can be named for."""
    dice = Dice(seed, "store")
    replaced_on = {card.replaces: card.issued_on for card in cards if card.replaces}
    rows = []
    for card in cards:
        first, last = max(card.issued_on, FIRST_DAY), replaced_on.get(card.card_no, TODAY)
        if not card.person or first > last:
            continue
        for _ in range(dice.count(_PER_CARD)):
            at = dice.moment(dice.day(first, last))
            row = _receipt(card.country, at, dice)
            rows.append(row._replace(person=dice.pick(card.users), shared=len(card.users) > 1, card_no=card.card_no))
    for _ in range(int(len(rows) * _ANONYMOUS)):
        rows.append(_receipt(_COUNTRY.draw(dice), dice.moment(dice.day(FIRST_DAY, TODAY)), dice))
    return _numbered(rows)


def _receipt(country: Country, at: datetime, dice: Dice) -> Receipt:
    product, quantity = _PRODUCTS.draw(dice), 1 + dice.count(0.2)
    more = dice.count(0.5)
    back = dice.chance(_RETURNS)
    amount = product.prices[country] * quantity * (1 if back else 1 + more * 0.8)
    return Receipt(
        person="",
        shared=False,
        country=country,
        receipt_no="",
        at=at,
        store=dice.pick(STORES[country]).code,
        card_no="",
        item=product.titles[country] + (_MORE[country].format(more) if more and not back else ""),
        quantity=-quantity if back else quantity,
        amount=-amount if back else amount,
        payment=_PAYMENTS[country].draw(dice),
        clerk=f"{country[0]}{dice.between(1, 24):03d}",
    )


def _numbered(rows: list[Receipt]) -> list[Receipt]:
    """Receipt numbers: shop, day, serial of the day: K01-240305-003."""
    serials: dict[tuple[str, date], int] = {}
    numbered = []
    for row in sorted(rows, key=lambda row: (row.at, row.store, row.card_no, row.item)):
        key = row.store, row.at.date()
        serials[key] = serials.get(key, 0) + 1
        numbered.append(row._replace(receipt_no=f"{row.store}-{row.at:%y%m%d}-{serials[key]:03d}"))
    return numbered


def local_time(at: datetime, country: Country) -> str:
    """2026. 3. 5. 오후 2:15, 2026年3月5日 14:15, 3/5/2026 2:15 PM."""
    if country == "JP":
        return f"{at.year}年{at.month}月{at.day}日 {at.hour}:{at.minute:02d}"
    hour, afternoon = at.hour % 12 or 12, at.hour >= 12
    if country == "KR":
        return f"{at.year}. {at.month}. {at.day}. {'오후' if afternoon else '오전'} {hour}:{at.minute:02d}"
    return f"{at.month}/{at.day}/{at.year} {hour}:{at.minute:02d} {'PM' if afternoon else 'AM'}"


def amount_text(amount: float, country: Country) -> str:
    """45,000 (won), 4500 (yen), 45.00 (dollars)."""
    if country == "US":
        return f"{amount:.2f}"
    return f"{round(amount):,}" if country == "KR" else str(round(amount))


def write(folder: Path, rows: list[Receipt]) -> dict[str, int]:
    """Write one file per country below `folder`, in order of time; returns the number of receipts by file."""
    ordered = sorted(rows, key=lambda row: (row.at, row.receipt_no))
    counts = {}
    for country in COUNTRIES:
        name = f"store/till_{country.lower()}.csv"
        lines = [_record(row) for row in ordered if row.country == country]
        counts[name] = write_csv(folder / name, _HEADERS[country].split(","), lines, ENCODINGS[country])
    return counts


def _record(row: Receipt) -> tuple[str, ...]:
    return (
        row.receipt_no,
        local_time(row.at, row.country),
        row.store,
        row.card_no,
        row.item,
        str(row.quantity),
        amount_text(row.amount, row.country),
        row.payment,
        row.clerk,
    )


def returned(receipt: Receipt, receipt_no: str, days: int) -> Receipt:
    """The receipt for bringing the goods back some days later."""
    at = receipt.at + timedelta(days=days)
    return receipt._replace(receipt_no=receipt_no, at=at, quantity=-receipt.quantity, amount=-receipt.amount)
