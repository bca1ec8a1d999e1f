"""What every kind of source must do: configuration and cursor in, Arrow record batches and a new cursor out.

A connector knows nothing of the stages that use its rows. It reads one system and hands over *deliveries*: one file,
one table or one query result each, with the rows as received.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

POSITION = "_position"
"""Column of every batch: where the row stood in its delivery (1-based, int64); a line number for files read by line."""
RESERVED = (
    POSITION,
    *("_seq", "_key", "_hash", "_fate", "_fault", "_restates", "_nth", "_element", "_record", "_updated", "_withdrawn"),
)
"""Names that whoever takes the batches needs for columns of its own; a source column so called gets another."""

HEADER_AGAIN = "the header again"
TOTALS = "a line of totals"
NO_ROWS = frozenset({HEADER_AGAIN, TOTALS})
"""Reasons of what is refused because it never was a row: it speaks against no delivery."""


class ConnectorConfig(BaseModel):
    """Settings of one connector; a subclass per kind, told apart by `kind`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str

    @property
    def names_from_data(self) -> bool:
        """Whether the names of columns are read from the data itself, where values may stand in their place."""
        return False

    @property
    def goes_on(self) -> bool:
        """Whether a pull delivers only what came after the last one: what is missing from it is not gone."""
        return False


@dataclass(frozen=True)
class Rejected:
    """A row that could not be read. It goes to quarantine and is counted; it is never dropped."""

    position: int
    """Line in the file (line formats) or row number, 1-based."""
    reason: str
    """What is wrong, without the values of the row."""
    raw: str
    """The row as received; kept in the restricted quarantine file only."""


class ConnectorError(Exception):
    """Base of what a connector may raise: what is wrong and where, and the remedy; never a value or a secret."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message}; {remedy}")
        self.message = message
        self.remedy = remedy


class SourceUnreachable(ConnectorError):
    """The file, folder, database or address does not answer: mend the path or try again later."""


class SourceUnreadable(ConnectorError):
    """It answers, but what it holds cannot be read as configured: mend the configuration or the data."""


class Delivery(Protocol):
    """One file, table or query result.

    `batches` may be called once. `rejected` is complete when `batches` is exhausted.
    """

    unit: str
    """Stable name inside the source, such as `2026/orders.jsonl` or `customers`."""
    cursor: str
    """Where reading stands after this delivery. Handed back in the next pull under the same unit."""
    unchanged: bool
    """True when `cursor` equals the one handed in: nothing new, and `batches` need not be read."""
    continued: bool
    """True when only what came after the cursor handed in is delivered, not all there is."""
    rejected: list[Rejected]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield rows as received, every source column plus `_position`; all batches have one schema.

        There is at least one batch, of no rows if need be, so that the columns are always known.
        """
        ...


class Connector(Protocol):
    """One kind of source."""

    Config: ClassVar[type[ConnectorConfig]]

    def __init__(self, config: ConnectorConfig, base: Path) -> None:
        """Take settings; relative paths in them start at `base`. Nothing is opened yet."""
        ...

    def pull(self, cursors: Mapping[str, str]) -> Iterator[Delivery]:
        """Yield what is there now, in a stable order; `cursors` maps a unit to the cursor of its last delivery.

        Raises SourceUnreachable or SourceUnreadable.
        """
        ...
