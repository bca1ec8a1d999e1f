-- worth (the columns of question and: weight, evidence, records_one, records_other, size, activity, balance,
-- uncertainty, worth): as in cdp.review.queue; weight and evidence are those of the records that stand for the sides.
-- Reads question, side, once, membership, match, contradiction, event, event_owner and record.
create or replace temp table worth as
with
person as (
    select golden_one as golden_id from question union select golden_other from question where golden_other is not null
),
happened as (
    select golden_id, event.time
    from event_owner owner
    semi join person using (golden_id)
    join event on event.event_key = owner.event_key
              and (owner.from_time is null or event.time >= owner.from_time)
              and (owner.to_time is null or event.time < owner.to_time)
    union all
    select golden_id, updated_at
    from membership semi join person using (golden_id) join record using (source, record_id) where nth = 0
),
lively as (
    select golden_id,
           sum(pow(0.5, greatest(0, date_diff('day', "time", cast($as_of as timestamp))) / $half_life)) as recent
    from happened where "time" is not null group by golden_id
),
weighed as (
    select source_l, record_id_l, source_r, record_id_r, max(weight) as weight, arg_max(evidence, weight) as evidence
    from match
    semi join question on source_l = source_one and record_id_l = record_id_one
                      and source_r = source_other and record_id_r = record_id_other
    group by all
    union all
    select source_r, record_id_r, source_l, record_id_l, max(weight), arg_max(evidence, weight)
    from match
    semi join question on source_r = source_one and record_id_r = record_id_one
                      and source_l = source_other and record_id_l = record_id_other
    group by all
),
sides as (
    select question,
           list({'source': source, 'record_id': record_id} order by source, record_id) filter (side = 0) as one,
           list({'source': source, 'record_id': record_id} order by source, record_id) filter (side = 1) as other
    from side group by question
),
told as (
    select source_l, record_id_l, source_r, record_id_r, weight, false as contradicts from match
    union all
    select source_l, record_id_l, source_r, record_id_r, null, true from contradiction
),
tied as (
    select source_l, record_id_l, source_r, record_id_r, bool_or(contradicts) as contradicts,
           case when bool_or(contradicts) and coalesce(max(weight), 0) < $certain then $contradiction
                else least(max(weight), $strongest) end as weight
    from told group by all
),
crossing as (
    select l.question, sum(weight - $unscored) as excess, bool_or(contradicts) as contradicts
    from tied
    join side l on l.source = source_l and l.record_id = record_id_l
    join side r on r.source = source_r and r.record_id = record_id_r and r.question = l.question and r.side <> l.side
    group by l.question
),
constrained as (
    select question from side join once using (source) group by question having count(distinct side) = 2
),
measured as (
    select question.*, weight, evidence, one as records_one, other as records_other, len(one) * len(other) as size,
           log2(2 + coalesce(l.recent, 0) + coalesce(r.recent, 0)) as activity,
           round(coalesce(excess, 0) + $unscored * len(one) * len(other), 6) as balance,
           coalesce(contradicts, false) as contradicts,
           golden_other is not null and question in (from constrained) as is_constrained
    from question
    join sides using (question)
    left join crossing using (question)
    left join weighed on source_l = source_one and record_id_l = record_id_one
                     and source_r = source_other and record_id_r = record_id_other
    left join lively l on l.golden_id = golden_one
    left join lively r on r.golden_id = golden_other
),
named as (
    select * replace (if(kind = 'grey pair' and (contradicts or balance > 0), 'contradiction', kind) as kind),
           1 / (1 + pow(2, greatest(-30, least(30, -balance)))) as p,
           kind in ('refused tie', 'supersized')
               or (golden_other is null) <> (balance > 0) and not is_constrained
               or (golden_other is null and kind = 'conflicting identifiers') as is_contrary
    from measured
),
judged as (
    select *, if(is_contrary, 1, -p * log2(p) - (1 - p) * log2(1 - p)) as uncertainty from named
)
select * exclude (question, contradicts, is_constrained, p, is_contrary), uncertainty * size * activity as worth
from judged
