-- long_wait: contacts of which the wait for an answer is told: in seconds ($.waited_seconds), by the moment of the answer
-- ($.answered_at), or by the next event that answers the person ($answered_by, types) within 14 days. One longer than
-- $wait_seconds hurts; where that is null, one longer than what $usual (a share) of those in the baseline waited;
-- reads interaction and baseline.
create or replace temp table long_wait as
with contact as (
    select
        *,
        coalesce(
            try_cast(json_extract_string(properties, '$.waited_seconds') as double),
            date_diff(
                'second', time, try_cast(json_extract_string(properties, '$.answered_at') as timestamptz) at time zone 'UTC'
            )
        ) as told
    from interaction
    where action = 'contacted' and time is not null
),

answered as (
    select contact.source, contact.event_id, min(date_diff('second', contact.time, answer.time)) as seconds
    from contact
    join interaction answer
        on answer.golden_id = contact.golden_id
       and answer.time > contact.time
       and answer.time <= contact.time + interval 14 days
    where contact.told is null and list_contains($answered_by, answer.type)
    group by contact.source, contact.event_id
),

waited as (
    select contact.*, coalesce(contact.told, answered.seconds) as seconds
    from contact
    left join answered on answered.source = contact.source and answered.event_id = contact.event_id
    where coalesce(contact.told, answered.seconds) is not null
),

usual as (
    select coalesce(
        $wait_seconds,
        quantile_cont(case when time >= begins and time < ends then seconds end, $usual),
        quantile_cont(seconds, $usual)
    ) as seconds
    from waited
    cross join baseline
)

select
    waited.golden_id,
    waited.time,
    case when waited.seconds > usual.seconds then waited.time end as hurt_at,
    waited.source,
    waited.event_id,
    waited.channel,
    waited.action as step,
    waited.place,
    waited.agent,
    waited.device_type,
    waited.product_lines,
    waited.campaign,
    waited.topic
from waited
cross join usual
