-- remedy: what was done about a pain, with the rate of it before and after; reads remedy_count and compared.
create or replace temp table remedy as
select
    remedy_count.nth,
    remedy_count.kind,
    remedy_count.split,
    remedy_count.part,
    remedy_count.what,
    remedy_count.since,
    remedy_count.before_from,
    remedy_count.after_to,
    remedy_count.before_events,
    remedy_count.before_opportunities,
    compared.rate_before,
    remedy_count.after_events,
    remedy_count.after_opportunities,
    compared.rate_after,
    compared.change,
    compared.low,
    compared.high,
    compared.p
from remedy_count
join compared on compared.nth = remedy_count.nth
order by remedy_count.nth
