"""Makes `link_input`: the records as Splink sees them, one row each, generic values blanked.

A record may hold further values: a second e-mail, a former address, a name in another script. `link_value` has a row
per record and one per set of further values, for blocking; `<column>_all` lists all values of a record, for comparing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pyarrow as pa

from cdp.database import Database, literal, quote
from cdp.hashing import PartnerHash
from cdp.link.nicknames import FORMS, INITIALS
from cdp.link.readings import COLUMN as READINGS
from cdp.link.readings import tell_readings

_DERIVED = {
    "given": ("coalesce(given_key, given_native)", ("given_key", "given_native")),
    "family": ("coalesce(family_key, family_native)", ("family_key", "family_native")),
    "birth_date": ("cast(birth_date as varchar)", ("birth_date",)),
    "email_hash": ("coalesce(hashed_email, sha256(email))", ("email", "hashed_email")),
    "phone_hash": ("coalesce(hashed_phone, sha256(phone))", ("phone", "hashed_phone")),
}
"""Columns made from standard ones: SQL, and the standard columns it needs."""
_PLAIN = (
    "given_key",
    "given_native",
    "family_key",
    "family_native",
    "organisation_key",
    "gender",
    "email",
    "phone",
    "street_key",
    "city_key",
    "region_key",
    "postal_code",
)
COLUMN_OF = {
    "given_name": "given",
    "family_name": "family",
    "street": "street_key",
    "city": "city_key",
    "region": "region_key",
}
"""Attributes whose column in the link input has another name."""
_HASHED = {"email_hash": "hashed_email", "phone_hash": "hashed_phone"}
_CONTACTS = ("email", "phone", "hashed_email", "hashed_phone")
_ONE_VALUE = ("birth_date", "gender", "region_key", "city_key")
"""Columns of which only the leading value is compared: a person has one, or it says little."""


def meanings_of(columns: Collection[str], types: dict[str, str]) -> dict[str, list[str]]:
    """Return per standard column the attributes whose values it takes, the leading one first.

    `types` is the semantic type by attribute. An own attribute of a contact's type (a work e-mail) is a further value
    of that contact; every other attribute stands for itself.
    """
    found: dict[str, list[str]] = {}
    for name in columns:
        kind = types.get(name, name)
        found.setdefault(kind if kind in _CONTACTS else name, []).append(name)
    return {kind: sorted(names, key=lambda name: name != kind) for kind, names in found.items()}


def make_link_input(
    db: Database,
    meanings: dict[str, list[str]],
    identifiers: Collection[str],
    like: Collection[str] = (),
    hashes: Sequence[PartnerHash] = (),
) -> list[str]:
    """Make `link_input` and `link_value` from `record`, `alternate` and `generic_value`; return the columns beside rid,
    source and entity_kind.

    `hashes` are the recipes of partners: what they make of our clear values are further values of the hash.
    `like` are the columns of a model, for records that are some of many: what it has `<column>_all` of has it here.
    `given_readings` is among the columns where it can be learned, but made later: it is frozen with the model.
    """
    selected = input_columns(meanings, identifiers)
    sounds = _make_rows(db, _rows_sql(db, "record", meanings, identifiers, selected), selected)
    parts = [_rows_sql(db, "alternate", meanings, identifiers, selected)]
    parts += [
        _rows_sql(db, "record", {each: [name] if each == kind else [] for each in meanings}, identifiers, selected)
        for kind, names in meanings.items()
        for name in names[1:]
    ]
    parts += [sql for each in hashes for sql in _hashed_sql(db, each, meanings, selected)]
    db.run(f"create or replace temp table further as {' union all '.join(parts)}")
    listed = _list_all_values(db, list(selected), like)
    _make_link_value(db, list(selected))
    forms = ["given_forms", "given_initials"] if "given_key" in selected else []
    read = [READINGS] if {"given_key", "given_native"} <= selected.keys() and tell_readings(db, like) else []
    return [*selected, *listed, *sounds, *forms, *read]


def input_columns(meanings: Collection[str], identifiers: Collection[str]) -> dict[str, str]:
    """Return the columns of the link input and the SQL of each over the standard columns of a record."""
    selected = {name: quote(name) for name in (*_PLAIN, *sorted(identifiers)) if name in meanings}
    for name, (sql, needs) in _DERIVED.items():
        hashed = _HASHED.get(name)
        if hashed is not None and hashed not in meanings:
            continue
        if hashed is not None and not set(needs) <= set(meanings):
            selected[name] = quote(hashed)
        elif set(needs) <= set(meanings):
            selected[name] = sql
    return selected


def content_columns(db: Database) -> list[str]:
    """Return the columns of `link_input` that say something of the person."""
    counted = {"rid", "source", "given_count", READINGS}
    return [name for name in db.columns("link_input") if name not in counted and not name.startswith("tf_")]


def _rows_sql(
    db: Database, table: str, meanings: dict[str, list[str]], identifiers: Collection[str], selected: dict[str, str]
) -> str:
    """SELECT of the link input's columns from the rows of a table, the leading filled attribute of each meaning."""
    needed = {*_PLAIN, *identifiers, *_HASHED.values(), "birth_date"}
    blank = {name for (name,) in db.rows("select distinct attribute from generic_value")}
    columns = "".join(
        f", {_blanked(kind, _first(names), kind in blank)} as {quote(kind)}"
        for kind, names in meanings.items()
        if kind in needed
    )
    kind = "t.entity_kind" if "entity_kind" in meanings else "cast(null as varchar)"
    made = "".join(f", {sql} as {quote(name)}" for name, sql in selected.items())
    return f"""
        select rid, source, coalesce(kind, 'person') as entity_kind {made}
        from (select t.rid, t.source, {kind} as kind {columns} from {table} t)
    """


def _hashed_sql(
    db: Database, made: PartnerHash, meanings: dict[str, list[str]], selected: Collection[str]
) -> list[str]:
    """SELECTs of the link input's columns with nothing but the hashes that a partner would make of our clear values."""
    column = next(name for name, hashed in _HASHED.items() if hashed == made.hashed)
    if column not in selected or made.clear not in meanings:
        return []
    blank = bool(db.value("select count(*) from generic_value where attribute = $1", [made.clear]))
    kind = "coalesce(t.entity_kind, 'person')" if "entity_kind" in meanings else "'person'"
    found = []
    for name in meanings[made.clear]:
        value = _blanked(made.clear, f"t.{quote(name)}", blank)
        columns = ", ".join(made.sql(value) if each == column else "cast(null as varchar)" for each in selected)
        found += [
            f"select t.rid, t.source, {kind}, {columns} from {table} t where {value} is not null"
            for table in ("record", "alternate")
        ]
    return found


_DOUBLED = "bcdfgklmnprstv"
"""Consonants that spellings double."""


def sound_sql(key: str) -> str:
    """Return SQL of the first letter and the consonants of a name's key as they sound, doubled ones once.

    Spellings of one name share them: Catherine and Kathryn, Faisal and Fysl.
    """
    soft = f"regexp_replace(replace({key}, 'ph', 'f'), 'c([eiy])', 's\\1', 'g')"
    spelled = _once_each(f"translate({soft}, 'zcqx', 'skks')")
    return _once_each(f"regexp_replace({spelled}, '(.)[aeiouyhw ]+', '\\1', 'g')")


def _once_each(text: str) -> str:
    for letter in _DOUBLED:
        text = f"replace({text}, '{letter * 2}', '{letter}')"
    return text


def _make_rows(db: Database, rows: str, columns: Collection[str]) -> list[str]:
    """Make `link_input` of the SELECT `rows` and what its `columns` of names give; return the columns of their sounds.

    `given_forms` are the full names that a given name may be short for, `given_initials` the initials of the pet names
    of a full name, `<part>_sound` what `sound_sql` makes of a part of the name.
    """
    parts = [part for part in ("given", "family") if f"{part}_key" in columns]
    forms = ", s.given_forms, s.given_initials" if "given" in parts else ""
    form = "left join short_form s on s.name = i.given_key" if "given" in parts else ""
    sounds = "".join(f", {part}.sound as {part}_sound" for part in parts)
    joins = " ".join(f"left join name_sound {part} on {part}.key = i.{part}_key" for part in parts)
    db.run(f"create or replace temp view bare_input as {rows}")
    if parts:
        keys = " union ".join(f"select {part}_key as key from bare_input" for part in parts)
        db.run(
            f"""
            create or replace temp table name_sound as
            select key, {sound_sql("key")} as sound from ({keys}) where key is not null
            """
        )
    with db.registered("short_form", _short_forms()):
        db.run(
            f"create or replace temp table link_input as select i.* {forms} {sounds} from bare_input i {form} {joins}"
        )
    db.run("drop view bare_input")
    db.drop("name_sound")
    return [f"{part}_sound" for part in parts]


def _short_forms() -> pa.Table:
    return pa.table(
        {
            "name": list(FORMS),
            "given_forms": list(map(list, FORMS.values())),
            "given_initials": list(map(INITIALS.get, FORMS)),
        }
    )


def _first(names: list[str]) -> str:
    there = [f"t.{quote(name)}" for name in names]
    return "cast(null as varchar)" if not there else there[0] if len(there) == 1 else f"coalesce({', '.join(there)})"


def _blanked(kind: str, value: str, blank: bool) -> str:
    if not blank or value == "cast(null as varchar)":
        return value
    generic = f"(select value from generic_value where attribute = {literal(kind)})"
    return f"case when {value} not in {generic} then {value} end"


def _list_all_values(db: Database, columns: list[str], like: Collection[str]) -> list[str]:
    """Add `<column>_all` to `link_input` for the columns that are in `like`, or of which some record holds further
    values."""
    listed = [
        name
        for name in columns
        if name not in _ONE_VALUE
        and (name + "_all" in like or db.value(f"select count(*) from further where {quote(name)} is not null"))
    ]
    if not listed:
        return []
    lists = ", ".join(f"list(distinct {quote(name)}) as {quote(name + '_all')}" for name in listed)
    added = ", ".join(
        f"case when i.{quote(name)} is not null "
        f"then list_distinct(list_append(coalesce(f.{quote(name + '_all')}, []), i.{quote(name)})) end "
        f"as {quote(name + '_all')}"
        for name in listed
    )
    db.run(
        f"""
        create or replace temp table link_input as
        select i.*, {added} from link_input i left join (select rid, {lists} from further group by rid) f using (rid)
        """
    )
    return [name + "_all" for name in listed]


def _make_link_value(db: Database, columns: list[str]) -> None:
    values = "".join(f", coalesce(f.{quote(name)}, i.{quote(name)}) as {quote(name)}" for name in columns)
    own = "".join(f", {quote(name)}" for name in columns)
    db.run(
        f"""
        create or replace temp table further_value as
        select distinct i.rid, i.entity_kind {values} from further f join link_input i using (rid)
        """
    )
    more = "union all select * from further_value" if db.count("further_value") else ""
    db.run(f"create or replace temp view link_value as select rid, entity_kind {own} from link_input {more}")
    db.drop("further")
