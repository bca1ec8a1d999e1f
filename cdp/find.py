"""Finds people by anything they gave: e-mail, phone, name in any script, record id, identifier, order number."""

from __future__ import annotations

from hashlib import sha256
from itertools import product
from typing import TYPE_CHECKING, Any

from cdp.config import Config
from cdp.database import literal, quote
from cdp.semantics import HASH_OF, Kind
from cdp.standardise.name_keys import umlaut_spellings
from cdp.standardise.registry import CLEANERS

if TYPE_CHECKING:
    from cdp.store import Store


def find_people(store: Store, text: str, config: Config, limit: int) -> list[dict[str, Any]]:
    """Return up to `limit` hits: golden_id, name, why it was found, records; the surest first."""
    wanted = text.strip()
    if not wanted:
        return []
    columns = {row[0] for row in store.connection.execute("select column_name from (describe record)").fetchall()}
    searches, bound = _searches(wanted, config, columns)
    name = "full_name" if "full_name" in _profile_columns(store) else "golden_id"
    return store.rows(
        f"""
        with hit as ({" union all ".join(searches)}),
        best as (select golden_id, min(rank) as rank, arg_min(why, rank) as found_by from hit group by golden_id)
        select best.golden_id, profile.{name} as name, best.found_by, profile.records, profile.sources
        from best join profile using (golden_id)
        order by best.rank, profile.records desc, best.golden_id
        limit {int(limit)}
        """,
        bound,
    )


def _profile_columns(store: Store) -> set[str]:
    return {row[0] for row in store.connection.execute("select column_name from (describe profile)").fetchall()}


def _searches(wanted: str, config: Config, columns: set[str]) -> tuple[list[str], dict[str, Any]]:
    bound: dict[str, Any] = {"text": wanted}
    searches = [
        "select golden_id, 1 as rank, 'golden_id' as why from membership where golden_id = lower($text)",
        "select golden_id, 1, 'record ' || source || '/' || record_id from membership where record_id = $text "
        "or source || '/' || record_id = $text",
        _ORDER,
    ]
    for attribute in sorted(columns):
        if not _searchable(config, attribute):
            continue
        for rank, column, values in _written_as(config, attribute, wanted):
            bound[f"is_{len(bound)}"] = values
            searches.append(
                f"select membership.golden_id, {rank}, {literal(attribute)} "
                "from record join membership using (source, record_id) "
                f"where list_contains($is_{len(bound) - 1}, {column})"
            )
    search, more = _by_name(wanted, config, columns)
    return [*searches, *search], {**bound, **more}


_ORDER = """
select owner.golden_id, 1, 'order number'
from event join event_owner owner on owner.event_key = event.event_key
 and (owner.from_time is null or event.time >= owner.from_time)
 and (owner.to_time is null or event.time < owner.to_time)
where event.order_number = $text and owner.golden_id is not null
"""


def _searchable(config: Config, attribute: str) -> bool:
    try:
        return config.semantic_type(attribute).kind in (Kind.CONTACT, Kind.IDENTIFIER)
    except KeyError:
        return False


def _regions(config: Config) -> list[str]:
    regions = [config.company.region, *(source.region for source in config.sources if source.region)]
    return list(dict.fromkeys(regions))


def _written_as(config: Config, attribute: str, wanted: str) -> list[tuple[int, str, list[str]]]:
    """Return how records may hold the text as a value of the attribute: rank of the hit, SQL, standard values.

    A hash is found by what it was made of, and what it was made of by the hash.
    """
    own = f"record.{quote(attribute)}"
    kind = config.semantic_type(attribute).name
    found = [(2, f"lower({own})", [value.lower() for value in _standard_forms(config, attribute, wanted)])]
    for hashed, clear in HASH_OF.items():
        if kind == hashed:
            hashes = [sha256(value.encode()).hexdigest() for value in _standard_forms(config, clear, wanted)]
            found.append((3, own, hashes))
        if kind == clear:
            found.append((3, f"sha256({own})", _standard_forms(config, hashed, wanted)))
    return [each for each in found if each[2]]


def _standard_forms(config: Config, attribute: str, wanted: str) -> list[str]:
    """Return what the text would be as a value of the attribute, in each country that the sources know."""
    cleaner = CLEANERS[config.semantic_type(attribute).name]
    contexts = _regions(config) if cleaner.context in ("region", "country") else [""]
    cleaned = [cleaner.clean(wanted, context) for context in contexts]
    return sorted({each[0] for each in cleaned if isinstance(each, tuple) and each[0] is not None})


def _by_name(wanted: str, config: Config, columns: set[str]) -> tuple[list[str], dict[str, Any]]:
    """Search each word as the beginning of a name's key, or as a part of the name in its own script."""
    cleaners = (CLEANERS["given_name"], CLEANERS["family_name"])
    alternatives: list[str] = []
    bound: dict[str, Any] = {}
    words = wanted.split()
    if "given_key" not in columns and "family_key" not in columns:
        return [], {}
    for nth, word in enumerate(words):
        keys = set()
        for cleaner, region, spelling in product(cleaners, _regions(config), umlaut_spellings(word)):
            cleaned = cleaner.clean(spelling, region)
            if isinstance(cleaned, tuple) and cleaned[1]:
                keys.add(cleaned[1])
        bound[f"word_{nth}"] = word
        tests = [f"contains({quote(c)}, $word_{nth})" for c in ("given_native", "family_native") if c in columns]
        tests += [
            f"contains({quote(a)} || {quote(b)}, $word_{nth})"
            for a, b in (("family_native", "given_native"),)
            if {a, b} <= columns
        ]
        for k, key in enumerate(sorted(keys)):
            bound[f"key_{nth}_{k}"] = key
            tests += [f"starts_with({quote(c)}, $key_{nth}_{k})" for c in ("given_key", "family_key") if c in columns]
        alternatives.append("(" + " or ".join(tests) + ")")
    search = f"""
        select membership.golden_id, 4, 'name' from record join membership using (source, record_id)
        where {" and ".join(alternatives)}
    """
    return [search], bound
