"""Connectors: one kind per file, all meeting one contract: configuration and cursor in, Arrow batches and a cursor out.

A new kind is a file with its `Config` and its connector, and one line in `_CONNECTORS`.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from connectors.contract import (
    POSITION,
    Connector,
    ConnectorConfig,
    ConnectorError,
    Delivery,
    Rejected,
    SourceUnreachable,
    SourceUnreadable,
)
from connectors.csv import CsvConnector
from connectors.excel import ExcelConnector
from connectors.http_json import HttpJsonConnector
from connectors.json import JsonConnector
from connectors.jsonl import JsonlConnector
from connectors.mail import MailConnector
from connectors.parquet import ParquetConnector
from connectors.s3 import S3Connector
from connectors.sql import SqlConnector
from connectors.text import TextConnector
from connectors.transcript import TranscriptConnector

_CONNECTORS: tuple[type[Connector], ...] = (
    CsvConnector,
    ExcelConnector,
    HttpJsonConnector,
    JsonConnector,
    JsonlConnector,
    MailConnector,
    ParquetConnector,
    S3Connector,
    SqlConnector,
    TextConnector,
    TranscriptConnector,
)

KINDS: dict[str, type[Connector]] = {cls.Config.model_fields["kind"].default: cls for cls in _CONNECTORS}
"""The connector of each kind."""

if TYPE_CHECKING:
    AnyConfig = ConnectorConfig
else:
    AnyConfig = Annotated[reduce(or_, (cls.Config for cls in _CONNECTORS)), Field(discriminator="kind")]
    """Settings of any kind, told apart by `kind`; for pydantic models and JSON schemas."""

__all__ = [
    "KINDS",
    "POSITION",
    "AnyConfig",
    "Connector",
    "ConnectorConfig",
    "ConnectorError",
    "Delivery",
    "Rejected",
    "SourceUnreachable",
    "SourceUnreadable",
]
