-- moved: records that came, left, or belong to another person than before. Reads before_membership, after_membership.
create or replace temp table moved as
select source, record_id, earlier.golden_id as before, later.golden_id as after
from before_membership earlier
full join after_membership later using (source, record_id)
where earlier.golden_id is distinct from later.golden_id
