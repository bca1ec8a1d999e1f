with layer_0 as (
select
    golden_id,
    told_until,
    "city" as "city",
    coalesce("visits_90d", 0) as "visits_90d",
    coalesce("spent", 0) as "spent",
    "shop" as "shop",
    "digital" as "digital",
    "device" as "device",
    coalesce("products", 0) as "products",
    "pause" as "pause",
    "lifetime_value"
from profile cross join horizon
left join interaction_measure using (golden_id)
left join lifetime_value using (golden_id)
), layer_1 as (
select *,
    case when "spent" is not null and coalesce(spent > 0, false) then cast(1 + (5 * (rank() over (partition by "spent" is not null and coalesce(spent > 0, false) order by "spent") - 1 + count(*) over (partition by "spent" is not null and coalesce(spent > 0, false) order by "spent"))) // (2 * count(*) over (partition by "spent" is not null and coalesce(spent > 0, false))) as integer) end as "rank"
from layer_0
), layer_2 as (
select *,
    (case when rank = 5 then lower(city) end) as "kind"
from layer_1
)
select "golden_id", "visits_90d", "spent", "shop", "digital", "device", "products", "pause", "rank", "kind", "lifetime_value"
from layer_2
order by golden_id
