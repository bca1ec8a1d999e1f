-- journey_course: who is on a journey: a person, and a line of products or (null) all of them; reads journey_event.
create or replace temp table journey_course as
select row_number() over (order by golden_id, product_line nulls first) as course, golden_id, product_line
from (
    select golden_id, null as product_line from journey_event
    union
    select golden_id, unnest(product_lines) from journey_event
)
