-- journey_flow: how often one touch follows another, or a path begins (earlier null) or ends (later null); reads
-- journey_touch.
create or replace temp table journey_flow as
with touch as (
    select kind, earlier, touchpoint, later, is_bought
    from journey_touch
    where touchpoint is not null
    union all
    select 'campaign', earlier, touchpoint, later, is_bought
    from journey_touch
    where touchpoint is not null and not has_campaign
)

select kind, earlier, touchpoint as later, false as is_bought, count(*) as times
from touch
group by kind, earlier, touchpoint
union all
select kind, touchpoint, null, is_bought, count(*)
from touch
where later is null
group by kind, touchpoint, is_bought
order by all
