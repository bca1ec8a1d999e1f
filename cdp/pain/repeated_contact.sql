-- repeated_contact: contacts of known people; one hurts when the same person has to get in touch about the same topic
-- again within $repeat_days (on the same channel where no topic is told). It counts for whoever took the first contact;
-- reads interaction.
create or replace temp table repeated_contact as
with contact as (
    select
        *,
        lead(time) over (
            partition by golden_id, coalesce('topic ' || topic, 'channel ' || channel) order by time, source, event_id
        ) as again_at
    from interaction
    where action = 'contacted' and golden_id is not null and time is not null
)

select
    golden_id,
    time,
    case when again_at <= time + to_days($repeat_days) then again_at end as hurt_at,
    source,
    event_id,
    channel,
    action as step,
    place,
    agent,
    device_type,
    product_lines,
    campaign,
    topic
from contact
