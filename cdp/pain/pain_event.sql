-- pain_event: every event that hurt somebody, ever; reads opportunity.
create or replace temp table pain_event as
select
    kind,
    golden_id,
    hurt_at as time,
    source,
    event_id,
    channel,
    step,
    place,
    agent,
    device_type,
    product_lines,
    campaign,
    topic,
    round(value, 2) as value
from opportunity
where hurt_at is not null
order by all
