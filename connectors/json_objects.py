"""What is a JSON object and what is not, asked of many texts at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMN = "json"
"""Column in which kinds of JSON deliver an object as text."""
_DOUBTFUL = r",\s*[\]}]|[:,\[]\s*-?(?:[iI][nN][fF]|[nN][aA][nN])"
"""What DuckDB forgives and JSON forbids: a comma before a closing bracket, infinity and not-a-number."""


def not_objects(engine: DuckDBPyConnection, texts: pa.StringArray) -> dict[int, str]:
    """Say what is wrong with the trimmed texts that are neither blank nor a JSON object, by their place."""
    engine.register("texts", pa.table({"text": texts}))
    is_json = as_mask(engine.sql("SELECT json_valid(text) AS is_json FROM texts").to_arrow_table()["is_json"])
    is_text = as_mask(pc.not_equal(texts, ""))
    is_object = as_mask(pc.starts_with(texts, "{"))
    is_doubtful = is_json & as_mask(pc.match_substring_regex(texts, _DOUBTFUL))
    faults = {int(place): "JSON, but not an object" for place in np.flatnonzero(is_json & ~is_object)}
    faults |= {int(place): "not valid JSON" for place in np.flatnonzero(is_text & ~is_json)}
    doubted = np.flatnonzero(is_doubtful)
    return faults | {int(place): "not valid JSON" for place in doubted if not _is_strict(texts[place])}


def as_mask(booleans: pa.BooleanArray | pa.ChunkedArray) -> NDArray[np.bool_]:
    """Return Arrow's booleans as numpy's."""
    return np.array(booleans, dtype=bool)


def refuse_constant(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python takes for JSON; for `parse_constant`."""
    raise ValueError(constant)


def _is_strict(text: pa.StringScalar) -> bool:
    try:
        json.loads(text.as_py(), parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        return False
    return True
