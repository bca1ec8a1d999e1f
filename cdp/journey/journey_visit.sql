-- journey_visit: stays in stages, each from the evidence that begins it to what ends it; reads journey_evidence,
-- journey_step, horizon, stage_kind (stage, rank, silence: days) and stage_ending (stage, ended_by).
create or replace temp table journey_visit as
with ending as (
    select course, n, time, stage as ended_by, rank * 2 as turn
    from journey_evidence
    join stage_kind using (stage)
    union all
    select course, n, time, action, 99
    from journey_step
),

turn as (
    select course, stage, n, rank * 2 + 1 as turn, time, rule, false as ends
    from journey_evidence
    join stage_kind using (stage)
    union all
    select course, stage, n, turn, time, ended_by, true
    from ending
    join stage_ending using (ended_by)
    semi join (select distinct course, stage from journey_evidence) using (course, stage)
),

marked as (
    select
        turn.*,
        lag(time) over lane as before,
        lag(ends) over lane as was_ended,
        lead(case when ends then time end) over lane as ending_at,
        lead(case when ends then rule end) over lane as ending_by
    from turn
    window lane as (partition by course, stage order by n, turn)
),

counted as (
    select
        marked.* exclude (before, was_ended, ends, turn),
        time + silence * interval 1 day as silent_at,
        sum(case when not was_ended and coalesce(before + silence * interval 1 day >= time, before is not null) then 0 else 1 end)
            over (partition by course, stage order by n rows unbounded preceding) as nth
    from marked
    join stage_kind using (stage)
    where not ends
),

stay as (
    select
        course,
        stage,
        nth,
        min(n) as n,
        arg_min(rule, n) as rule,
        min(time) as entered_at,
        max(time) as last_at,
        max(silent_at) as silent_at,
        arg_max(ending_at, n) as ending_at,
        arg_max(ending_by, n) as ending_by
    from counted
    group by course, stage, nth
)

select
    course, stage, nth, n, rule, entered_at, last_at,
    case
        when ending_at <= coalesce(silent_at, ending_at) then ending_at
        when silent_at <= told_until then silent_at
    end as left_at,
    case
        when ending_at <= coalesce(silent_at, ending_at) then ending_by
        when silent_at <= told_until then 'silence'
    end as left_by
from stay, horizon
