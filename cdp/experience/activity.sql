-- activity: how often people did what in which way and month of the company's zone ($zone); reads touch, way and
-- survey_answer. `person` numbers the known people; it is null for everybody else. A survey that nobody answered is no
-- interaction.
create or replace temp table activity as
with person as (
    select golden_id, row_number() over (order by golden_id) as person
    from (select distinct golden_id from touch where golden_id is not null)
),

unanswered as (
    select source, event_id
    from survey_answer
    group by source, event_id
    having bool_and(missing = 'blank')
)

select
    person.person,
    way.way,
    cast(date_trunc('month', (touch.time at time zone 'UTC') at time zone $zone) as date) as month,
    count(*) as interactions
from touch
join way
    on way.source = touch.source
   and way.type is not distinct from touch.type
   and way.action is not distinct from touch.action
   and way.channel is not distinct from touch.channel
   and way.medium is not distinct from touch.medium
   and way.service is not distinct from touch.service
   and way.device_type is not distinct from touch.device_type
   and way.place is not distinct from touch.place
left join person on person.golden_id = touch.golden_id
left join unanswered on unanswered.source = touch.source and unanswered.event_id = touch.event_id
where way.is_theirs and unanswered.event_id is null
group by all
