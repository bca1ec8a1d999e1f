-- twin_now: touched records that say the same as many others, with the first of them, by record key.
-- Reads content_now, touched, current_key and state.content.
create or replace temp table twin_now as
with asked as (
    select content from content_now
    union
    select content from state.content semi join touched using (id)
),
member as (
    select id, content from content_now
    union all
    select id, content from state.content semi join asked using (content) anti join touched using (id)
),
often as (select content from member group by content having count(*) > $many),
ranked as (
    select id, first_value(id) over (partition by content order by source, record_id) as first
    from member semi join often using (content) join current_key using (id)
)
select id, first from ranked where id <> first
