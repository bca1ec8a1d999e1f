-- journey_step: the events of every course; reads journey_event and journey_course.
create or replace temp table journey_step as
select course, event.* exclude (golden_id, product_line, product_lines, source, event_id, campaign, channel, value)
from (select *, unnest(list_prepend(null, product_lines)) as product_line from journey_event) event
join journey_course
    on journey_course.golden_id = event.golden_id
   and journey_course.product_line is not distinct from event.product_line
