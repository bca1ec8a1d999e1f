"""What the model says of wrong pairs that the published `match` does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdp.contracts import RECORD
from cdp.database import Database, quote

if TYPE_CHECKING:
    from cdp.store import Store
    from cdp.workspace import Workspace


def explain_unmatched(ws: Workspace, store: Store) -> None:
    """Make `explained` in the store: the pairs of `wrong` that are not in `match`, weighed by the version's model.

    Columns: see `tell_why`. It stays empty where that model is gone, or was trained for another configuration.
    """
    store.connection.execute(_EXPLAINED)
    unknown = store.connection.sql(_UNKNOWN).to_arrow_table()
    model = store.manifest.model
    if not unknown.num_rows or model is None:
        return
    from cdp.link.explain import explain_pairs

    config = ws.config
    with Database(ws.folder / "cache" / "spill", config.company.memory_limit, config.company.threads) as db:
        columns = _make_records(db, store.relation("record"))
        with db.registered("unknown", unknown):
            db.run(_CANDIDATE)
        if explain_pairs(db, config, columns, ws.models, model):
            store.connection.register("found", db.arrow(_FOUND))
            store.connection.execute("insert into explained by name from found")
            store.connection.unregister("found")


def _make_records(db: Database, record: str) -> list[str]:
    """Make `record` and `alternate` from the SQL of the published table `record`; return their standard columns."""
    db.run(f"create temp view published as select * from {record}")
    fixed = {column.name for column in RECORD.columns}
    columns = [name for name in db.columns("published") if name not in fixed and not name.endswith("_raw")]
    kept = ", ".join(["source", "record_id", *map(quote, columns)])
    db.run(
        f"""
        create temp table record as
        select cast(row_number() over (order by source, record_id) as integer) as rid, {kept}
        from published where nth = 0
        """
    )
    db.run(
        f"""
        create temp table alternate as
        select rid, {kept} from published join (select rid, source, record_id from record) using (source, record_id)
        where nth > 0
        """
    )
    return columns


_EXPLAINED = """
create or replace temp table explained (
    source_l varchar, record_id_l varchar, source_r varchar, record_id_r varchar,
    weight double, class_weight double, evidence map(varchar, float), meets_rule boolean
)
"""

_UNKNOWN = "select source_l, record_id_l, source_r, record_id_r from wrong where weight is null"

_CANDIDATE = """
create or replace temp table candidate as
select l.rid as rid_l, r.rid as rid_r
from unknown
join record l on l.source = source_l and l.record_id = record_id_l
join record r on r.source = source_r and r.record_id = record_id_r
"""

_FOUND = """
select l.source as source_l, l.record_id as record_id_l, r.source as source_r, r.record_id as record_id_r,
       weight, class_weight, evidence, meets_rule
from explained
join record l on l.rid = rid_l
join record r on r.rid = rid_r
"""
