-- bounced_address: addresses that messages of a channel came back from, with none opened or clicked since.
-- Reads event, horizon (told_until) and contact_channel (channel, attribute, bounces).
create or replace temp table bounced_address as
with fate as (
    select
        event.channel,
        json_extract_string(event.identifiers, '$.' || contact_channel.attribute) as address,
        event.action = 'message_bounced' as came_back,
        event.time,
        contact_channel.bounces
    from event
    join contact_channel using (channel)
    cross join horizon
    where event.action in ('message_bounced', 'message_opened', 'message_clicked')
      and event.time <= horizon.told_until
),

dated as (
    select
        *,
        max(case when not came_back then time end) over (partition by channel, address) as reached_at
    from fate
    where address is not null
)

select channel, address, max(time) as bounced_at
from dated
where came_back and (reached_at is null or time > reached_at)
group by channel, address, bounces
having count(*) >= bounces
