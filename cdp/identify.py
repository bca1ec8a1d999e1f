"""Stage *identify*: the stable golden_id of every cluster, and what became of the ids published before.

A golden_id is a keyed hash of the record that claimed it: the member of the cluster whose key landed first. When that
record is gone, the oldest record that remains of the person inherits the claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from cdp.database import Database, statement
from cdp.ledger import InheritedClaim


def identify(
    db: Database,
    secret: str,
    previous: str | None,
    inherited: Sequence[InheritedClaim] = (),
    version: str = "v000001",
    seq: int = 0,
    former_ids: Iterable[str] = (),
) -> dict[str, int]:
    """Make `member` (golden_id, rid, source, record_id, is_anchor, claim), `inherited_claim` and `identity_change`.

    Reads `cluster` and `record`; `previous` is the table `membership` as published before, or its rows of the people to
    whom one of the records belonged; `inherited` what the ledger knows of claims that passed on. Those that pass on now
    are added to `inherited_claim` under `version`, the one to be published, with `seq`, the newest package.
    `former_ids` were merged away or retired at some time. Returns changes by kind; the table `previous` (golden_id,
    source, record_id, is_anchor, claim, rid) stays for `find_causes`.
    """
    _make_inherited_claim(db, inherited)
    _make_previous(db, previous, "record")
    db.run(statement("cdp", "passed_claim"), {"secret": secret})
    db.run(
        "insert into inherited_claim select $version, golden_id, claimant, heir, age, $seq from passed_claim",
        {"version": version, "seq": seq},
    )
    db.run(statement("cdp", "member"), {"secret": secret})
    db.drop("passed_claim")
    _make_identity_change(db, former_ids)
    return dict(db.rows("select change, count(*) from identity_change group by change order by change"))


def compare_membership(db: Database, previous: str | None, former_ids: Iterable[str]) -> None:
    """Make `identity_change` from `member` (golden_id, rid, source, record_id) and an earlier membership table.

    `former_ids` were merged away or retired at some time.
    """
    _make_previous(db, previous, "member")
    _make_identity_change(db, former_ids)


def _make_identity_change(db: Database, former_ids: Iterable[str]) -> None:
    """Make `identity_change` (nth, change, golden_id, other_golden_id, records, reason)."""
    ids = pa.table({"golden_id": pa.array(former_ids, pa.string())})
    with db.registered("former_id", ids):
        db.run(statement("cdp", "identity_change"))


def _make_previous(db: Database, membership: str | None, present: str) -> None:
    """Make `previous`: the membership published before, with the rid that each record has in the table `present`."""
    if membership is None:
        columns = "golden_id varchar, source varchar, record_id varchar, is_anchor boolean, claim bigint, rid integer"
        db.run(f"create or replace temp table previous ({columns})")
        return
    db.run(
        f"""
        create or replace temp table previous as
        select before.golden_id, before.source, before.record_id, before.is_anchor, before.claim, present.rid
        from {membership} before left join {present} present using (source, record_id)
        """
    )


_INHERITED = pa.schema(
    [
        ("version", pa.string()),
        ("golden_id", pa.string()),
        ("claimant", pa.string()),
        ("heir", pa.string()),
        ("age", pa.int64()),
        ("seq", pa.int32()),
    ]
)


def _make_inherited_claim(db: Database, claims: Sequence[InheritedClaim]) -> None:
    with db.registered("claims", pa.Table.from_pylist([vars(claim) for claim in claims], schema=_INHERITED)):
        db.run("create or replace temp table inherited_claim as select * from claims")
