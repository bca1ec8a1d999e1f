-- journey_trip: journeys up to their purchase, or up to now; reads journey_entered, journey_course, journey_event and
-- stage_kind (rank, stage). In a line of products an order counts with its part of the value.
create or replace temp table journey_trip as
with trip as (
    select
        course,
        journey,
        min(n) as n,
        arg_min(rank, n * 16 + rank) as entry_rank,
        coalesce(
            string_agg(stage, ' → ' order by n, rank) filter (where not is_purchase), ''
        ) as path,
        min(entered_at) as begun_at,
        bool_or(left_at is null) as is_going_on,
        max(n) filter (where is_purchase) as bought_n,
        max(entered_at) filter (where is_purchase) as bought_at
    from journey_entered
    join (select rank, stage from stage_kind) kind using (rank)
    where begins
    group by course, journey
)

select
    trip.course,
    journey_course.golden_id,
    journey_course.product_line,
    trip.journey,
    kind.stage as entry,
    event.channel,
    coalesce(event.campaign, event.channel || ' ' || event.action) as touchpoint,
    trip.path,
    trip.begun_at,
    trip.bought_at,
    trip.bought_at is not null as is_bought,
    trip.bought_at is null and trip.is_going_on as is_open,
    coalesce(cast(
        bought.value / case when journey_course.product_line is null then 1 else len(bought.product_lines) end
        as decimal(18, 2)
    ), 0) as value
from trip
join journey_course using (course)
join stage_kind kind on kind.rank = entry_rank
join journey_event event on event.n = trip.n
left join journey_event bought on bought.n = bought_n
