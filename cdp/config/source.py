"""A source file: what a system holds and what its columns mean."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from cdp.config.hashing import Hashing
from cdp.config.licence import Licence
from cdp.config.value import AnyValue, Condition, Value
from cdp.config.words import Words
from cdp.semantics import ADDRESS_PARTS
from connectors import AnyConfig

DateOrder = Literal["ymd", "mdy", "dmy"]
_NAME = "^[a-z][a-z0-9_]*$"


def written(pattern: str, words: str) -> AfterValidator:
    """Return the check that a text matches a pattern; `words` tell the user what is expected."""

    def check(text: str) -> str:
        if re.search(pattern, text) is None:
            raise ValueError(f"write {words}")
        return text

    return AfterValidator(check)


def _region(code: str) -> str:
    from phonenumbers import SUPPORTED_REGIONS

    if code not in SUPPORTED_REGIONS:
        raise ValueError(f"{code!r} is no country code: write two letters, such as DE (ISO 3166 alpha-2)")
    return code


Region = Annotated[
    str,
    AfterValidator(_region),
    Field(description="ISO 3166 alpha-2 code, such as KR.", json_schema_extra={"pattern": "^[A-Z]{2}$"}),
]


class Party(StrEnum):
    """Whose data it is."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not a time zone; use an IANA name such as Asia/Seoul")
    return name


Zone = Annotated[str, BeforeValidator(_zone), Field(description="IANA time zone, such as Asia/Seoul.")]


class Strict(BaseModel):
    """Base of every part of the configuration: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _listed(given: Any) -> Any:
    return given if isinstance(given, list) else [given]


Values = Annotated[
    tuple[AnyValue, ...], BeforeValidator(_listed, json_schema_input_type=str | Value | list[str | Value])
]
"""One value, or a list whose first filled one leads."""


class Address(Strict):
    """One address of a record, part by part; `each` makes one address per element of a JSON list."""

    each: AnyValue | None = Field(None, description="JSON path of a list; parts then start with @.")
    full_address: AnyValue | None = Field(None, description="Whole address in one text.")
    street: AnyValue | None = None
    city: AnyValue | None = None
    region: AnyValue | None = None
    postal_code: AnyValue | None = None
    country: AnyValue | None = None

    @property
    def parts(self) -> dict[str, Value]:
        """Parts that are mapped, by attribute name."""
        return {part: value for part in ADDRESS_PARTS if (value := getattr(self, part)) is not None}


Addresses = Annotated[tuple[Address, ...], BeforeValidator(_listed, json_schema_input_type=Address | list[Address])]


class Suppress(Strict):
    """Rows that must not enter: never landed, only counted."""

    where: Condition
    reason: str


class Record(Strict):
    """The customer record in a row."""

    id: AnyValue = Field(description="Key of the record inside its source.")
    where: Condition | None = Field(None, description="Only rows that meet this hold a record.")
    updated_at: AnyValue | None = Field(None, description="When the source last changed it.")
    expires: AnyValue | None = Field(None, description="Day after which its values may not be used (licence).")
    deleted: AnyValue | None = Field(
        None, description="Yes, or a day that has come: the source has deleted it. No, or empty: it has not."
    )
    one_record_per_person: Literal["yes", "no", "learn"] = Field(
        "learn", description="Whether the source holds each person once: yes, no, or as its records tell."
    )

    @property
    def one_per_person(self) -> bool | None:
        """Whether the source holds each person once; None when its records are to tell."""
        return {"yes": True, "no": False, "learn": None}[self.one_record_per_person]


class Consent(Strict):
    """A permission given or withdrawn, found in a row."""

    purpose: AnyValue = Field(description="What for, such as marketing.")
    channel: AnyValue = Field(description="Through which channel, such as email.")
    state: AnyValue = Field(description="Yes or no in any usual spelling, or granted / denied.")
    since: AnyValue | None = Field(None, description="When it was said; the row's own time otherwise.")
    where: Condition | None = None


class Event(Strict):
    """Something that happened, found in a row."""

    type: AnyValue = Field(description="What happened; {constant: …} or a value.")
    time: AnyValue
    id: AnyValue | None = Field(None, description="The source's own id: an event seen before is not counted again.")
    where: Condition | None = Field(None, description="Only rows that meet this make the event.")
    each: AnyValue | None = Field(None, description="JSON path of a list: one event per element, read with @.")
    channel: str | None = Field(None, description="Where it happened, when not in the source's channel.")
    identifiers: dict[str, AnyValue] = Field(
        default_factory=dict, description="Whom it concerns: semantic type of an identifier to value; or `record`."
    )
    record_of: str | None = Field(
        None, description="Source whose record id `identifiers.record` is; this one if unset."
    )
    order_number: AnyValue | None = None
    amount: AnyValue | None = None
    currency: AnyValue | None = None
    text: AnyValue | None = Field(None, description="What was written or said.")
    action: AnyValue | None = Field(
        None, description="What it means in the common vocabulary; unset: events.yml tells by its type."
    )
    service: AnyValue | None = Field(
        None, description="self-service or assisted; unset: assisted where there is an agent, else as events.yml says."
    )
    device_type: AnyValue | None = Field(None, description="Kind of device, such as ios, android or web.")
    agent: AnyValue | None = Field(None, description="Who served the customer.")
    place: AnyValue | None = Field(None, description="Shop or other place where it happened.")
    topic: AnyValue | None = Field(None, description="What it was about.")
    campaign: AnyValue | None = Field(None, description="Campaign it belongs to.")
    products: Values = Field((), description="Products it was about: codes or titles.")
    properties: dict[str, AnyValue] = Field(default_factory=dict, description="Anything else worth keeping.")

    @property
    def described(self) -> dict[str, Value]:
        """What the mapping tells of the event in single words, by column of the table `event`."""
        told = {
            "action": self.action,
            "service": self.service,
            "device_type": self.device_type,
            "agent": self.agent,
            "place": self.place,
            "topic": self.topic,
            "campaign": self.campaign,
        }
        return {name: value for name, value in told.items() if value is not None}


class Expectations(Strict):
    """What must hold of every delivery; a broken expectation fails the run before publishing."""

    min_rows: int | None = Field(None, ge=0)
    max_rows: int | None = Field(None, ge=0)
    required: tuple[str, ...] = Field((), description="Attributes that every record must have; else quarantine.")
    max_quarantine_share: float = Field(0.05, ge=0, le=1)
    max_withdrawn_share: float = Field(
        0.2, ge=0, le=1, description="Share of the source's records that a delivery of all records may leave out."
    )


class SourceConfig(Strict):
    """One system that records or events come from."""

    source: Annotated[str, written(_NAME, "small letters, digits and _, a letter first, such as web_shop")] = Field(
        description="Name; the file is called after it.", json_schema_extra={"pattern": _NAME}
    )
    title: Words | None = Field(None, description="What people call it; its name if unset.")
    description: str = ""
    party: Party
    channel: str = Field(description="store, web, app, email, call_center, social, partner, …")
    trust: int = Field(50, ge=0, le=100, description="Trust rank: higher wins where rules tie.")
    connector: AnyConfig
    region: Region | None = Field(None, description="Country of numbers and addresses that do not say.")
    timezone: Zone | None = Field(None, description="Zone of times that carry none.")
    date_order: DateOrder | None = Field(None, description="Order of day, month, year; else inferred per column.")
    deliveries: Literal["partial", "whole"] = Field(
        "partial",
        description="whole: every pull holds all records of the source; one that is missing has been deleted there.",
    )
    record: Record | None = None
    attributes: dict[str, Values] = Field(default_factory=dict, description="Attribute to value(s), best first.")
    address: Addresses = Field((), description="One address, or a list of them, best first.")
    events: tuple[Event, ...] = ()
    consents: tuple[Consent, ...] = ()
    suppress: tuple[Suppress, ...] = ()
    licence: Licence = Field(Licence(), description="Terms under which its data may be used.")
    hashing: Hashing = Field(Hashing(), description="How the partner hashes e-mails and phones that it sends hashed.")
    ignore: tuple[str, ...] = Field((), description="Columns left unmapped on purpose.")
    redact: Literal["on", "off"] = Field(
        "on", description="off: card and resident numbers in free text land as they are, instead of `[card number]`."
    )
    expect: Expectations = Expectations()

    @model_validator(mode="after")
    def _something(self) -> SourceConfig:
        if self.record is None and not self.events:
            raise ValueError("a source holds records, events or both: give `record` or `events`")
        if (self.attributes or self.address) and self.record is None:
            raise ValueError("attributes belong to a record: give `record: {id: …}`")
        if self.deliveries == "whole" and self.record is None:
            raise ValueError("`deliveries: whole` tells which records are gone: give `record: {id: …}`")
        if self.deliveries == "whole" and self.connector.goes_on:
            raise ValueError("`deliveries: whole` wants every row each time: take `cursor_column` away")
        if parts := set(self.attributes) & set(ADDRESS_PARTS):
            raise ValueError(f"parts of an address stand under `address`, not `attributes`: {', '.join(sorted(parts))}")
        return self
