-- bad_score: valid answers to surveys; one in the bottom box (detractors, dissatisfied, high effort) hurts; reads survey_answer.
create or replace temp table bad_score as
select
    golden_id,
    time,
    case when box = 'bottom' then time end as hurt_at,
    source,
    event_id,
    channel,
    touchpoint as step,
    place,
    agent,
    device_type,
    question as topic
from survey_answer
where valid
