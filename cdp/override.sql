-- override: the golden values that stewards set, one row per part of them. Reads told and member.
-- A person is known by the record that named it when that was decided, or, when that is gone, by the golden_id.
create or replace temp table override as
with alive as (
    select distinct golden_id
    from member
),

person as (
    select
        told.decision,
        told.attribute,
        told.part,
        told.value,
        coalesce(member.golden_id, alive.golden_id) as golden_id
    from told
    left join member on member.source = told.source and member.record_id = told.record_id
    left join alive on alive.golden_id = told.named
)

select decision, golden_id, attribute, part, value
from person
where golden_id is not null
qualify decision = max(decision) over (partition by golden_id, attribute)
order by all
