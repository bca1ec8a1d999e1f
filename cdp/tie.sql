-- tie: two people who live at one address and belong together, with what they share. Reads address_key, mark, family.
create or replace temp table tie as
with crowd as (
    select address_key, people, count(distinct family) as families
    from address_key
    left join family using (golden_id)
    where people <= $most
    group by address_key, people
),

neighbour as (
    select
        l.golden_id as one,
        r.golden_id as other,
        l.place as place_of_one,
        r.place as place_of_other,
        bool_or(l.shape = 'unit' and r.shape = 'unit') as same_unit,
        bool_or(
            l.shape = 'house' and r.shape = 'house' and crowd.people <= $most_in_house
            and 2 * (families - 1) <= crowd.people
        ) as same_house
    from crowd
    join address_key l using (address_key)
    join address_key r using (address_key)
    where l.golden_id < r.golden_id
    group by all
),

common as (
    select pair.one, pair.other, list(distinct l.attribute order by l.attribute) as shared
    from (select distinct one, other from neighbour) pair
    join mark l on l.golden_id = pair.one
    join mark r on r.golden_id = pair.other and r.attribute = l.attribute and r.value = l.value
    group by pair.one, pair.other
),

bond as (
    select neighbour.*, coalesce(shared, []) as shared
    from neighbour
    left join common using (one, other)
    where shared is not null or same_unit or same_house
),

-- everybody lives at one address: the best guess at which they have somebody
settled as (
    select golden_id, min(place) as place
    from (
        select one as golden_id, place_of_one as place
        from bond
        union all
        select other, place_of_other
        from bond
    )
    group by golden_id
)

select one, other, same_unit, same_house, shared
from bond
semi join settled as l on l.golden_id = one and l.place = place_of_one
semi join settled as r on r.golden_id = other and r.place = place_of_other
