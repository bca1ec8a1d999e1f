-- pain_judgement: what the evidence says of every part: it turned, is worse than it was or than its peers, or as usual; reads
-- part_evidence, kind_window and pain_stake.
create or replace temp table pain_judgement as
with point as (
    select
        evidence.kind,
        evidence.split,
        evidence.part,
        kind_window.settled_until - to_days(7 * $recent_weeks) as period_from,
        kind_window.settled_until as period_to,
        coalesce(stake.people, 0) as people,
        evidence.events,
        evidence.opportunities,
        evidence.rate,
        evidence.low,
        evidence.high,
        kind_window.settled_until - to_days(7 * ($watch_weeks + $baseline_weeks)) as baseline_from,
        kind_window.settled_until - to_days(7 * $watch_weeks) as baseline_to,
        evidence.baseline_events,
        evidence.baseline_opportunities,
        evidence.baseline,
        evidence.p,
        evidence.q,
        evidence.peers,
        evidence.p_peers,
        evidence.q_peers,
        evidence.p_turn,
        evidence.q_turn,
        coalesce(evidence.q_turn <= $false_alarms and evidence.rate > evidence.baseline, false) as warning,
        kind_window.settled_until - to_days(7 * (evidence.turned_week + 1)) as turn,
        coalesce(stake.value_at_stake, 0) as value_at_stake,
        coalesce(stake.stake, 'revenue') as stake,
        stake.example_people,
        stake.example_events
    from part_evidence evidence
    join kind_window on kind_window.kind = evidence.kind
    left join pain_stake stake
        on stake.kind = evidence.kind and stake.split = evidence.split and stake.part = evidence.part
)

select
    *,
    case when warning then turn end as turned_at,
    case
        when warning then 'turned'
        when q <= $false_alarms then 'worse'
        when q_peers <= $false_alarms then 'worse than peers'
        else 'usual'
    end as state
from point
