-- circle: the records that touched ones reach through matches, now or before, and those that decisions speak of.
-- Reads touched, touched_match, decided_key, current_key and state.component.
create or replace temp table circle as
with tied as (
    select source_l as source, record_id_l as record_id from touched_match where weight > $weakest
    union
    select source_r, record_id_r from touched_match where weight > $weakest
),
reached as (
    select id from touched
    union
    select id from current_key semi join tied using (source, record_id)
    union
    select id from current_key semi join decided_key using (source, record_id)
),
grown as (select component from state.component semi join reached using (id))
select id from reached
union
select id from state.component semi join grown using (component)
