"""Kind `s3`: files in S3 and other object stores, read as the kind of file they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, Field, ValidationError, field_validator

from connectors.contract import Connector, ConnectorConfig
from connectors.csv import CsvConnector
from connectors.delivery import LazyDelivery
from connectors.excel import ExcelConnector
from connectors.files import FileConfig
from connectors.json import JsonConnector
from connectors.jsonl import JsonlConnector
from connectors.parquet import ParquetConnector
from connectors.text import TextConnector

FORMATS: dict[str, type[Connector]] = {
    "csv": CsvConnector,
    "excel": ExcelConnector,
    "json": JsonConnector,
    "jsonl": JsonlConnector,
    "parquet": ParquetConnector,
    "text": TextConnector,
}
"""The connector of each kind of file."""


class S3Config(ConnectorConfig):
    """Settings of a `s3` source."""

    model_config = ConfigDict(hide_input_in_errors=True)

    kind: Literal["s3"] = "s3"
    url: str = Field(
        pattern=r"^(s3|gs|az|file)://[^/]*/?",
        description="An object, a folder or a glob: s3://bucket/exports/**/*.csv; also gs://, az:// and file:///.",
    )
    format: dict[str, Any] = Field(
        description="Kind of the files, such as csv, or with its options: {kind: csv, delimiter: ;}."
    )
    endpoint: str | None = Field(default=None, description="Address of a service other than Amazon's that speaks S3.")
    options: dict[str, str] = Field(
        default={},
        repr=False,
        description="Further settings of the store, such as region or access_key_id: ${NAME}; credentials are taken "
        "from the environment (AWS_…, GOOGLE_…, AZURE_…) if left out.",
    )

    @field_validator("format", mode="before", json_schema_input_type=str | dict[str, Any])
    @classmethod
    def _format(cls, value: Any) -> Any:
        given = {"kind": value} if isinstance(value, str) else value
        if not isinstance(given, dict) or given.get("kind") not in FORMATS:
            raise ValueError(f"`format` is one of {', '.join(FORMATS)}, or {{kind: …}} with its options")
        if "path" in given:
            raise ValueError("`format` has no `path`: `url` says where the files are")
        try:
            FORMATS[given["kind"]].Config.model_validate({**given, "path": "x"})
        except ValidationError as error:
            told = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors(include_input=False))
            raise ValueError("; ".join(told)) from None
        return given

    @property
    def names_from_data(self) -> bool:
        """Whether the files name the columns."""
        return self.file_config("x").names_from_data

    def file_config(self, path: str) -> FileConfig:
        """Return the settings of the kind of file for a file at `path`."""
        config = FORMATS[self.format["kind"]].Config.model_validate({**self.format, "path": path})
        assert isinstance(config, FileConfig)
        return config


class S3Connector:
    """Reads objects as files; one whose entity tag is that of the last pull is not fetched again."""

    Config: ClassVar[type[ConnectorConfig]] = S3Config

    def __init__(self, config: S3Config, _: Path) -> None:
        self._config = config

    def pull(self, cursors: Mapping[str, str]) -> Iterator[LazyDelivery]:
        """Yield a delivery per object, or more where one holds several units; a unit is the object's key."""
        from connectors.object_files import pull_objects

        return pull_objects(self._config, cursors)
