with measured as (
select
    golden_id,
    count(*) filter (where time > told_until - interval 90 day) as "visits_90d",
    cast(sum(try_cast(amount as decimal(28, 6))) as double) as "spent",
    arg_max(place, (time, source, event_id)) filter (where (action = 'ordered') and (place) is not null and time is not null) as "shop",
    round(count(*) filter (where (medium = 'digital')) / nullif(count(*), 0), 6) as "digital"
from interaction cross join horizon
where golden_id is not null and (time is null or time <= told_until)
group by golden_id
), "of_device" as (
select golden_id, arg_max(value, (n, latest, value)) as value
from (
select golden_id, value, count(*) as n, max(coalesce(time, timestamp '0001-01-01')) as latest
from (
select golden_id, device_type as value, time
from interaction cross join horizon
where golden_id is not null and (time is null or time <= told_until)
)
where value is not null
group by golden_id, value
)
group by golden_id
), "of_products" as (
select golden_id, count(distinct value) as value
from (
select golden_id, unnest(products) as value, time
from interaction cross join horizon
where golden_id is not null and (time is null or time <= told_until)
)
group by golden_id
), "of_pause" as (
select golden_id, round(median(gap), 1) as value
from (
select golden_id, date_diff('second', lag(time) over (partition by golden_id order by time, source, event_id), time) / 86400 as gap
from interaction cross join horizon
where golden_id is not null and (time is null or time <= told_until) and time is not null
)
group by golden_id
)
select measured.*, "of_device".value as "device", "of_products".value as "products", "of_pause".value as "pause"
from measured
left join "of_device" using (golden_id)
left join "of_products" using (golden_id)
left join "of_pause" using (golden_id)
