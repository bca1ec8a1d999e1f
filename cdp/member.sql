-- member: every record with the golden_id of its person. The oldest claim of a cluster names it.
-- Reads cluster, record, and inherited_claim: claims of records that are gone, held by others.
create or replace temp table member as
with keyed as (
    select record.rid, record.claim, named.record_key
    from (
        select claimant as record_key
        from inherited_claim
        union
        select heir
        from inherited_claim
    ) named
    join record
      on named.record_key = 'g' || left(sha256($secret || chr(31) || record.source || chr(31) || record.record_id), 20)
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

inherited as (
    select keyed.rid, keyed.claim, holding.golden_id, holding.age
    from (
        select *
        from inherited_claim
        qualify row_number() over (partition by golden_id order by version desc) = 1
    ) holding
    join keyed on keyed.record_key = holding.heir
),

-- the oldest claim of each record that holds another than the one it made first
other as (
    select rid, golden_id, age
    from (
        select rid, golden_id, age
        from returned
        union all
        select rid, golden_id, age
        from inherited
        union all
        select rid, null, claim
        from inherited
        anti join returned using (rid)
    )
    qualify row_number() over (partition by rid order by age) = 1
),

claimed as (
    select
        cluster.cluster,
        record.rid,
        record.source,
        record.record_id,
        other.golden_id,
        coalesce(other.age, record.claim) as claim,
        row_number() over (partition by cluster.cluster order by coalesce(other.age, record.claim), record.rid) as place
    from cluster
    join record using (rid)
    left join other using (rid)
),

anchor as (
    select
        cluster,
        coalesce(
            golden_id,
            'g' || left(sha256($secret || chr(31) || source || chr(31) || record_id), 20)
        ) as golden_id
    from claimed
    where place = 1
)

select
    anchor.golden_id,
    claimed.rid,
    claimed.source,
    claimed.record_id,
    claimed.place = 1 as is_anchor,
    claimed.claim
from claimed
join anchor using (cluster)
