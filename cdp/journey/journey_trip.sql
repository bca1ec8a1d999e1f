-- journey_trip: journeys up to their purchase, or up to now; reads journey_entered.
create or replace temp table journey_trip as
select
    course,
    any_value(golden_id) as golden_id,
    any_value(product_line) as product_line,
    journey,
    arg_min(stage, n * 100 + rank) as entry,
    arg_min(channel, n) as channel,
    arg_min(touchpoint, n) as touchpoint,
    coalesce(string_agg(stage, ' → ' order by n, rank) filter (where not is_purchase), '') as path,
    min(entered_at) as begun_at,
    bool_or(is_purchase) as is_bought,
    bool_or(left_at is null) and not bool_or(is_purchase) as is_open,
    max(entered_at) filter (where is_purchase) as bought_at,
    coalesce(sum(value), 0) as value
from journey_entered
where begins
group by course, journey
