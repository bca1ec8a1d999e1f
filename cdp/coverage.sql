-- coverage: what each source tells on each channel, and of how many people; reads source_channel (source, party,
-- channel), member, interaction and horizon.
create or replace temp table coverage as
with kept as (
    select source, count(*) as records, count(distinct golden_id) as people
    from member
    group by source
),

everybody as (
    select count(distinct golden_id) as people
    from member
),

happened as (
    select
        source,
        channel,
        count(*) as events,
        count(golden_id) as known_events,
        count(distinct golden_id) as active_people,
        min(time) as first_event_at,
        max(time) as last_event_at,
        count(*) filter (where time > horizon.told_until - interval 28 day) as events_28d,
        count(*) filter (
            where time > horizon.told_until - interval 56 day and time <= horizon.told_until - interval 28 day
        ) as events_28d_before
    from interaction
    cross join horizon
    group by source, channel
),

place as (
    select source, party, channel from source_channel
    union
    select happened.source, source_channel.party, happened.channel
    from happened
    join source_channel using (source)
)

select
    place.source,
    place.party,
    place.channel,
    coalesce(kept.records, 0) as records,
    coalesce(kept.people, 0) as people,
    coalesce(kept.people, 0) / greatest(everybody.people, 1) as people_share,
    coalesce(happened.events, 0) as events,
    coalesce(happened.known_events, 0) as known_events,
    coalesce(happened.active_people, 0) as active_people,
    happened.first_event_at,
    happened.last_event_at,
    coalesce(happened.events_28d, 0) as events_28d,
    coalesce(happened.events_28d_before, 0) as events_28d_before
from place
cross join everybody
left join source_channel own on own.source = place.source and own.channel = place.channel
left join kept on kept.source = own.source
left join happened on happened.source = place.source and happened.channel = place.channel
where kept.records is not null or happened.events is not null
order by place.source, place.channel
