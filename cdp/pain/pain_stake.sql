-- pain_stake: whom it hurt in the last $recent_weeks weeks, and what is at stake with them: the goods that it is about,
-- else what the person left with the company in the last $revenue_days days; reads opportunity_part, purchase and horizon.
create or replace temp table pain_stake as
with hurt as (
    select *
    from opportunity_part
    where week < $recent_weeks and hurt_at is not null
),

revenue as (
    select golden_id, greatest(sum(value) - sum(coalesce(returned_value, 0)), 0) as value
    from purchase
    cross join horizon
    where golden_id is not null and time > told_until - to_days($revenue_days) and time <= told_until
    group by golden_id
),

worth as (
    select
        hurt.kind,
        hurt.split,
        hurt.part,
        hurt.golden_id,
        count(hurt.value) > 0 as is_goods,
        round(coalesce(sum(hurt.value), max(revenue.value), 0), 2) as value
    from hurt
    left join revenue on revenue.golden_id = hurt.golden_id
    group by hurt.kind, hurt.split, hurt.part, hurt.golden_id
),

people as (
    select
        kind,
        split,
        part,
        count(golden_id) as people,
        round(sum(value), 2) as value_at_stake,
        case when bool_or(is_goods) then 'goods' else 'revenue' end as stake,
        (list(golden_id order by value desc, golden_id) filter (where golden_id is not null))[1:5] as example_people
    from worth
    group by kind, split, part
),

example as (
    select
        kind,
        split,
        part,
        list(source || '/' || event_id order by value desc nulls last, time desc, source, event_id)[1:5] as example_events
    from hurt
    group by kind, split, part
)

select people.*, example.example_events
from people
join example on example.kind = people.kind and example.split = people.split and example.part = people.part
