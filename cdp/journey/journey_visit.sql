-- journey_visit: stays in stages, each from the evidence that begins it to what ends it; reads journey_evidence,
-- journey_step, horizon, stage_kind (rank, silence) and stage_ending (ending, rank, by_rank, by_action).
-- A lane is a course in one stage; turns are its evidence and what ends it, in order.
create or replace temp table journey_visit as
with turn as (
    select course * 16 + rank as lane, n * 64 + rank * 2 + 1 as turn, time, rule as what, false as ends
    from journey_evidence
    union all
    select course * 16 + stage_ending.rank, n * 64 + by_rank * 2, time, ending, true
    from journey_evidence
    join stage_ending on by_rank = journey_evidence.rank
    union all
    select course * 16 + stage_ending.rank, n * 64 + 63, time, ending, true
    from journey_step
    join stage_ending on by_action = action
),

beside as (
    select
        *,
        lag(time) over lanes as before_at,
        lag(ends) over lanes as after_end,
        lead(time) over lanes as next_at,
        lead(ends) over lanes as before_end,
        lead(what) over lanes as next_what
    from turn
    window lanes as (partition by lane order by turn)
),

evidence as (
    select
        lane, turn, time, what, silence,
        case when before_end then next_at end as ending_at,
        case when before_end then next_what end as ending,
        coalesce(after_end or before_at + silence < time, before_at is null) as starts,
        coalesce(before_end or time + silence < next_at, next_at is null) as stops
    from beside
    join stage_kind on rank = lane % 16
    where not ends
),

bound as (
    select
        *,
        lead(time) over lanes as last_at,
        lead(ending_at) over lanes as last_ending_at,
        lead(ending) over lanes as last_ending,
        sum(case when starts then 1 else 0 end) over (
            partition by lane order by turn rows unbounded preceding
        ) as nth
    from evidence
    where starts or stops
    window lanes as (partition by lane order by turn)
),

stay as (
    select
        lane, turn, nth, silence,
        what as rule,
        time as entered_at,
        case when stops then time else last_at end as last_at,
        case when stops then ending_at else last_ending_at end as ending_at,
        case when stops then ending else last_ending end as ending
    from bound
    where starts
)

select
    lane // 16 as course,
    cast(lane % 16 as tinyint) as rank,
    cast(nth as bigint) as nth,
    turn // 64 as n,
    rule,
    entered_at,
    last_at,
    case
        when ending_at <= coalesce(last_at + silence, ending_at) then ending_at
        when last_at + silence <= told_until then last_at + silence
    end as left_at,
    case when ending_at <= coalesce(last_at + silence, ending_at) then ending end as ending
from stay
cross join horizon
