create or replace temp table journey_sign as
select golden_id, 'recommends' as sign
from journey_event, horizon
where action in ('answered') and "sign/recommends"
  and time > told_until - interval 365 day
group by golden_id
having count(*) >= 1
union all

select golden_id, 'reviews' as sign
from journey_event, horizon
where action in ('reviewed')
  and time > told_until - interval 365 day
group by golden_id
having count(*) >= 1
union all

select golden_id, 'opens messages' as sign
from journey_event, horizon
where action in ('message_opened', 'message_clicked')
  and time > told_until - interval 365 day
group by golden_id
having count(*) >= 3
union all

select golden_id, 'comes by itself' as sign
from journey_event, horizon
where action in ('visited', 'signed_in')
  and time > told_until - interval 180 day
group by golden_id
having count(distinct coalesce(session_id, cast(n as varchar))) >= 3
