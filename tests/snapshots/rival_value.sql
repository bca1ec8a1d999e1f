create or replace temp table rival_value as
select golden_id, source, record_id, 'national_id' as attribute, "national_id" as value
from record join membership using (source, record_id) where nth = 0 and "national_id" is not null
union all
select golden_id, source, record_id, 'tax_number' as attribute, "tax_number" as value
from record join membership using (source, record_id) where nth = 0 and "tax_number" is not null
