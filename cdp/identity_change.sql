-- identity_change: what became of the golden ids of the last version.
-- Reads member and previous (golden_id, is_anchor, rid: null when the record is gone).
create or replace temp table identity_change as
with moved as (
    select
        previous.golden_id as old_id,
        member.golden_id as new_id,
        count(*) as records,
        bool_or(previous.is_anchor) as has_anchor
    from previous
    join member using (rid)
    group by all
),

alive as (
    select distinct golden_id
    from member
),

dead as (
    select distinct golden_id as old_id
    from previous
    anti join alive using (golden_id)
),

-- who lives on for an id that died: whoever has the record that claimed it, else most of its records
heir as (
    select moved.old_id, moved.new_id
    from moved
    join dead using (old_id)
    qualify row_number() over (
        partition by moved.old_id
        order by moved.has_anchor desc, moved.records desc, moved.new_id
    ) = 1
)

select 'merge' as change, moved.old_id as golden_id, moved.new_id as other_golden_id, moved.records,
       'its records belong to the older identity' as reason
from moved
join heir using (old_id, new_id)
union all
select 'retire', dead.old_id, null, 0, 'all its records are gone'
from dead
anti join heir using (old_id)
union all
select 'split', moved.old_id, moved.new_id, moved.records, 'some of its records belong to another person'
from moved
anti join heir using (old_id, new_id)
where moved.new_id <> moved.old_id
order by all
