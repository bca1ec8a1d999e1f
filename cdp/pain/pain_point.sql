-- pain_point: where it hurts, ranked: what turned or is worse than it was or than its peers first, then by value at stake;
-- reads pain_judgement and pain_cause (kind, split, part, belongs_to).
create or replace temp table pain_point as
select
    row_number() over (
        order by state = 'usual', value_at_stake desc, people desc, events desc, kind, split, part
    ) as rank,
    kind,
    split,
    part,
    state,
    people,
    case when people > 0 then round(value_at_stake / people, 2) end as value_per_person,
    value_at_stake,
    stake,
    period_from,
    period_to,
    events,
    opportunities,
    rate,
    low,
    high,
    baseline_from,
    baseline_to,
    baseline_events,
    baseline_opportunities,
    baseline,
    p,
    q,
    peers,
    p_peers,
    q_peers,
    warning,
    turned_at,
    p_turn,
    q_turn,
    example_people,
    example_events,
    belongs_to
from pain_judgement
left join pain_cause using (kind, split, part)
order by rank
