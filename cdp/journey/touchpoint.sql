-- touchpoint: what touchpoints do for purchases, see its contract; reads journey_touch, journey_event (for all people) and
-- journey_effect (kind, touchpoint, removal, share).
create or replace temp table touchpoint as
with worth as (
    select sum(value) as value
    from journey_touch
    where kind = 'action' and is_bought and touchpoint is not null and later is null
),

everybody as (
    select count(distinct golden_id) as people from journey_event
),

met as (
    select
        kind,
        touchpoint,
        bool_or(is_campaign) as is_campaign,
        count(distinct golden_id) as people,
        count(distinct path) as paths,
        count(distinct path) filter (where is_bought) as bought,
        count(*) filter (where is_bought and earlier is null) as first,
        count(*) filter (where is_bought and earlier is not null and later is not null) as middle,
        count(*) filter (where is_bought and later is null) as last,
        sum(value) as value
    from journey_touch
    group by kind, touchpoint
)

select
    kind,
    touchpoint,
    met.people,
    met.people / everybody.people as reach,
    paths,
    bought,
    first,
    middle,
    last,
    removal as removal_effect,
    share as share_of_value,
    round(case when touchpoint is null then met.value else share * worth.value end, 2) as value
from met
left join journey_effect using (kind, touchpoint)
cross join worth
cross join everybody
where is_campaign or kind = 'action'
order by kind, removal_effect desc nulls last, touchpoint
