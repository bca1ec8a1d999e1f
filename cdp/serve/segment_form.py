"""The form of one condition: what it offers for a field, and the condition that a filled one describes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as field_of
from typing import Any

from cdp.segments.fields import BOOLEAN, DAY, LIST, NUMBER, PERSON, TEXT, Field, Fields, UnknownField
from cdp.segments.rule import suiting
from cdp.serve.segment_draft import Leaf
from cdp.serve.segment_entry import WrongEntry, given_value, plain, whole
from cdp.serve.segment_words import LINE, TOGETHER, said, value_meant
from cdp.wording import Told

_WAYS = {
    TEXT: ("in", "contains", "there", "missing"),
    LIST: ("contains", "there", "missing"),
    BOOLEAN: ("in", "there", "missing"),
    NUMBER: ("at_least", "at_most", "between", "in", "there", "missing"),
    DAY: ("within_days", "between", "before", "after", "there", "missing"),
}
"""Ways to compare that are offered for each kind of field, the first at once; `in` with one value is `is`."""
ASKING_NOTHING = ("there", "missing")
_WHERE, _WHERE_TYPED = "where.", "where_typed."

Entries = Mapping[str, Sequence[str]]
"""What was entered, by the name of the entry: `way`; `pick`, values chosen; `value`, one or several typed; `to`, the
other end; `times`; `not`; `where.<column>` and `where_typed.<column>`, the same of other columns of the table."""


@dataclass(frozen=True)
class Known:
    """Tells the common values of fields, and what words mean."""

    values: Callable[[Field], Sequence[str]]
    own: Mapping[str, Told] = field_of(default_factory=dict)
    """The company's own words."""

    def __call__(self, field: Field) -> Sequence[str]:
        """Return the common values of a field."""
        return self.values(field)

    def meant(self, field: Field, typed: str) -> str:
        """Return the value that is kept for a typed one."""
        return value_meant(field, typed, self.values(field), self.own)


@dataclass(frozen=True)
class Offer:
    """A column with the values that it may be asked for."""

    field: Field
    values: Sequence[str]
    chosen: Sequence[str]
    typed: str
    """What was typed instead, or beside."""

    @property
    def name(self) -> str:
        """The name of the entry of its values."""
        return _WHERE + self.field.column

    @property
    def typed_name(self) -> str:
        """The name of the entry of what is typed."""
        return _WHERE_TYPED + self.field.column


@dataclass(frozen=True)
class ConditionForm:
    """A form, with what stands in it."""

    field: Field
    way: str
    ways: Sequence[str]
    values: Sequence[str]
    """Common values of the field that are chosen from; none for numbers and days."""
    chosen: Sequence[str]
    typed: str
    to: str
    where: Sequence[Offer]
    times: str
    negated: bool


def form_of(field: Field, fields: Fields, entries: Entries, known: Known) -> ConditionForm:
    """Return the form of a field with what was entered."""
    ways = list(_WAYS[field.kind])
    way = first(entries, "way") or ways[0]
    way = "in" if way == "is" else way
    values = known(field) if way == "in" or field.kind == LIST else []
    return ConditionForm(
        field,
        way,
        ways if way in ways or way not in suiting(field) else [*ways, way],
        values,
        entries.get("pick", []),
        first(entries, "value"),
        first(entries, "to"),
        _offers(field, fields, entries, known),
        first(entries, "times"),
        bool(first(entries, "not")),
    )


def _offers(field: Field, fields: Fields, entries: Entries, known: Known) -> list[Offer]:
    """Return what the rows may be asked for: the columns that people have words for, and those that were entered."""
    found = []
    for other in fields.all():
        chosen, typed = entries.get(_WHERE + other.column, []), first(entries, _WHERE_TYPED + other.column)
        if other.table != field.table or other == field or other.kind == LIST:
            continue
        values = known(other) if said(other) and not field.once else []
        if other.column == LINE:
            is_fresh = bool(first(entries, "by")) or not first(entries, "way")
            values, chosen = [TOGETHER, *values], [TOGETHER] if is_fresh else chosen
        if values or chosen or typed:
            found.append(Offer(other, values, chosen, typed))
    return sorted(found, key=lambda offer: not (offer.chosen or offer.typed))


def entries_of(leaf: Leaf, fields: Fields, known: Known) -> dict[str, Sequence[str]]:
    """Return the entries that describe a condition of a draft. Raises WrongEntry for a field that is not there."""
    condition = dict(leaf.condition)
    field = chosen_field(str(condition.pop("field", "")), fields)
    where, times = condition.pop("where", {}), condition.pop("times", "")
    ((way, given),) = condition.items()
    entries: dict[str, Sequence[str]] = {"times": [str(times)], "not": ["1"] if leaf.negated else []}
    if way == "missing":
        return {**entries, **_where_entries(field, where, fields, known), "way": ["missing" if given else "there"]}
    values = [_typed(each) for each in (given if isinstance(given, (list, tuple)) else [given])]
    if way == "between":
        entries |= {"value": values[:1], "to": values[1:]}
    else:
        offered = known(field) if way in ("is", "in", "contains") else []
        entries |= _chosen_or_typed("pick", "value", [known.meant(field, each) for each in values], offered)
    return {**entries, **_where_entries(field, where, fields, known), "way": [way]}


def _where_entries(field: Field, where: Mapping[str, Any], fields: Fields, known: Known) -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    for column, given in where.items():
        if given is None:
            found[_WHERE + column] = [TOGETHER]
            continue
        other = chosen_field(f"{field.table}.{column}", fields)
        values = [_typed(each) for each in (given if isinstance(given, (list, tuple)) else [given])]
        meant = [known.meant(other, each) for each in values]
        found |= _chosen_or_typed(_WHERE + column, _WHERE_TYPED + column, meant, known(other))
    return found


def _chosen_or_typed(pick: str, typed: str, values: Sequence[str], offered: Sequence[str]) -> dict[str, Sequence[str]]:
    rest = [each for each in values if each not in offered]
    return {pick: [each for each in values if each in offered], typed: [", ".join(rest)]}


def _typed(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def leaf_of(field: Field, fields: Fields, entries: Entries, known: Known) -> Leaf:
    """Return the condition that a filled form describes. Raises WrongEntry."""
    way = first(entries, "way")
    if way not in (*suiting(field), *_WAYS[field.kind]):
        raise WrongEntry("way", "way")
    condition = {
        "field": field.column if field.table == PERSON else field.name,
        **_compared(field, way, entries, known),
    }
    if where := _where(field, fields, entries, known):
        condition["where"] = where
    if first(entries, "times"):
        condition["times"] = whole("times", first(entries, "times"))
    return Leaf(condition, bool(first(entries, "not")))


def _compared(field: Field, way: str, entries: Entries, known: Known) -> dict[str, Any]:
    if way in ASKING_NOTHING:
        return {"missing": way == "missing"}
    picked, typed = list(entries.get("pick", [])), first(entries, "value")
    if way in ("is", "in"):
        return _equal(_values("value", field, picked, typed, known))
    if way == "contains" and picked and not typed:
        return {way: picked[0]}
    text = f"{typed}..{first(entries, 'to')}" if way == "between" and first(entries, "to") else typed
    return {way: given_value(way, text, field, known.meant)}


def _values(entry: str, field: Field, picked: Sequence[str], typed: str, known: Known) -> list[Any]:
    """Return values that were chosen, and typed ones after them. Raises WrongEntry without any."""
    meaning = known.meant
    found = [plain(entry, each, field, meaning) for each in picked]
    if typed or not found:
        found += given_value("in", typed, field, meaning)
    values = [each == "true" if field.kind == BOOLEAN and each in ("true", "false") else each for each in found]
    return list(dict.fromkeys(values))


def _equal(values: list[Any]) -> dict[str, Any]:
    return {"in": values} if len(values) > 1 else {"is": values[0]}


def _where(field: Field, fields: Fields, entries: Entries, known: Known) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in dict.fromkeys(name.partition(".")[2] for name in entries if name.startswith((_WHERE, _WHERE_TYPED))):
        chosen, typed = entries.get(_WHERE + column, []), first(entries, _WHERE_TYPED + column)
        picked = [each for each in chosen if each != TOGETHER]
        if picked or typed:
            other = chosen_field(f"{field.table}.{column}", fields)
            values = _values("where", other, picked, typed, known)
            found[column] = values if len(values) > 1 else values[0]
        elif chosen:
            found[column] = None
    return found


def chosen_field(name: str, fields: Fields) -> Field:
    """Return the field of a name. Raises WrongEntry."""
    try:
        return fields.find(name)
    except UnknownField as fault:
        raise WrongEntry("field", "field", name) from fault


def first(entries: Entries, name: str) -> str:
    """Return what was entered under a name, without spaces around it; empty for nothing."""
    return next(iter(entries.get(name, [])), "").strip()
