"""Temporary files with what a source holds."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def private_file() -> Iterator[Path]:
    """Give a temporary file that only this user may read, removed on leaving."""
    handle, name = tempfile.mkstemp(prefix="connectors-", suffix=".txt")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
