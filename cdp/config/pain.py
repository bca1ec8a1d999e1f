"""pain.yml: what hurts customers, over which weeks it is judged, and since when something was done about it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from cdp.config.expression import checked_expression
from cdp.config.source import Strict, written
from cdp.config.words import InLanguages, Words

Kind = Literal[
    "bad_score",
    "worsening_score",
    "repeated_contact",
    "abandoned_cart",
    "long_wait",
    "slow_delivery",
    "failed_pickup",
    "returned_goods",
    "bounced_message",
]
KINDS: tuple[str, ...] = get_args(Kind)
"""The kinds of pain that the product knows by itself."""
Split = Literal["channel", "step", "store", "agent", "device", "product_line", "campaign", "topic"]
SPLITS: tuple[str, ...] = get_args(Split)
"""What a kind of pain is looked at by, beside as a whole."""

_Name = Annotated[str, written(r"^[a-z][a-z0-9_]*$", "a name in small letters, such as wrong_size")]
_Condition = Annotated[str, AfterValidator(checked_expression)]


def _said(words: InLanguages) -> InLanguages:
    if not words.en:
        raise ValueError("must not be empty")
    return words


class OwnKind(Strict):
    """A kind of pain of your own: two conditions over the columns of a table."""

    title: Words | None = Field(None, description="What people call it; its name if unset.")
    description: Words | None = Field(None, description="What it means, in a sentence.")
    over: Literal["interaction", "purchase", "survey_answer"] = Field(
        "interaction", description="Table whose rows are looked at."
    )
    of: _Condition = Field(description="Condition: rows in which it could hurt. The rate is a share of them.")
    hurts: _Condition = Field(description="Condition: those of them in which it does.")


class Remedy(Strict):
    """Something that was done about a pain; the weeks before and after are compared."""

    pain: _Name = Field(description="Kind of pain.")
    where: dict[Split, str] = Field(default_factory=dict, description="One split and its part; everywhere if unset.")
    since: date = Field(description="First day on which it is in force, of the company's time zone.")
    what: Annotated[Words, AfterValidator(_said)] = Field(description="What was done.")

    @model_validator(mode="after")
    def _one_place(self) -> Remedy:
        if len(self.where) > 1:
            raise ValueError("give one place, such as {store: K03}")
        return self

    @property
    def place(self) -> tuple[str, str]:
        """Split and part; `all` and an empty part for everywhere."""
        return next(iter(self.where.items()), ("all", ""))


class PainConfig(Strict):
    """Kinds of pain, windows and limits; an empty file, or none, means: what the product knows by itself."""

    leave_out: tuple[Kind, ...] = Field((), description="Kinds of the product that do not suit the company.")
    kinds: dict[_Name, OwnKind] = Field(default_factory=dict, description="Kinds of your own, by name.")
    repeat_days: int = Field(7, ge=1, description="A contact was in vain when the next on its topic comes so soon.")
    cart_hours: int = Field(24, ge=1, description="A cart without an order for so long has been abandoned.")
    pickup_days: int = Field(7, ge=1, description="Goods that nobody has picked up for so long were left.")
    return_days: int = Field(30, ge=1, description="An order that comes back within so many days is a return.")
    wait_seconds: float | None = Field(
        None, gt=0, description="A longer wait for an answer is long; the company's own usual one if unset."
    )
    delivery_hours: float | None = Field(
        None, gt=0, description="A delivery that takes longer is slow; the company's own usual one if unset."
    )
    usual: float = Field(0.9, gt=0.5, lt=1, description="What this share of waits and deliveries take is usual.")
    answered_by: tuple[str, ...] = Field(
        ("reply", "replied", "message_answered", "ticket_solved", "ticket_closed", "callback"),
        description="Types of events that answer whoever got in touch, where the contact does not tell its wait.",
    )
    recent_weeks: int = Field(4, ge=1, description="Weeks, back from the last event, that are `now`.")
    watch_weeks: int = Field(13, ge=2, description="Weeks in which a turn is looked for.")
    baseline_weeks: int = Field(39, ge=4, description="Weeks before those, whose rate is the usual one.")
    remedy_weeks: int = Field(12, ge=1, description="Weeks before and after a remedy that are compared, at most.")
    min_events: int = Field(5, ge=1, description="With fewer events nothing is tested.")
    false_alarms: float = Field(0.05, gt=0, lt=1, description="Share of all alarms that may be false, on average.")
    revenue_days: int = Field(365, ge=1, description="Days, back from the last event, whose revenue is at stake.")
    remedies: tuple[Remedy, ...] = Field((), description="What was done about a pain, and since when.")

    @model_validator(mode="after")
    def _known_kinds(self) -> PainConfig:
        if same := sorted(set(self.kinds) & set(KINDS)):
            raise ValueError(f"kinds.{same[0]}: the product has a kind of this name; choose another one")
        if unknown := sorted({remedy.pain for remedy in self.remedies} - set(self.all_kinds)):
            raise ValueError(f"remedies: there is no kind {unknown[0]}; there are {', '.join(self.all_kinds)}")
        if self.recent_weeks > self.watch_weeks:
            raise ValueError("recent_weeks: may not be more than watch_weeks")
        return self

    @property
    def all_kinds(self) -> tuple[str, ...]:
        """Names of the kinds in use."""
        return (*(kind for kind in KINDS if kind not in self.leave_out), *self.kinds)
