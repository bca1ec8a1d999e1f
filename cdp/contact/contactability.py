"""Makes `contactability` from the people, what they allow, and what became of the messages they were sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

import pyarrow as pa

from cdp.config import Config, SourceConfig
from cdp.config.contact import POSTAL, ContactConfig
from cdp.contact.policy import policies
from cdp.contact.reasons import reasons_sql
from cdp.contact.time_zones import zones_of
from cdp.contracts.contact import CONTACTABILITY
from cdp.contracts.table import empty_sql
from cdp.database import Database, literal, quote, statement
from cdp.semantics import ADDRESS_PARTS

_START = 4
"""Characters of a number, E.164, that tell the country: + and three digits at most."""
_LARGE_FIRST = ("KR", "JP", "CN", "TW")
"""Countries that write an address from the largest part to the smallest."""
_FACTS = (
    "contact_person",
    "contact_address",
    "third_party_address",
    "unlicensed_address",
    "bounced_address",
    "recent_message",
)
_RULES = ("phone_country", "contact_policy", "contact_channel", "contact_zone")


def make_contactability(db: Database, config: Config) -> None:
    """Make `contactability`: a row per person, declared purpose and channel that the person has an address for.

    Reads `profile`, `member`, `record`, `alternate`, `consent`, `event`, `interaction` and `horizon`
    (told_until). Its columns are those of the contract; `allowed` and `reason` are as of the horizon. It has no row
    where no source tells of consent or of events, and no contact.yml says what the company does.
    """
    contact, columns = config.contact, db.columns("profile")
    if contact == ContactConfig() and not (db.count("consent") or db.count("event")):
        db.run(f"create or replace temp table contactability as {empty_sql(CONTACTABILITY)}")
        return
    _make_phone_country(db, columns)
    person = contact_person_sql(columns)
    db.run(f"create or replace temp table contact_person as {person}", {"region": config.company.region})
    db.run(f"create or replace temp table contact_address as {contact_address_sql(contact, columns)}")
    db.run(f"create or replace temp table third_party_address as {third_party_address_sql(config, columns)}")
    db.run(f"create or replace temp table unlicensed_address as {unlicensed_address_sql(config, columns)}")
    _make_policy(db, contact)
    db.run(statement("cdp.contact", "bounced_address"))
    days = max((each.at_most.days for each in contact.purposes.values() if each.at_most), default=0)
    db.run(statement("cdp.contact", "recent_message"), {"days": days})
    db.run(statement("cdp.contact", "contact_fact"))
    db.run(f"create or replace temp table contactability as {contactability_sql()}")
    db.run("drop view contact_fact")
    db.drop(*_FACTS, *_RULES)


def contactability_sql() -> str:
    """Return the SELECT of the published table: the facts, and what they mean as of the horizon."""
    return f"""
    select golden_id, purpose, channel, reason is null as allowed, reason, address, basis, consent, consent_since,
           reconfirm_by, of_age_on, third_party, bounced_at, free_from, quiet_from, quiet_to, country, time_zones
    from (select *, {reasons_sql("told_until")}[1] as reason from contact_fact cross join horizon)
    order by golden_id, purpose, channel
    """


def contact_person_sql(columns: Collection[str]) -> str:
    """Return the SELECT of (golden_id, country, state, birth_date).

    The country is that of the golden address, else that of the phone number, else that of the company.
    """
    absent = {"country": "varchar", "region": "varchar", "phone": "varchar", "birth_date": "date"}
    country, state, phone, birth = (
        name if name in columns else f"cast(null as {kind})" for name, kind in absent.items()
    )
    return f"""
    select golden_id, coalesce({country}, phone_country.called, $region) as country, {state} as state,
           {birth} as birth_date
    from profile left join phone_country on phone_country.start = substr({phone}, 1, {_START})
    """


def _make_phone_country(db: Database, columns: Collection[str]) -> None:
    """Make `phone_country` (start, called): the country of each start that a number of somebody, E.164, has."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE as COUNTRIES

    found = []
    if "phone" in columns:
        starts = db.rows(f"select distinct substr(phone, 1, {_START}) from profile where starts_with(phone, '+')")
        for (start,) in starts:
            codes = (int(start[1:end]) for end in range(2, len(start) + 1) if start[1:end].isdigit())
            called = next((COUNTRIES[code][0] for code in codes if code in COUNTRIES), None)
            found.append({"start": start, "called": called})
    _make_table(db, "phone_country", found, _PHONE_COUNTRY)


def contact_address_sql(contact: ContactConfig, columns: Collection[str]) -> str:
    """Return the SELECT of (golden_id, attribute, address): what each person can be reached at."""
    parts = ["select '' as golden_id, '' as attribute, '' as address where false"]
    for attribute in sorted({way.address for way in contact.channels.values()}):
        value = _postal_sql(columns) if attribute == POSTAL else quote(attribute)
        if attribute == POSTAL or attribute in columns:
            parts.append(f"select golden_id, {literal(attribute)}, {value} from profile where {value} is not null")
    return " union all ".join(parts)


def _postal_sql(columns: Collection[str]) -> str:
    """SQL of a whole golden address in one text, null where the street is not known."""
    if not {"street", "full_address"} & set(columns):
        return "cast(null as varchar)"
    whole, street, city, region, code, country = (
        quote(part) if part in columns else "cast(null as varchar)" for part in ADDRESS_PARTS
    )
    large_first = f"concat_ws(' ', {code}, {region}, {city}, {street})"
    small_first = f"concat_ws(', ', {street}, {city}, {region}, {code}, {country})"
    countries = ", ".join(map(literal, _LARGE_FIRST))
    written = f"if({country} in ({countries}), {large_first}, {small_first})"
    return f"coalesce({whole}, case when {street} is not null then {written} end)"


def third_party_address_sql(config: Config, columns: Collection[str]) -> str:
    """Return the SELECT of (golden_id, attribute): golden addresses that no record but those of third parties has."""
    third = [source for source in config.sources if source.party == "third"]
    return " union all ".join([_NO_ADDRESS, *_given_only_by(third, "own.party = 'third'", config, columns)])


def unlicensed_address_sql(config: Config, columns: Collection[str]) -> str:
    """Return the SELECT of (golden_id, attribute, purpose): golden addresses that no record has but those of sources
    whose licence leaves the purpose out."""
    parts = [f"select *, '' as purpose from ({_NO_ADDRESS})"]
    for purpose in sorted(config.contact.purposes):
        barred = [source for source in config.sources if not source.licence.covers(purpose)]
        theirs = f"own.source in ({', '.join(literal(each.source) for each in barred)})"
        parts += [
            f"select *, {literal(purpose)} from ({each})" for each in _given_only_by(barred, theirs, config, columns)
        ]
    return " union all ".join(parts)


_NO_ADDRESS = "select '' as golden_id, '' as attribute where false"


def _given_only_by(
    sources: Collection[SourceConfig], theirs: str, config: Config, columns: Collection[str]
) -> list[str]:
    """SELECTs of (golden_id, attribute): golden addresses that no record has but those of some sources.

    `theirs` is the condition of the records that are of those sources.
    """
    given = {name for each in sources for name in (*each.attributes, *(p for a in each.address for p in a.parts))}
    found = []
    for attribute in sorted({way.address for way in config.contact.channels.values()}):
        held = [name for name in (ADDRESS_PARTS if attribute == POSTAL else (attribute,)) if name in columns]
        if given & set(held):
            same = " and ".join(f"own.{quote(name)} is not distinct from profile.{quote(name)}" for name in held)
            filled = " or ".join(f"profile.{quote(name)} is not null" for name in held)
            found.append(
                f"""
                select golden_id, {literal(attribute)} as attribute
                from profile join member using (golden_id)
                join (select * from record union all by name select * from alternate) own using (rid)
                where ({filled}) and {same}
                group by golden_id having bool_and({theirs})
                """
            )
    return found


def _make_policy(db: Database, contact: ContactConfig) -> None:
    """Make what contact.yml says of the countries and states that people live in: see `contact_fact.sql`."""
    places = db.rows("select distinct country, state from contact_person order by all")
    found = [asdict(each) for each in policies(contact, {country for country, _ in places})]
    _make_table(db, "contact_policy", found, _POLICY)
    ways = [
        {"channel": name, "attribute": way.address, "bounces": way.bounces} for name, way in contact.channels.items()
    ]
    _make_table(db, "contact_channel", ways, _CHANNEL)
    zones = [
        {"country": country, "state": state, "time_zones": ", ".join(zones_of(country, state))}
        for country, state in places
    ]
    _make_table(db, "contact_zone", zones, _ZONE)


def _make_table(db: Database, name: str, rows: list[dict[str, object]], schema: pa.Schema) -> None:
    with db.registered("given", pa.Table.from_pylist(rows, schema=schema)):
        db.run(f"create or replace temp table {quote(name)} as select * from given")


_TEXT, _NUMBER = pa.string(), pa.int32()
_PHONE_COUNTRY = pa.schema({"start": _TEXT, "called": _TEXT})
_CHANNEL = pa.schema({"channel": _TEXT, "attribute": _TEXT, "bounces": _NUMBER})
_ZONE = pa.schema({"country": _TEXT, "state": _TEXT, "time_zones": _TEXT})
_POLICY = pa.schema(
    {
        "purpose": _TEXT,
        "channel": _TEXT,
        "country": _TEXT,
        "attribute": _TEXT,
        "basis": _TEXT,
        "bounces": _NUMBER,
        "third_party_addresses": pa.bool_(),
        "minimum_age": _NUMBER,
        "reconfirm_months": _NUMBER,
        "quiet_from": _TEXT,
        "quiet_to": _TEXT,
        "unless_consent": _TEXT,
        "messages": _NUMBER,
        "days": _NUMBER,
    }
)
