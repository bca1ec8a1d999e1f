"""The tables of a search index, as SQL over the published tables; which columns there are depends on the sources."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cdp.database import literal, quote

NAME_COLUMNS = (
    ("family", "key", "family_key"),
    ("given", "key", "given_key"),
    ("family", "native", "family_native"),
    ("given", "native", "given_native"),
)
"""Part of a name, form in which it is searched, column of `record` that holds it."""


def person_sql(columns: Collection[str]) -> str:
    """Return the SELECT of `person`: nr (0 is the person known from most records), golden_id and what tells namesakes
    apart. `columns` are those of `profile`.
    """
    wanted = {"name": "full_name", "reading": "phonetic_name", "city": "city", "birth_date": "birth_date"}
    shown = [
        f"profile.{quote(column)} as {name}" if column in columns else f"null as {name}"
        for name, column in wanted.items()
    ]
    return f"""
select cast(row_number() over (order by profile.records desc, profile.golden_id) - 1 as integer) as nr,
       profile.golden_id, {", ".join(shown)}, profile.records, profile.sources,
       household.household_id, lived.members,
       bought.last_purchase
from profile
left join household on household.golden_id = profile.golden_id
left join (select household_id, count(*) as members from household group by household_id) as lived
  on lived.household_id = household.household_id
left join (
  select golden_id, max("time") as last_purchase from purchase where kind = 'order' group by golden_id
) as bought on bought.golden_id = profile.golden_id
order by nr
"""


ORDERED_SQL = """
select order_number, golden_id, arg_min(source, (place, source)) as source
from (
  select unnest(list_distinct([order_id, event_id])) as order_number, golden_id, source, 0 as place from purchase
  union all
  select order_number, golden_id, source, 1 from interaction
)
where order_number is not null and golden_id is not null
group by order_number, golden_id
"""
"""Numbers of orders and receipts: order_number, golden_id, and the source that tells the order."""


KEPT_SQL = """
select person.nr, record.*
from record
join membership on membership.source = record.source and membership.record_id = record.record_id
join search.person on person.golden_id = membership.golden_id
"""
"""All records, with the number of their person."""


def handle_sql(attributes: Sequence[str]) -> str:
    """Return the SELECT of `handle`: what points to one person, by its text in small letters.

    text, kind (an attribute, `record` or `order number`), written (of these two: source/record_id or source/number) and
    nr. `attributes` are the columns of `record` that hold contacts and identifiers.
    """
    parts = [
        "select distinct lower(record_id) as text, 'record' as kind, source || '/' || record_id as written, nr "
        "from kept",
        "select distinct unnest(list_distinct([lower(order_number), "
        "regexp_replace(lower(order_number), '[^0-9a-z]', '', 'g')])), 'order number', "
        "if(starts_with(order_number, source || '/'), order_number, source || '/' || order_number), person.nr "
        "from ordered join search.person on person.golden_id = ordered.golden_id",
    ]
    parts += [
        f"select distinct lower({quote(each)}), {literal(each)}, null, nr from kept where {quote(each)} is not null"
        for each in attributes
    ]
    return "\nunion all\n".join(parts) + "\norder by text"


def ending_sql(phones: Sequence[str]) -> str:
    """Return the SELECT of `ending`: reversed (a number from its last digit on), kind and nr; `phones` as above."""
    parts = [
        f"select distinct reverse({quote(each)}) as reversed, {literal(each)} as kind, nr from kept "
        f"where {quote(each)} is not null"
        for each in phones
    ]
    nobody = "select '' as reversed, '' as kind, cast(0 as integer) as nr where false"
    return "\nunion all\n".join([nobody, *parts]) + "\norder by reversed"


def written_name_sql(columns: Collection[str]) -> str:
    """Return the SELECT of `written_name`: the words of all names, text, form, part and nr; `columns` of `record`."""
    parts = [
        f"select distinct {quote(column)} as text, {literal(form)} as form, {literal(part)} as part, nr from kept "
        f"where {quote(column)} is not null"
        for part, form, column in NAME_COLUMNS
        if column in columns
    ]
    nobody = "select '' as text, '' as form, '' as part, cast(0 as integer) as nr where false"
    return "\nunion all\n".join([nobody, *parts])


NAME_WORD_SQL = """
select cast(row_number() over (order by form, part, text) - 1 as integer) as word, text, form, part,
       case when form = 'key' then list_sum(list_transform(
         list_distinct(string_split(text, '')), lambda letter: 1 << (ascii(letter) - 97))) end as letters
from (select distinct text, form, part from written_name) order by word
"""
"""The distinct words of names, numbered; `letters` has a bit for each of a–z that is in a key."""

NAME_OF_SQL = """
select name_word.word, written_name.nr
from written_name
join search.name_word
  on name_word.text = written_name.text and name_word.form = written_name.form and name_word.part = written_name.part
order by name_word.word, written_name.nr
"""
"""Which word is in whose name."""

OWNED_SQL = """
select golden_id, event_key, from_time, to_time, reason from event_owner where golden_id is not null order by golden_id
"""
"""Which events speak of whom, person by person."""
