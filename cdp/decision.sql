-- decision: what stewards decided, and what has become of it.
-- Reads made, decision_record (rid: null when the record is not there), override and member.
create or replace temp table decision as
with named as (
    select
        decision,
        list(struct_pack(side := side, source := source, record_id := record_id) order by side, source, record_id)
            as records,
        count(rid) as present,
        count(distinct case when rid is not null then side end) as sides_present
    from decision_record
    group by decision
),

spoken_of as (
    select decision, golden_id
    from decision_record
    join member using (rid)
    union
    select decision, golden_id
    from override
),

person as (
    select decision, list(golden_id order by golden_id) as golden_ids
    from spoken_of
    group by decision
)

select
    made.decision,
    made.act,
    made.decided_by,
    made.decided_at,
    made.reason,
    case
        when made.withdrawn_by is not null then 'withdrawn'
        when made.act = 'withdraw' then 'in force'
        when made.until < $as_of then 'ended'
        when made.act = 'override' and made.decision not in (select decision from override) then 'sleeping'
        when made.act in ('merge', 'must-link') and named.present < 2 then 'sleeping'
        when made.act in ('split', 'cannot-link') and named.sides_present < 2 then 'sleeping'
        else 'in force'
    end as state,
    made.attribute,
    made.until,
    made.withdraws,
    made.withdrawn_by,
    named.records,
    coalesce(person.golden_ids, []) as golden_ids
from made
left join named using (decision)
left join person using (decision)
order by made.decision
