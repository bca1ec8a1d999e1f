-- survey_answer: every event that holds an answer, read by its question; reads interaction, touch, horizon, question,
-- question_event, missing_code, touchpoint_name and journey_stage. What the answer's own event does not tell of channel, device, store
-- and agent comes from what it judges: the person's last interaction of the touchpoint, $about_days before the question
-- at most.
create or replace temp table survey_answer as
with heard as (
    select
        interaction.golden_id,
        interaction.source,
        interaction.event_id,
        interaction.time,
        interaction.order_number,
        interaction.channel,
        interaction.device_type,
        interaction.place,
        interaction.agent,
        interaction.text as comment,
        question.*,
        nullif(trim(json_extract_string(properties, question.score_path)), '') as said,
        try_cast(json_extract_string(properties, question.weight_path) as double) as weight,
        coalesce(json_extract_string(properties, question.touchpoint_path), question.touchpoint_fixed) as touchpoint,
        coalesce(
            try_cast(json_extract_string(properties, question.sent_path) as timestamptz) at time zone 'UTC',
            interaction.time
        ) as asked_at
    from interaction
    join question_event
        on question_event.type is not distinct from interaction.type
       and question_event.action is not distinct from interaction.action
    join question on question.question = question_event.question
    cross join horizon
    where question_event.role = 'answers'
      and (interaction.time is null or interaction.time <= horizon.told_until)
),

scored as (
    select
        heard.*,
        try_cast(said as double) as number,
        case
            when said is null then 'blank'
            when missing_code.reason is not null then missing_code.reason
            when number is null then 'no number'
            when number not between scale_low and scale_high then 'outside the scale'
        end as missing
    from heard
    left join missing_code
        on missing_code.question = heard.question
       and missing_code.code = coalesce(cast(try_cast(said as double) as varchar), lower(said))
),

boxed as (
    select
        *,
        missing is null as valid,
        case when missing is null then number end as score,
        case
            when missing is not null then null
            when case when is_reversed then scale_low + scale_high - number else number end >= top_from then 'top'
            when case when is_reversed then scale_low + scale_high - number else number end < bottom_below then 'bottom'
            else 'middle'
        end as box
    from scored
),

judged as (
    select
        boxed.source,
        boxed.event_id,
        boxed.question,
        subject.channel,
        subject.device_type,
        subject.place,
        subject.agent
    from boxed
    join touchpoint_name on touchpoint_name.touchpoint = boxed.touchpoint
    join touch subject
        on subject.golden_id = boxed.golden_id
       and subject.time <= boxed.asked_at
       and subject.time > boxed.asked_at - to_days($about_days)
       and (list_contains(touchpoint_name.names, subject.channel)
            or list_contains(touchpoint_name.names, subject.action))
    where subject.action is distinct from 'answered'
    qualify row_number() over (
        partition by boxed.source, boxed.event_id, boxed.question
        order by
            coalesce(subject.order_number = boxed.order_number, false) desc,
            subject.time desc,
            subject.source,
            subject.event_id
    ) = 1
),

-- the stage entered last before the answer: the answer itself may be what leads to the next one
stage_then as (
    select boxed.source, boxed.event_id, boxed.question, journey_stage.stage
    from boxed
    join journey_stage
        on journey_stage.golden_id = boxed.golden_id
       and journey_stage.product_line is null
       and journey_stage.entered_at < boxed.time
       and (journey_stage.left_at is null or journey_stage.left_at >= boxed.time)
    qualify row_number() over (
        partition by boxed.source, boxed.event_id, boxed.question
        order by journey_stage.entered_at desc, journey_stage.stage
    ) = 1
)

select
    boxed.golden_id,
    boxed.source,
    boxed.event_id,
    boxed.question,
    boxed.metric,
    boxed.time,
    boxed.asked_at,
    boxed.score,
    boxed.valid,
    boxed.missing,
    boxed.box,
    case
        when boxed.metric in ('ces', 'rating') then boxed.score
        when boxed.box = 'top' then 100.0
        when boxed.metric = 'nps' and boxed.box = 'bottom' then -100.0
        when boxed.valid then 0.0
    end as points,
    case when boxed.weight > 0 then boxed.weight end as weight,
    boxed.touchpoint,
    coalesce(judged.channel, touched.channel, boxed.channel) as channel,
    coalesce(boxed.device_type, judged.device_type) as device_type,
    coalesce(boxed.place, judged.place) as place,
    coalesce(boxed.agent, judged.agent) as agent,
    stage_then.stage,
    boxed.dimension,
    boxed.comment
from boxed
left join judged
    on judged.source = boxed.source
   and judged.event_id = boxed.event_id
   and judged.question = boxed.question
left join stage_then
    on stage_then.source = boxed.source
   and stage_then.event_id = boxed.event_id
   and stage_then.question = boxed.question
left join (select distinct channel from touch) touched on touched.channel = boxed.touchpoint
order by boxed.golden_id, boxed.time, boxed.source, boxed.event_id, boxed.question
