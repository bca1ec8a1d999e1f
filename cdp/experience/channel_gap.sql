-- channel_gap: how differently the same people judge two touchpoints: the mean over them of (their mean score at the one
-- - at the other), with its 95 % interval (paired, Student's t); reads survey_answer and student (size, t).
create or replace temp table channel_gap as
with judgement as (
    select question, any_value(metric) as metric, golden_id, coalesce(touchpoint, channel) as place, avg(score) as score
    from survey_answer
    where valid and golden_id is not null
    group by question, golden_id, coalesce(touchpoint, channel)
),

paired as (
    select
        one.question,
        any_value(one.metric) as metric,
        one.place as one,
        other.place as other,
        count(*) as people,
        avg(one.score) as one_mean,
        avg(other.score) as other_mean,
        avg(one.score - other.score) as gap,
        stddev_samp(one.score - other.score) / sqrt(count(*)) as error
    from judgement one
    join judgement other
        on other.question = one.question
       and other.golden_id = one.golden_id
       and one.place < other.place
    group by one.question, one.place, other.place
)

select
    metric,
    question,
    one,
    other,
    people,
    round(one_mean, 6) as one_mean,
    round(other_mean, 6) as other_mean,
    round(gap, 6) as gap,
    round(gap - coalesce(student.t, $z) * error, 6) as low,
    round(gap + coalesce(student.t, $z) * error, 6) as high,
    people >= $min_sample as enough,
    people >= $min_sample and abs(gap) > coalesce(student.t, $z) * error as significant
from paired
left join student on student.size = people
