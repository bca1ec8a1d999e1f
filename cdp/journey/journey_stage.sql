-- journey_stage: entries into stages with their evidence, see its contract; reads journey_entered.
create or replace temp table journey_stage as
select
    golden_id, product_line, stage, nth, journey, entered_at, last_at, left_at, left_by, source, event_id, rule,
    left_at is null as is_current
from journey_entered
order by n, product_line nulls first, rank
