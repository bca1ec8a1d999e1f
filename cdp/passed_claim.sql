-- passed_claim: golden ids whose record is gone; the oldest remaining member of the last published person inherits.
-- Reads record, previous (golden_id, source, record_id, is_anchor, claim, rid) and inherited_claim.
create or replace temp table passed_claim as
with gone as (
    select
        golden_id,
        claim,
        'g' || left(sha256($secret || chr(31) || source || chr(31) || record_id), 20) as record_key
    from previous
    where is_anchor
      and rid is null
),

remaining as (
    select
        gone.golden_id,
        gone.record_key,
        gone.claim,
        'g' || left(sha256($secret || chr(31) || record.source || chr(31) || record.record_id), 20) as heir
    from gone
    join previous on previous.golden_id = gone.golden_id
    join record on record.rid = previous.rid
    qualify row_number() over (partition by gone.golden_id order by record.claim, record.rid) = 1
),

holding as (
    select *
    from inherited_claim
    qualify row_number() over (partition by golden_id order by version desc) = 1
),

held as (
    select holding.golden_id
    from holding
    join record
      on holding.heir = 'g' || left(sha256($secret || chr(31) || record.source || chr(31) || record.record_id), 20)
)

select
    remaining.golden_id,
    coalesce(holding.claimant, remaining.record_key) as claimant,
    remaining.heir,
    remaining.claim as age
from remaining
anti join held using (golden_id)
left join holding using (golden_id)
order by all
