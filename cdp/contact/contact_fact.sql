-- contact_fact: what is known of each person, purpose and channel: of whoever said a word on consent, and where none is
-- needed of whoever has an address; see contactability.
-- Reads contact_person, contact_address, contact_policy, contact_zone, consent, third_party_address,
-- unlicensed_address, bounced_address, recent_message and horizon (told_until).
create or replace temp view contact_fact as
with said as (
    select
        person.golden_id,
        person.state,
        person.birth_date,
        policy.*,
        held.address,
        consent.state as consent,
        consent.since as consent_since
    from consent
    join contact_person person using (golden_id)
    join contact_policy policy using (purpose, channel, country)
    left join contact_address held
      on held.golden_id = person.golden_id and held.attribute = policy.attribute
),

unsaid as (
    select
        person.golden_id,
        person.state,
        person.birth_date,
        policy.*,
        held.address
    from contact_person person
    join contact_address held using (golden_id)
    join contact_policy policy using (country, attribute)
    anti join consent
      on consent.golden_id = person.golden_id
     and consent.purpose = policy.purpose
     and consent.channel = policy.channel
    where policy.basis <> 'opt-in'
),

asked as (
    select * from said
    union all by name
    select * from unsaid
)

select
    asked.golden_id,
    asked.purpose,
    asked.channel,
    asked.address,
    asked.basis,
    asked.consent,
    asked.consent_since,
    case when asked.consent = 'granted'
         then cast(asked.consent_since + to_months(asked.reconfirm_months) as date) end as reconfirm_by,
    cast(asked.birth_date + to_years(asked.minimum_age) as date) as of_age_on,
    unlicensed.golden_id is not null
    or (third.golden_id is not null and not asked.third_party_addresses) as third_party,
    bounced.bounced_at,
    case when recent.time + to_days(asked.days) > horizon.told_until
         then recent.time + to_days(asked.days) end as free_from,
    case when night.golden_id is null then asked.quiet_from end as quiet_from,
    case when night.golden_id is null then asked.quiet_to end as quiet_to,
    asked.country,
    zone.time_zones
from asked
join contact_zone zone on zone.country = asked.country and zone.state is not distinct from asked.state
left join consent night
  on night.golden_id = asked.golden_id
 and night.purpose = asked.unless_consent
 and night.channel = asked.channel
 and night.state = 'granted'
left join third_party_address third
  on third.golden_id = asked.golden_id and third.attribute = asked.attribute
left join unlicensed_address unlicensed
  on unlicensed.golden_id = asked.golden_id
 and unlicensed.attribute = asked.attribute
 and unlicensed.purpose = asked.purpose
left join bounced_address bounced
  on bounced.channel = asked.channel and bounced.address = asked.address
left join recent_message recent
  on recent.golden_id = asked.golden_id and recent.nth = asked.messages
cross join horizon
