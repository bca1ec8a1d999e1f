-- journey_entered: every entry into a stage, and the journey it belongs to; reads journey_visit and
-- stage_kind (rank, begins, is_purchase).
create or replace temp table journey_entered as
with kind as (
    select
        visit.*,
        begins,
        is_purchase,
        last_value(case when begins then is_purchase end ignore nulls) over earlier as was_purchase,
        max(case when begins and not is_purchase then coalesce(left_at, timestamp '9999-12-31') end) over earlier
            as under_way_until
    from journey_visit visit
    join stage_kind using (rank)
    window earlier as (partition by course order by n, rank rows between unbounded preceding and 1 preceding)
),

-- a journey begins unless one is under way that has not led to a purchase yet
begun as (
    select
        * exclude (was_purchase, under_way_until),
        sum(
            case when begins and (coalesce(was_purchase, true) or coalesce(under_way_until < entered_at, true)) then 1 else 0 end
        ) over (partition by course order by n, rank rows unbounded preceding) as journeys
    from kind
)

-- what follows a purchase belongs to the journey that led there
select
    * exclude (journeys),
    cast(case
        when begins then journeys
        else max(case when is_purchase then journeys end) over (
            partition by course order by n, rank rows unbounded preceding
        )
    end as bigint) as journey
from begun
