-- touch: every interaction up to the horizon without what was said, read once for all that follows; reads interaction
-- and horizon.
create or replace temp table touch as
select
    golden_id,
    source,
    event_id,
    event_key,
    time,
    type,
    action,
    order_number,
    channel,
    medium,
    service,
    device_id,
    device_type,
    place,
    agent
from interaction
cross join horizon
where interaction.time is null or interaction.time <= horizon.told_until
