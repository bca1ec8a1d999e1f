-- way: the different ways in which people are met, numbered; reads touch, company_act (action) and event_dimension (type,
-- action, dimension). `is_theirs`: what people do, not what the company does to them.
create or replace temp table way as
with different as (
    select distinct source, type, action, channel, medium, service, device_type, place
    from touch
),

numbered as (
    select
        *,
        row_number() over (order by source, type, action, channel, medium, service, device_type, place) as way
    from different
)

select
    numbered.*,
    event_dimension.dimension,
    company_act.action is null as is_theirs
from numbered
left join event_dimension
    on event_dimension.type is not distinct from numbered.type
   and event_dimension.action is not distinct from numbered.action
left join company_act on company_act.action = numbered.action
