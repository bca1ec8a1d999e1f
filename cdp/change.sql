-- change: what differs from the parent version, one row per person and difference. What a person who is gone had goes
-- without a row. Reads differing, value_change, moved, identity_change and the views before_* and after_*.
create or replace temp table change as
with known as (
    select distinct golden_id
    from before_identity_history
),

heir as (
    select golden_id, min(other_golden_id) as other_golden_id
    from identity_change
    where change = 'merge'
    group by golden_id
),

life as (
    select
        golden_id,
        case when known.golden_id is null then 'created' else 'revived' end as what,
        cast(null as varchar) as after
    from differing
    left join known using (golden_id)
    where is_new
    union all
    select
        golden_id,
        case when heir.golden_id is null then 'retired' else 'merged' end,
        other_golden_id
    from differing
    left join heir using (golden_id)
    where is_gone
    union all
    select golden_id, 'split', other_golden_id
    from identity_change
    where change = 'split'
),

consented as (
    select
        golden_id,
        purpose || '/' || channel as attribute,
        earlier.state as before,
        later.state as after
    from before_consent earlier
    full join after_consent later using (golden_id, purpose, channel)
    where (earlier.state, earlier.since, earlier.source) is distinct from (later.state, later.since, later.source)
),

housed as (
    select golden_id, earlier.household_id as before, later.household_id as after
    from before_household earlier
    full join after_household later using (golden_id)
    where earlier.household_id is distinct from later.household_id
),

had as (
    select golden_id, 'membership' as what, source as attribute, record_id as before, cast(null as varchar) as after
    from (select before as golden_id, source, record_id from moved where before is not null)
    union all
    select after, 'membership', source, null, record_id
    from moved
    where after is not null
    union all
    select golden_id, 'consent', attribute, before, after
    from consented
    union all
    select golden_id, 'household', null, before, after
    from housed
)

select $version as version, golden_id, what, attribute, before, after
from (
    select golden_id, what, cast(null as varchar) as attribute, cast(null as varchar) as before, after
    from life
    union all
    select golden_id, 'value', attribute, before, after
    from value_change
    union all
    select had.*
    from had
    anti join (select golden_id from differing where is_gone) using (golden_id)
)
order by golden_id, what, attribute, before, after
