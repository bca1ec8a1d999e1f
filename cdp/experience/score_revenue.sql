-- score_revenue: what promoters, passives and detractors (by other questions: the top, middle and bottom box) are worth:
-- people by the box of their latest answer, and what they bought in the $revenue_days before the horizon, less what they
-- brought back, in the company's currency; reads person_score, purchase, horizon and student (size, t).
create or replace temp table score_revenue as
with bought as (
    select
        golden_id,
        count(*) filter (where kind = 'order' and status is distinct from 'cancelled') as orders,
        cast(sum(cast(
            case when status is distinct from 'cancelled' then coalesce(value, 0) - coalesce(returned_value, 0) else 0 end
            as decimal(18, 2)
        )) as decimal(18, 2)) as revenue
    from purchase
    cross join horizon
    where golden_id is not null
      and time <= horizon.told_until
      and time > horizon.told_until - to_days($revenue_days)
    group by golden_id
),

grouped as (
    select
        metric,
        question,
        box,
        count(*) as people,
        count(orders) filter (where orders > 0) as buyers,
        coalesce(sum(orders), 0) as orders,
        cast(coalesce(sum(revenue), 0) as double) as revenue,
        cast(coalesce(sum(revenue * revenue), 0) as double) as squares
    from person_score
    left join bought on bought.golden_id = person_score.golden_id
    group by metric, question, box
),

spread as (
    select
        grouped.*,
        revenue / people as per_person,
        coalesce(student.t, $z) * sqrt(
            greatest(squares / people - (revenue / people) * (revenue / people), 0) / nullif(people - 1, 0)
        ) as half
    from grouped
    left join student on student.size = people
)

select
    metric,
    question,
    box,
    people,
    buyers,
    cast(orders as bigint) as orders,
    round(revenue, 2) as revenue,
    round(revenue / nullif(sum(revenue) over (partition by question), 0), 6) as revenue_share,
    round(per_person, 2) as per_person,
    round(per_person - half, 2) as low,
    round(per_person + half, 2) as high,
    people >= $min_sample as enough
from spread
