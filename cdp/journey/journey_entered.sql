-- journey_entered: every entry into a stage, the event that is its evidence, and the journey it belongs to; reads
-- journey_visit, journey_course, journey_event and stage_kind (stage, rank, begins, is_purchase).
create or replace temp table journey_entered as
with kind as (
    select
        visit.*,
        rank,
        begins,
        is_purchase,
        last_value(case when begins then is_purchase end ignore nulls) over earlier as was_purchase,
        max(case when begins and not is_purchase then coalesce(left_at, timestamp '9999-12-31') end) over earlier as under_way_until
    from journey_visit visit
    join stage_kind using (stage)
    window earlier as (partition by course order by n, rank rows between unbounded preceding and 1 preceding)
),

-- a journey begins unless one is under way that has not led to a purchase yet
begun as (
    select
        *,
        sum(case when begins and (coalesce(was_purchase, true) or coalesce(under_way_until < entered_at, true)) then 1 else 0 end)
            over (partition by course order by n, rank rows unbounded preceding) as journeys
    from kind
),

-- what follows a purchase belongs to the journey that led there
placed as (
    select
        *,
        case when begins then journeys else max(case when is_purchase then journeys end) over (
            partition by course order by n, rank rows unbounded preceding
        ) end as journey
    from begun
)

select
    placed.course, placed.n, placed.rank, placed.begins, placed.is_purchase,
    journey_course.golden_id, journey_course.product_line,
    placed.stage, placed.nth, placed.journey, placed.entered_at, placed.last_at, placed.left_at, placed.left_by,
    event.source, event.event_id, placed.rule,
    event.channel,
    coalesce(event.campaign, event.channel || ' ' || event.action) as touchpoint,
    cast(
        event.value / case when journey_course.product_line is null then 1 else len(event.product_lines) end as decimal(18, 2)
    ) as value
from placed
join journey_course using (course)
join journey_event event using (n)
