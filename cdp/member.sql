-- member: every record with the golden_id of its person. The oldest claim of a cluster names it.
create or replace temp table member as
with claimed as (
    select
        cluster.cluster,
        cluster.rid,
        record.source,
        record.record_id,
        record.claim,
        row_number() over (partition by cluster.cluster order by record.claim) as age
    from cluster
    join record using (rid)
),

anchor as (
    select
        cluster,
        'g' || left(sha256($secret || chr(31) || source || chr(31) || record_id), 20) as golden_id
    from claimed
    where age = 1
)

select
    anchor.golden_id,
    claimed.rid,
    claimed.source,
    claimed.record_id,
    claimed.age = 1 as is_anchor
from claimed
join anchor using (cluster)
