-- engagement: interactions and active people by part and period; reads activity, way_part and calendar. `digital_share` is
-- of the interactions whose medium is known.
create or replace temp table engagement as
with period as (
    select *, dense_rank() over (order by period) as period_nth from calendar
),

counted as (
    select
        activity.person,
        way_part.nth,
        period.period_nth,
        sum(interactions) as interactions,
        sum(case when medium = 'digital' then interactions else 0 end) as digital,
        sum(case when medium is not null then interactions else 0 end) as told
    from activity
    join way_part on way_part.way = activity.way
    join period on period.month is not distinct from activity.month
    where way_part.split not in ('touchpoint', 'source')
    group by activity.person, way_part.nth, period.period_nth
),

summed as (
    select
        nth,
        period_nth,
        sum(interactions) as interactions,
        coalesce(sum(interactions) filter (where person is not null), 0) as of_known,
        count(person) as people,
        sum(digital) / nullif(sum(told), 0) as digital_share
    from counted
    group by nth, period_nth
)

select
    part.split,
    part.part,
    dated.span,
    dated.period,
    dated.starts,
    cast(interactions as bigint) as interactions,
    cast(of_known as bigint) as of_known,
    people,
    round(of_known / nullif(people, 0), 6) as per_person,
    round(digital_share, 6) as digital_share
from summed
join (select distinct nth, split, part from way_part) part on part.nth = summed.nth
join (select distinct period_nth, span, period, starts from period) dated on dated.period_nth = summed.period_nth
