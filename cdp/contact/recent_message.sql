-- recent_message: the messages that each person was sent in the last $days days, the latest is nth 1.
-- Reads interaction and horizon (told_until).
create or replace temp table recent_message as
select
    golden_id,
    time,
    row_number() over (partition by golden_id order by time desc) as nth
from interaction
cross join horizon
where action = 'message_sent'
  and golden_id is not null
  and time <= told_until
  and time > told_until - to_days($days)
