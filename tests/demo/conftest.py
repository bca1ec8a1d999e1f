"""Companies of a few sizes, generated once for all tests of the demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdp.demo import DemoCompany, generate


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> DemoCompany:
    """1,000 people, the size that the tests of contents look at."""
    return generate(tmp_path_factory.mktemp("company"), people=1000, seed=1)


@pytest.fixture(scope="session")
def folder(company: DemoCompany) -> Path:
    """Where the company of 1,000 people was written."""
    return company.folder


@pytest.fixture(scope="session")
def smallest(tmp_path_factory: pytest.TempPathFactory) -> DemoCompany:
    """The smallest company there is, with another seed."""
    return generate(tmp_path_factory.mktemp("smallest"), people=50, seed=7)
