-- way_part: what each way of meeting people counts for, numbered by `nth`; reads way.
create or replace temp table way_part as
with parted as (
    select
        way,
        medium,
        unnest([
            {'split': 'all', 'part': ''},
            {'split': 'touchpoint', 'part': channel || ': ' || action},
            {'split': 'channel', 'part': channel},
            {'split': 'source', 'part': source},
            {'split': 'medium', 'part': medium},
            {'split': 'service', 'part': service},
            {'split': 'device', 'part': device_type},
            {'split': 'store', 'part': place},
            {'split': 'dimension', 'part': dimension}
        ]) as one
    from way
    where is_theirs
)

select
    way,
    medium,
    one.split,
    one.part,
    dense_rank() over (order by one.split, one.part) as nth
from parted
where one.part is not null
