-- pain_pattern: in which of the parts that turned or are worse the opportunities of the last $recent_weeks weeks lie
-- together, and how many of them hurt: parts as `split=part`; reads opportunity_part and pain_judgement.
create or replace temp table pain_pattern as
with placed as (
    select
        told.kind,
        told.source,
        told.event_id,
        told.topic,
        any_value(told.hurt_at) as hurt_at,
        list(told.split || '=' || told.part order by told.split || '=' || told.part) as places
    from opportunity_part told
    join pain_judgement judged
        on judged.kind = told.kind and judged.split = told.split and judged.part = told.part
    where told.week < $recent_weeks and judged.state <> 'usual'
    group by told.kind, told.source, told.event_id, told.topic
)

select kind, places, count(*) as opportunities, count(hurt_at) as events
from placed
group by kind, places
order by kind, places
