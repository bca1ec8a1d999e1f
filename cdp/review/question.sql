-- question (question, kind, attribute, golden_one, golden_other, source_one, record_id_one, source_other,
-- record_id_other): what is asked, and the record that stands for either side; of one person golden_other is null.
-- Reads between_people, bridge_side and rival.
create or replace temp table question as
with
told as (
    select kind, null as attribute, golden_id, side, source, record_id, is_end from bridge_side
    union all
    select 'conflicting identifiers', attribute, golden_id, side, source, record_id, false from rival
),
ends as (
    select kind, attribute, golden_id, side,
           arg_min({'source': source, 'record_id': record_id}, (not is_end, source, record_id)) as first_key
    from told group by all
),
found as (
    select * from between_people
    union all by name
    select kind, one.attribute, golden_id as golden_one, null as golden_other,
           one.first_key.source as source_one, one.first_key.record_id as record_id_one,
           other.first_key.source as source_other, other.first_key.record_id as record_id_other
    from (from ends where side = 0) one
    join (from ends where side = 1) other using (kind, golden_id)
    where one.attribute is not distinct from other.attribute
)
select row_number() over (order by golden_one, golden_other, kind, attribute) as question, * from found
