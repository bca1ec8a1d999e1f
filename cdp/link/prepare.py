"""Makes `link_input`: the records as Splink sees them, one row each, generic values blanked."""

from __future__ import annotations

from collections.abc import Collection

from cdp.database import Database, literal, quote

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


def make_link_input(db: Database, columns: Collection[str], identifiers: Collection[str]) -> list[str]:
    """Make `link_input` from `record` and `generic_value`; return its columns beside rid, source and entity_kind."""
    selected = input_columns(columns, identifiers)
    blank = {name for (name,) in db.rows("select distinct attribute from generic_value")}
    evidence = ", ".join(
        _blanked(name) if name in blank else f"record.{quote(name)}" for name in _read(columns, identifiers)
    )
    joins = " ".join(
        f"left join generic_value as {quote('generic_' + name)} "
        f"on {quote('generic_' + name)}.attribute = {literal(name)} "
        f"and {quote('generic_' + name)}.value = record.{quote(name)}"
        for name in sorted(blank)
    )
    kind = "entity_kind" if "entity_kind" in columns else "cast(null as varchar)"
    made = ", ".join(f"{sql} as {quote(name)}" for name, sql in selected.items())
    db.run(
        f"""
        create or replace temp table link_input as
        select rid, source, coalesce(kind, 'person') as entity_kind {"," if made else ""} {made}
        from (select rid, source, {kind} as kind {"," if evidence else ""} {evidence} from record {joins})
        """
    )
    return list(selected)


def input_columns(columns: Collection[str], identifiers: Collection[str]) -> dict[str, str]:
    """Return the columns of the link input and the SQL of each over the standard columns of a record."""
    selected = {name: quote(name) for name in (*_PLAIN, *sorted(identifiers)) if name in columns}
    for name, (sql, needs) in _DERIVED.items():
        hashed = _HASHED.get(name)
        if hashed is not None and hashed not in columns:
            continue
        if hashed is not None and not set(needs) <= set(columns):
            selected[name] = quote(hashed)
        elif set(needs) <= set(columns):
            selected[name] = sql
    return selected


def _read(columns: Collection[str], identifiers: Collection[str]) -> list[str]:
    needed = {*_PLAIN, *identifiers, *_HASHED.values(), "birth_date"}
    return [name for name in columns if name in needed]


def _blanked(name: str) -> str:
    return f"case when {quote('generic_' + name)}.value is null then record.{quote(name)} end as {quote(name)}"
