-- journey_touch: touches in paths that lead to a purchase or broke off, touchpoints as channel and action or as campaign, by
-- course; reads journey_event, journey_course, horizon and touch_action (action); $days without a touch break a path off.
-- A course in one line of products has the touches and purchases of the line, and the touches that tell no line: of
-- these alone there is no path. Repeats of one touchpoint in a row are one touch; a purchase without any has a row without
-- touchpoint. Paths without a campaign are told by action alone.
create or replace temp table journey_touch as
with own as (
    select
        n, golden_id, time, channel || ' ' || action as touchpoint, campaign, product_lines,
        action = 'ordered' as is_purchase, value
    from journey_event
    where action = 'ordered' or action in (select action from touch_action)
),

placed as (
    select
        *,
        cast(value / case when product_line is null then 1 else len(product_lines) end as decimal(18, 2)) as part
    from (select *, unnest(list_prepend(null, product_lines)) as product_line from own) own
    union all
    select own.*, journey_course.product_line, null
    from own
    join journey_course
        on journey_course.golden_id = own.golden_id and journey_course.product_line is not null
    where len(product_lines) = 0 and not is_purchase
),

step as (
    select
        n, course, time, touchpoint, campaign, is_purchase, part as value,
        placed.product_line is null or len(product_lines) > 0 as is_own,
        case
            when lag(is_purchase) over turns then true
            else coalesce(lag(time) over turns < time - $days * interval 1 day, true)
        end as begins
    from placed
    join journey_course
        on journey_course.golden_id = placed.golden_id
       and journey_course.product_line is not distinct from placed.product_line
    window turns as (partition by course order by n)
),

numbered as (
    select
        *,
        sum(case when begins then 1 else 0 end) over (order by course, n rows unbounded preceding) as path
    from step
),

outcome as (
    select
        path,
        bool_or(is_purchase) as is_bought,
        bool_or(campaign is not null and not is_purchase) as has_campaign,
        sum(case when is_purchase then value end) as value,
        max(time) as last_at
    from numbered
    group by path
    having bool_or(is_own)
),

told as (
    select
        dimension.kind, numbered.path, numbered.course, numbered.n,
        case
            when is_purchase then null
            when dimension.kind = 'campaign' then coalesce(campaign, touchpoint)
            else touchpoint
        end as touchpoint,
        dimension.kind = 'campaign' and campaign is not null as is_campaign,
        is_bought,
        has_campaign,
        outcome.value
    from numbered
    join outcome using (path)
    cross join (values ('action'), ('campaign')) as dimension (kind)
    cross join horizon
    where (dimension.kind = 'action' or has_campaign)
      and (not is_purchase or begins) and (is_bought or last_at < told_until - $days * interval 1 day)
),

kept as (
    select *
    from told
    qualify lag(n) over (partition by kind, path order by n) is null
         or touchpoint <> lag(touchpoint) over (partition by kind, path order by n)
)

select
    kept.*,
    product_line,
    lag(touchpoint) over touches as earlier,
    lead(touchpoint) over touches as later
from kept
join journey_course using (course)
window touches as (partition by kind, path order by n)
