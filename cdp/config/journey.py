"""journey.yml: the stages of the consumer decision journey as rules over interactions, touchpoints, and loyalty.

The stages are those of Court et al., "The consumer decision journey" (McKinsey Quarterly 2009), and Edelman, "Branding
in the digital age" (Harvard Business Review, December 2010): consider, evaluate, buy, enjoy, advocate, bond.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from cdp.config.source import Strict
from cdp.config.value import Condition, columns_of
from cdp.contracts import INTERACTION

StageName = Literal["awareness", "consider", "evaluate", "buy", "renewal", "enjoy", "advocate", "bond"]
STAGES: tuple[StageName, ...] = get_args(StageName)
"""The stages there may be, in the order in which one event enters several."""
PURCHASES = frozenset({"buy", "renewal"})
"""Stages that are a purchase: a journey is bought when it reaches one."""
BEFORE = frozenset({"awareness", "consider", "evaluate", *PURCHASES})
"""Stages that begin a journey; the others follow a purchase."""

SIGN_DAYS = 365
"""Days up to the last event in which a sign of activity must show, unless it says otherwise."""

_COLUMNS = frozenset(column.name for column in INTERACTION.columns)


def _over_interactions(condition: str) -> str:
    if unknown := sorted(columns_of(condition) - _COLUMNS):
        raise ValueError(f"interactions have no column {', '.join(unknown)}; `cdp schema --tables` lists them")
    return condition


class Happening(Strict):
    """Interactions of one kind, perhaps several of them."""

    on: tuple[str, ...] = Field(min_length=1, description="Actions, of the common vocabulary or of your own.")
    where: Annotated[Condition, AfterValidator(_over_interactions)] | None = Field(
        None, description="SQL condition over the columns of the interaction."
    )
    count: int = Field(1, ge=1, description="At least so many of them …")
    within_days: int | None = Field(None, ge=1, description="… within so many days; however long it takes if unset.")
    per: Literal["interaction", "visit"] = Field(
        "interaction", description="What is counted: every interaction, or visits (sessions) with one at least."
    )


class Rule(Happening):
    """What enters a stage: the last of the interactions that it asks for is the evidence."""

    after: tuple[StageName, ...] = Field(
        (), description="Counts only for those who were in one of these stages before, in the same line of products."
    )


class Stage(Strict):
    """A stage of the journey: what enters it, and what ends it."""

    rules: dict[str, Rule] = Field(min_length=1, description="Name of a rule to the rule; any of them is enough.")
    until: tuple[StageName, ...] = Field(
        (),
        description="Stages whose entry ends this one. Of `buy` and `renewal` every purchase is an entry of its own.",
    )
    ends_on: tuple[str, ...] = Field((), description="Actions that end it.")
    ends_after_days: int | None = Field(None, ge=1, description="Days without evidence that end it; never if unset.")


@dataclass(frozen=True)
class StageRule:
    """A rule of a stage."""

    number: int
    stage: StageName
    name: str
    rule: Rule


class Touchpoints(Strict):
    """Where people meet the company before they buy."""

    actions: tuple[str, ...] = Field(
        (
            "message_opened",
            "message_clicked",
            "visited",
            "searched",
            "viewed_product",
            "added_to_cart",
            "started_checkout",
            "contacted",
            "coupon_issued",
            "answered",
            "reviewed",
        ),
        description="Actions that are a touch; with the channel, or the campaign, they make the touchpoint.",
    )
    lookback_days: int = Field(
        30, ge=1, description="A path of touches breaks, and leads to no purchase, after so many days without any."
    )


class Loyalty(Strict):
    """Who is loyal, and who actively so."""

    purchases: int = Field(3, ge=2, description="Who buys at least so often …")
    within_days: int = Field(365, ge=1, description="… within so many days is a loyalist.")
    lapsed_after_days: int = Field(180, ge=1, description="After so many days without a purchase no longer.")
    signs: dict[str, Happening] = Field(
        default_factory=lambda: dict(_SIGNS),
        description="Name of a sign of activity to the interactions that show it, in `within_days` up to the last "
        f"event ({SIGN_DAYS} if unset).",
    )
    active_from: int = Field(1, ge=1, description="Loyalists with at least so many signs are active, others passive.")
    at_risk: tuple[StageName, ...] = Field(
        ("consider", "evaluate"),
        description="A passive loyalist who is in one of these stages again, since the last purchase, is at risk.",
    )


class JourneyConfig(Strict):
    """Stages, touchpoints and loyalty; what is left out is as the product knows it."""

    stages: dict[StageName, Stage | None] = Field(
        default_factory=dict,
        description="Stage to its rules, in place of the usual ones; null: there is no such stage.",
    )
    touchpoints: Touchpoints = Touchpoints()
    loyalty: Loyalty = Field(default_factory=Loyalty)

    @model_validator(mode="after")
    def _in_an_order(self) -> JourneyConfig:
        self.layers()
        return self

    @property
    def declared(self) -> dict[StageName, Stage]:
        """The stages with their rules, in order."""
        merged = {**_STAGES, **self.stages}
        return {name: stage for name in STAGES if (stage := merged.get(name)) is not None}

    @property
    def rules(self) -> list[StageRule]:
        """All rules of the stages, numbered from 1."""
        named = [(stage, name, rule) for stage, each in self.declared.items() for name, rule in each.rules.items()]
        return [StageRule(number, *each) for number, each in enumerate(named, start=1)]

    @property
    def endings(self) -> list[tuple[StageName, str]]:
        """What ends stages: (stage, stage or action that ends it)."""
        return [
            (name, ending)
            for name, stage in self.declared.items()
            for ending in sorted({*stage.until, *stage.ends_on, *(PURCHASES & {name})})
        ]

    @property
    def actions(self) -> set[str]:
        """All actions that anything here speaks of."""
        ends = {action for stage in self.declared.values() for action in stage.ends_on}
        happenings = [*(each.rule for each in self.rules), *self.loyalty.signs.values()]
        return {action for each in happenings for action in each.on} | ends | set(self.touchpoints.actions)

    def layers(self) -> list[list[StageRule]]:
        """Return all rules so that those a rule comes `after` are in an earlier list.

        Raises ValueError when rules wait for each other.
        """
        left, layers = self.rules, []
        while left:
            waiting = {each.stage for each in left}
            ready = [each for each in left if not waiting & set(each.rule.after)]
            if not ready:
                raise ValueError(f"the rules of {', '.join(sorted(waiting))} come after each other: none can be first")
            layers.append(ready)
            left = [each for each in left if each not in ready]
        return layers


_PROMOTES = "type ilike '%nps%' and try_cast(properties ->> '$.score' as double) between 9 and 10"
"""The answer of a promoter: 9 or 10 of 10."""

_STAGES: dict[StageName, Stage] = {
    "consider": Stage(
        rules={
            "looks around": Rule(on=("visited", "viewed_product", "searched")),
            "follows a message": Rule(on=("message_clicked",)),
        },
        until=("buy", "renewal"),
        ends_after_days=30,
    ),
    "evaluate": Stage(
        rules={
            "fills a cart": Rule(on=("added_to_cart", "started_checkout")),
            "compares": Rule(on=("viewed_product",), count=3, within_days=14),
            "searches again": Rule(on=("searched",), count=2, within_days=14),
        },
        until=("buy", "renewal"),
        ends_after_days=14,
    ),
    "buy": Stage(
        rules={"orders": Rule(on=("ordered",))},
        until=("enjoy",),
        ends_on=("cancelled",),
        ends_after_days=14,
    ),
    "enjoy": Stage(
        rules={
            "receives": Rule(on=("delivered", "picked_up")),
            "takes home": Rule(on=("ordered",), where="medium = 'physical'"),
        },
        ends_on=("returned",),
        ends_after_days=90,
    ),
    "advocate": Stage(
        rules={
            "recommends": Rule(on=("answered",), where=_PROMOTES, after=("buy",)),
            "reviews": Rule(on=("reviewed",), where="coalesce(try_cast(properties ->> '$.rating' as double), 5) >= 4"),
        },
        ends_after_days=180,
    ),
    "bond": Stage(
        rules={
            "buys again and again": Rule(on=("ordered",), count=3, within_days=365),
            "stays in touch": Rule(
                on=("message_opened", "message_clicked", "coupon_used"), count=3, within_days=90, after=("buy",)
            ),
        },
        ends_after_days=180,
    ),
}
"""The stages as they are where journey.yml does not say otherwise."""

_SIGNS: dict[str, Happening] = {
    "recommends": Happening(on=("answered",), where=_PROMOTES),
    "reviews": Happening(on=("reviewed",)),
    "opens messages": Happening(on=("message_opened", "message_clicked"), count=3),
    "comes by itself": Happening(on=("visited", "signed_in"), count=3, per="visit", within_days=180),
}
"""Signs of activity as they are where journey.yml does not say otherwise."""
