"""Shared by all tests: small workspaces made of text."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from cdp.database import Database
from cdp.demo import generate
from cdp.workspace import Workspace

AS_OF = date(2026, 6, 30)

CDP = "company: Test\nregion: GB\ntimezone: UTC\n"

PEOPLE = """
    source: people
    party: first
    channel: crm
    connector: {kind: csv, path: people.csv}
    record: {id: id}
    attributes:
      given_name: first
      family_name: last
      email: mail
"""

PEOPLE_CSV = """
    id,first,last,mail
    1,Mary,Jones,mary@mail.example
    2,Mary,Jones,mary@mail.example
    3,Peter,Novak,peter@mail.example
"""


class Company:
    """A workspace in the making: files of data and of configuration, then runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "config" / "sources").mkdir(parents=True)
        self.config("cdp.yml", CDP).config("identity.yml", "{}").config("golden.yml", "{}")

    def config(self, name: str, text: str) -> Company:
        """Write a configuration file."""
        return self.file(f"config/{name}", text)

    def source(self, text: str) -> Company:
        """Write a source file, named after the source."""
        body = dedent(text).strip() + "\n"
        name = next(line.split(":", 1)[1].strip() for line in body.splitlines() if line.startswith("source:"))
        return self.config(f"sources/{name}.yml", body)

    def file(self, name: str, text: str | bytes) -> Company:
        """Write a file of data, below the workspace."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else (dedent(text).strip() + "\n").encode())
        return self

    @property
    def workspace(self) -> Workspace:
        """The workspace as it stands."""
        return Workspace(self.folder)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """An empty company."""
    return Company(tmp_path / "ws")


@pytest.fixture
def people(company: Company) -> Company:
    """A company with one source of three records of two people."""
    return company.source(PEOPLE).file("people.csv", PEOPLE_CSV)


@pytest.fixture(scope="session")
def demo_company(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The demo company of 600 people, published once for all workers; whoever changes something copies it first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "demo company"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "published" / "CURRENT").exists():
            generate(folder / "data", people=600, seed=1)
            with Workspace.init(folder) as ws:
                ws.run(as_of=AS_OF)
    return folder


@pytest.fixture
def db() -> Iterator[Database]:
    """A scratch database."""
    with Database() as database:
        yield database


@pytest.fixture
def make_table(db: Database) -> Callable[[str, str, str], None]:
    """A function that makes a table from its columns and literal rows."""

    def make(name: str, columns: str, rows: str) -> None:
        db.run(f"create or replace temp table {name} ({columns})")
        if rows.strip():
            db.run(f"insert into {name} values {rows}")

    return make
