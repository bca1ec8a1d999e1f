-- side (question, side, source, record_id): the records of both sides of a question.
-- Reads question, membership, bridge_side and rival.
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
