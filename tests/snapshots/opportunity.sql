create or replace temp table opportunity as
with told as (
    select
        'long_wait' as kind,
        "golden_id",
        "time",
        "hurt_at",
        cast(null as varchar) as "source",
        cast(null as varchar) as "event_id",
        cast(null as varchar) as "channel",
        cast(null as varchar) as "step",
        cast(null as varchar) as "place",
        "agent",
        cast(null as varchar) as "device_type",
        cast(null as varchar[]) as "product_lines",
        cast(null as varchar) as "campaign",
        cast(null as varchar) as "topic",
        cast(null as double) as "value"
    from "long_wait"
)
select
    told.*,
    case
        when told.time <= kind_window.settled_until
            then cast(floor(date_diff('second', told.time, kind_window.settled_until) / 604800) as integer)
    end as week
from told
join kind_window on kind_window.kind = told.kind
