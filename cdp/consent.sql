-- consent: what each person allows, per purpose and channel.
-- The newest word counts, and on a tie the refusal; a third party's word only where there is no other, and none beyond
-- its licence. A refusal under an identifier that several persons share holds for all of them, a grant for nobody. A
-- newer word that cannot be read ends a grant, never a refusal.
create or replace temp table consent as
with held as (
    select
        event_key,
        golden_id,
        count(*) over (partition by event_key) as persons
    from holder
),

word as (
    select
        held.golden_id,
        given.purpose,
        given.channel,
        given.state,
        given.since,
        given.source,
        given.party = 'third' as third,
        max(case when given.state is null then given.since end) over same as unclear_since
    from consent_given given
    join held using (event_key)
    where (held.persons = 1 or given.state = 'denied')
      and (given.expires_at is null or given.expires_at >= $as_of)
    window same as (partition by held.golden_id, given.purpose, given.channel, given.party = 'third')
)

select golden_id, purpose, channel, state, since, source
from word
where state = 'denied' or (state = 'granted' and (unclear_since is null or since > unclear_since))
qualify row_number() over (
    partition by golden_id, purpose, channel
    order by third, since desc nulls last, state = 'denied' desc, source
) = 1
order by all
