-- member: every record with the golden_id of its person. The oldest claim of a cluster names it.
-- Reads cluster, record, and inherited_claim: claims of records that are gone, held by others.
create or replace temp table member as
with holding as (
    select *
    from inherited_claim
    qualify row_number() over (partition by golden_id order by version desc) = 1
),

keyed as (
    select rid, claim, 'g' || left(sha256($secret || chr(31) || source || chr(31) || record_id), 20) as record_key
    from record
),

-- a record that returned after its claim had passed on: it makes a new one, younger than all that had landed by then
returned as (
    select
        keyed.rid,
        'g' || left(sha256($secret || chr(31) || keyed.record_key || chr(31) || count(*)), 20) as golden_id,
        greatest(max(keyed.claim), (max(passed.seq) + 1) * 1000000000000 - 1) as age
    from (select claimant, golden_id, min(seq) as seq from inherited_claim group by all) passed
    join keyed on keyed.record_key = passed.claimant
    group by keyed.rid, keyed.record_key
),

claim as (
    select rid, claim as age, cast(null as varchar) as golden_id
    from record
    anti join returned using (rid)
    union all
    select rid, age, golden_id
    from returned
    union all
    select keyed.rid, holding.age, holding.golden_id
    from holding
    join keyed on keyed.record_key = holding.heir
),

anchor as (
    select cluster.cluster, claim.rid, claim.age, claim.golden_id
    from cluster
    join claim using (rid)
    qualify row_number() over (partition by cluster.cluster order by claim.age, claim.rid) = 1
),

named as (
    select
        anchor.cluster,
        anchor.rid,
        anchor.age,
        coalesce(
            anchor.golden_id,
            'g' || left(sha256($secret || chr(31) || record.source || chr(31) || record.record_id), 20)
        ) as golden_id
    from anchor
    join record using (rid)
)

select
    named.golden_id,
    record.rid,
    record.source,
    record.record_id,
    named.rid = record.rid as is_anchor,
    case when named.rid = record.rid then named.age else record.claim end as claim
from cluster
join named using (cluster)
join record on record.rid = cluster.rid
