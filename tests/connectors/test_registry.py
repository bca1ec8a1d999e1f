"""What the package offers as a whole."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import TypeAdapter, ValidationError

import connectors
from connectors import KINDS, AnyConfig
from tests.connectors.test_contract import CASES


def test_every_kind_is_in_the_conformance_suite() -> None:
    assert set(KINDS) == {case.kind for case in CASES}


def test_everything_offered_is_there() -> None:
    assert all(hasattr(connectors, name) for name in connectors.__all__)


def test_an_unknown_kind_is_named() -> None:
    adapter: TypeAdapter[connectors.ConnectorConfig] = TypeAdapter(AnyConfig)
    with pytest.raises(ValidationError, match=", ".join(f"'{kind}'" for kind in sorted(KINDS))):
        adapter.validate_python({"kind": "xml", "path": "x"})


def test_importing_is_cheap_and_knows_nothing_of_the_stages() -> None:
    unwanted = ["duckdb", "sqlalchemy", "phonenumbers", "pandas", "python_calamine", "httpx2", "obstore", "cdp"]
    code = f"import sys, connectors; print([name for name in {unwanted} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
