-- crowd: keys of rekeyed records that too many shared (n), with how many share them now (becomes).
-- Reads state.crowded, cap, sharer_was and sharer_now.
create or replace temp table crowd as
with lost as (select rule, k, count(*) as n from sharer_was group by rule, k),
won as (select rule, k, count(*) as n from sharer_now group by rule, k)
select rule, k, cap, was.n, was.n - coalesce(lost.n, 0) + coalesce(won.n, 0) as becomes
from state.crowded was
join cap using (rule)
left join lost using (rule, k)
left join won using (rule, k)
where lost.n is not null
   or won.n is not null
