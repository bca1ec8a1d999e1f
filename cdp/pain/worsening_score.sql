-- worsening_score: valid answers of people who answered the question before; one in a lower box than the answer before
-- hurts; what one person says of several things at one moment is no before and after; reads survey_answer.
create or replace temp table worsening_score as
with answer as (
    select
        *,
        case box when 'top' then 3 when 'middle' then 2 when 'bottom' then 1 end as height,
        lag(case box when 'top' then 3 when 'middle' then 2 when 'bottom' then 1 end) over (
            partition by golden_id, question order by time, source, event_id
        ) as height_before,
        lag(time) over (partition by golden_id, question order by time, source, event_id) as time_before
    from survey_answer
    where valid and golden_id is not null
)

select
    golden_id,
    time,
    case when height < height_before then time end as hurt_at,
    source,
    event_id,
    channel,
    touchpoint as step,
    place,
    agent,
    device_type,
    question as topic
from answer
where time_before < time
