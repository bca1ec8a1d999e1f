-- journey_transition: how often which stage follows which, see its contract; reads journey_entered, journey_course and
-- stage_kind (rank, stage).
create or replace temp table journey_transition as
with entered as (
    select
        course, rank, entered_at,
        lag(rank) over turns as earlier,
        lead(rank) over turns as later,
        lead(entered_at) over turns as later_at
    from journey_entered
    window turns as (partition by course order by n, rank)
),

way as (
    select course, rank as from_rank, later as to_rank, epoch(later_at - entered_at) / 86400.0 as days from entered
    union all
    select course, null, rank, null from entered where earlier is null
),

counted as (
    select
        product_line,
        from_rank,
        to_rank,
        count(distinct course) as people,
        count(*) as entries,
        round(median(days), 4) as median_days
    from way
    join journey_course using (course)
    group by product_line, from_rank, to_rank
)

select
    product_line,
    from_kind.stage as from_stage,
    to_kind.stage as to_stage,
    people,
    entries,
    median_days,
    entries / sum(entries) over (partition by product_line, from_rank) as share
from counted
left join stage_kind from_kind on from_kind.rank = from_rank
left join stage_kind to_kind on to_kind.rank = to_rank
order by product_line nulls first, from_rank nulls first, to_rank nulls last
