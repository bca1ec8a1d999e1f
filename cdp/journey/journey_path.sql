-- journey_path: the stages that journeys take before a purchase, see its contract; reads journey_trip.
create or replace temp table journey_path as
select
    product_line,
    path,
    count(distinct course) as people,
    count(*) as journeys,
    count(*) filter (where is_open) as under_way,
    count(*) filter (where is_bought) as bought,
    count(*) filter (where is_bought) / nullif(count(*) filter (where not is_open), 0) as bought_share,
    round(median(epoch(bought_at - begun_at) / 86400.0), 4) as median_days,
    cast(sum(value) as double) as revenue
from journey_trip
group by product_line, path
order by all
