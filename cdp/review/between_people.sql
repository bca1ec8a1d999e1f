-- between_people (kind, attribute, golden_one < golden_other, source_one, record_id_one, source_other, record_id_other):
-- two people and why they may be one, a row each. Reads match, membership, shared_value and rival_value.
create or replace temp table between_people as
with
ended as (
    select l.golden_id < r.golden_id as forward, l.golden_id as golden_l, r.golden_id as golden_r, match.*
    from match
    join membership l on l.source = match.source_l and l.record_id = match.record_id_l
    join membership r on r.source = match.source_r and r.record_id = match.record_id_r
    where l.golden_id <> r.golden_id and weight >= $weakest - $band
),
matched as (
    select if(forward, golden_l, golden_r) as golden_one, if(forward, golden_r, golden_l) as golden_other,
           if(forward, source_l, source_r) as source_one, if(forward, record_id_l, record_id_r) as record_id_one,
           if(forward, source_r, source_l) as source_other, if(forward, record_id_r, record_id_l) as record_id_other,
           weight
    from ended
    qualify row_number() over (
        partition by golden_one, golden_other
        order by weight desc, source_one, record_id_one, source_other, record_id_other
    ) = 1
),
found as (
    select 1 as precedence, 'refused tie' as kind, l.attribute, l.golden_id as golden_one, r.golden_id as golden_other,
           l.source as source_one, l.record_id as record_id_one,
           r.source as source_other, r.record_id as record_id_other
    from shared_value l
    join shared_value r on l.attribute = r.attribute and l.value = r.value and l.golden_id < r.golden_id
    union all
    select 2, 'conflicting identifiers', l.attribute, golden_one, golden_other,
           source_one, record_id_one, source_other, record_id_other
    from matched
    join rival_value l on l.source = source_one and l.record_id = record_id_one
    join rival_value r on r.source = source_other and r.record_id = record_id_other
                      and l.attribute = r.attribute and l.value <> r.value
    where weight >= $weakest
    union all
    select 3, 'grey pair', null, golden_one, golden_other,
           source_one, record_id_one, source_other, record_id_other
    from matched
)
select * exclude (precedence)
from found
qualify row_number() over (
    partition by golden_one, golden_other
    order by precedence, attribute, source_one, record_id_one, source_other, record_id_other
) = 1
