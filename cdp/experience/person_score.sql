-- person_score: what each known person answered to each question; reads survey_answer. The trend is the latest score
-- against the mean of the earlier ones.
create or replace temp table person_score as
with ordered as (
    select
        *,
        row_number() over (
            partition by golden_id, question order by time desc nulls last, source desc, event_id desc
        ) as back
    from survey_answer
    where valid and golden_id is not null
)

select
    golden_id,
    any_value(metric) as metric,
    question,
    count(*) as n,
    max(score) filter (where back = 1) as latest,
    max(box) filter (where back = 1) as box,
    max(time) as latest_at,
    round(avg(score), 6) as mean,
    round(max(score) filter (where back = 1) - avg(score) filter (where back > 1), 6) as trend
from ordered
group by golden_id, question
order by golden_id, question
