-- rival (golden_id, attribute, source, record_id, side): records of a person that have what a person has but one of;
-- side 0 has the value of most records (of equals the greatest), side 1 another. Reads rival_value.
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
from rival_value join foremost using (golden_id, attribute)
