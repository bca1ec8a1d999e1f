-- recognition: the share of interactions tied to a known person, by touchpoint and period, with its 95 % interval
-- (Wilson 1927), and how long devices first seen without a name took to be known; reads activity, way_part, device_known
-- and calendar.
create or replace temp table recognition as
with by_month as (
    select
        way_part.split,
        way_part.part,
        activity.month,
        sum(interactions) as n,
        coalesce(sum(interactions) filter (where person is not null), 0) as known
    from activity
    join way_part on way_part.way = activity.way
    where way_part.split in ('all', 'touchpoint', 'channel', 'source', 'device', 'store')
    group by way_part.split, way_part.part, activity.month
),

counted as (
    select
        by_month.split,
        by_month.part,
        calendar.span,
        calendar.period,
        calendar.starts,
        sum(n) as n,
        sum(known) as known
    from by_month
    join calendar on calendar.month is not distinct from by_month.month
    group by by_month.split, by_month.part, calendar.span, calendar.period, calendar.starts
),

first_seen as (
    select
        date_diff('second', first_seen, known_at) / 86400.0 as days,
        cast(date_trunc('month', (first_seen at time zone 'UTC') at time zone $zone) as date) as month,
        unnest([
            {'split': 'all', 'part': ''},
            {'split': 'channel', 'part': channel},
            {'split': 'device', 'part': device_type}
        ]) as one
    from device_known
),

device as (
    select
        one.split,
        one.part,
        calendar.period,
        count(*) as devices,
        count(days) as devices_known,
        quantile_cont(days, 0.5) as days_until_known
    from first_seen
    join calendar on calendar.month = first_seen.month
    where one.part is not null
    group by one.split, one.part, calendar.period
)

select
    counted.split,
    counted.part,
    counted.span,
    counted.period,
    counted.starts,
    cast(n as bigint) as interactions,
    cast(known as bigint) as known,
    round(known / n, 6) as rate,
    round(
        (known / n + $z * $z / (2 * n) - $z * sqrt(known / n * (1 - known / n) / n + $z * $z / (4 * n * n)))
        / (1 + $z * $z / n),
        6
    ) as low,
    round(
        (known / n + $z * $z / (2 * n) + $z * sqrt(known / n * (1 - known / n) / n + $z * $z / (4 * n * n)))
        / (1 + $z * $z / n),
        6
    ) as high,
    n >= $min_sample as enough,
    device.devices,
    device.devices_known,
    round(device.days_until_known, 6) as days_until_known
from counted
left join device
    on device.split = counted.split
   and device.part = counted.part
   and device.period = counted.period
