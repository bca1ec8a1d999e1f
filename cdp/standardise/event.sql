-- event: what happened, with its meaning; reads told_event, meaning (type, action), manner (channel, medium, service)
-- and line_of (product, product_line). A session is what one device does without a pause of $pause minutes.
create or replace temp table event as
with seen as (
    select
        source,
        event_id,
        device_id,
        time,
        time - lag(time) over device <= to_minutes($pause) as goes_on
    from told_event
    where device_id is not null and time is not null
    window device as (partition by source, device_id order by time, event_id)
),

numbered as (
    select
        *,
        count(*) filter (where goes_on is not true) over (
            partition by source, device_id order by time, event_id
            rows between unbounded preceding and current row
        ) as visit
    from seen
),

session as (
    select
        source,
        event_id,
        source || '/' || first_value(event_id) over (
            partition by source, device_id, visit order by time, event_id
            rows between unbounded preceding and current row
        ) as session_id
    from numbered
),

bought as (
    select source, event_id, unnest(products) as product
    from told_event
    where products is not null
),

line as (
    select bought.source, bought.event_id, list(distinct product_line order by product_line) as product_lines
    from bought
    join line_of on line_of.product = bought.product
    where product_line is not null
    group by bought.source, bought.event_id
)

select
    told.* exclude (action, service, device_type, agent, place, topic, campaign, products),
    coalesce(told.action, meaning.action) as action,
    manner.medium,
    coalesce(told.service, case when told.agent is not null then 'assisted' end, manner.service) as service,
    told.device_type,
    told.agent,
    told.place,
    told.topic,
    told.campaign,
    told.products,
    line.product_lines,
    session.session_id
from told_event told
left join meaning on meaning.type = told.type
left join manner on manner.channel = told.channel
left join session on session.source = told.source and session.event_id = told.event_id
left join line on line.source = told.source and line.event_id = told.event_id
