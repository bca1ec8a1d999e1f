"""contact.yml: what a person may be written or called for, through which channel, and what each country's law asks."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from cdp.config.source import Region, Strict, written

_HOURS = r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$"
POSTAL = "address"
"""What a channel needs that reaches people by post: a street and where it is, in one text."""


class Basis(StrEnum):
    """What allows a message."""

    OPT_IN = "opt-in"
    """Only who granted it is sent something."""
    OPT_OUT = "opt-out"
    """Everybody is, but who refused it."""
    NOT_NEEDED = "not needed"
    """Everybody is: the message belongs to something that the person asked for."""


class Cap(Strict):
    """How often a person may be sent something."""

    messages: int = Field(ge=1, description="At most so many messages, through whatever channel …")
    days: int = Field(ge=1, description="… within so many days.")


class Channel(Strict):
    """A way to reach people."""

    address: str = Field(
        description="Attribute whose golden value is the address: email, phone, device_id …; `address` for the post."
    )
    bounces: int = Field(
        1, ge=1, description="Bounces since the last message that was opened or clicked that stop an address for good."
    )


class Purpose(Strict):
    """What messages are for; consents name it."""

    consent: Basis = Field(Basis.OPT_IN, description="What allows a message: opt-in, opt-out or not needed.")
    channels: tuple[str, ...] = Field(min_length=1, description="Channels that it may go through.")
    minimum_age: int | None = Field(None, ge=1, description="Years; whose birth date is unknown counts as old enough.")
    at_most: Cap | None = Field(None, description="Frequency cap.")
    third_party_addresses: bool = Field(
        False, description="Whether an address that only third parties gave may be used."
    )


class Rule(Strict):
    """What holds otherwise in some countries, for some purposes or channels; of several that apply the last counts."""

    regions: tuple[Region, ...] = Field((), description="Countries; all, if none is named.")
    purposes: tuple[str, ...] = Field((), description="Purposes; all, if none is named.")
    channels: tuple[str, ...] = Field((), description="Channels; all, if none is named.")
    consent: Basis | None = None
    minimum_age: int | None = Field(None, ge=1)
    reconfirm_months: int | None = Field(
        None, ge=1, description="A granted consent ends after so many months unless it is granted anew."
    )
    quiet: Annotated[str, written(_HOURS, "hours such as 21:00-08:00")] | None = Field(
        None,
        description="Hours of the person's local time in which nothing is sent.",
        json_schema_extra={"pattern": _HOURS},
    )
    unless_consent: str | None = Field(None, description="Purpose of the consent that lifts the quiet hours.")
    law: str = Field("", description="Where it is written.")

    @model_validator(mode="after")
    def _lifts_something(self) -> Rule:
        if self.unless_consent and not self.quiet:
            raise ValueError("`unless_consent` lifts quiet hours: give `quiet`")
        return self

    def applies(self, purpose: str, channel: str, country: str) -> bool:
        """Tell whether the rule speaks of a message."""
        asked = ((self.purposes, purpose), (self.channels, channel), (self.regions, country))
        return all(not named or value in named for named, value in asked)


def _usable(name: str) -> str:
    if not re.fullmatch(r"[\w][\w .-]*", name):
        raise ValueError(f"{name!r} is no name: use letters, digits, spaces, _ . -")
    return name


Name = Annotated[str, AfterValidator(_usable)]

CHANNELS = {
    "email": Channel(address="email"),
    "sms": Channel(address="phone"),
    "phone": Channel(address="phone"),
    "kakao": Channel(address="phone"),
    "line": Channel(address="phone"),
    "push": Channel(address="device_id"),
    "post": Channel(address=POSTAL),
}
"""Channels, unless contact.yml declares one of the same name otherwise."""

PURPOSES = {
    "marketing": Purpose(channels=("email", "sms", "phone", "push", "post"), minimum_age=16),
    "stock alert": Purpose(channels=("email", "sms", "kakao", "line", "push")),
    "survey": Purpose(consent=Basis.OPT_OUT, channels=("email",)),
    "service": Purpose(consent=Basis.NOT_NEEDED, channels=("email", "phone")),
}
"""Purposes where contact.yml declares none."""

_ADVERTISING = ("marketing",)
_TALKING = ("sms", "phone", "kakao", "line", "push")

RULES = (
    Rule(
        regions=("KR",),
        purposes=_ADVERTISING,
        channels=_TALKING,
        quiet="21:00-08:00",
        unless_consent="night marketing",
        law="정보통신망법 제50조제3항, 시행령 제61조(전자우편 제외)",
    ),
    Rule(
        regions=("KR",),
        purposes=_ADVERTISING,
        channels=("email", *_TALKING),
        reconfirm_months=24,
        law="정보통신망법 제50조제8항, 시행령 제62조의3",
    ),
    Rule(regions=("KR",), purposes=_ADVERTISING, minimum_age=14, law="개인정보 보호법 제22조의2"),
    Rule(
        regions=("JP",),
        purposes=_ADVERTISING,
        channels=("phone",),
        quiet="21:00-08:00",
        law="特定商取引法の運用(不適切な時間帯の電話)",
    ),
    Rule(
        regions=("US",),
        purposes=_ADVERTISING,
        channels=("sms", "phone"),
        quiet="21:00-08:00",
        law="TCPA, 47 CFR 64.1200(c)(1)",
    ),
    Rule(
        regions=("US",),
        purposes=_ADVERTISING,
        channels=("email", "post"),
        consent=Basis.OPT_OUT,
        law="CAN-SPAM Act, 15 U.S.C. 7704",
    ),
    Rule(regions=("US",), purposes=_ADVERTISING, minimum_age=13, law="COPPA, 15 U.S.C. 6501"),
)
"""What the law of some countries asks, where contact.yml declares no rules. Japan's 特定電子メール法 asks for opt-in,
which is what holds everywhere else."""


def _beside(given: dict[str, Channel]) -> dict[str, Channel]:
    return {**CHANNELS, **given}


class ContactConfig(Strict):
    """Purposes, channels and rules of contact; what is not given is as the product has it."""

    purposes: dict[Name, Purpose] = Field(PURPOSES, description="By the name that consents use.")
    channels: Annotated[dict[Name, Channel], AfterValidator(_beside)] = Field(
        CHANNELS, description="By the name that consents use; beside those that the product knows."
    )
    rules: tuple[Rule, ...] = Field(RULES, description="What holds otherwise; the last that applies counts.")

    @model_validator(mode="after")
    def _known(self) -> ContactConfig:
        listed = [each.channels for each in self.purposes.values()] + [rule.channels for rule in self.rules]
        named = {channel for channels in listed for channel in channels}
        if unknown := sorted(named - set(self.channels)):
            raise ValueError(f"no such channel: {', '.join(unknown)}; there are {', '.join(sorted(self.channels))}")
        spoken_of = {purpose for rule in self.rules for purpose in rule.purposes}
        if "rules" in self.model_fields_set and (unknown := sorted(spoken_of - set(self.purposes))):
            raise ValueError(f"no such purpose: {', '.join(unknown)}; there are {', '.join(sorted(self.purposes))}")
        return self
