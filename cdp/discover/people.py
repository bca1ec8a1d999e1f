"""Which tables hold people, and what of them a record is made of."""

from __future__ import annotations

from cdp.discover.column_words import is_id_like, tokens
from cdp.discover.draft import Chosen, joined, read, sql_of
from cdp.discover.evidence import Evidence
from cdp.discover.meaning import Guess
from cdp.discover.settle import Looked
from cdp.discover.table import Column

_CONTACTS = ("email", "phone", "hashed_email", "hashed_phone", "national_id")
_PERSONAL = (*_CONTACTS, "birth_date", "gender", "passport", "driver_licence")
_NAMES = ("given_name", "family_name", "full_name", "phonetic_name", "organisation_name")
_MAPPED = (
    "full_name",
    "family_name",
    "phonetic_name",
    "organisation_name",
    "birth_date",
    "gender",
    "email",
    "phone",
    "hashed_email",
    "hashed_phone",
    "national_id",
    "passport",
    "driver_licence",
    "loyalty_id",
    "entity_kind",
)
"""Meanings that are attributes of a record as they are."""
_STAFF_LINE = "employee employees staff personnel clerk clerks agent agents 직원 社員 従業員"
_STAFF = frozenset(_STAFF_LINE.split())
_TELLING_ID = 6
"""Letters and digits from which on an id is no mere counter."""


def holds_people(looked: Looked) -> bool:
    """Whether each row tells of a person: a name and something personal, or two ways to reach somebody."""
    if looked.table.is_mail:
        return False
    placed = any({"full_address", "street", "postal_code", "city"} & set(parts) for parts in looked.addresses)
    if looked.has(*_NAMES) and (looked.has(*_PERSONAL) or placed):
        return True
    return sum(looked.has(each) for each in _CONTACTS) >= 2 and not looked.has("time", "event_type")


def is_staff(looked: Looked) -> bool:
    """Whether a table is called as lists of employees are."""
    return bool(_STAFF & set(tokens(looked.table.name)))


def record_id(looked: Looked, has_events: bool) -> Chosen:
    """Return the key of the record: stable, in every row, and no two rows' (unless they are versions)."""
    if has_events and (account := _account(looked)):
        return account
    ranked = sorted(
        ((_rank(looked, each), -nth, each) for nth, each in enumerate(looked.table.columns)),
        reverse=True,
        key=lambda each: each[:2],
    )
    rank, _, best = ranked[0]
    if rank > 0:
        evidence, guess = looked.evidence[best.name], looked.guesses[best.name]
        return Chosen(read(best, guess).value, min(0.5 + rank / 20, 0.99), _id_reason(best, evidence, looked))
    personal = [looked.table.column(each.column) for each in looked.of(*_NAMES, *_PERSONAL)]
    sql = f"md5(concat_ws('|', {', '.join(map(sql_of, personal))}))"
    return Chosen({"sql": sql}, 0.3, "no column is an id: what is known of the person stands for it")


def _account(looked: Looked) -> Chosen | None:
    """In rows of orders: the customer's number, and for guests the order's."""
    ids = [each for each in looked.of("customer_id") if not looked.has_several(each.column)]
    if not ids:
        return None
    account = looked.table.column(ids[0].column)
    if looked.evidence[account.name].fill == 1:
        return Chosen(read(account, ids[0]).value, 0.8, f"{ids[0].reason}; its rows are versions of one record")
    rows = [each for each in looked.table.columns if _is_key(looked.evidence[each.name]) and is_id_like(each.name)]
    if not rows:
        return None
    return Chosen({"sql": f"coalesce({sql_of(account)}, {sql_of(rows[0])})"}, 0.7, "the account, else the row's own id")


def _is_key(evidence: Evidence) -> bool:
    return evidence.fill == 1 and evidence.unique == 1


def _rank(looked: Looked, column: Column) -> float:
    """How well a column serves as record id; nothing above 0: not at all."""
    evidence, guess = looked.evidence[column.name], looked.guesses[column.name]
    id_like = is_id_like(column.name)
    versions = id_like and evidence.unique > 0.5
    if looked.has_several(column.name) or not (evidence.fill == 1 and (evidence.unique == 1 or versions)):
        return 0
    rank: float = 4 * (evidence.unique == 1) + 3 * (column.name == looked.table.primary_key)
    rank += 2 * id_like + 1 * (guess.meaning in ("id", "customer_id", "loyalty_id")) - len(guess.further) * 0.1
    personal = guess.meaning in (
        *_NAMES,
        *_PERSONAL,
        "street",
        "full_address",
        "number",
        "amount",
        "date",
        "text",
        "words",
    )
    return rank - 5 * personal


def _id_reason(column: Column, evidence: Evidence, looked: Looked) -> str:
    told = "the primary key" if column.name == looked.table.primary_key else "in every row"
    return f"{told}, {evidence.unique:.0%} distinct" + (", called as ids are" if is_id_like(column.name) else "")


def attributes(looked: Looked, own_id: object) -> dict[str, list[Chosen]]:
    """Return the attributes that the columns of a table give a record."""
    found: dict[str, list[Chosen]] = {}
    given = looked.of("given_name")[:1] + looked.of("middle_name")[:1]
    if given:
        found["given_name"] = [joined([looked.table.column(each.column) for each in given], given)]
    for meaning in _MAPPED:
        if columns := looked.of(meaning):
            found[meaning] = [read(looked.table.column(each.column), each) for each in columns]
    kana = looked.of("phonetic_family")[:1] + looked.of("phonetic_given")[:1]
    if kana:
        found["phonetic_name"] = [joined([looked.table.column(each.column) for each in kana], kana)]
    if accounts := [each for each in looked.of("customer_id") if is_telling(looked, each)]:
        values = [read(looked.table.column(each.column), each) for each in accounts]
        if others := [each for each in values if each.value != own_id]:
            found["customer_id"] = others
    return found


def is_telling(looked: Looked, guess: Guess) -> bool:
    """Whether the values of an id are more than a counter, so that equal ones in two systems mean something."""
    return looked.evidence[guess.column].share(lambda value: len(value) >= _TELLING_ID or not value.isdigit()) > 0.9


def addresses(looked: Looked) -> list[dict[str, Chosen]]:
    """Return the addresses that the columns of a table give a record."""
    return [
        {
            part: joined([looked.table.column(name) for name in names], [looked.guesses[name] for name in names])
            for part, names in parts.items()
            if not any(map(looked.has_several, names))
        }
        for parts in looked.addresses
    ]


def consents(looked: Looked) -> list[dict[str, Chosen]]:
    """Return the permissions that the columns of a table tell."""
    said = looked.of("consent")
    times = [each for each in said if looked.evidence[each.column].moments() > 0.8]
    found = []
    for each in said:
        if each in times or looked.has_several(each.column):
            continue
        words = set(tokens(each.column))
        channel = next((name for name, told in _CHANNELS.items() if words & told), "email")
        consent = {
            "purpose": Chosen({"constant": "marketing"}, 0.6, "the usual purpose"),
            "channel": Chosen({"constant": channel}, 0.8 if channel != "email" else 0.6, "by its name"),
            "state": read(looked.table.column(each.column), each),
        }
        if times:
            consent["since"] = read(looked.table.column(times[0].column), times[0])
        found.append(consent)
    return found


_CHANNELS = {
    "sms": {"sms", "text", "mms", "문자", "문자수신"},
    "phone": {"phone", "call", "전화", "電話"},
    "post": {"post", "postal", "letter", "우편", "郵便"},
    "push": {"push", "푸시", "プッシュ"},
    "email": {"email", "mail", "이메일", "メール"},
}
