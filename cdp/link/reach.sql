-- reach: all records that weighing touched ones, and grouping whom they reach, may have to look at.
-- Reads touched, near, decided_key, current_key and state.component.
create or replace temp table reach as
with beside as (
    select id from touched
    union
    select one from near
    union
    select other from near
    union
    select id from current_key semi join decided_key using (source, record_id)
),
grown as (select component from state.component semi join beside using (id))
select id from beside
union
select id from state.component semi join grown using (component)
