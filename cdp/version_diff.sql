-- version_diff: how much differs between two versions, against the limits. Reads differing, value_change, moved,
-- change, filled (name, before, after), held (what, name, before, after) and all_before_profile.
create or replace temp table version_diff as
with total as (
    select
        count(*) as before,
        count(*)
        + (select count(*) from differing where is_new)
        - (select count(*) from differing where is_gone) as after
    from all_before_profile
),

-- values of people who were there before and are there now
golden_change as (
    select value_change.golden_id, attribute as name, before, after
    from value_change
    anti join (select golden_id from differing where is_new) using (golden_id)
    semi join filled on filled.name = value_change.attribute
),

person as (
    select
        'people' as what,
        'all' as name,
        before,
        after,
        (select count(*) from differing where is_new) as added,
        (select count(distinct golden_id) from golden_change) as changed,
        (select count(*) from differing where is_gone) as removed
    from total
),

identity as (
    select
        'identity' as what,
        kind.name,
        total.before,
        cast(null as bigint) as after,
        cast(null as bigint) as added,
        count(distinct change.golden_id) as changed,
        cast(null as bigint) as removed
    from (values ('created'), ('revived'), ('merged'), ('split'), ('retired')) as kind(name)
    cross join total
    left join change on change.what = kind.name
    group by all
),

golden as (
    select
        'value' as what,
        name,
        any_value(filled.before) as before,
        any_value(filled.after) as after,
        count(golden_change.golden_id) filter (where golden_change.before is null) as added,
        count(*) filter (where golden_change.before is not null and golden_change.after is not null) as changed,
        count(golden_change.golden_id) filter (where golden_change.after is null) as removed
    from filled
    left join golden_change using (name)
    group by name
),

arrived as (
    select
        'record' as what,
        source as name,
        count(*) filter (where before is null) as added,
        count(*) filter (where before is not null and after is not null) as changed,
        count(*) filter (where after is null) as removed
    from moved
    group by source
),

delivered as (
    select
        what,
        name,
        before,
        after,
        case when what = 'record' then coalesce(added, 0) end as added,
        case when what = 'record' then coalesce(changed, 0) end as changed,
        case when what = 'record' then coalesce(removed, 0) end as removed
    from held
    left join arrived using (what, name)
),

judged as (
    select
        *,
        case
            when what = 'identity' then changed / nullif(before, 0)
            when what = 'value' then (changed + removed) / nullif(before, 0)
        end as share,
        case
            when what = 'value' then $max_changed_share
            when name = 'merged' and what = 'identity' then $max_merged_share
            when name = 'split' and what = 'identity' then $max_split_share
            when name = 'retired' and what = 'identity' then $max_retired_share
        end as most
    from (
        select * from person
        union all
        select * from identity
        union all
        select * from golden
        union all
        select * from delivered
    )
)

select
    what,
    name,
    before,
    after,
    added,
    changed,
    removed,
    round(share, 6) as share,
    cast(most as double) as most,
    coalesce(share > most and changed + coalesce(removed, 0) >= $min_concerned, false) as exceeds
from judged
order by what, name
