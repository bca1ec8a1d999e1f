-- consent: what each person allows, per purpose and channel; the newest word counts, and on a tie the refusal.
create or replace temp table consent as
with owned as (
    select
        holder.golden_id,
        given.purpose,
        given.channel,
        given.state,
        given.since,
        given.source
    from consent_given given
    join (select event_key, min(golden_id) as golden_id from holder group by event_key having count(*) = 1) holder
        using (event_key)
    where given.state is not null
)

select golden_id, purpose, channel, state, since, source
from owned
qualify row_number() over (
    partition by golden_id, purpose, channel
    order by since desc nulls last, state = 'denied' desc, source
) = 1
order by all
