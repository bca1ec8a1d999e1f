"""Rules over interactions as SQL: what an event is evidence of."""

from __future__ import annotations

from collections.abc import Sequence

from cdp.config.journey import SIGN_DAYS, STAGES, Happening, JourneyConfig, StageRule
from cdp.database import literal, quote


def journey_event_sql(config: JourneyConfig) -> str:
    """Return the SQL of `journey_event`: what known people did up to the horizon, as far as the configuration asks.

    One row per event, numbered in the order of people and time (`n`), with what it is worth (an order is one event,
    whoever else tells it), its lines of products, or those of its order, and a column per rule with a condition.
    Reads `interaction`, `purchase` and `horizon`.
    """
    conditions = "".join(
        f",\n        case when action in ({_listed(each.on)}) then {each.where} end as {quote(key)}"
        for key, each in _conditions(config).items()
    )
    return f"""
create or replace temp table journey_event as
with told as (
    select
        golden_id, source, event_id, time, channel, action, campaign, session_id, product_lines,
        coalesce(order_number, case action when 'ordered' then source || '/' || event_id end) as order_id{conditions}
    from interaction
    where action in ({_listed(sorted(config.actions | {"ordered"}))})
      and time <= (select told_until from horizon)
),

whose as (
    select
        coalesce(told.golden_id, purchase.golden_id) as golden_id,
        told.* exclude (golden_id, order_id, product_lines),
        coalesce(told.product_lines, purchase.product_lines, []) as product_lines,
        case told.action
            when 'ordered' then cast(purchase.value - coalesce(purchase.returned_value, 0) as decimal(18, 2))
        end as value
    from told
    left join purchase using (order_id)
    where told.action <> 'ordered' or (purchase.source = told.source and purchase.event_id = told.event_id)
)

select row_number() over (order by golden_id, time, source, event_id) as n, *
from whose
where golden_id is not null
"""


def journey_evidence_sql(rules: Sequence[StageRule]) -> str:
    """Return the SELECT of the evidence of rules none of which comes after another: course, n, time, rank, rule.

    Reads `journey_step` and, for rules that come after a stage, the `journey_evidence` of the stages before.
    """
    return "\nunion all\n".join(map(_evidence_sql, rules))


def _evidence_sql(each: StageRule) -> str:
    ranks = ", ".join(str(STAGES.index(stage)) for stage in each.rule.after)
    before = f"""
join (
    select course, min(n) as since from journey_evidence where rank in ({ranks}) group by course
) before
    on before.course = found.course and before.since <= found.n"""
    return f"""
select
    found.course, found.n, found.time,
    cast({STAGES.index(each.stage)} as tinyint) as rank, cast({each.number} as smallint) as rule
from ({happenings_sql(each.rule, f"{each.stage}/{each.name}")}
) found{before if each.rule.after else ""}"""


def happenings_sql(happening: Happening, key: str) -> str:
    """Return the SELECT of the steps that are the last of as many as asked for, in the days that are given.

    `key` is the column of `journey_step` that tells whether the condition is met. Columns: course, n, time.
    """
    condition = f" and {quote(key)}" if happening.where else ""
    visit = ", session_id" if happening.per == "visit" else ""
    found = f"""
    select course, n, time{visit}
    from journey_step
    where action in ({_listed(happening.on)}){condition}"""
    if visit:
        found += """
    qualify row_number() over (partition by course, coalesce(session_id, cast(n as varchar)) order by n) = 1"""
    if happening.count == 1:
        return found
    first = f"lag(time, {happening.count - 1}) over (partition by course order by n)"
    within = f" >= time - interval {happening.within_days} day" if happening.within_days else " is not null"
    return f"""
    select course, n, time from ({found}
    )
    qualify {first}{within}"""


def journey_sign_sql(config: JourneyConfig) -> str:
    """Return the SQL of `journey_sign`: which signs of activity a person shows up to the horizon: golden_id, sign.

    Reads `journey_event` and `horizon`.
    """
    signs = "\nunion all\n".join(_sign_sql(name, sign) for name, sign in config.loyalty.signs.items())
    none = "select golden_id, source as sign from journey_event where false"
    return f"create or replace temp table journey_sign as{signs or none}\n"


def _sign_sql(name: str, sign: Happening) -> str:
    condition = f" and {quote(f'sign/{name}')}" if sign.where else ""
    counted = "distinct coalesce(session_id, cast(n as varchar))" if sign.per == "visit" else "*"
    return f"""
select golden_id, {literal(name)} as sign
from journey_event, horizon
where action in ({_listed(sign.on)}){condition}
  and time > told_until - interval {sign.within_days or SIGN_DAYS} day
group by golden_id
having count({counted}) >= {sign.count}"""


def _conditions(config: JourneyConfig) -> dict[str, Happening]:
    """Return the rules that have a condition by the column that tells whether it is met."""
    rules: list[tuple[str, Happening]] = [(f"{each.stage}/{each.name}", each.rule) for each in config.rules]
    rules += [(f"sign/{name}", sign) for name, sign in config.loyalty.signs.items()]
    return {key: each for key, each in rules if each.where}


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(literal, names))
