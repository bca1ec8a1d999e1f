"""Redacts what a source delivers before anything of it is written: see `sensitive_numbers` for what goes.

Redacted is free text: what an event's `text` and `properties` read, and all that nothing maps. What the mapping
declares to be something else (an identifier, an order number, an attribute) is as its source sends it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cdp.config import SourceConfig
from cdp.config.value import JSON_COLUMN, Value
from cdp.land.sensitive_numbers import SUSPECT, redacted
from cdp.mapping import mapped_values
from connectors import Rejected

_NAME = re.compile(r"[^\W\d]\w*")
_SUSPECT = re.compile(SUSPECT)


class Redaction:
    """Redacts the rows of one source and counts what it took out."""

    def __init__(self, source: SourceConfig) -> None:
        self._is_on = source.redact == "on"
        free = [value for event in source.events for value in (event.text, *event.properties.values()) if value]
        declared = [value for value in mapped_values(source) if value not in free]
        self._declared = _columns(declared) - _columns(free)
        self._names = _names(declared) - _names(free)
        self._documents = {value.column or JSON_COLUMN for value in (*free, *declared) if value.path} | {JSON_COLUMN}
        self.found: Counter[str] = Counter()
        """How many numbers were taken out, by kind."""

    def rows(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the batches with their free text redacted; columns of other types than text are left alone."""
        for batch in batches:
            yield self._batch(batch) if self._is_on else batch

    def rejected(self, rows: Iterable[Rejected]) -> list[Rejected]:
        """Return refused rows with what they held redacted: of them nobody can tell what is declared."""
        return [Rejected(row.position, row.reason, self._text(row.raw)) if self._is_on else row for row in rows]

    def _batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        for place, (field, column) in enumerate(zip(batch.schema, batch.columns, strict=True)):
            is_text = pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
            if is_text and (field.name in self._documents or field.name not in self._declared):
                batch = batch.set_column(place, field, self._column(field.name, column))
        return batch

    def _column(self, name: str, column: pa.Array) -> pa.Array:
        suspect = pc.fill_null(pc.match_substring_regex(column, SUSPECT), False)
        if not pc.any(suspect).as_py():
            return column
        redact = self._document if name in self._documents else self._text
        return pc.replace_with_mask(
            column, suspect, pa.array([redact(text) for text in column.filter(suspect).to_pylist()], column.type)
        )

    def _text(self, text: str) -> str:
        if not _SUSPECT.search(text):
            return text
        clean, found = redacted(text)
        self.found += found
        return clean

    def _document(self, text: str) -> str:
        """Redact a JSON document value by value; one that nothing is found in stays letter by letter.

        What is no document, or too deep a one, is redacted as text.
        """
        before = self.found.copy()
        try:
            clean = self._value(json.loads(text))
            return text if self.found == before else json.dumps(clean, ensure_ascii=False)
        except (ValueError, RecursionError):
            self.found = before
            return self._text(text)

    def _value(self, value: Any) -> Any:
        match value:
            case dict():
                return {name: each if name in self._names else self._value(each) for name, each in value.items()}
            case list():
                return [self._value(each) for each in value]
            case str():
                return self._text(value)
            case int():
                clean = self._text(str(value))
                return value if clean == str(value) else clean
        return value


def _columns(values: Iterable[Value]) -> set[str]:
    return set().union(*(value.columns for value in values))


def _names(values: Iterable[Value]) -> set[str]:
    """Names of parts of JSON documents that values read, by path or by SQL."""
    return {name for value in values for name in _NAME.findall(value.path or value.sql or "")}
