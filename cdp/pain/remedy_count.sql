-- remedy_count: opportunities and events in the weeks before and after every remedy, as far as they are settled;
-- reads remedy_asked, opportunity_part and kind_window.
create or replace temp table remedy_count as
select
    asked.nth,
    asked.kind,
    asked.split,
    asked.part,
    asked.what,
    asked.since,
    asked.before_from,
    greatest(asked.since, least(asked.after_to, max(kind_window.settled_until))) as after_to,
    count(case when told.time < asked.since then told.hurt_at end) as before_events,
    count(case when told.time < asked.since then told.time end) as before_opportunities,
    count(case when told.time >= asked.since then told.hurt_at end) as after_events,
    count(case when told.time >= asked.since then told.time end) as after_opportunities
from remedy_asked asked
left join kind_window on kind_window.kind = asked.kind
left join opportunity_part told
    on told.kind = asked.kind
   and told.split = asked.split
   and told.part = asked.part
   and told.time >= asked.before_from
   and told.time < asked.after_to
group by asked.nth, asked.kind, asked.split, asked.part, asked.what, asked.since, asked.before_from, asked.after_to
