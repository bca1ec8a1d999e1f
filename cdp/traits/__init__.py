"""Stage *traits*: what each person is like, by what the person did, and what to expect of the person."""

from __future__ import annotations

from collections.abc import Mapping

from cdp.config import Config
from cdp.config.trait_check import GIVEN, HORIZON, layers
from cdp.config.traits import Trait
from cdp.config.value import columns_of
from cdp.database import Database, quote
from cdp.traits.expectation import make_value_cells
from cdp.traits.measures import measured_sql
from cdp.traits.person import Given, trait_sql
from cdp.traits.standing import Standing, horizon

MEASURED = {"interaction": "interaction_measure", "purchase": "purchase_measure"}
"""Tables that traits are measured over, and those that hold the measures of a person."""


def make_traits(db: Database, config: Config, standing: Standing | None = None) -> None:
    """Make `trait` and `value_cell`; see their contracts. Reads interaction, purchase, profile and horizon.

    What `standing` holds is not measured again. From the measures everybody's traits are made in every run: days since
    something change for all as the horizon moves, and quintiles and cells depend on everybody. Nobody has a row where
    no source tells of events and traits.yml declares none.
    """
    traits = config.traits.all
    make_value_cells(db)
    for table in MEASURED:
        measured = {name: trait for name, trait in traits.items() if trait.of_table == table}
        _measure(db, table, measured, standing)
    given = Given(_needed_of_profile(db, config, traits), tuple(MEASURED.values()), GIVEN[1:])
    someone = "" if config.traits.traits or db.count("event") else " limit 0"
    db.run(f"create or replace temp table trait as {trait_sql(traits, layers(traits), given)}{someone}")
    db.drop("lifetime_value")


def keep_measures(db: Database, schema: str) -> None:
    """Put the measures that `make_traits` left where the next run finds them: in a database of this name.

    They are dropped where they were.
    """
    for made in MEASURED.values():
        kept = f"{schema}.{made}"
        if db.has(f"{made}_now"):
            db.run(f"delete from {kept} where golden_id in (from {made}_again)")
            db.run(f"insert into {kept} by name from {made}_now")
        else:
            db.run(f"create or replace table {kept} as from {made}")
        db.drop_any(made)
        db.drop(f"{made}_again", f"{made}_now")


def _measure(db: Database, table: str, traits: Mapping[str, Trait], standing: Standing | None) -> None:
    """Make `<table>_measure`: of everybody, or of those for whom the standing one is true no longer, beside that."""
    made, listed = MEASURED[table], _listed(db, traits)
    again = standing.again_sql(table, traits.values(), horizon(db)) if standing else None
    if standing is None or again is None:
        db.run(f"create or replace temp table {made} as {measured_sql(table, traits, listed)}")
        return
    db.run(f"create or replace temp table {made}_again as {again}")
    db.run(f"create or replace temp table {made}_now as {measured_sql(table, traits, listed, f'{made}_again')}")
    db.run(
        f"""
        create or replace temp view {made} as
        from {standing.schema}.{made} anti join {made}_again using (golden_id) union all by name from {made}_now
        """
    )


def _listed(db: Database, measured: Mapping[str, Trait]) -> set[str]:
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
