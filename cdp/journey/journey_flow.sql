-- journey_flow: how often one touch follows another, or a path begins (earlier null) or ends (later null), by line of products
-- (null: all); reads journey_touch.
create or replace temp table journey_flow as
with touch as (
    select product_line, kind, earlier, touchpoint, later, is_bought
    from journey_touch
    where touchpoint is not null
    union all
    select product_line, 'campaign', earlier, touchpoint, later, is_bought
    from journey_touch
    where touchpoint is not null and not has_campaign
)

select product_line, kind, earlier, touchpoint as later, false as is_bought, count(*) as times
from touch
group by product_line, kind, earlier, touchpoint
union all
select product_line, kind, touchpoint, null, is_bought, count(*)
from touch
where later is null
group by product_line, kind, touchpoint, is_bought
order by all
