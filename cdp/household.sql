-- household: people who live together, several of a group. Reads tie, member and lodger (golden_id, household).
create or replace temp table household as
with bond as (
    select one as golden_id, same_unit, same_house, shared
    from tie
    union all
    select other, same_unit, same_house, shared
    from tie
),

found as (
    select golden_id, list_sort(list_distinct(flatten(list(shared)))) as shared, bool_or(same_unit) as same_unit
    from bond
    group by golden_id
),

named as (
    select
        lodger.household,
        'h' || left(sha256($secret || chr(31) || 'household' || chr(31) || arg_min(golden_id, member.claim)), 20)
            as household_id
    from lodger
    join member using (golden_id)
    where member.is_anchor
    group by lodger.household
)

select
    named.household_id,
    golden_id,
    case
        when list_contains(shared, 'family_name') then 'same address and family name'
        when len(shared) > 0 then 'same address and ' || shared[1]
        when same_unit then 'same unit of a building'
        else 'same house'
    end as reason,
    list_concat(['address'], shared) as shared
from lodger
join named using (household)
join found using (golden_id)
order by household_id, golden_id
