"""Splink at work: comparison vectors and match weights of given pairs."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator

from splink import DuckDBAPI, Linker

from cdp.database import Database, quote
from cdp.link.agreement import Comparison
from cdp.link.settings import Settings, vector_settings

logging.getLogger("splink").setLevel(logging.ERROR)


class _Views(DuckDBAPI):
    """Splink's results as views: the statement that reads the last one computes them in one go, and only what it asks.

    As tables, the records of both sides and all the values compared would be written to be read once.
    """

    def _setup_for_execute_sql(self, sql: str, physical_name: str) -> str:
        return f"create or replace temp view {physical_name} as {sql}"

    def delete_table_from_database(self, name: str) -> None:
        """Let it be: Splink is done with a result before it has been read, and a view takes no room."""


class Scorer:
    """A Splink linker over the table `link_input`."""

    def __init__(self, db: Database, settings: Settings, table: str = "link_input") -> None:
        self._db = db
        with _silence():
            self._api = _Views(connection=db.connection)
            frame = self._api.register(table, dataset_display_name="records")
            self._linker = Linker(frame, settings, log_level=None, validate_settings=False)
        for column in _frequency_columns(settings) & {c.removeprefix("tf_") for c in db.columns(table)}:
            self._keep_frequencies(table, column)

    def _keep_frequencies(self, table: str, column: str) -> None:
        """Keep Splink from counting the term frequencies that the records already have in `tf_<column>`."""
        nothing = f"no_{column}_frequency"
        columns = f"{quote(column)}, {quote('tf_' + column)}"
        self._db.run(f"create or replace temp table {quote(nothing)} as select {columns} from {quote(table)} limit 0")
        with _silence():
            frame = self._api.table_to_splink_dataframe(nothing, nothing)
            self._linker.table_management.register_term_frequency_lookup(frame, column)

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
        with _silence():
            frame = self._api.table_to_splink_dataframe(blocked, blocked)
            self._linker.table_management.register_blocked_pairs_for_predict(frame)
            scored = self._linker.inference.predict(warning_mode="never")
        more = f", match_key as {quote(kept)}" if kept else ""
        self._db.run(
            f"create or replace temp table {quote(made)} as select {columns}{more} from {scored.physical_name}"
        )
        self._db.run(f"drop view {quote(blocked)}")


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
