-- answer_part: sums over the answers to each question by what they are split by (`split` and `part`) and month of the
-- company's zone ($zone): enough for every measure over any time; reads survey_answer, survey_asked and
-- segment_of (golden_id, segments).
create or replace temp table answer_part as
with told as (
    select
        question, golden_id, time, touchpoint, channel, device_type, place, agent, stage, dimension,
        0 as asked,
        1 as n,
        box,
        points,
        weight
    from survey_answer
    where valid
    union all
    select
        question, golden_id, time, touchpoint, channel, device_type, place, agent, stage, dimension,
        1 as asked,
        0 as n,
        null as box,
        null as points,
        null as weight
    from survey_asked
),

parted as (
    select
        told.*,
        cast(date_trunc('month', (time at time zone 'UTC') at time zone $zone) as date) as month,
        unnest(list_concat([
            {'split': 'all', 'part': ''},
            {'split': 'touchpoint', 'part': touchpoint},
            {'split': 'channel', 'part': channel},
            {'split': 'device', 'part': device_type},
            {'split': 'store', 'part': place},
            {'split': 'agent', 'part': agent},
            {'split': 'stage', 'part': stage},
            {'split': 'dimension', 'part': dimension}
        ], coalesce(list_transform(segments, lambda s: {'split': 'segment', 'part': s}), []))) as one
    from told
    left join segment_of on segment_of.golden_id = told.golden_id
)

select
    question,
    one.split,
    one.part,
    month,
    sum(asked) as asked,
    sum(n) as n,
    count(*) filter (where box = 'top') as top,
    count(*) filter (where box = 'middle') as middle,
    count(*) filter (where box = 'bottom') as bottom,
    sum(points) as points,
    sum(points * points) as squares,
    sum(weight) filter (where n = 1) as weights,
    sum(weight * weight) as weight_squares,
    sum(weight * points) as weighted_points,
    sum(weight * points * points) as weighted_squares
from parted
where one.part is not null
group by question, one.split, one.part, month
