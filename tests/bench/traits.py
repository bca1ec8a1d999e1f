"""What traits cost, by how many people and events there are; and what the lifetime value was worth a year earlier.

`python -m tests.bench.traits --people 100000 --events 1000000` times the stage on made-up events.
`python -m tests.bench.traits --workspace DIR [--days 365]` goes back so many days from the horizon of a published
version, expects what follows from what was known then, and holds that against what people spent indeed.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

from cdp.config import TraitsConfig, load_config
from cdp.database import Database
from cdp.traits import MEASURED, keep_measures, make_traits
from cdp.traits.expectation import DAYS, make_value_cells
from cdp.traits.standing import Standing, horizon
from cdp.workspace import Workspace, template_folder

TEN = "select golden_id from profile order by golden_id limit 10"
"""Whoever has other events, or other orders, in the second run."""
TOP = 0.2
"""Share of the buyers who are looked at as the best ones."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--memory", default="6GB")
    asked = parser.parse_args()
    if asked.workspace:
        look_back(Workspace(asked.workspace), asked.days)
    else:
        cost(asked.people, asked.events, asked.memory)


def cost(people: int, events: int, memory: str) -> None:
    """Print the seconds of the stage: for everybody, and for ten people with news after the measures of all."""
    config = load_config(template_folder())
    with Database(memory_limit=memory) as db:
        for sql in _MADE_UP.split(";"):
            bound = {"people": people, "events": events}
            db.run(sql, {name: value for name, value in bound.items() if f"${name}" in sql})
        seconds = []
        for traits in (TraitsConfig(), config.traits):
            began = time.perf_counter()
            make_traits(db, replace(config, traits=traits))
            seconds.append(time.perf_counter() - began)
        db.run("attach ':memory:' as kept")
        keep_measures(db, "kept")
        standing = Standing("kept", horizon(db), dict.fromkeys(MEASURED, TEN))
        db.run("update horizon set told_until = told_until + interval 1 minute")
        began = time.perf_counter()
        make_traits(db, config, standing)
        seconds.append(time.perf_counter() - began)
    print("| people | events | purchases | the usual traits | all traits of the demo | then ten people have news |")
    print("|---|---|---|---|---|---|")
    print(f"| {people:,} | {events:,} | {events // 10:,} | {' | '.join(f'{each:.1f} s' for each in seconds)} |")


_MADE_UP = """
create temp table horizon as select timestamp '2026-06-30' as told_until;
create temp table event_owner as
select 'device:' || i as event_key, null::timestamp as from_time, null::timestamp as to_time,
       'g' || md5(cast(i as varchar))[:20] as golden_id, 'device' as reason
from range($people) made(i);
create temp table profile as
select golden_id, date '1980-01-01' as birth_date, 1000.0 as points, null::varchar as postal_code from event_owner;
create temp table event as
select 'device:' || hash(i) % $people as event_key, 'e' || i as event_id, 'web' as source,
       ['web', 'app', 'store', 'email'][1 + i % 4] as channel,
       ['visited', 'viewed_product', 'ordered', 'message_sent', 'contacted', 'coupon_used', 'signed_in', 'searched',
        'added_to_cart', 'message_opened'][1 + i % 10] as action,
       timestamp '2026-06-30' - interval (cast(hash(i * 7) % 80_000_000 as bigint)) second as time,
       ['digital', 'physical'][1 + i % 2] as medium, ['ios', 'android'][1 + i % 2] as device_type,
       'S' || i % 50 as place, 's' || i // 4 as session_id, 'size' as topic
from range($events) made(i);
create temp view interaction as
select owner.golden_id, event.* from event left join event_owner owner
    on owner.event_key = event.event_key
   and (owner.from_time is null or event.time >= owner.from_time)
   and (owner.to_time is null or event.time < owner.to_time);
create temp table purchase as
select event_id as order_id, golden_id, 'order' as kind, time, place, ['kids', 'bath'] as product_lines,
       cast(hash(event_id) % 100_000 as double) as value, 0.0 as returned_value, 'delivered' as status
from interaction where action = 'ordered'
"""


def look_back(ws: Workspace, days: int) -> None:
    """Print how the expectations of so many days ago came true."""
    with Database() as db, ws.store() as store:
        db.run(f"create temp table purchase as from {store.relation('purchase')}")
        db.run(
            "create temp table horizon as select cast($1 as timestamp) - $2 * interval 1 day as told_until",
            [store.manifest.told_until, days],
        )
        make_value_cells(db, days)
        db.run(_CAME_TRUE, [store.manifest.told_until])
        people, without = db.rows("select count(*), count(*) filter (where expected is null) from came_true")[0]
        print(f"buyers {days} days ago: {people:,}; nothing was expected of {without:,} of them")
        _print_totals(db)
        _print_cells(db)
        print(f"\n| best {TOP:.0%} by | share of what was spent |\n|---|---|")
        for how in ("expected", "before", "average", "spent"):
            print(f"| {_TOLD[how]} | {_share_of_best(db, how):.1%} |")


_TOLD = {
    "expected": "expected value",
    "before": "what they had spent until then",
    "average": "what their orders were worth until then",
    "spent": "what they spent then (the most that can be)",
}
_CAME_TRUE = """
create temp table came_true as
with year as (select told_until as began, cast($1 as timestamp) as ended from horizon),
bought as (
    select golden_id, time > began as is_after, value - coalesce(returned_value, 0) as worth
    from purchase cross join year
    where golden_id is not null and status <> 'cancelled' and time <= ended
),
spent as (
    select golden_id, coalesce(sum(worth) filter (where is_after), 0) as spent,
           coalesce(sum(worth) filter (where not is_after), 0) as before,
           avg(worth) filter (where not is_after) as average
    from bought group by golden_id having count(*) filter (where not is_after) > 0
)
select spent.*, value_cell, lifetime_value as expected, lifetime_value_low as low, lifetime_value_high as high
from spent left join lifetime_value using (golden_id)
"""


def _print_totals(db: Database) -> None:
    """Print sums, and the error of one person's expectation beside that of everybody's mean."""
    row = db.rows(
        """
        select sum(expected), sum(spent), avg(abs(spent - expected)), avg(abs(spent - mean)),
               corr(expected, spent), corr(before, spent)
        from came_true cross join (select avg(spent) as mean from came_true where expected is not null)
        where expected is not null
        """
    )[0]
    print(f"expected {row[0]:,.0f}, spent {row[1]:,.0f}: {row[0] / row[1] - 1:+.1%}")
    print(f"mean error of one person: {row[2]:,.0f}; with the mean of all {row[3]:,.0f}")
    print(f"correlation with what was spent: expected {row[4]:.3f}, spent before {row[5]:.3f}")


def _print_cells(db: Database) -> None:
    """Print by cell what was expected and what was spent."""
    rows = db.rows(
        """
        select value_cell, count(*), any_value(expected), any_value(low), any_value(high), avg(spent)
        from came_true where value_cell is not null group by 1 order by 2 desc
        """
    )
    print("\n| cell | people | expected | interval | spent |\n|---|---|---|---|---|")
    for cell, people, expected, low, high, spent in rows[:10]:
        print(f"| {cell} | {people:,} | {expected:,.0f} | {low:,.0f} – {high:,.0f} | {spent:,.0f} |")
    inside = sum(low <= spent <= high for *_, low, high, spent in rows)
    print(f"\nthe mean of {inside} of {len(rows)} cells came to lie in its interval")


def _share_of_best(db: Database, how: str) -> float:
    return float(
        db.value(
            f"""
            with ranked as (
                select spent, row_number() over (order by {how} desc nulls last, golden_id) as place,
                       count(*) over () as people
                from came_true
            )
            select sum(spent) filter (where place <= {TOP} * people) / sum(spent) from ranked
            """
        )
    )


if __name__ == "__main__":
    main()
