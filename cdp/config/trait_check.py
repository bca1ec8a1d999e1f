"""Whether traits can be computed: names, references, cycles and types, found out with empty tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from graphlib import CycleError, TopologicalSorter

from cdp.config.traits import Trait
from cdp.config.value import columns_of
from cdp.contracts import INTERACTION, PROFILE, PURCHASE, TRAIT
from cdp.contracts.table import Table
from cdp.database import Database, StatementFailed, quote

HORIZON = "told_until"
"""Column that every expression may use beside those of its table: the moment up to which the data tell."""
GIVEN = tuple(column.name for column in TRAIT.columns)
"""Columns of the table `trait` that the product fills itself."""
_PERSON = "person"
_NUMERIC = ("BIGINT", "INTEGER", "DOUBLE", "DECIMAL", "HUGEINT", "FLOAT", "SMALLINT", "TINYINT", "UBIGINT")


@dataclass(frozen=True)
class TraitFault:
    """What is wrong with a trait: the keys that lead to it in the file, the problem, and how to mend it."""

    keys: tuple[str, ...]
    problem: str
    remedy: str


def references(trait: Trait, traits: Mapping[str, Trait]) -> set[str]:
    """Return the other traits that a trait is computed from."""
    told = [trait.sql, trait.where if trait.quintile_of else None]
    named = {name.lower() for sql in told if sql for name in columns_of(sql)} | {trait.quintile_of or ""}
    return named & set(traits)


def layers(traits: Mapping[str, Trait]) -> list[list[str]]:
    """Return the traits that are computed from others, in layers: each is computed from those before it.

    Raises graphlib.CycleError when some need each other.
    """
    sorter = TopologicalSorter({name: references(trait, traits) for name, trait in traits.items()})
    sorter.prepare()
    found: list[list[str]] = []
    while sorter.is_active():
        ready = sorter.get_ready()
        found.append([name for name in traits if name in ready and traits[name].measure is None])
        sorter.done(*ready)
    return [layer for layer in found if layer]


@cache
def trait_faults(
    declared: tuple[tuple[str, Trait], ...], profile: tuple[tuple[str, str], ...]
) -> tuple[TraitFault, ...]:
    """Return what is wrong with traits, given the columns of the profile with their types; empty when nothing is."""
    traits, columns = dict(declared), dict(profile)
    faults = list(_misnamed(traits, columns))
    if faults:
        return tuple(faults)
    try:
        order = layers(traits)
    except CycleError as fault:
        circle = [str(name) for name in fault.args[1]]
        told = f"needs itself: {' → '.join(reversed(circle))}"
        return (TraitFault((circle[0],), told, "compute one of them from something else"),)
    with Database() as db:
        return tuple(_unbound(db, traits, order, columns))


def _misnamed(traits: Mapping[str, Trait], profile: Mapping[str, str]) -> Iterator[TraitFault]:
    for name in traits:
        if name in (*GIVEN, HORIZON):
            yield TraitFault((name,), "is a name that the product uses itself", "choose another name")
        elif name in profile:
            yield TraitFault((name,), "is already a column of the profile", "choose another name")


def _unbound(
    db: Database, traits: Mapping[str, Trait], order: list[list[str]], profile: Mapping[str, str]
) -> Iterator[TraitFault]:
    """Yield what DuckDB cannot make of the expressions; a trait whose own are wrong is not followed further."""
    for table in (INTERACTION, PURCHASE):
        _make_empty(db, table.name, _types(table))
    _make_empty(db, _PERSON, {**profile, **_types(PROFILE), **_types(TRAIT)})
    for name, trait in traits.items():
        if trait.measure is not None:
            kind, fault = _measured(db, trait)
            yield from [TraitFault((name, *fault.keys), fault.problem, fault.remedy)] if fault else []
            _add(db, name, kind)
    for name in (name for layer in order for name in layer):
        kind, fault = _derived(db, traits[name])
        yield from [TraitFault((name, *fault.keys), fault.problem, fault.remedy)] if fault else []
        _add(db, name, kind)


def _types(table: Table) -> dict[str, str]:
    return {column.name: column.type for column in table.columns}


def _make_empty(db: Database, name: str, types: Mapping[str, str]) -> None:
    columns = ", ".join(f"{quote(column)} {kind}" for column, kind in {**types, HORIZON: "TIMESTAMP"}.items())
    db.run(f"create temp table {quote(name)} ({columns})")


def _add(db: Database, name: str, kind: str) -> None:
    db.run(f"alter table {_PERSON} add column {quote(name)} {kind}")


def _measured(db: Database, trait: Trait) -> tuple[str, TraitFault | None]:
    """Return the type of a measured trait, and what is wrong with it."""
    table = str(trait.of_table)
    if fault := _is_no_condition(db, trait.where, table, "where"):
        return "BIGINT", fault
    if trait.measure == "share":
        return "DOUBLE", _is_no_condition(db, trait.of, table, "of")
    if trait.of is None:
        return ("DOUBLE" if trait.measure == "median_gap" else "BIGINT"), None
    kind, fault = _bound(db, trait.of, table, "of")
    if fault or trait.measure == "distinct":
        return "BIGINT", fault
    if trait.measure == "sum":
        return "DOUBLE", _is_no_number(kind, trait.of, "of")
    return (kind.removesuffix("[]") if trait.measure == "most_common" else kind), None


def _derived(db: Database, trait: Trait) -> tuple[str, TraitFault | None]:
    """Return the type of a trait that is computed from others, and what is wrong with it."""
    if trait.sql is not None:
        return _bound(db, trait.sql, _PERSON, "sql")
    _, fault = _bound(db, quote(str(trait.quintile_of)), _PERSON, "quintile_of")
    return "INTEGER", fault or _is_no_condition(db, trait.where, _PERSON, "where")


def _is_no_condition(db: Database, sql: str | None, table: str, key: str) -> TraitFault | None:
    kind, fault = _bound(db, sql or "true", table, key)
    if fault or kind == "BOOLEAN":
        return fault
    return TraitFault((key,), f"gives {kind}, not yes or no: {sql}", "write a condition, such as channel = 'web'")


def _is_no_number(kind: str, sql: str, key: str) -> TraitFault | None:
    if kind.startswith(_NUMERIC):
        return None
    return TraitFault((key,), f"gives {kind}, not a number: {sql}", "take the sum of a number, such as amount")


def _bound(db: Database, sql: str, table: str, key: str) -> tuple[str, TraitFault | None]:
    """Return the type of an expression over a table; VARCHAR and what is wrong when it has none."""
    columns = {name.lower(): name for name in db.columns(table)}
    try:
        unknown = sorted(name for name in columns_of(sql) if name.lower() not in columns)
        if unknown:
            return "VARCHAR", _unknown(unknown[0], table, list(columns), key)
        return str(db.value(f"select column_type from (describe select ({sql}) as x from {table})")), None
    except StatementFailed as fault:
        told = str(fault).splitlines()[0].split("): ", 1)[-1]
        return "VARCHAR", TraitFault((key,), f"cannot be computed: {told}", "correct the expression")


def _unknown(name: str, table: str, known: list[str], key: str) -> TraitFault:
    where = "neither a trait nor a column of the profile" if table == _PERSON else f"no column of {table}"
    near = get_close_matches(name.lower(), known, n=1)
    remedy = (
        f"did you mean `{near[0]}`?" if near else "`cdp schema --tables` lists the columns, `cdp traits` the traits"
    )
    return TraitFault((key,), f"{name} is {where}", remedy)
