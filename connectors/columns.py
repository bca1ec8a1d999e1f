"""Column names and the `_position` column: what all kinds do alike to the batches they build."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from connectors.contract import POSITION, RESERVED


def unique_names(names: Sequence[str]) -> list[str]:
    """Give every column a name of its own.

    White space around a name goes, an empty one becomes `column_<place>`, and a name met before (letter case aside,
    as in SQL) gets `_2`, `_3`, …; so does a source column of a reserved name such as `_position`.
    """
    filled = [name.strip() or f"column_{place}" for place, name in enumerate(names, 1)]
    original = {name.casefold() for name in filled}
    used = {name.casefold() for name in RESERVED}
    unique = []
    for name in filled:
        chosen, number = name, 2
        while chosen.casefold() in used or (number > 2 and chosen.casefold() in original):
            chosen, number = f"{name}_{number}", number + 1
        used.add(chosen.casefold())
        unique.append(chosen)
    return unique


def with_positions(columns: Sequence[pa.Array], names: Sequence[str], positions: NDArray[np.int64]) -> pa.RecordBatch:
    """Join columns of one length and their `_position` (last) into a batch."""
    return pa.RecordBatch.from_arrays([*columns, pa.array(positions, pa.int64())], [*names, POSITION])


def counted_from(first: int, rows: int) -> NDArray[np.int64]:
    """Positions of consecutive rows: `first`, `first` + 1, …"""
    return np.arange(first, first + rows, dtype=np.int64)
