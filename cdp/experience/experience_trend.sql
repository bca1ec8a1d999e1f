-- experience_trend: where each question's measure is going: the slope per month of a straight line through all answers of
-- the last $trend_months months up to the horizon, by part (ordinary least squares, Student's t); reads answer_part,
-- horizon, question and student (size, t).
create or replace temp table experience_trend as
with recent as (
    select
        answer_part.*,
        date_diff('month', (horizon.told_until at time zone 'UTC') at time zone $zone, month) as x
    from answer_part
    cross join horizon
    where n > 0
      and date_diff('month', (horizon.told_until at time zone 'UTC') at time zone $zone, month)
          between 1 - $trend_months and 0
),

summed as (
    select
        question,
        split,
        part,
        count(*) as months,
        sum(n) as n,
        sum(n * x * x) - sum(n * x) * sum(n * x) / sum(n) as spread,
        sum(points * x) - sum(points) * sum(n * x) / sum(n) as together,
        sum(squares) - sum(points) * sum(points) / sum(n) as variation
    from recent
    group by question, split, part
),

line as (
    select
        *,
        together / spread as slope,
        sqrt(greatest(variation - together * together / spread, 0) / (n - 2) / spread) as error
    from summed
    where months > 2 and n > 2 and spread > 0
)

select
    question.metric,
    line.question,
    line.split,
    line.part,
    line.months,
    cast(line.n as bigint) as n,
    round(line.slope, 6) as slope,
    round(line.slope - coalesce(student.t, $z) * line.error, 6) as low,
    round(line.slope + coalesce(student.t, $z) * line.error, 6) as high,
    line.n >= $min_sample as enough,
    line.n >= $min_sample and abs(line.slope) > coalesce(student.t, $z) * line.error as significant
from line
join question on question.question = line.question
left join student on student.size = line.n - 1
