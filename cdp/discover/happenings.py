"""Which tables tell what happened, and to whom."""

from __future__ import annotations

from typing import Any

from cdp.config.events import currency_of
from cdp.discover.column_words import is_id_like, tokens
from cdp.discover.draft import Chosen, Draft, read, sql_of
from cdp.discover.meaning import Guess
from cdp.discover.people import is_telling
from cdp.discover.settle import Looked

_IDENTIFIERS = ("email", "phone", "hashed_email", "hashed_phone", "loyalty_id", "customer_id", "device_id")
_TIMES = ("time", "created_at", "date")
_FIELDS = ("order_number", "currency", "text", "agent", "place", "topic", "campaign")
_DEEDS = ("order_number", "amount", "product", "event_type", "quantity", "campaign")
_SHARED = 0.2
"""Share of the ids of a sample that have to be found in another sample."""
_MAIL = "mails have these columns"
Owner = tuple[Draft, Looked]
"""A source of people, and what its columns are."""


def mail_received() -> dict[str, Any]:
    """Return the event that each mail makes: the columns of mails are known."""
    return {
        "type": Chosen({"constant": "email_received"}, 1.0, _MAIL),
        "time": Chosen("time", 1.0, _MAIL),
        "id": Chosen("message_id", 1.0, _MAIL),
        "identifiers": {"email": Chosen("from_mail", 1.0, "who wrote it")},
        "text": Chosen("text", 1.0, "what is new in it, without history and signature"),
        "properties": {"subject": Chosen("subject", 1.0, _MAIL), "answers": Chosen("in_reply_to", 1.0, _MAIL)},
    }


def tells_events(looked: Looked, *, people: bool) -> bool:
    """Whether rows are things that happened: a time, and beside people also something that was done."""
    if people:
        return looked.has("order_number", "amount") and looked.has("time")
    return looked.has(*_TIMES)


def event_of(looked: Looked, owners: list[Owner], *, people: bool) -> dict[str, Any] | None:
    """Return the event that each row makes; None when nothing says to whom it happened."""
    whom = {} if people else _whom(looked, owners)
    if whom is None:
        return None
    times = [each for each in looked.of(*_TIMES) if not looked.has_several(each.column)]
    if not times:
        return None
    event: dict[str, Any] = {"type": _type(looked), "time": _read(looked, times[0])}
    if (key := _own_id(looked)) is not None:
        event["id"] = key
    event |= whom
    for name in _FIELDS:
        if columns := [each for each in looked.of(name) if not looked.has_several(each.column)]:
            event[name] = _read(looked, columns[0])
    event |= _money(looked)
    if products := looked.of("product"):
        event["products"] = _read(looked, products[0])
    if properties := _properties(looked, event):
        event["properties"] = properties
    return event


def _whom(looked: Looked, owners: list[Owner]) -> dict[str, Any] | None:
    identifiers: dict[str, Chosen] = {}
    found: dict[str, Any] = {}
    for each in looked.guesses.values():
        owner = _owner(looked, each, owners)
        if owner is not None and "record_of" not in found and each.meaning not in owner.attributes:
            identifiers["record"] = Chosen(_read(looked, each).value, 0.9, f"its values are ids of {owner.source}")
            found["record_of"] = owner.source
    for meaning in _IDENTIFIERS:
        columns = [each for each in looked.of(meaning) if _can_tell(looked, each)]
        if columns and _read(looked, columns[0]).value not in [each.value for each in identifiers.values()]:
            identifiers[meaning] = _read(looked, columns[0])
    if not identifiers:
        return None
    return {"identifiers": identifiers, **found}


def _can_tell(looked: Looked, each: Guess) -> bool:
    return not looked.has_several(each.column) and (looked.evidence[each.column].filled > 0 or not looked.table.rows)


def _owner(looked: Looked, column: Guess, owners: list[Owner]) -> Draft | None:
    """The source of people whose record ids a column holds."""
    reference = looked.table.references.get(column.column)
    for draft, people in owners:
        key = draft.record["id"].value
        if not isinstance(key, str) or draft.source == looked.table.name:
            continue
        if reference is not None:
            if people.table.connector.get("table") == reference[0] and key == reference[1]:
                return draft
            continue
        if column.meaning in ("id", "customer_id", "number", "loyalty_id") and shares(looked, column, people, key):
            return draft
    return None


def shares(looked: Looked, column: Guess, people: Looked, key: str) -> bool:
    """Whether the ids of a column are those of people: by their values, and if these are mere numbers by name too."""
    own = next(each for each in people.table.columns if each.reads == key)
    ids, known = set(looked.table.column(column.column).filled), set(own.filled)
    if not ids or len(ids & known) < _SHARED * min(len(ids), len(known)):
        return False
    return is_telling(looked, column) or tokens(column.column) == tokens(own.name) or _names(column, people)


def _names(column: Guess, people: Looked) -> bool:
    return tokens(column.column)[:1] == tokens(people.table.name)[:1] and is_id_like(column.column)


def _type(looked: Looked) -> Chosen:
    types = sorted(
        looked.of("event_type"), key=lambda each: (len(each.further), -looked.evidence[each.column].distinct)
    )
    fills = [looked.evidence[each.column].fill for each in types]
    if types and fills[0] > 0.9:
        return _read(looked, types[0])
    if len(types) > 1 and fills[1] > 0.9:
        sql = f"coalesce({', '.join(sql_of(looked.table.column(each.column)) for each in types[:2])})"
        return Chosen({"sql": sql}, 0.7, "the first that is filled")
    words = tokens(looked.table.name)
    if "order" in words or "orders" in words:
        return Chosen({"constant": "order_placed"}, 0.7, "by the name of the table")
    if looked.has("amount", "price") and looked.has("order_number", "product"):
        return Chosen({"constant": "purchase"}, 0.7, "amounts beside order numbers or products")
    if looked.has("amount"):
        return Chosen({"constant": "transaction"}, 0.5, "amounts, and nothing else says what happened")
    return Chosen({"constant": looked.table.name}, 0.5, "nothing else says what happened")


def _own_id(looked: Looked) -> Chosen | None:
    keys = [
        column
        for column in looked.table.columns
        if looked.evidence[column.name].fill == 1
        and looked.evidence[column.name].unique == 1
        and (is_id_like(column.name) or column.name == looked.table.primary_key)
        and not looked.has_several(column.name)
    ]
    best = next((each for each in keys if each.name == looked.table.primary_key), keys[0] if keys else None)
    if best is None:
        return None
    return Chosen(read(best, looked.guesses[best.name]).value, 0.9, "in every row, no two rows have the same")


def _money(looked: Looked) -> dict[str, Chosen]:
    amounts, prices, quantities = (
        [each for each in looked.of(name) if not looked.has_several(each.column)]
        for name in ("amount", "price", "quantity")
    )
    if amounts:
        amount = _read(looked, amounts[0])
    elif prices and quantities:
        factors = [sql_of(looked.table.column(each.column)) for each in (prices[0], quantities[0])]
        sql = " * ".join(f"try_cast({factor} as double)" for factor in factors)
        amount = Chosen({"sql": sql}, 0.7, "price times quantity")
    else:
        return {}
    if looked.has("currency") or not looked.region:
        return {"amount": amount}
    return {"amount": amount, "currency": Chosen({"constant": currency_of(looked.region)}, 0.6, "of the country")}


def _properties(looked: Looked, event: dict[str, Any]) -> dict[str, Chosen]:
    taken = {str(each.value) for each in _chosen(event)}
    found: dict[str, Chosen] = {}
    for guess in looked.guesses.values():
        column = looked.table.column(guess.column)
        kind = guess.meaning in (
            "quantity",
            "price",
            "number",
            "category",
            "boolean",
            "words",
            "topic",
            "date",
            "time",
            "event_type",
        )
        if (
            kind
            and looked.evidence[column.name].filled
            and column.reads not in taken
            and not looked.has_several(column.name)
        ):
            found["_".join(tokens(column.name))] = _read(looked, guess)
    return found


def _chosen(event: dict[str, Any]) -> list[Chosen]:
    singles = [each for each in event.values() if isinstance(each, Chosen)]
    return singles + [each for group in event.values() if isinstance(group, dict) for each in group.values()]


def _read(looked: Looked, guess: Guess) -> Chosen:
    return read(looked.table.column(guess.column), guess)
