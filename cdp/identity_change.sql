-- identity_change: what became of the golden ids of the last version; reads member and previous (golden_id, source, record_id).
create or replace temp table identity_change as
with moved as (
    select
        previous.golden_id as old_id,
        member.golden_id as new_id,
        count(*) as records
    from previous
    left join member using (source, record_id)
    group by all
),

alive as (
    select distinct golden_id
    from member
),

heir as (
    select
        old_id,
        arg_max(new_id, records) as new_id,
        sum(records) filter (new_id is not null) as records
    from moved
    where old_id not in (select golden_id from alive)
    group by old_id
)

select 'merge' as change, old_id as golden_id, new_id as other_golden_id, records,
       'its records belong to the older identity' as reason
from heir
where new_id is not null
union all
select 'retire', old_id, null, 0, 'all its records are gone'
from heir
where new_id is null
union all
select 'split', moved.old_id, moved.new_id, moved.records, 'some of its records belong to another person'
from moved
join alive on alive.golden_id = moved.old_id
where moved.new_id <> moved.old_id
order by all
