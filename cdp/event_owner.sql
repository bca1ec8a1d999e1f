-- event_owner: from when to when an event_key speaks of which person; reads event and holder (event_key, golden_id).
create or replace temp table event_owner as
with used as (
    select distinct event_key
    from event
    where event_key is not null
),

direct as (
    select
        used.event_key,
        case when count(distinct holder.golden_id) = 1 then min(holder.golden_id) end as golden_id,
        case
            when count(distinct holder.golden_id) = 0 then 'unknown'
            when count(distinct holder.golden_id) = 1 then 'held by one person'
            else 'ambiguous: several persons hold it'
        end as reason
    from used
    left join holder using (event_key)
    where used.event_key not like 'order_number:%'
      and used.event_key not like 'device_id:%'
    group by used.event_key
),

-- an order number speaks of whoever the order's own events speak of
ordered as (
    select
        'order_number:' || event.order_number as event_key,
        case when count(distinct direct.golden_id) = 1 then min(direct.golden_id) end as golden_id,
        case
            when count(distinct direct.golden_id) = 1 then 'order of one person'
            when count(distinct direct.golden_id) = 0 then 'unknown'
            else 'ambiguous: order of several persons'
        end as reason
    from event
    join direct using (event_key)
    where event.order_number is not null
    group by event.order_number
),

known as (
    select event_key, golden_id
    from direct
    where golden_id is not null
    union all
    select event_key, golden_id
    from ordered
    where golden_id is not null
),

-- a device speaks of a person from the first to the last time that person is known to use it
use as (
    select
        'device_id:' || event.device_id as event_key,
        known.golden_id,
        min(event.time) as first_use,
        max(event.time) as last_use,
        bool_or(event.time is null) as some_time_unknown
    from event
    join known using (event_key)
    where event.device_id is not null
    group by all
),

device as (
    select
        *,
        count(*) over (partition by event_key) as persons,
        max(last_use) over before as earlier_use,
        min(first_use) over after as later_use
    from use
    window
        before as (partition by event_key order by first_use, golden_id rows between unbounded preceding and 1 preceding),
        after as (partition by event_key order by first_use, golden_id rows between 1 following and unbounded following)
),

-- several persons at one time, or at times that nobody can tell apart
shared as (
    select event_key
    from device
    where persons > 1
    group by event_key
    having bool_or(earlier_use >= first_use) or bool_or(some_time_unknown)
),

owned_device as (
    select
        event_key,
        case when earlier_use is not null then first_use end as from_time,
        case when later_use is not null then last_use + interval 1 microsecond end as to_time,
        golden_id,
        case when persons = 1 then 'device of one person' else 'device changed hands' end as reason
    from device
    where event_key not in (select event_key from shared)
    union all
    select event_key, null, null, null, 'ambiguous: several persons share the device'
    from shared
)

select event_key, cast(null as timestamp) as from_time, cast(null as timestamp) as to_time, golden_id, reason
from direct
union all
select used.event_key, null, null, ordered.golden_id, coalesce(ordered.reason, 'unknown')
from used
left join ordered using (event_key)
where used.event_key like 'order_number:%'
union all
select used.event_key, owned_device.from_time, owned_device.to_time, owned_device.golden_id, coalesce(owned_device.reason, 'unknown')
from used
left join owned_device using (event_key)
where used.event_key like 'device_id:%'
order by all
