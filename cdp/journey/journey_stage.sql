-- journey_stage: entries into stages with their evidence, see its contract; reads journey_entered, journey_course,
-- journey_event, journey_rule (rule, name), stage_kind (rank, stage) and stage_ending (ending, ended_by).
create or replace temp table journey_stage as
select
    journey_course.golden_id,
    journey_course.product_line,
    stage_kind.stage,
    entered.nth,
    entered.journey,
    entered.entered_at,
    entered.last_at,
    entered.left_at,
    case when entered.left_at is not null then coalesce(stage_ending.ended_by, 'silence') end as left_by,
    event.source,
    event.event_id,
    event.channel,
    event.action,
    event.campaign,
    journey_rule.name as rule,
    entered.left_at is null as is_current
from journey_entered entered
join journey_course using (course)
join journey_event event using (n)
join journey_rule using (rule)
join stage_kind on stage_kind.rank = entered.rank
left join stage_ending using (ending)
order by entered.course, entered.n, entered.rank
