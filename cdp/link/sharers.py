"""Who shares a blocking key with touched records, before and now, and which keys have become crowded or free by them.

A key that more records share than its rule's cap makes no candidates. The state knows how many share each of these
`crowded` keys, so the records behind them are looked for only where that changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdp.database import Database, statement
from cdp.link.blocking import shared_key_sql
from cdp.link.plan import Rule

_EMPTY = "create or replace temp table {table} (rule integer, id integer, k ubigint)"


@dataclass(frozen=True)
class Sharers:
    """Finds them for the blocking rules of a model, with their caps: records that may share a key, at most."""

    db: Database
    rules: Sequence[Rule]
    caps: Sequence[int]

    def find(self) -> None:
        """Make `sharer` and `sharer_now` (rule, id, k): who shares, or shared, a key with one of the records `rekeyed`.

        `sharer` has the records as the last run left them, `sharer_now` those of `key_now`, both without what is
        crowded now. `crowd` (rule, k, cap, n, becomes) are the keys that were crowded or are. Whoever holds a key that
        has changed sides is added to `touched`.
        """
        db = self.db
        for table in ("sharer", "sharer_was", "sharer_now"):
            db.run(_EMPTY.format(table=table))
        caps = ", ".join(f"({nth}, {cap})" for nth, cap in enumerate(self.caps)) or "(-1, 0)"
        db.run(f"create or replace temp table cap as from (values {caps}) as c(rule, cap)")
        self._add_keys("sharer_now", "key_now")
        self._add_former_keys("rekeyed")
        db.run(statement("cdp.link", "crowd"))
        db.run(_ASKED)
        self._add_sharers()
        db.run(_NEWLY_CROWDED)
        db.run(_TOUCH_CROWDED)
        db.run(_DROP_CROWDED)

    def add_those_of_touched(self) -> None:
        """Add to `sharer` who shares a key with one of the `touched` that are not among the `rekeyed`."""
        db = self.db
        db.run("create or replace temp table more as select id from touched anti join rekeyed using (id)")
        if db.count("more"):
            db.run("delete from sharer_was")
            self._add_former_keys("more")
            db.run(_ASKED_MORE)
            self._add_sharers()
        db.drop("more", "asked", "sharer_was", "cap")

    def _add_keys(self, table: str, keys: str) -> None:
        """Add what the records of a table, made like `key_value`, share by each rule."""
        for nth, rule in enumerate(self.rules):
            self.db.run(f"insert into {table} select {nth}, * from ({shared_key_sql(rule, keys, 'id')})")

    def _add_former_keys(self, ids: str) -> None:
        """Add to `sharer_was` the keys that the `ids` had when the last run ended."""
        self.db.run(f"create or replace temp table key_was as from state.key_value semi join {ids} using (id)")
        self._add_keys("sharer_was", "key_was")
        self.db.drop("key_was")

    def _add_sharers(self) -> None:
        """Add to `sharer` all who shared one of the `asked` keys (rule, k) when the last run ended."""
        for nth, rule in enumerate(self.rules):
            self.db.run(
                f"""
                insert into sharer
                select {nth}, id, k from ({shared_key_sql(rule, "state.key_value", "id")})
                semi join (select k from asked where rule = {nth}) as wanted using (k)
                """
            )


_ASKED = """
create or replace temp table asked as
select rule, k from sharer_was
union
select rule, k from sharer_now
except
select rule, k from crowd where becomes > cap
"""
_NEWLY_CROWDED = """
insert into crowd
with known as (select rule, k, count(*) as n from sharer group by rule, k),
lost as (select rule, k, count(*) as n from sharer_was group by rule, k),
won as (select rule, k, count(*) as n from sharer_now group by rule, k)
select rule, k, cap, coalesce(known.n, 0), coalesce(known.n, 0) - coalesce(lost.n, 0) + won.n
from won
join cap using (rule)
left join known using (rule, k)
left join lost using (rule, k)
anti join crowd using (rule, k)
where coalesce(known.n, 0) - coalesce(lost.n, 0) + won.n > cap
"""
_TOUCH_CROWDED = """
insert into touched
with tipped as (select rule, k from crowd where (n > cap) <> (becomes > cap))
select distinct id from sharer semi join tipped using (rule, k) where id not in (select id from touched)
"""
_DROP_CROWDED = """
delete from sharer where (rule, k) in (select (rule, k) from crowd where becomes > cap);
delete from sharer_now where (rule, k) in (select (rule, k) from crowd where becomes > cap)
"""
_ASKED_MORE = """
create or replace temp table asked as
select rule, k from sharer_was
except
select rule, k from sharer
except
select rule, k from crowd where becomes > cap
except
(select rule, k from state.crowded except select rule, k from crowd)
"""
