-- touchpoint: what touchpoints do for purchases, see its contract; reads journey_touch, journey_course (for all people) and
-- journey_effect (product_line, kind, touchpoint, removal, share).
create or replace temp table touchpoint as
with worth as (
    select product_line, sum(value) as value
    from journey_touch
    where kind = 'action' and is_bought and touchpoint is not null and later is null
    group by product_line
),

everybody as (
    select product_line, count(*) as people from journey_course group by product_line
),

met as (
    select
        product_line,
        kind,
        touchpoint,
        bool_or(is_campaign) as is_campaign,
        count(distinct course) as people,
        count(distinct path) as paths,
        count(distinct path) filter (where is_bought) as bought,
        count(*) filter (where is_bought and earlier is null) as first,
        count(*) filter (where is_bought and earlier is not null and later is not null) as middle,
        count(*) filter (where is_bought and later is null) as last,
        sum(value) as value
    from journey_touch
    group by product_line, kind, touchpoint
)

select
    met.product_line,
    met.kind,
    met.touchpoint,
    met.people,
    met.people / everybody.people as reach,
    paths,
    bought,
    first,
    middle,
    last,
    removal as removal_effect,
    share as share_of_value,
    round(case when met.touchpoint is null then met.value else share * worth.value end, 2) as value
from met
join everybody
    on everybody.product_line is not distinct from met.product_line
left join worth
    on worth.product_line is not distinct from met.product_line
left join journey_effect effect
    on effect.product_line is not distinct from met.product_line
   and effect.kind = met.kind and effect.touchpoint = met.touchpoint
where is_campaign or met.kind = 'action'
order by met.product_line nulls first, met.kind, removal_effect desc nulls last, met.touchpoint
