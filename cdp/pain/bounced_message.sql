-- bounced_message: messages that were sent; one hurts when it bounces within 7 days; reads interaction.
create or replace temp table bounced_message as
with bounce as (
    select event_key, source, coalesce(campaign, '') as campaign, min(time) as bounced_at
    from interaction
    where action = 'message_bounced' and event_key is not null
    group by event_key, source, coalesce(campaign, '')
)

select
    sent.golden_id,
    sent.time,
    case when bounce.bounced_at between sent.time and sent.time + interval 7 days then bounce.bounced_at end as hurt_at,
    sent.source,
    sent.event_id,
    sent.channel,
    sent.action as step,
    sent.device_type,
    sent.product_lines,
    sent.campaign,
    sent.topic
from interaction sent
left join bounce
    on bounce.event_key = sent.event_key
   and bounce.source = sent.source
   and bounce.campaign = coalesce(sent.campaign, '')
where sent.action = 'message_sent' and sent.time is not null
