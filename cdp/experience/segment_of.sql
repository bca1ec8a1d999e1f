-- segment_of: the segments that each person is in; reads segment_member.
create or replace temp table segment_of as
select golden_id, list(segment order by segment) as segments
from segment_member
group by golden_id
