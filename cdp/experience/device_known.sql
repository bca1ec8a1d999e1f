-- device_known: for each device first seen without a name, the channel and time of that, and when it was first seen with
-- one (null: not yet); reads touch.
create or replace temp table device_known as
select
    device_id,
    arg_min(channel, (time, source, event_id)) as channel,
    arg_min(device_type, (time, source, event_id)) as device_type,
    min(time) as first_seen,
    min(time) filter (where not starts_with(event_key, 'device_id:')) as known_at
from touch
where device_id is not null and time is not null
group by device_id
having bool_or(starts_with(event_key, 'device_id:'))
   and min(time) filter (where starts_with(event_key, 'device_id:'))
       < coalesce(min(time) filter (where not starts_with(event_key, 'device_id:')), timestamp 'infinity')
