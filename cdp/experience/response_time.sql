-- response_time: how long those who got in touch waited, by part and period of the company's zone ($zone). A contact
-- tells it itself (seconds waited, or when it was answered), else the first event of `answering` (type, action) that
-- speaks of the same person within $within_days; reads interaction, horizon, touch, answering and calendar.
create or replace temp table response_time as
with contact as (
    select
        source,
        event_id,
        golden_id,
        time,
        channel,
        topic,
        agent,
        place,
        coalesce(
            try_cast(json_extract_string(properties, $waited) as double),
            date_diff(
                'second',
                time,
                try_cast(json_extract_string(properties, $answered_at) as timestamptz) at time zone 'UTC'
            )
        ) as told
    from interaction
    cross join horizon
    where action = 'contacted' and time <= horizon.told_until
),

answer as (
    select contact.source, contact.event_id, min(date_diff('second', contact.time, touch.time)) as seconds
    from contact
    join touch
        on touch.golden_id = contact.golden_id
       and touch.time > contact.time
       and touch.time <= contact.time + to_days($within_days)
    join answering
        on answering.type is not distinct from touch.type
       and answering.action is not distinct from touch.action
    where contact.told is null
    group by contact.source, contact.event_id
),

parted as (
    select
        coalesce(contact.told, answer.seconds) as seconds,
        cast(date_trunc('month', (contact.time at time zone 'UTC') at time zone $zone) as date) as month,
        unnest([
            {'split': 'all', 'part': ''},
            {'split': 'channel', 'part': contact.channel},
            {'split': 'topic', 'part': contact.topic},
            {'split': 'agent', 'part': contact.agent},
            {'split': 'store', 'part': contact.place}
        ]) as one
    from contact
    left join answer on answer.source = contact.source and answer.event_id = contact.event_id
)

select
    one.split,
    one.part,
    calendar.span,
    calendar.period,
    calendar.starts,
    count(*) as contacts,
    count(seconds) as answered,
    round(count(seconds) / count(*), 6) as answered_share,
    round(quantile_cont(seconds, 0.5), 6) as median_seconds,
    round(quantile_cont(seconds, 0.9), 6) as p90_seconds,
    count(seconds) >= $min_sample as enough
from parted
join calendar on calendar.month = parted.month
where one.part is not null
group by one.split, one.part, calendar.span, calendar.period, calendar.starts
