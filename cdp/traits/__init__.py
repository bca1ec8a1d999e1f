"""Stage *traits*: what each person is like, by what the person did, and what to expect of the person."""

from __future__ import annotations

from cdp.config import Config
from cdp.config.trait_check import GIVEN, HORIZON, layers
from cdp.config.traits import Trait
from cdp.config.value import columns_of
from cdp.database import Database, quote
from cdp.traits.expectation import make_value_cells
from cdp.traits.measures import measured_sql
from cdp.traits.person import Given, trait_sql

_MEASURED = {"interaction": "interaction_measure", "purchase": "purchase_measure"}
"""Tables that traits are measured over, and those that hold the measures of a person."""


def make_traits(db: Database, config: Config) -> None:
    """Make `trait` and `value_cell`; see their contracts. Reads interaction, purchase, profile and horizon.

    Everybody's are made anew in every run: days since something change for all as the horizon moves, and quintiles and
    cells depend on everybody. Nobody has a row where no source tells of events and traits.yml declares none.
    """
    traits = config.traits.all
    make_value_cells(db)
    for table, made in _MEASURED.items():
        measured = {name: trait for name, trait in traits.items() if trait.of_table == table}
        db.run(f"create or replace temp table {made} as {measured_sql(table, measured, _listed(db, measured))}")
    given = Given(_needed_of_profile(db, config, traits), tuple(_MEASURED.values()), GIVEN[1:])
    someone = "" if config.traits.traits or db.count("event") else " limit 0"
    db.run(f"create or replace temp table trait as {trait_sql(traits, layers(traits), given)}{someone}")
    db.drop(*_MEASURED.values(), "lifetime_value")


def _listed(db: Database, measured: dict[str, Trait]) -> set[str]:
    """Names of the traits that are measured of lists."""
    kinds = {
        name: db.value(f"select column_type from (describe select {trait.of} as x from {trait.of_table})")
        for name, trait in measured.items()
        if trait.of is not None and HORIZON not in columns_of(trait.of)
    }
    return {name for name, kind in kinds.items() if kind.endswith("[]")}


def _needed_of_profile(db: Database, config: Config, traits: dict[str, Trait]) -> dict[str, str]:
    """Return the columns of the profile that traits need, with their SQL: null where no source maps them."""
    there = {name.lower() for name in db.columns("profile")}
    told = (sql for trait in traits.values() if trait.measure is None for sql in (trait.sql, trait.where) if sql)
    named = {name.lower() for sql in told for name in columns_of(sql)}
    return {
        name: quote(name) if name in there else f"cast(null as {kind})"
        for name, kind in config.profile_columns.items()
        if name in named and name != "golden_id"
    }
