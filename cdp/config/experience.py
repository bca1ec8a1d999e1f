"""experience.yml: which events hold answers to which questions, how they are scored, and what interactions tell of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from cdp.config.source import Strict, written
from cdp.config.words import Words

Metric = Literal["nps", "csat", "ces", "rating"]
"""Net promoter score, customer satisfaction, customer effort score, or a plain mean such as stars of a review."""
Dimension = Literal["information", "ease", "self-service", "personalisation", "communication", "helpfulness"]
"""The six dimensions of experience that questions and interactions speak of."""
SCALES: dict[Metric, tuple[float, float]] = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "rating": (1, 5)}
"""Lowest and highest score of a question that does not say."""
PROMOTER, PASSIVE = 9, 7
"""Lowest score of a promoter, and of a passive (Reichheld 2003); below are detractors."""
NOT_APPLICABLE = "not applicable"
"""Reason of a missing code that means: the question did not concern the person, so it was not asked."""


def _listed(given: Any) -> Any:
    return [given] if isinstance(given, str) else given


def _reasons(given: Any) -> Any:
    """Missing codes as a map to their reasons; a mere list of codes stands for blanks."""
    return {str(code): "blank" for code in given} if isinstance(given, list) else given


def _yes_or_no(given: Any) -> Any:
    return {"yes": True, "no": False}.get(given, given) if isinstance(given, str) else given


YesNo = Annotated[bool, BeforeValidator(_yes_or_no, json_schema_input_type=bool | Literal["yes", "no"])]
"""Yes or no: YAML 1.2 reads these words as text."""
Names = Annotated[tuple[str, ...], BeforeValidator(_listed, json_schema_input_type=str | list[str])]
"""One name, or a list of them."""
_PATH = r"^\$(\.[\w-]+|\[\d+\])+$"
Path = Annotated[str, written(_PATH, "a JSON path into the event's properties, such as $.score")]
Codes = Annotated[dict[str, str], BeforeValidator(_reasons, json_schema_input_type=dict[str, str] | list[str | int])]


class Question(Strict):
    """A question that is put to customers, and how its answers are scored."""

    title: Words | None = Field(None, description="What people call it; its name if unset.")
    metric: Metric
    event: Names = Field((), description="Types of events that hold an answer, as sources call them; * for anything.")
    action: str | None = Field(None, description="Action of such events (events.yml), instead of their types.")
    score: Path = Field("$.score", description="Where the score stands in the properties of the event.")
    scale: tuple[float, float] | None = Field(
        None, description="Lowest and highest score: 0-10 (nps), 1-5 (csat, rating), 1-7 (ces) if unset."
    )
    top_box: float | None = Field(
        None, description="csat: first score that counts as satisfied; the second highest if unset."
    )
    lower_is_better: YesNo | None = Field(
        None, description="ces: whether a low score is a small effort; yes if unset. Of other metrics more is better."
    )
    missing: Codes = Field(
        default_factory=dict,
        description="Codes that are no score, with their reason (or a list of codes that mean blank). "
        "With the reason `not applicable` the question counts as not asked.",
    )
    weight: Path | None = Field(None, description="Where the survey weight of the answer stands, if there is one.")
    touchpoint: Annotated[str, written(f"{_PATH}|^[^$]", "a JSON path such as $.touchpoint, or a name")] = Field(
        "$.touchpoint", description="What was judged: a path into the properties, or a fixed name."
    )
    sent: Path = Field("$.sent_at", description="When it was asked, if the answer tells; the time of the event if not.")
    asked: Names = Field(
        (), description="Types of events by which the question is asked; if unset, every event of an answer was asked."
    )
    dimension: Dimension | None = Field(None, description="Which of the six dimensions it speaks of.")

    @model_validator(mode="after")
    def _makes_sense(self) -> Question:
        if bool(self.event) == (self.action is not None):
            raise ValueError("give `event` (types of events) or `action`, one of them")
        if self.metric == "nps" and self.scale not in (None, SCALES["nps"]):
            raise ValueError("the net promoter score has a scale from 0 to 10; use metric csat or rating for another")
        if self.lower_is_better is not None and self.metric != "ces":
            raise ValueError("`lower_is_better` belongs to metric ces")
        if self.top_box is not None and self.metric != "csat":
            raise ValueError("`top_box` belongs to metric csat")
        low, high = self.bounds
        if low >= high:
            raise ValueError("a scale goes from its lowest score to its highest, such as [1, 5]")
        if self.top_box is not None and not low < self.top_box <= high:
            raise ValueError("`top_box` lies on the scale, above its lowest score")
        return self

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest score."""
        return self.scale or SCALES[self.metric]

    @property
    def is_reversed(self) -> bool:
        """True when less is better."""
        return self.metric == "ces" and self.lower_is_better is not False

    @property
    def boxes(self) -> tuple[float, float]:
        """First score of the top box, and first score above the bottom box, on a scale turned so that more is better.

        Promoters and detractors of a net promoter score; satisfied and dissatisfied of a satisfaction; else better and
        worse than the middle of the scale.
        """
        low, high = self.bounds
        middle = (low + high) / 2
        if self.metric == "nps":
            return PROMOTER, PASSIVE
        if self.metric == "csat":
            top = high - 1 if self.top_box is None else self.top_box
            return top, min(middle, top)
        return int(middle) + 1, middle


class Response(Strict):
    """How to know when somebody who got in touch was answered."""

    waited: Path = Field("$.waited_seconds", description="Seconds that the person waited, in the properties.")
    answered_at: Path = Field("$.answered_at", description="When the person was answered, in the properties.")
    by: Names = Field(
        ("reply", "replied", "message_answered", "*_resolved", "*_solved", "*_closed", "callback"),
        description="Types of events that answer whoever got in touch.",
    )
    within_days: int = Field(14, ge=1, description="Later ones are no answer.")


QUESTIONS = {
    "nps": Question(metric="nps", event=("survey_nps", "nps", "nps_*")),
    "csat": Question(metric="csat", event=("survey_csat", "csat", "csat_*")),
    "ces": Question(metric="ces", event=("survey_ces", "ces", "ces_*")),
    "review": Question(metric="rating", action="reviewed", score="$.rating"),
}
"""Questions where experience.yml names none."""
DIMENSIONS: dict[Dimension, tuple[str, ...]] = {
    "information": ("searched", "viewed_product"),
    "ease": ("added_to_cart", "started_checkout", "ordered"),
    "self-service": ("signed_up", "signed_in", "picked_up"),
    "personalisation": ("coupon_used", "joined"),
    "communication": ("message_opened", "message_clicked", "unsubscribed"),
    "helpfulness": ("contacted", "returned", "refunded"),
}
"""Dimension to the actions that speak of it, where experience.yml does not say."""
TOUCHPOINTS = {
    "delivery": ("delivered", "delivery_failed", "out_for_delivery"),
    "pickup": ("picked_up", "ready_for_pickup"),
    "order": ("ordered",),
    "return": ("returned", "refunded"),
}
"""Touchpoint to the channels or actions of what it judges, where experience.yml does not say."""


class ExperienceConfig(Strict):
    """Experience metrics; an empty file, or none, means: what the product knows by itself."""

    questions: dict[str, Question] = Field(
        default_factory=lambda: dict(QUESTIONS), description="By name; those that surveys usually hold if unset."
    )
    dimensions: dict[Dimension, Names] = Field(
        default_factory=lambda: dict(DIMENSIONS), description="Dimension to the actions or types of events of it."
    )
    touchpoints: dict[str, Names] = Field(
        default_factory=lambda: dict(TOUCHPOINTS),
        description="Touchpoint to the channels or actions that it judges; one named like a channel needs no entry.",
    )
    about_days: int = Field(
        30, ge=1, description="How long before the question that which it speaks of may have happened."
    )
    min_sample: int = Field(30, ge=2, description="Fewer valid answers are too few to tell, and are marked so.")
    revenue_days: int = Field(365, ge=1, description="Days, back from the last event, whose revenue is compared.")
    response: Response = Response()
