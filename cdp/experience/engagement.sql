-- engagement: interactions and active people by part and period; reads activity, way_part and calendar. `digital_share` is
-- of the interactions whose medium is known.
create or replace temp table engagement as
with part as (
    select way, nth, split, part, medium
    from way_part
    where split not in ('touchpoint', 'source')
),

by_month as (
    select
        part.split,
        part.part,
        part.nth,
        activity.month,
        sum(interactions) as interactions,
        coalesce(sum(interactions) filter (where person is not null), 0) as of_known,
        sum(case when medium = 'digital' then interactions else 0 end) as digital,
        sum(case when medium is not null then interactions else 0 end) as told
    from activity
    join part on part.way = activity.way
    group by part.split, part.part, part.nth, activity.month
),

active_in_month as (
    select distinct activity.person, part.nth, activity.month
    from activity
    join part on part.way = activity.way
    where activity.person is not null
),

active_in_quarter as (
    select distinct person, nth, cast(date_trunc('quarter', month) as date) as starts from active_in_month
),

active as (
    select nth, 'month' as span, month as starts, count(*) as people from active_in_month group by nth, month
    union all
    select nth, 'quarter' as span, starts, count(*) as people from active_in_quarter group by nth, starts
    union all
    select nth, 'all' as span, cast(null as date) as starts, count(distinct person) as people
    from active_in_quarter
    group by nth
),

summed as (
    select
        by_month.split,
        by_month.part,
        by_month.nth,
        calendar.span,
        calendar.period,
        calendar.starts,
        sum(interactions) as interactions,
        sum(of_known) as of_known,
        sum(digital) / nullif(sum(told), 0) as digital_share
    from by_month
    join calendar on calendar.month is not distinct from by_month.month
    group by by_month.split, by_month.part, by_month.nth, calendar.span, calendar.period, calendar.starts
)

select
    summed.split,
    summed.part,
    summed.span,
    summed.period,
    summed.starts,
    cast(summed.interactions as bigint) as interactions,
    cast(summed.of_known as bigint) as of_known,
    coalesce(active.people, 0) as people,
    round(summed.of_known / active.people, 6) as per_person,
    round(summed.digital_share, 6) as digital_share
from summed
left join active
    on active.nth = summed.nth
   and active.span = summed.span
   and active.starts is not distinct from summed.starts
