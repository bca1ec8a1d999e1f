-- part_week: opportunities and events of every part, week by week, 0 the latest one, $weeks of them. A split of a kind
-- that has a single part says no more than the kind as a whole, and is left out; reads opportunity_part.
create or replace temp table part_week as
with counted as (
    select kind, split, part, week, count(*) as opportunities, count(hurt_at) as events
    from opportunity_part
    where week < $weeks
    group by kind, split, part, week
)

select *
from counted
qualify split = 'all' or min(part) over (partition by kind, split) <> max(part) over (partition by kind, split)
