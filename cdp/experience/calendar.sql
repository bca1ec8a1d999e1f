-- calendar: the months that answers and interactions lie in, each as a month, in its quarter and in all of the time;
-- `starts` is the first day of the period, `before` that of the period before. What has no time counts in all of it alone;
-- reads activity and answer_part.
create or replace temp table calendar as
with month as (
    select month from activity
    union
    select month from answer_part
)

select
    month,
    'all' as span,
    'all' as period,
    cast(null as date) as starts,
    cast(null as date) as before
from month
union all
select
    month,
    'quarter' as span,
    strftime(month, '%Y') || '-Q' || extract('quarter' from month) as period,
    cast(date_trunc('quarter', month) as date) as starts,
    cast(date_trunc('quarter', month) - interval 3 month as date) as before
from month
where month is not null
union all
select
    month,
    'month' as span,
    strftime(month, '%Y-%m') as period,
    month as starts,
    cast(month - interval 1 month as date) as before
from month
where month is not null
