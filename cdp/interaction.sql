-- interaction: every event with the person it speaks of, and why; reads event and event_owner.
create or replace temp view interaction as
select
    owner.golden_id,
    owner.reason as attributed_by,
    event.*
from event
left join event_owner owner
    on owner.event_key = event.event_key
   and (owner.from_time is null or event.time >= owner.from_time)
   and (owner.to_time is null or event.time < owner.to_time)
