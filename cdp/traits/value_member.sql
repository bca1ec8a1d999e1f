-- value_member: every buyer's place by recency, number of orders, and third by worth of an order; reads value_buyer.
-- The thirds are those of then.
create or replace temp table value_member as
with recency (days_from, days_to) as (
    values (0, 30), (31, 90), (91, 180), (181, 365), (366, null)
),

frequency (orders_from, orders_to) as (
    values (0, 0), (1, 1), (2, 2), (3, 5), (6, null)
),

third as (
    select
        quantile_disc(average, 0.3333) as lower,
        quantile_disc(average, 0.6667) as upper
    from value_buyer
    where vantage = 'then'
)

select
    value_buyer.*,
    days_from,
    days_to,
    orders_from,
    orders_to,
    case when average > upper then 3 when average > lower then 2 else 1 end as third,
    case when average > upper then upper when average > lower then lower end as average_from,
    case when average <= lower then lower when average <= upper then upper end as average_to
from value_buyer
cross join third
join recency on days >= days_from and (days_to is null or days <= days_to)
join frequency on orders >= orders_from and (orders_to is null or orders <= orders_to)
where average is not null and upper is not null
