"""Shared by all tests: small workspaces made of text, what is made once for all workers, and the order of the files."""

from __future__ import annotations

import fcntl
import shutil
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


LONGEST = (
    *("test_pipeline.py", "test_unmerge.py", "test_teaching.py", "test_increment.py", "test_deletes.py"),
    *("test_pages.py", "test_stories.py", "test_neutrality.py", "test_real_data.py", "test_gate.py", "test_cli.py"),
)
"""Files of tests that begin first, so that at the end no worker is left alone with one of them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first; all else stays in its order."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


class Company:
    """A workspace in the making: files of data and of configuration, then runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "config" / "sources").mkdir(parents=True)
        self.config("cdp.yml", CDP).config("identity.yml", "{}").config("golden.yml", "{}")

    @classmethod
    def found(cls, folder: Path) -> Company:
        """A company whose folder is there already."""
        made = cls.__new__(cls)
        made.folder = folder
        return made

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


Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """A function that makes a folder once for all workers; whoever changes something copies it first."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                make(folder)
                done.touch()
        return folder

    return made


def make_demo(folder: Path) -> None:
    """Publish the demo company of 600 people."""
    generate(folder / "data", people=600, seed=1)
    with Workspace.init(folder) as ws:
        ws.run(as_of=AS_OF)


@pytest.fixture(scope="session")
def demo_company(once: Once) -> Path:
    """The demo company of 600 people, published; never to be changed."""
    return once("demo company", make_demo)


def make_people(folder: Path) -> None:
    """Publish the company of `people` for the first time."""
    made = Company(folder).source(PEOPLE).file("people.csv", PEOPLE_CSV)
    with made.workspace as ws:
        ws.run(as_of=AS_OF)


@pytest.fixture
def settled(once: Once, tmp_path: Path) -> Company:
    """The company of `people` after its first run."""
    return Company.found(shutil.copytree(once("people", make_people), tmp_path / "ws"))


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
