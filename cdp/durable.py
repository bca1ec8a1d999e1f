"""Makes files last through a loss of power, before anything that lasts names them."""

from __future__ import annotations

import os
from pathlib import Path


def make_durable(*paths: Path) -> None:
    """Return when the files, and the entries of the folders, among `paths` are on the disk.

    A folder stands for its list of names alone: give the files in it as well. Raises OSError.
    """
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
