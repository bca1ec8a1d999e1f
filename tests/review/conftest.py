"""A company of some 250 people with two questions: a couple with one account, and two numbers of the state."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cdp.workspace import Workspace
from tests.conftest import AS_OF, Once
from tests.why.conftest import Town, crowd, found_company, stories


def make_town(folder: Path) -> None:
    """Publish it."""
    town = Town()
    crowd(town, 240)
    stories(town)
    with found_company(folder, town).workspace as ws:
        ws.run(as_of=AS_OF)


@pytest.fixture(scope="session")
def published(once: Once) -> Path:
    """Its workspace, never to be changed."""
    return once("town", make_town)


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(published, tmp_path / "ws"))


@pytest.fixture
def ws(folder: Path) -> Workspace:
    return Workspace(folder)
