-- journey_touch: touches in paths that lead to a purchase or broke off, touchpoints as channel and action or as campaign;
-- reads journey_event, horizon and touch_action (action); $days without a touch break a path off. Repeats of one
-- touchpoint in a row are one touch; a purchase without any has a row without touchpoint. Paths without a campaign are
-- told by action alone.
create or replace temp table journey_touch as
with step as (
    select
        n, golden_id, time, channel || ' ' || action as touchpoint, campaign, value,
        action = 'ordered' as is_purchase,
        case
            when lag(action = 'ordered') over course then true
            else coalesce(lag(time) over course < time - $days * interval 1 day, true)
        end as begins
    from journey_event
    where action = 'ordered' or action in (select action from touch_action)
    window course as (partition by golden_id order by n)
),

numbered as (
    select *, sum(case when begins then 1 else 0 end) over (order by n rows unbounded preceding) as path
    from step
),

outcome as (
    select path, bool_or(is_purchase) as is_bought, bool_or(campaign is not null and not is_purchase) as has_campaign, sum(case when is_purchase then value end) as value, max(time) as last_at
    from numbered
    group by path
),

told as (
    select
        dimension.kind, numbered.path, numbered.golden_id, numbered.n,
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
    *,
    lag(touchpoint) over touches as earlier,
    lead(touchpoint) over touches as later
from kept
window touches as (partition by kind, path order by n)
