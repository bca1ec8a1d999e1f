"""The search index of a version: a file in `cache/find/`, made once, that everybody who reads the version opens."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from cdp.config import Config
from cdp.database import literal, quote
from cdp.find.tables import (
    KEPT_SQL,
    NAME_OF_SQL,
    NAME_WORD_SQL,
    ORDERED_SQL,
    OWNED_SQL,
    ending_sql,
    handle_sql,
    person_sql,
    written_name_sql,
)
from cdp.published import Published
from cdp.semantics import Kind
from cdp.store import Store

SHAPE = 3
"""Number of the present shape of the tables; an index of another shape is made anew."""
INDEX = "search"
"""Name under which a store knows the index."""
SEARCHED = ("person", "handle", "ending", "name_word", "name_of", "owned")
"""Tables that an index keeps."""


def open_index(store: Store, published: Published, config: Config, folder: Path) -> None:
    """Attach the index of a version to its store, as `search`; make the file first when it is not there.

    Where the folder cannot be written the index is made in memory.
    """
    path = folder / f"{store.manifest.version}-{_fingerprint(store, config)}.duckdb"
    try:
        if not path.exists():
            _make_file(store, config, path)
            _drop_old(path, published)
        store.connection.execute(f"attach {literal(str(path))} as {INDEX} (read_only)")
    except (OSError, duckdb.IOException):
        store.connection.execute(f"attach ':memory:' as {INDEX}")
        _fill(store, config, store.connection)


def searchable(store: Store, config: Config) -> list[str]:
    """Return the columns of `record` that hold contacts and identifiers, in order of their names."""
    return [name for name in sorted(_columns(store, "record")) if _points_to_one(config, name)]


def is_phone(config: Config, attribute: str) -> bool:
    """Tell whether an attribute holds telephone numbers."""
    return config.semantic_type(attribute).name == "phone"


def _points_to_one(config: Config, attribute: str) -> bool:
    try:
        return config.semantic_type(attribute).kind in (Kind.CONTACT, Kind.IDENTIFIER)
    except KeyError:
        return False


def _fingerprint(store: Store, config: Config) -> str:
    """What an index depends on: content of the version, columns that are searched, shape of the tables."""
    parts = [store.manifest.content_hash, str(SHAPE), *searchable(store, config)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _make_file(store: Store, config: Config, path: Path) -> None:
    """Make the index beside its place, and move it there whole."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    workshop = Path(mkdtemp(prefix=".", dir=path.parent))
    part = workshop / path.name
    try:
        store.connection.execute(f"attach {literal(str(part))} as {INDEX}")
        try:
            _fill(store, config, store.connection)
        finally:
            store.connection.execute(f"detach {INDEX}")
        part.chmod(0o600)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
        workshop.rmdir()


def _drop_old(path: Path, published: Published) -> None:
    """Delete the indexes that nobody will open: of versions that are kept no more, and older ones of this version."""
    kept = published.kept_versions()
    for other in set(path.parent.glob("v*-*.duckdb")) - {path}:
        version = other.name.partition("-")[0]
        if version not in kept or path.name.startswith(f"{version}-"):
            other.unlink(missing_ok=True)


def _fill(store: Store, config: Config, connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of the index in the attached database `search`."""
    attributes = searchable(store, config)
    phones = [each for each in attributes if is_phone(config, each)]
    record, profile = _columns(store, "record"), _columns(store, "profile")
    made = {
        "ordered": ORDERED_SQL,
        "person": person_sql(profile),
        "kept": KEPT_SQL,
        "handle": handle_sql(attributes),
        "ending": ending_sql(phones),
        "written_name": written_name_sql(record),
        "name_word": NAME_WORD_SQL,
        "name_of": NAME_OF_SQL,
        "owned": OWNED_SQL,
    }
    for name, select in made.items():
        kind = f"table {INDEX}.{name}" if name in SEARCHED else f"temp table {name}"
        connection.execute(f"create {kind} as {select}")
    for name in made.keys() - set(SEARCHED):
        connection.execute(f"drop table temp.{name}")


def _columns(store: Store, table: str) -> set[str]:
    return {row["column_name"] for row in store.rows(f"select column_name from (describe {quote(table)})")}
