"""Kind `sql`: a table or a query of any database SQLAlchemy knows, every value as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ConfigDict, Field, model_validator

from connectors.contract import ConnectorConfig
from connectors.delivery import LazyDelivery


class SqlConfig(ConnectorConfig):
    """Settings of a `sql` source."""

    model_config = ConfigDict(hide_input_in_errors=True)

    kind: Literal["sql"] = "sql"
    url: str = Field(
        repr=False,
        description="SQLAlchemy URL, such as postgresql://reader:${CRM_PASSWORD}@host/crm or sqlite:///relative/path.db;"
        " ${NAME} is replaced from the environment, in user and password literally.",
    )
    table: str | None = Field(
        default=None, description="Table or view to read, `schema.table` outside the usual schema."
    )
    query: str | None = Field(default=None, description="SELECT statement to read instead of a table.")
    cursor_column: str | None = Field(
        default=None,
        description="Column that grows with every change (a time stamp, a number): only rows not smaller than the "
        "largest value seen, and rows without a value, are read again.",
    )
    batch_rows: int = Field(default=50_000, ge=1, description="Rows fetched and handed on at a time.")

    @model_validator(mode="after")
    def _one_of_two(self) -> SqlConfig:
        if (self.table is None) == (self.query is None):
            raise ValueError("give exactly one of `table` and `query`")
        return self

    @property
    def goes_on(self) -> bool:
        """Whether a cursor column tells where reading stood."""
        return self.cursor_column is not None


class SqlConnector:
    """Reads one table or query result."""

    Config: ClassVar[type[ConnectorConfig]] = SqlConfig

    def __init__(self, config: SqlConfig, base: Path) -> None:
        self._config = config
        self._base = base

    def pull(self, cursors: Mapping[str, str]) -> Iterator[LazyDelivery]:
        """Yield the one delivery; its unit is the table, or `query-` and a hash of the statement."""
        from connectors.sql_read import deliver

        yield deliver(self._config, self._base, cursors)
