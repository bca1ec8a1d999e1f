-- recent_message: the messages that each person was sent in the last $days days, the latest is nth 1.
-- Reads event, event_owner and horizon (told_until).
create or replace temp table recent_message as
select
    owner.golden_id,
    event.time,
    row_number() over (partition by owner.golden_id order by event.time desc) as nth
from event
join event_owner owner
  on owner.event_key = event.event_key
 and (owner.from_time is null or event.time >= owner.from_time)
 and (owner.to_time is null or event.time < owner.to_time)
cross join horizon
where event.action = 'message_sent'
  and owner.golden_id is not null
  and event.time <= horizon.told_until
  and event.time > horizon.told_until - to_days($days)
