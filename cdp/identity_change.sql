-- identity_change: what became of the golden ids of the last version, and which older ones live again.
-- Reads member, previous (golden_id, is_anchor, rid: null when the record is gone) and former_id (golden_id): every id
-- that was merged away or retired.
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
    select golden_id, count(*) as records
    from member
    group by golden_id
),

lived as (
    select distinct golden_id
    from previous
),

dead as (
    select golden_id as old_id
    from lived
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
),

-- an id that lives again, and the person that most of its records come from; none when all of them return
revived as (
    select alive.golden_id, moved.old_id, alive.records
    from alive
    join former_id using (golden_id)
    anti join lived using (golden_id)
    left join moved on moved.new_id = alive.golden_id
    qualify row_number() over (partition by alive.golden_id order by moved.records desc, moved.old_id) = 1
),

told as (
    select 'merge' as change, moved.old_id as golden_id, moved.new_id as other_golden_id, moved.records,
           'its records belong to the older identity' as reason
    from moved
    join heir using (old_id, new_id)
    union all
    select 'retire', dead.old_id, null, 0, 'all its records are gone'
    from dead
    anti join heir using (old_id)
    union all
    select 'split', moved.old_id, moved.new_id, moved.records,
           case
               when lived.golden_id is null then 'some of its records are a person of their own'
               else 'some of its records belong to another person'
           end
    from moved
    left join lived on lived.golden_id = moved.new_id
    anti join heir using (old_id, new_id)
    where moved.new_id <> moved.old_id
    union all
    select 'revive', golden_id, old_id, records,
           case when old_id is null then 'its records returned' else 'its records are a person of their own again' end
    from revived
)

select cast(row_number() over (order by change, golden_id, other_golden_id) - 1 as integer) as nth, told.*
from told
order by nth
