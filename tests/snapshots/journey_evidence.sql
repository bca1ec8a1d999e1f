select
    found.course, found.n, found.time,
    cast(1 as tinyint) as rank, cast(1 as smallint) as rule
from (
    select course, n, time
    from journey_step
    where action in ('visited', 'viewed_product', 'searched')
) found
union all

select
    found.course, found.n, found.time,
    cast(1 as tinyint) as rank, cast(2 as smallint) as rule
from (
    select course, n, time
    from journey_step
    where action in ('message_clicked')
) found
union all

select
    found.course, found.n, found.time,
    cast(2 as tinyint) as rank, cast(3 as smallint) as rule
from (
    select course, n, time
    from journey_step
    where action in ('added_to_cart', 'started_checkout')
) found
union all

select
    found.course, found.n, found.time,
    cast(2 as tinyint) as rank, cast(4 as smallint) as rule
from (
    select course, n, time from (
    select course, n, time
    from journey_step
    where action in ('viewed_product')
    )
    qualify lag(time, 2) over (partition by course order by n) >= time - interval 14 day
) found
union all

select
    found.course, found.n, found.time,
    cast(2 as tinyint) as rank, cast(5 as smallint) as rule
from (
    select course, n, time from (
    select course, n, time
    from journey_step
    where action in ('searched')
    )
    qualify lag(time, 1) over (partition by course order by n) >= time - interval 14 day
) found
union all

select
    found.course, found.n, found.time,
    cast(3 as tinyint) as rank, cast(6 as smallint) as rule
from (
    select course, n, time
    from journey_step
    where action in ('ordered')
) found
union all

select
    found.course, found.n, found.time,
    cast(5 as tinyint) as rank, cast(7 as smallint) as rule
from (
    select course, n, time
    from journey_step
    where action in ('delivered', 'picked_up')
) found
union all

select
    found.course, found.n, found.time,
    cast(5 as tinyint) as rank, cast(8 as smallint) as rule
from (
    select course, n, time
    from journey_step
    where action in ('ordered') and "enjoy/takes home"
) found
union all

select
    found.course, found.n, found.time,
    cast(6 as tinyint) as rank, cast(10 as smallint) as rule
from (
    select course, n, time
    from journey_step
    where action in ('reviewed') and "advocate/reviews"
) found
union all

select
    found.course, found.n, found.time,
    cast(7 as tinyint) as rank, cast(11 as smallint) as rule
from (
    select course, n, time from (
    select course, n, time
    from journey_step
    where action in ('ordered')
    )
    qualify lag(time, 2) over (partition by course order by n) >= time - interval 365 day
) found
union all

select
    found.course, found.n, found.time,
    cast(6 as tinyint) as rank, cast(9 as smallint) as rule
from (
    select course, n, time
    from journey_step
    where action in ('answered') and "advocate/recommends"
) found
join (
    select course, min(n) as since from journey_evidence where rank in (3) group by course
) before
    on before.course = found.course and before.since <= found.n
union all

select
    found.course, found.n, found.time,
    cast(7 as tinyint) as rank, cast(12 as smallint) as rule
from (
    select course, n, time from (
    select course, n, time
    from journey_step
    where action in ('message_opened', 'message_clicked', 'coupon_used')
    )
    qualify lag(time, 2) over (partition by course order by n) >= time - interval 90 day
) found
join (
    select course, min(n) as since from journey_evidence where rank in (3) group by course
) before
    on before.course = found.course and before.since <= found.n
