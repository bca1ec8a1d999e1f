"""A company of some 250 people with two questions: a couple with one account, and two numbers of the state."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cdp.workspace import Workspace
from tests.conftest import AS_OF
from tests.why.conftest import Town, crowd, found_company, stories


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its workspace, never to be changed."""
    town = Town()
    crowd(town, 240)
    stories(town)
    with found_company(tmp_path_factory.mktemp("town") / "ws", town).workspace as ws:
        ws.run(as_of=AS_OF)
        return ws.folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(published, tmp_path / "ws"))


@pytest.fixture
def ws(folder: Path) -> Workspace:
    return Workspace(folder)
