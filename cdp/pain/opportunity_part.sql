-- opportunity_part: opportunities of the last $weeks weeks, once for every split and the part of it that they belong to;
-- reads opportunity.
create or replace temp table opportunity_part as
with looked_at as (
    select split
    from (values ('all'), ('channel'), ('step'), ('store'), ('agent'), ('device'), ('campaign'), ('topic')) as split (split)
),

told as (
    select
        kind,
        split,
        case split
            when 'all' then ''
            when 'channel' then channel
            when 'step' then step
            when 'store' then place
            when 'agent' then agent
            when 'device' then device_type
            when 'campaign' then campaign
            when 'topic' then topic
        end as part,
        golden_id,
        source,
        event_id,
        topic,
        time,
        hurt_at,
        value,
        week
    from opportunity
    cross join looked_at
    where week < $weeks
    union all
    select
        kind, 'product_line' as split, unnest(product_lines) as part, golden_id, source, event_id, topic, time, hurt_at,
        value, week
    from opportunity
    where week < $weeks
)

select *
from told
where part is not null
