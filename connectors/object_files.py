"""Objects of a store as files: fetched when they are read, and read by the kind of file they are."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath

import pyarrow as pa

from connectors.contract import Delivery, Rejected
from connectors.delivery import LazyDelivery
from connectors.object_store import Bucket, StoredObject
from connectors.s3 import FORMATS, S3Config

_ARCHIVE = b"PK"


def pull_objects(config: S3Config, cursors: Mapping[str, str]) -> Iterator[LazyDelivery]:
    """Yield the deliveries of the objects by key; the cursor is the entity tag."""
    bucket = Bucket(config.url, config.endpoint, config.options)
    for each in bucket.objects():
        if _may_hold_several(config, bucket, each):
            yield from _several(config, bucket, each, cursors)
        else:
            read = partial(_read, config, bucket, each)
            yield LazyDelivery(each.key, each.tag, cursors.get(each.key), read)


def _may_hold_several(config: S3Config, bucket: Bucket, each: StoredObject) -> bool:
    if config.format["kind"] == "excel":
        return bool(config.format.get("sheet"))
    return bucket.head(each.key, len(_ARCHIVE)) == _ARCHIVE


def _several(
    config: S3Config, bucket: Bucket, each: StoredObject, cursors: Mapping[str, str]
) -> Iterator[LazyDelivery]:
    """Fetch an archive or workbook to tell its units; it is kept until the last of them is let go."""
    folder = Path(tempfile.mkdtemp(prefix="connectors-"))
    kept = _Folder(folder)
    for delivery in _deliveries(config, bucket, each, folder):
        unit = each.key + delivery.unit.removeprefix(_name(each))
        yield LazyDelivery(unit, each.tag, cursors.get(unit), partial(_pass_on, delivery, kept))


class _Folder:
    """A folder that goes when nobody needs it."""

    def __init__(self, folder: Path) -> None:
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


def _read(config: S3Config, bucket: Bucket, each: StoredObject, rejected: list[Rejected]) -> Iterator[pa.RecordBatch]:
    with tempfile.TemporaryDirectory(prefix="connectors-") as folder:
        for delivery in _deliveries(config, bucket, each, Path(folder)):
            yield from _pass_on(delivery, None, rejected)


def _deliveries(config: S3Config, bucket: Bucket, each: StoredObject, folder: Path) -> Iterator[Delivery]:
    bucket.fetch(each.key, folder / _name(each))
    return FORMATS[config.format["kind"]](config.file_config(_name(each)), folder).pull({})


def _pass_on(delivery: Delivery, _: _Folder | None, rejected: list[Rejected]) -> Iterator[pa.RecordBatch]:
    for batch in delivery.batches():
        rejected[:] = delivery.rejected
        yield batch
    rejected[:] = delivery.rejected


def _name(each: StoredObject) -> str:
    return PurePosixPath(each.key).name
