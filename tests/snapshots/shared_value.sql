create or replace temp table shared_value as
select golden_id, min_by(source, (source, record_id)) as source,
       min_by(record_id, (source, record_id)) as record_id, 'national_id' as attribute,
       "national_id" as value
from record join membership using (source, record_id) where "national_id" is not null
group by golden_id, value
qualify count(*) over (partition by value) between 2 and 10
union all
select golden_id, min_by(source, (source, record_id)) as source,
       min_by(record_id, (source, record_id)) as record_id, 'login' as attribute,
       "login" as value
from record join membership using (source, record_id) where "login" is not null
group by golden_id, value
qualify count(*) over (partition by value) between 2 and 3
