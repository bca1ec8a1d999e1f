create or replace temp table "damaged_goods" as
select
    golden_id as "golden_id",
    time as "time",
    source as "source",
    event_id as "event_id",
    topic as "topic",
    coalesce(action, type) as "step",
    case when topic = 'damaged' then time end as "hurt_at"
from interaction
where (action = 'delivered') and time is not null
