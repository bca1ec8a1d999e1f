-- survey_asked: every time a question was asked: by the events that declare it, else by those that hold the answers
-- (whoever the question did not concern was not asked); reads interaction, horizon, question, question_event and survey_answer.
create or replace temp table survey_asked as
select
    question, golden_id, time, touchpoint, channel, device_type, place, agent, stage, dimension
from survey_answer
where missing is distinct from 'not applicable'
  and question not in (select question from question_event where role = 'asks')
union all
select
    question.question,
    interaction.golden_id,
    interaction.time,
    coalesce(json_extract_string(properties, question.touchpoint_path), question.touchpoint_fixed) as touchpoint,
    interaction.channel,
    interaction.device_type,
    interaction.place,
    interaction.agent,
    null as stage,
    question.dimension
from interaction
join question_event
    on question_event.type is not distinct from interaction.type
   and question_event.action is not distinct from interaction.action
join question on question.question = question_event.question
cross join horizon
where question_event.role = 'asks' and (interaction.time is null or interaction.time <= horizon.told_until)
