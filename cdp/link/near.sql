-- near: candidate pairs (one < other) of touched records, by a blocking rule, or as alike as many.
-- Reads sharer, sharer_now, rekeyed, touched, twin_now and state.twin.
create or replace temp table near as
with sharing as (
    select * from sharer anti join rekeyed using (id)
    union all
    select * from sharer_now
),
told as (select distinct rule, id, k from sharing),
double as (
    select id, first from twin_now
    union
    select id, first from state.twin anti join rekeyed using (id)
)
select least(mine.id, other.id) as one, greatest(mine.id, other.id) as other
from told mine semi join touched using (id) join told other using (rule, k)
where mine.id <> other.id
union
select least(id, first), greatest(id, first)
from double
where id in (select id from touched) or first in (select id from touched)
