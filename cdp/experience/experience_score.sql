-- experience_score: each question's measure with its 95 % interval, by part and period; reads answer_part, calendar,
-- question and student (size, t). Intervals: multinomial variance for nps, Wilson for csat, Student's t for means; with
-- weights Kish's effective sample size. A change is significant when its 95 % interval leaves out 0, of enough answers.
create or replace temp table experience_score as
with summed as (
    select
        question,
        split,
        part,
        calendar.span,
        calendar.period,
        calendar.starts,
        calendar.before,
        sum(asked) as asked,
        sum(n) as n,
        sum(top) as top,
        sum(middle) as middle,
        sum(bottom) as bottom,
        sum(points) as points,
        sum(squares) as squares,
        sum(weights) as weights,
        sum(weighted_points) as weighted_points,
        sum(weighted_squares) as weighted_squares,
        sum(weights) * sum(weights) / sum(weight_squares) as effective_n
    from answer_part
    join calendar on calendar.month is not distinct from answer_part.month
    group by question, split, part, calendar.span, calendar.period, calendar.starts, calendar.before
),

figure as (
    select
        question, split, part, period, 'plain' as kind,
        cast(n as double) as size,
        points / n as value,
        squares / n as mean_square
    from summed
    where n > 0
    union all
    select
        question, split, part, period, 'weighted' as kind,
        effective_n as size,
        weighted_points / weights as value,
        weighted_squares / weights as mean_square
    from summed
    where weights > 0
),

spread as (
    select
        figure.*,
        question.metric,
        question.scale_low,
        question.scale_high,
        case
            when metric in ('nps', 'csat') then sqrt(greatest(mean_square - value * value, 0) / figure.size)
            when figure.size > 1 then sqrt(greatest(mean_square - value * value, 0) / (figure.size - 1))
        end as error,
        case when metric in ('ces', 'rating') then coalesce(student.t, $z) else $z end as quantile
    from figure
    join question on question.question = figure.question
    left join student on student.size = floor(figure.size)
),

bounded as (
    select
        question, split, part, period, kind, value, error,
        case metric
            when 'csat' then 100 * (
                value / 100 + $z * $z / (2 * size)
                - $z * sqrt(value / 100 * (1 - value / 100) / size + $z * $z / (4 * size * size))
            ) / (1 + $z * $z / size)
            when 'nps' then greatest(value - quantile * error, -100)
            else greatest(value - quantile * error, scale_low)
        end as low,
        case metric
            when 'csat' then 100 * (
                value / 100 + $z * $z / (2 * size)
                + $z * sqrt(value / 100 * (1 - value / 100) / size + $z * $z / (4 * size * size))
            ) / (1 + $z * $z / size)
            when 'nps' then least(value + quantile * error, 100)
            else least(value + quantile * error, scale_high)
        end as high
    from spread
),

measured as (
    select
        summed.*,
        plain.value,
        plain.low,
        plain.high,
        plain.error,
        weighted.value as weighted_value,
        weighted.low as weighted_low,
        weighted.high as weighted_high,
        summed.n >= $min_sample as enough
    from summed
    left join bounded plain
        on plain.kind = 'plain'
       and plain.question = summed.question
       and plain.split = summed.split
       and plain.part = summed.part
       and plain.period = summed.period
    left join bounded weighted
        on weighted.kind = 'weighted'
       and weighted.question = summed.question
       and weighted.split = summed.split
       and weighted.part = summed.part
       and weighted.period = summed.period
)

select
    question.metric,
    measured.question,
    measured.split,
    measured.part,
    measured.span,
    measured.period,
    measured.starts,
    question.is_reversed as lower_is_better,
    cast(measured.asked as bigint) as asked,
    cast(measured.n as bigint) as n,
    round(measured.n / nullif(measured.asked, 0), 6) as response_rate,
    round(measured.value, 6) as value,
    round(measured.low, 6) as low,
    round(measured.high, 6) as high,
    measured.enough,
    cast(measured.top as bigint) as top,
    cast(measured.middle as bigint) as middle,
    cast(measured.bottom as bigint) as bottom,
    round(measured.weighted_value, 6) as weighted_value,
    round(measured.weighted_low, 6) as weighted_low,
    round(measured.weighted_high, 6) as weighted_high,
    round(measured.effective_n, 6) as effective_n,
    round(measured.value - earlier.value, 6) as change,
    case
        when earlier.value is null or measured.value is null then null
        else measured.enough
             and earlier.enough
             and abs(measured.value - earlier.value)
                 > $z * sqrt(measured.error * measured.error + earlier.error * earlier.error)
    end as significant
from measured
join question on question.question = measured.question
left join measured earlier
    on earlier.question = measured.question
   and earlier.split = measured.split
   and earlier.part = measured.part
   and earlier.span = measured.span
   and earlier.starts = measured.before
