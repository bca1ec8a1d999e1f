-- identity_cause: why each identity change came about: the decision, the match or the record behind it.
-- Reads identity_change, previous, member, match, earlier_match, record_fate and decided (decision, rid: decisions made
-- since the last version, withdrawals too, and the records they speak of).
create or replace temp table identity_cause as
with parted as (
    select nth, golden_id as whole, other_golden_id as part
    from identity_change
    where change in ('split', 'retire')
    union all
    select nth, other_golden_id, golden_id
    from identity_change
    where change = 'revive'
),

-- the records of a change: those that moved, those that they left behind, those that they met, and those that have
-- joined what they left
side as (
    select nth, member.rid, member.source, member.record_id,
           case when previous.golden_id = identity_change.golden_id then 'moved' else 'met' end as part
    from identity_change
    join member on member.golden_id = other_golden_id
    left join previous on previous.rid = member.rid
    where change = 'merge'
    union all
    select nth, previous.rid, previous.source, previous.record_id,
           case when member.golden_id = parted.part then 'moved' else 'left' end
    from parted
    join previous on previous.golden_id = whole
    left join member on member.rid = previous.rid
    union all
    select nth, member.rid, member.source, member.record_id, case when whole is null then 'moved' else 'met' end
    from parted
    join member on member.golden_id = parted.part
    left join previous on previous.rid = member.rid
    where previous.golden_id is distinct from whole
       or whole is null
    union all
    select nth, member.rid, member.source, member.record_id, 'joined'
    from parted
    join member on member.golden_id = whole
    left join previous on previous.rid = member.rid
    where previous.golden_id is distinct from whole
),

edge as (
    select rid_l as one, rid_r as other, kind, weight, evidence
    from match
    union all
    select rid_r, rid_l, kind, weight, evidence
    from match
),

former_edge as (
    select source_l, record_id_l, source_r, record_id_r, kind, weight, evidence
    from earlier_match
    union all
    select source_r, record_id_r, source_l, record_id_l, kind, weight, evidence
    from earlier_match
),

tied as (
    select own.nth, own.source as source_l, own.record_id as record_id_l, far.source as source_r,
           far.record_id as record_id_r, kind, far.part, round(weight, 4) as weight, evidence
    from side own
    join edge on edge.one = own.rid
    join side far on far.nth = own.nth and far.rid = edge.other
    where own.part = 'moved'
      and far.part <> 'moved'
),

formerly_tied as (
    select own.nth, source_l, record_id_l, source_r, record_id_r, kind, far.part, weight, evidence
    from side own
    join former_edge on source_l = own.source and record_id_l = own.record_id
    join side far on far.nth = own.nth and source_r = far.source and record_id_r = far.record_id
    where own.part = 'moved'
      and far.part <> 'moved'
),

-- what weight the records that moved gained to those they met, and lost to those they left
gained as (
    select nth, source_l, record_id_l, source_r, record_id_r, kind, part, tied.weight, tied.evidence,
           tied.weight - coalesce(formerly_tied.weight, 0) as gain
    from tied
    left join formerly_tied using (nth, source_l, record_id_l, source_r, record_id_r, kind, part)
    where part = 'met'
    union all
    select nth, source_l, record_id_l, source_r, record_id_r, kind, part, formerly_tied.weight, formerly_tied.evidence,
           formerly_tied.weight - coalesce(tied.weight, 0)
    from formerly_tied
    left join tied using (nth, source_l, record_id_l, source_r, record_id_r, kind, part)
    where part = 'left'
),

-- what a part lost is told first; else the new record that drew it away
tie as (
    select gained.*
    from gained
    join identity_change using (nth)
    left join record_fate as far on far.source = source_r and far.record_id = record_id_r
    where change = 'merge'
       or part = 'left'
       or far.fate in ('new', 'returned')
    qualify row_number() over (
        partition by nth
        order by gain > 0 desc, part, gain desc, weight desc, kind, source_l, record_id_l, source_r, record_id_r
    ) = 1
),

-- the record of the tie that is new, changed or gone stands first
fated_tie as (
    select
        tie.nth,
        far.fate is not null and own.fate is null as turned,
        coalesce(own.fate, far.fate) as fate
    from tie
    left join record_fate own on own.source = source_l and own.record_id = record_id_l
    left join record_fate far on far.source = source_r and far.record_id = record_id_r
    where gain > 0
),

-- else any record of these that is not as it was
fated as (
    select nth, source, record_id, fate
    from side
    join record_fate using (source, record_id)
    qualify row_number() over (
        partition by nth
        order by case fate when 'changed' then 1 when 'gone' then 2 when 'returned' then 3 else 4 end, source, record_id
    ) = 1
),

decided_between as (
    select nth, max(decision) as decision
    from (
        select nth, decision
        from side
        join decided using (rid)
        group by nth, decision
        having bool_or(part = 'moved') and bool_or(part <> 'moved')
    )
    group by nth
),

-- the comparisons that spoke for the tie, strongest first
spoken as (
    select nth, string_agg(name, ', ' order by weight desc, name) as evidence
    from (select nth, unnest(map_keys(evidence)) as name, unnest(map_values(evidence)) as weight from tie)
    where weight > 0
    group by nth
),

pointed as (
    select
        identity_change.nth,
        coalesce(
            decided_between.decision,
            case
                when fated_tie.fate is distinct from 'gone'
                    then try_cast(regexp_extract(tie.kind, '^decision ([0-9]+)$', 1) as integer)
            end
        ) as decision,
        coalesce(fated_tie.fate, case when fated_tie.nth is null then fated.fate end) as fate,
        fated_tie.nth is null and fated.nth is not null as by_record_alone,
        coalesce(fated_tie.turned, false) as turned,
        tie.source_l, tie.record_id_l, tie.source_r, tie.record_id_r, tie.weight,
        spoken.evidence,
        fated.source,
        fated.record_id
    from identity_change
    left join tie using (nth)
    left join fated_tie using (nth)
    left join fated using (nth)
    left join decided_between using (nth)
    left join spoken using (nth)
)

select
    nth,
    case when decision is not null then 'decision' when fate is not null then 'record ' || fate else 'match' end
        as cause,
    case when by_record_alone then source when turned then source_r else source_l end as source_l,
    case when by_record_alone then record_id when turned then record_id_r else record_id_l end as record_id_l,
    case when by_record_alone then null when turned then source_l else source_r end as source_r,
    case when by_record_alone then null when turned then record_id_l else record_id_r end as record_id_r,
    case when not by_record_alone then weight end as weight,
    case when not by_record_alone then evidence end as evidence,
    decision
from pointed
