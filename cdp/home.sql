-- home: where each person lives as far as records tell, best guess first (place 1 or 2). Reads written.
-- A present sent elsewhere moves nobody: beside the golden address counts the latest that several records name.
create or replace temp table home as
with spot as (
    select
        golden_id,
        spot,
        bool_or(is_golden) as is_golden,
        min(cast(is_third as integer)) as third,
        count(distinct rid) as records,
        max(updated_at) as seen
    from written
    group by golden_id, spot
),

guess as (
    select golden_id, spot, 1 as place
    from spot
    where is_golden
    union all
    select golden_id, spot, 2
    from spot
    where records > 1
    qualify row_number() over (partition by golden_id order by third, seen desc nulls last, spot) = 1
)

select golden_id, spot, min(place) as place
from guess
group by golden_id, spot
