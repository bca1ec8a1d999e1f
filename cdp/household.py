"""Stage *household*: people who live together.

They share an address and, beside it, a family name, a contact (phone, e-mail) or an identifier that a household shares;
or the address tells by itself: one unit of a building, or a house of few people with one more family name for every
two of them at most, since spouses keep their names in many countries. An address that many people hold (an office, a
dormitory) tells nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from cdp.config import Config
from cdp.database import Database, literal, quote, statement
from cdp.graph import Edges, component_of
from cdp.semantics import ADDRESS_PARTS, Holding, Kind

MOST_PEOPLE = 10
"""More people at one address, or in one group of people tied to each other, are no household."""
MOST_IN_HOUSE = 6
"""More people of different names in a house without units are tied by a name or contact alone."""

_ROAD_NUMBER = "[0-9]+(?:beongil|gil|dong|ga|ro|ri|no|lo|番町|条|線)"
"""Numbers that are part of a name: 테헤란로25길, 신정3동, 一番町, 北1条."""
_BUILDING = f"^(?:[^0-9]|{_ROAD_NUMBER})*[0-9]+(?:-[0-9]+){{0,2}}"
"""Start of a Korean or Japanese street key up to the number of the building: 'gyeryongno134', '甲風園1-6-23'."""
_WESTERN = " [a-z#]"
"""What only street keys with words apart have; in Korean and Japanese ones spaces stand between numbers alone."""
_WESTERN_UNIT = " (#|fl ).*$"


@dataclass(frozen=True)
class Households:
    """What was found."""

    households: int
    people: int
    """People who live in one."""
    refused_addresses: int
    """Addresses that too many people hold, among those looked at."""
    refused_groups: int
    """Groups of people tied to each other, too large for a household, among those looked at."""


def find_households(
    db: Database, config: Config, columns: list[str], secret: str, concerned: str | None = None
) -> Households:
    """Make `household` (household_id, golden_id, reason, shared): a row per person who lives with another.

    Reads `member`, `record`, `alternate`, `profile` and `generic_value`; `columns` are the standard columns of the
    records. A household_id is a keyed hash of the golden_id whose claim is the oldest in the household. Makes also
    `home_key` (person: hash of a golden_id, k): what of an address ties people to each other, for a later run.

    `concerned` is a table (golden_id) of the people who are, or were, others than in the last run. Then those who may
    live with them are looked at, by what addresses have in common, and no others: `neighbour` (person) are all these.
    """
    if concerned:
        _make_neighbour(db, columns, concerned)
    _make_written(db, columns, "neighbour" if concerned else None)
    db.run(statement("cdp", "home"))
    db.run(statement("cdp", "address_key"))
    neighbours = "semi join address_key using (golden_id)" if db.count("address_key") else "limit 0"
    db.run(f"create or replace temp table housed as select * from person_row {neighbours}")
    db.run(f"create or replace temp table mark as {mark_sql(config, columns)}")
    db.run(_FAMILY)
    db.run(statement("cdp", "tie"), {"most": MOST_PEOPLE, "most_in_house": MOST_IN_HOUSE})
    refused_addresses = int(db.value(_CROWDED, [MOST_PEOPLE]))
    refused_groups = _make_lodger(db)
    db.run(statement("cdp", "household"), {"secret": secret})
    db.drop("written", "home", "address_key", "housed", "mark", "family", "tie", "lodger")
    db.run("drop view person_row")
    return recount(db, Households(0, 0, refused_addresses, refused_groups))


def recount(db: Database, found: Households) -> Households:
    """Return what was found, with the households and people that `household` has now."""
    households, people = db.rows("select count(distinct household_id), count(*) from household")[0]
    return replace(found, households=int(households), people=int(people))


def _make_written(db: Database, columns: list[str], among: str | None) -> None:
    """Make `person_row`, `written` and `home_key`, of some people alone if a table (person) of them is named."""
    some = f"and hash(golden_id) in (select person from {among})" if among else ""
    db.run(f"create or replace temp view person_row as {person_row_sql(columns)} {some}")
    db.run(f"create or replace temp table written as {written_sql(columns)}")
    db.run(statement("cdp", "home_key"))


def _make_neighbour(db: Database, columns: list[str], concerned: str) -> None:
    """Make `neighbour` (person): those concerned, and all whom addresses lead to from them, then or now, step by step.

    What makes a household, or keeps one from being one, is told by people who are neighbours in this sense alone.
    """
    db.run(f"create or replace temp table neighbour as select distinct hash(golden_id) as person from {concerned}")
    _make_written(db, columns, "neighbour")
    db.run(_FIRST_ASKED)
    while db.count("asked"):
        db.run(_NEXT_ASKED)
    db.drop("asked", "answered", "newcomer")


_FIRST_ASKED = """
create or replace temp table asked as
select k from home_key
union
select k from state.home_key semi join neighbour using (person);
create or replace temp table answered as from asked
"""
_NEXT_ASKED = """
create or replace temp table newcomer as
select distinct person from state.home_key semi join asked using (k) anti join neighbour using (person);
insert into neighbour from newcomer;
create or replace temp table asked as
select distinct k from state.home_key semi join newcomer using (person) anti join answered using (k);
insert into answered from asked
"""

_FAMILY = """
create or replace temp table family as
select golden_id, family_key as family
from (select golden_id, family_key, count(*) as records from housed where family_key is not null group by all)
qualify row_number() over (partition by golden_id order by records desc, family_key) = 1
"""
"""The family name that most records of a person have, in Latin letters."""
_CROWDED = """
select count(*)
from (
    select building from written semi join home using (golden_id, spot)
    group by coalesce(postal_code, city_key), building, unit having count(distinct golden_id) > $1
)
"""


def person_row_sql(columns: Collection[str]) -> str:
    """Return the SELECT of every record and further value of persons (no organisations), with the person's golden_id.

    Columns that a household is told by are null where no source has them.
    """
    needed = (*ADDRESS_PARTS, "street_key", "city_key", "family_key", "family_native", "entity_kind")
    absent = "".join(f", cast(null as varchar) as {quote(name)}" for name in needed if name not in columns)
    present = "".join(f", {quote(name)}" for name in columns)
    return f"""
    with every as (
        select rid, party, updated_at {present} from record
        union all
        select rid, party, updated_at {present} from alternate
    ),
    complete as (select * {absent} from every)
    select member.golden_id, complete.* from complete join member using (rid)
    where coalesce(entity_kind, 'person') = 'person'
    """


def written_sql(columns: Collection[str]) -> str:
    """Return the SELECT of the addresses of persons as their records write them, cut into building and unit.

    Columns: golden_id, rid, is_third, updated_at, is_golden, is_korean, postal_code (where missing, the one that
    the person gives with this address elsewhere), city_key, building, numbers (those of a Korean or Japanese building),
    unit; '' for none; spot, equal for the writings of one home.
    """
    parts = [quote(part) for part in ADDRESS_PARTS if part in columns]
    golden = " and ".join(f"own.{part} is not distinct from profile.{part}" for part in parts) or "true"
    return f"""
    with cut as (
        select golden_id, rid, party, updated_at, {", ".join(ADDRESS_PARTS)}, street_key, city_key,
               regexp_matches(street_key, '{_WESTERN}') as is_western,
               country = 'KR' or regexp_matches(street, '[\\p{{Hangul}}]') as is_korean,
               case when regexp_matches(street_key, '{_WESTERN}') then regexp_replace(street_key, '{_WESTERN_UNIT}', '')
                    else coalesce(nullif(regexp_extract(street_key, '{_BUILDING}'), ''), street_key) end as building
        from person_row where street_key is not null and coalesce(postal_code, city_key) is not null
    ),
    parted as (
        select *, case when is_western then trim(substr(street_key, length(building) + 1), ' #')
                       else {_numbers_sql("substr(street_key, length(building) + 1)")} end as unit,
               case when is_western then '' else {_numbers_sql("building")} end as numbers
        from cut
    ),
    completed as (
        select *, coalesce(
                      postal_code,
                      max(postal_code) over (partition by golden_id, coalesce(nullif(numbers, ''), building), unit)
                  ) as area
        from parted
    )
    select own.golden_id, own.rid, own.party = 'third' as is_third, own.updated_at, {golden} as is_golden,
           coalesce(own.is_korean, false) as is_korean, own.area as postal_code, own.city_key, own.building,
           own.numbers, own.unit,
           case when own.area is null then concat_ws('/', own.city_key, own.building, own.unit)
                when own.is_korean then own.area
                when own.numbers <> '' then concat_ws('/', own.area, own.numbers, own.unit)
                else concat_ws('/', own.area, own.building, own.unit) end as spot
    from completed own join profile using (golden_id)
    """


def _numbers_sql(text: str) -> str:
    return f"array_to_string(regexp_extract_all({text}, '[0-9]+'), '-')"


def mark_sql(config: Config, columns: Collection[str]) -> str:
    """Return the SELECT of (golden_id, attribute, value): what tells that two people of one address belong together.

    Reads `housed`, the rows of `person_row` of those who have an address that others have too. Values that too many
    people hold are left out. Attributes are those of a household: the family name, contacts, and identifiers whose
    holding is `shared`.
    """
    parts = [
        f"select golden_id, 'family_name' as attribute, {name} as value from housed where {name} is not null"
        for name in ("family_key", "family_native")
    ]
    for name in columns:
        if _is_shared_by_household(config, name):
            kind = literal(config.semantic_type(name).name)
            parts.append(
                f"select golden_id, {literal(name)}, cast({quote(name)} as varchar) from housed "
                f"where {quote(name)} is not null and {quote(name)} not in "
                f"(select value from generic_value where attribute in ({kind}, {literal(name)}))"
            )
    return f"select distinct golden_id, attribute, value from ({' union all '.join(parts)})"


def _is_shared_by_household(config: Config, column: str) -> bool:
    try:
        kind = config.semantic_type(column).kind
    except KeyError:
        return False
    return kind is Kind.CONTACT or (kind is Kind.IDENTIFIER and config.holding(column) is Holding.SHARED)


def _make_lodger(db: Database) -> int:
    """Make `lodger` (golden_id, household): the groups of people tied to each other; return how many are too large."""
    db.run(_RESIDENT)
    found = db.arrow(
        "select l.nth as one, r.nth as other from tie join resident l on one = l.golden_id "
        "join resident r on other = r.golden_id order by 1, 2"
    )
    one, other = (found.column(name).to_numpy().astype(np.int64) for name in ("one", "other"))
    group = component_of(db.count("resident"), Edges(one, other, np.ones(len(one))))
    size = np.bincount(group)
    with db.registered("grouped", pa.table({"nth": np.arange(len(group)), "household": group, "size": size[group]})):
        db.run(
            "create or replace temp table lodger as select golden_id, household "
            "from grouped join resident using (nth) where size <= $1",
            [MOST_PEOPLE],
        )
    db.drop("resident")
    return int((size > MOST_PEOPLE).sum())


_RESIDENT = """
create or replace temp table resident as
select golden_id, row_number() over (order by golden_id) - 1 as nth
from (select one as golden_id from tie union select other from tie)
"""
