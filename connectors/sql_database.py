"""The database a `sql` source names: its address, opened for reading, and what its refusals mean."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from connectors import postgres
from connectors.contract import ConnectorError, SourceUnreachable, SourceUnreadable
from connectors.variables import filled_in

_SILENT = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR")
_POSTGRES = ("postgres", postgres.NAME, f"{postgres.NAME}+psycopg")
_CONNECT_SECONDS = "10"


class Database:
    """A database by its URL. Messages name the kind and the database or the SQLite file, never the URL."""

    def __init__(self, url: str, base: Path) -> None:
        self._url = _parsed(fill_in(url))
        self._file = _sqlite_file(self._url, base)
        self._is_postgres = self._url.get_backend_name() == postgres.NAME
        self.name = str(self._file or f"the {self._url.get_backend_name()} database {self._url.database or ''}".strip())

    @property
    def _driver(self) -> str:
        return "pip install 'cdp[postgres]'" if self._is_postgres else "install one, or mend `url`"

    @contextmanager
    def connect(self, what: str) -> Iterator[Connection]:
        """Open a connection that only reads; SQLite files are opened read-only, so none is ever created.

        The database's errors while doing `what` become SourceUnreachable (try again) or SourceUnreadable (mend the
        configuration), without values, SQL or secrets in them.
        """
        try:
            if self._file:
                engine = create_engine("sqlite://", creator=partial(_open_sqlite, self._file), poolclass=NullPool)
            else:
                engine = create_engine(self._url, poolclass=NullPool)
            with engine.connect() as connection:
                yield connection.execution_options(postgresql_readonly=True) if self._is_postgres else connection
        except (ArgumentError, ImportError) as error:
            reason = type(error).__name__
            raise SourceUnreachable(f"{self.name}: no driver for it ({reason})", self._driver) from None
        except DBAPIError as error:
            raise self._meaning(error, what) from None
        except SQLAlchemyError as error:
            raise SourceUnreadable(f"{self.name}: {what} failed ({type(error).__name__})", "mend `url`") from None

    def fingerprint(self) -> str:
        """Return the SHA-256 of an SQLite file and its write-ahead log; empty for any other database."""
        if not self._file:
            return ""
        content = hashlib.sha256()
        try:
            for file in (self._file, self._file.with_name(self._file.name + "-wal")):
                if file.exists() and file.stat().st_size:
                    with file.open("rb") as stream:
                        content.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError as error:
            raise SourceUnreachable(f"{self.name}: {error.strerror}", "mend the file or its permissions") from error
        return content.hexdigest()

    def _meaning(self, error: DBAPIError, what: str) -> ConnectorError:
        reason: str = getattr(error.orig, "sqlite_errorname", type(error.orig).__name__)
        if reason in {"SQLITE_NOTADB", "SQLITE_CORRUPT"}:
            return SourceUnreadable(f"{self.name} is not an SQLite database, or damaged", "mend `url` or the file")
        if is_wrong_statement(error):
            return SourceUnreadable(f"{self.name}: {what} is refused ({reason})", "mend the configuration")
        return SourceUnreachable(f"{self.name} does not answer ({reason})", "try again later, or mend `url`")


def is_wrong_statement(error: DBAPIError) -> bool:
    """Tell a statement that does not fit the database from a database that does not answer."""
    if name := getattr(error.orig, "sqlite_errorname", None):
        return not name.startswith(_SILENT)
    return not isinstance(error, OperationalError | InterfaceError)


def fill_in(url: str) -> str:
    """Replace each `${NAME}` by the environment's value; in user and password it may hold any character."""
    scheme, separator, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    login, at, host = authority.rpartition("@")
    literal = partial(quote, safe="")
    before, after = filled_in(scheme + separator, "url"), filled_in(host + slash + path, "url")
    return before + filled_in(login, "url", literal) + at + after


def _parsed(url: str) -> URL:
    """Read an address; PostgreSQL is reached by psycopg, which need not be named, and gives up after ten seconds."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        shape = "driver://user:${PASSWORD}@host:port/database or sqlite:///relative/path.db"
        raise SourceUnreachable("`url` is not a database address", f"give it the shape {shape}") from None
    if parsed.drivername not in _POSTGRES:
        return parsed
    waits = {"connect_timeout": _CONNECT_SECONDS, **parsed.query}
    return parsed.set(drivername=f"{postgres.NAME}+psycopg", query=waits)


def _sqlite_file(url: URL, base: Path) -> Path | None:
    if url.get_backend_name() != "sqlite":
        return None
    if not url.database or url.database == ":memory:":
        raise SourceUnreachable("`url` names no SQLite file", "give it the shape sqlite:///relative/path.db")
    file = base / url.database
    if not file.is_file():
        raise SourceUnreachable(f"{file}: there is no such SQLite file", "mend `url` or put the file there")
    return file


def _open_sqlite(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    connection.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    return connection
