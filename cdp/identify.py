"""Stage *identify*: the stable golden_id of every cluster, and what became of the ids published before.

A golden_id is a keyed hash of the record that claimed it: the member of the cluster whose key landed first.
"""

from __future__ import annotations

from pathlib import Path

from cdp.database import Database, statement


def identify(db: Database, secret: str, previous_membership: Path | None) -> dict[str, int]:
    """Make `member` (golden_id, rid, source, record_id, is_anchor) and `identity_change`; return changes by kind.

    Reads `cluster` and `record`; `previous_membership` is the membership table of the published version.
    """
    db.run(statement("cdp", "member"), {"secret": secret})
    compare_membership(db, previous_membership)
    return dict(db.rows("select change, count(*) from identity_change group by change order by change"))


def compare_membership(db: Database, previous_membership: Path | None) -> None:
    """Make `identity_change` from `member` and an earlier membership table."""
    if previous_membership is None:
        db.run("create or replace temp table previous (golden_id varchar, source varchar, record_id varchar)")
    else:
        db.run(
            "create or replace temp table previous as select golden_id, source, record_id from read_parquet($path)",
            {"path": str(previous_membership)},
        )
    db.run(statement("cdp", "identity_change"))
    db.drop("previous")
