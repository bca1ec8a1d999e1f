"""The delivery every kind hands out: it reads nothing before `batches` is called, and only once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyarrow as pa

from connectors.contract import Rejected, SourceUnreadable

Read = Callable[[list[Rejected]], Iterator[pa.RecordBatch]]
"""Reads a unit: yields its batches and adds the rows it had to refuse to the list it is given."""

BATCH_ROWS = 65_536
"""Rows of a full batch, for kinds whose configuration does not say otherwise."""

_MOST_REJECTED = 100_000


def give_up_if_hopeless(unit: str, rejected: list[Rejected], good: int) -> None:
    """Raise SourceUnreadable when very many rows are rejected, and more than are good.

    Such a unit is not what the configuration says; keeping all its rows as rejected would only fill the memory.
    """
    if len(rejected) > max(_MOST_REJECTED, good):
        bad, first = len(rejected), rejected[0]
        raise SourceUnreadable(
            f"{unit}: {bad} of the first {bad + good} rows cannot be read, such as {first.position}: {first.reason}",
            "declare the format, or mend the file",
        )


class LazyDelivery:
    """One unit of a source, read on demand; meets `contract.Delivery`."""

    def __init__(self, unit: str, cursor: str, previous: str | None, read: Read, *, continued: bool = False) -> None:
        self.unit = unit
        self.cursor = cursor
        self.unchanged = cursor != "" and cursor == previous
        self.continued = continued
        self.rejected: list[Rejected] = []
        self._read: Read | None = read

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows, at least one batch (of no rows if need be) so that the columns are always known."""
        if self._read is None:
            raise RuntimeError(f"{self.unit}: the batches of a delivery may be read once")
        read, self._read = self._read, None
        return self._watched(read)

    def _watched(self, read: Read) -> Iterator[pa.RecordBatch]:
        good = 0
        for batch in read(self.rejected):
            good += batch.num_rows
            give_up_if_hopeless(self.unit, self.rejected, good)
            yield batch
