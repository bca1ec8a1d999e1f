"""Kind `http_json`: records that a web service answers with, page by page, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from connectors.contract import ConnectorConfig
from connectors.delivery import LazyDelivery
from connectors.json_path import JsonPath


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Pagination(_Part):
    """How the next page is asked for."""

    by: Literal["page", "offset", "cursor", "link"] = Field(
        description="page: by its number; offset: by the number of records before it; cursor: by a token of the page "
        "before; link: by an address of the page before."
    )
    parameter: str | None = Field(
        default=None, description="Parameter that holds number, offset or token; `page` or `offset` if left out."
    )
    first: int = Field(default=1, ge=0, description="Number of the first page.")
    size_parameter: str | None = Field(default=None, description="Parameter that holds the size of a page.")
    size: int | None = Field(default=None, ge=1, description="Records a page is to hold.")
    next: JsonPath | None = Field(
        default=None,
        description="Where token or address of the next page stand in a page; addresses are looked for in the header "
        "`Link` if left out.",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Pagination:
        if self.by == "cursor" and not (self.parameter and self.next):
            raise ValueError("`by: cursor` needs `parameter` and `next`")
        if (self.size is None) != (self.size_parameter is None):
            raise ValueError("give both of `size` and `size_parameter`, or none")
        return self


class Incremental(_Part):
    """How only what is new is asked for."""

    parameter: str = Field(description="Parameter that says from where on, such as updated_since.")
    field: JsonPath = Field(description="Where the value stands in a record, such as $.updated_at.")
    first: str | None = Field(default=None, description="Value of the first pull; all is asked for if left out.")


class Basic(_Part):
    """User and password."""

    user: str = Field(repr=False)
    password: str = Field(repr=False)


class OAuth(_Part):
    """Client credentials, for which a token is asked."""

    token_url: str
    client_id: str = Field(repr=False)
    client_secret: str = Field(repr=False)
    scope: str | None = None


class HttpJsonConfig(ConnectorConfig):
    """Settings of a `http_json` source; `${NAME}` is replaced from the environment in all that holds secrets."""

    model_config = ConfigDict(hide_input_in_errors=True)

    kind: Literal["http_json"] = "http_json"
    url: str = Field(description="Address of the records, such as https://api.shop.example/v2/customers.")
    records: JsonPath = Field(
        default="$",
        description="Where the records stand in a page, such as $.data.customers[*]; all of it if left out.",
    )
    parameters: dict[str, str] = Field(default={}, repr=False, description="Parameters of every request.")
    headers: dict[str, str] = Field(
        default={}, repr=False, description="Headers of every request, such as `Authorization: Bearer ${TOKEN}`."
    )
    basic: Basic | None = Field(default=None, description="User and password, if the service wants them.")
    oauth: OAuth | None = Field(default=None, description="Client credentials, if the service wants a token for them.")
    pagination: Pagination | None = Field(default=None, description="How to ask for the next page; one page if not.")
    incremental: Incremental | None = Field(
        default=None, description="How to ask for what is new only; each pull asks for all if left out."
    )
    requests_per_second: float | None = Field(default=None, gt=0, description="Requests made in a second at most.")
    timeout_seconds: float = Field(
        default=30, gt=0, description="Longest silence; a page may take ten times as long in all."
    )
    attempts: int = Field(default=6, ge=1, description="How often a request is made before the pull gives up.")
    backoff_seconds: float = Field(
        default=1, ge=0, description="Longest wait before the second attempt; doubled for each further one."
    )
    longest_wait_seconds: float = Field(
        default=300, ge=0, description="Longest wait before an attempt, also when the service asks for a longer one."
    )

    @property
    def goes_on(self) -> bool:
        """Whether only what is new is asked for."""
        return self.incremental is not None


class HttpJsonConnector:
    """Reads all pages of one address, and goes on in the middle where a pull has died."""

    Config: ClassVar[type[ConnectorConfig]] = HttpJsonConfig

    def __init__(self, config: HttpJsonConfig, base: Path) -> None:
        self._config = config
        self._base = base

    def pull(self, cursors: Mapping[str, str]) -> Iterator[LazyDelivery]:
        """Yield the one delivery; its unit is the path of the address."""
        from connectors.http_pull import pull_pages

        yield pull_pages(self._config, self._base, cursors)
