-- lifetime_value: the cell of each buyer as of the horizon; reads value_member and value_cell.
-- Where there is none for so many orders, that for the next lower number counts: it promises less, not more.
create or replace temp table lifetime_value as
with place as (
    select distinct days_from, orders_from, third
    from value_member
    where vantage = 'now'
),

cell_of_place as (
    select place.days_from, place.orders_from, place.third, cell.value_cell
    from place
    join value_cell cell
        on cell.days_from = place.days_from
       and (cell.orders_from is null or cell.orders_from <= place.orders_from)
       and (cell.third is null or cell.third = place.third)
    qualify row_number() over (
        partition by place.days_from, place.orders_from, place.third
        order by cell.orders_from desc nulls last, cell.third nulls last
    ) = 1
)

select
    member.golden_id,
    cell.value_cell,
    round(cell.bought_again / cell.people, 4) as buys_again,
    cell.value_after as lifetime_value,
    cell.low as lifetime_value_low,
    cell.high as lifetime_value_high
from value_member member
join cell_of_place using (days_from, orders_from, third)
join value_cell cell on cell.value_cell = cell_of_place.value_cell
where member.vantage = 'now'
