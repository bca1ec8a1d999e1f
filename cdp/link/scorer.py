"""Splink at work: comparison vectors and match weights of given pairs."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import warnings
from collections.abc import Iterator

from duckdb import DuckDBPyConnection
from splink import DuckDBAPI, Linker

from cdp.database import Database, quote
from cdp.link.agreement import Comparison
from cdp.link.settings import Settings, vector_settings

logging.getLogger("splink").setLevel(logging.ERROR)


class _Views(DuckDBAPI):
    """Splink's results as views: the statement that reads the last one computes them in one go, and only what it asks.

    As tables, the records of both sides and all the values compared would be written to be read once.
    """

    def __init__(self, connection: DuckDBPyConnection) -> None:
        super().__init__(connection=connection)
        self.views: dict[str, str] = {}
        """The query of each view, in the order in which they were made."""

    def _setup_for_execute_sql(self, sql: str, physical_name: str) -> str:
        self.views[physical_name] = sql
        return _view(physical_name, sql)

    def delete_table_from_database(self, name: str) -> None:
        """Let it be: Splink is done with a result before it has been read, and a view takes no room."""


class Scorer:
    """A Splink linker over the table `link_input`."""

    def __init__(self, db: Database, settings: Settings, table: str = "link_input") -> None:
        self._db, self._settings, self._table = db, settings, table
        self._columns = db.columns(table)
        self._counted = sorted(_frequency_columns(settings) & {name.removeprefix("tf_") for name in self._columns})
        for column in self._counted:
            columns = f"{quote(column)}, {quote('tf_' + column)}"
            nothing = quote(_nothing(column))
            db.run(f"create or replace temp table {nothing} as select {columns} from {quote(table)} limit 0")

    def score(self, pairs: str, made: str, columns: str = "* exclude (match_key)", kept: str | None = None) -> None:
        """Make the table `made` of Splink's predictions for the table `pairs` (rid_l, rid_r).

        Columns: rid_l, rid_r, match_weight, match_probability, and mw_* per comparison, or the SQL `columns` over them;
        and the integer column `kept` of `pairs`.
        """
        blocked = f"{made}_blocked"
        self._db.run(
            f"create or replace temp view {quote(blocked)} as "
            f"select {kept or 0} as match_key, rid_l as join_key_l, rid_r as join_key_r from {quote(pairs)}"
        )
        scored = self._scored(blocked)
        more = f", match_key as {quote(kept)}" if kept else ""
        self._db.run(f"create or replace temp table {quote(made)} as select {columns}{more} from {scored}")
        self._db.run(f"drop view {quote(blocked)}")

    def _scored(self, blocked: str) -> str:
        """Return the SQL of Splink's predictions, and make the views that it reads.

        Splink writes it once for the same settings and columns: that takes longer than to compare a few records.
        """
        known = json.dumps([self._settings, self._table, self._columns, blocked])
        if known not in _WRITTEN:
            _WRITTEN[known] = self._written(blocked)
        *before, (_, predictions) = _WRITTEN[known].items()
        for name, sql in before:
            self._db.run(_view(name, sql))
        return f"({predictions})"

    def _written(self, blocked: str) -> dict[str, str]:
        """Return what Splink writes: queries by the name of their view, the last one that of the predictions."""
        with _silence():
            api = _Views(self._db.connection)
            frame = api.register(self._table, dataset_display_name="records")
            linker = Linker(frame, self._settings, log_level=None, validate_settings=False)
            for column in self._counted:
                lookup = api.table_to_splink_dataframe(_nothing(column), _nothing(column))
                linker.table_management.register_term_frequency_lookup(lookup, column)
            linker.table_management.register_blocked_pairs_for_predict(api.table_to_splink_dataframe(blocked, blocked))
            linker.inference.predict(warning_mode="never")
        return api.views


_WRITTEN: dict[str, dict[str, str]] = {}
"""What Splink has written, by settings, table, its columns, and pairs."""


def _view(name: str, sql: str) -> str:
    return f"create or replace temp view {name} as {sql}"


def _nothing(column: str) -> str:
    """Name of the empty table that keeps Splink from counting term frequencies which the records already have."""
    return f"no_{column}_frequency"


def _frequency_columns(settings: Settings) -> set[str]:
    levels = (level for comparison in settings["comparisons"] for level in comparison["comparison_levels"])
    return {level["tf_adjustment_column"] for level in levels if "tf_adjustment_column" in level}


def make_vectors(
    db: Database,
    comparisons: list[Comparison],
    pairs: str,
    made: str,
    kept: str | None = None,
    records: str = "link_input",
) -> None:
    """Make the table `made` of comparison vectors: rid_l, rid_r, per comparison its level, and the column `kept`.

    `records` holds the records of the `pairs`, in the columns of `link_input`.

    A level is -1 where there is nothing to compare, 0 where the records differ, then rising agreement. Comparisons with
    term frequencies also have `frequency_<comparison>`: log2(2^-12 / term frequency), 0 where it plays no part.
    """
    columns = ["rid_l", "rid_r"]
    for comparison in comparisons:
        name = comparison.name
        columns.append(f"cast({quote('gamma_' + name)} as tinyint) as {quote(name)}")
        if comparison.has_frequencies:
            columns.append(f"cast({quote('mw_tf_adj_' + name)} as float) as {quote('frequency_' + name)}")
    Scorer(db, vector_settings(comparisons), records).score(pairs, made, ", ".join(columns), kept)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Splink prints progress to standard output; ours is told elsewhere."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
