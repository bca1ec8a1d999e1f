"""Splink at work: comparison vectors and match weights of given pairs."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator
from typing import Any

from splink import DuckDBAPI, Linker

from cdp.database import Database, quote

logging.getLogger("splink").setLevel(logging.ERROR)


class Scorer:
    """A Splink linker over the table `link_input`."""

    def __init__(self, db: Database, settings: dict[str, Any], table: str = "link_input") -> None:
        self._db = db
        with _silence():
            self._api = DuckDBAPI(connection=db.connection)
            frame = self._api.register(table, dataset_display_name="records")
            self._linker = Linker(frame, settings, log_level=None, validate_settings=False)

    def score(self, pairs: str, made: str, threshold: float | None = None) -> None:
        """Make the table `made` of Splink's predictions for the table `pairs` (rid_l, rid_r).

        Columns: rid_l, rid_r, match_weight, match_probability, and mw_* per comparison. Pairs below `threshold`
        (match weight) are left out.
        """
        blocked = f"{made}_blocked"
        self._db.run(
            f"create or replace temp view {quote(blocked)} as "
            f"select '0' as match_key, rid_l as join_key_l, rid_r as join_key_r from {quote(pairs)}"
        )
        with _silence():
            frame = self._api.table_to_splink_dataframe(blocked, blocked)
            self._linker.table_management.register_blocked_pairs_for_predict(frame)
            scored = self._linker.inference.predict(threshold_match_weight=threshold, warning_mode="never")
        self._db.run(
            f"create or replace temp table {quote(made)} as select * exclude (match_key) from {scored.physical_name}"
        )
        with _silence():
            scored.drop_table_from_database_and_remove_from_cache()
        self._db.run(f"drop view {quote(blocked)}")


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Splink prints progress to standard output; ours is told elsewhere."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
