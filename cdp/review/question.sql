-- question (question, kind, attribute, golden_one, golden_other, source_one, record_id_one, source_other,
-- record_id_other) and side (question, side, source, record_id): the questions, and the records of their two sides.
-- Of one person golden_other is null. Reads between_people, rival_value, membership and bridge_side.
create or replace temp table rival as
with
counted as (
    select golden_id, attribute, value, count(*) as records from rival_value group by golden_id, attribute, value
    qualify count(*) over (partition by golden_id, attribute) > 1
),
foremost as (
    select golden_id, attribute, arg_max(value, (records, value)) as value from counted group by all
)
select golden_id, attribute, source, record_id, cast(rival_value.value <> foremost.value as integer) as side
from rival_value join foremost using (golden_id, attribute);

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
select row_number() over (order by golden_one, golden_other, kind, attribute) as question, * from found;

create or replace temp table side as
select question, 0 as side, source, record_id
from question join membership on golden_id = golden_one where golden_other is not null
union all
select question, 1, source, record_id from question join membership on golden_id = golden_other
union all
select question, side, source, record_id
from question join bridge_side on golden_id = golden_one and bridge_side.kind = question.kind
where golden_other is null
union all
select question, side, source, record_id
from question join rival on golden_id = golden_one and rival.attribute = question.attribute
where golden_other is null and kind = 'conflicting identifiers'
