"""Kind `mail`: e-mail messages, one per `.eml` file or many in an `.mbox` file; a message is a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import BinaryIO, ClassVar, Literal

import numpy as np
import pyarrow as pa

from connectors.columns import with_positions
from connectors.contract import ConnectorConfig, Rejected
from connectors.delivery import LazyDelivery
from connectors.files import FileConfig, SourceFile, pull_files
from connectors.mail_message import Mail, read_mail

_BATCH_MAILS = 1_000
_LISTS = ("to", "attachments")
_SHOWN_BYTES = 64 * 1024
_COLUMNS = [each.name for each in fields(Mail)]
_SCHEMA = pa.schema([(name, pa.list_(pa.string()) if name in _LISTS else pa.string()) for name in _COLUMNS])


class MailConfig(FileConfig):
    """Settings of a `mail` source."""

    kind: Literal["mail"] = "mail"


class MailConnector:
    """Reads mails: what is new in a message is its `text`, what it quotes and the signature are `quoted`."""

    Config: ClassVar[type[ConnectorConfig]] = MailConfig

    def __init__(self, config: MailConfig, base: Path) -> None:
        self._config = config
        self._base = base

    def pull(self, cursors: Mapping[str, str]) -> Iterator[LazyDelivery]:
        """Yield a delivery per file."""
        return pull_files(self._config.path, self._base, cursors, self._read)

    def _read(self, file: SourceFile, rejected: list[Rejected]) -> Iterator[pa.RecordBatch]:
        rows: list[tuple[int, Mail]] = []
        with file.path.open("rb") as stream:
            for place, raw in enumerate(_messages(stream), 1):
                if mail := read_mail(raw):
                    rows.append((place, mail))
                else:
                    shown = raw[:_SHOWN_BYTES].decode("utf-8", "backslashreplace")
                    rejected.append(Rejected(place, "no mail: it has none of From, Date, Subject, Message-ID", shown))
                if len(rows) == _BATCH_MAILS:
                    yield _batch(rows)
                    rows = []
        yield _batch(rows)


def _messages(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the messages of an mbox file, which begins with `From `, or the only one of any other."""
    first = stream.readline()
    if not first.startswith(b"From "):
        if whole := first + stream.read():
            yield whole
        return
    lines: list[bytes] = []
    for line in stream:
        if line.startswith(b"From ") and (not lines or not lines[-1].strip()):
            yield b"".join(lines)
            lines = []
        else:
            lines.append(line[1:] if line.lstrip(b">").startswith(b"From ") else line)
    yield b"".join(lines)


def _batch(rows: list[tuple[int, Mail]]) -> pa.RecordBatch:
    columns = [pa.array([getattr(mail, each.name) for _, mail in rows], each.type) for each in _SCHEMA]
    return with_positions(columns, _COLUMNS, np.array([place for place, _ in rows], dtype=np.int64))
