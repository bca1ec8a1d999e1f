"""How it stands, at a glance: people and their reach, sources, matching, and what changed since the last version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cdp.database import quote
from cdp.journeys import Loyalty, journeys
from cdp.pain_report import by_cause, pain_points
from cdp.scorecard import leading, scorecard

if TYPE_CHECKING:
    from cdp.config import Config
    from cdp.store import Store

REACH = ("email", "phone", "street", "birth_date", "customer_id", "loyalty_id")
"""Golden values that tell how well people are known, where they are mapped."""
PAINS = 5
"""Kinds of pain shown, each by its first place."""


@dataclass(frozen=True)
class Overview:
    """A published version at a glance. Lists hold one dictionary per row of the tables named."""

    version: str
    published_at: str
    told_until: str
    """Moment up to which events tell, ISO 8601 UTC; empty without events."""
    people: int
    records: int
    households: int
    events: int
    known_events: int
    scores: list[dict[str, Any]]
    """Rows of `experience_score` of everybody and all the time, of each metric the question with most answers."""
    formulas: dict[str, str]
    """How each of their measures is made."""
    recognition: float | None
    """Share of the interactions that are tied to a known person, percent."""
    pains: list[dict[str, Any]]
    """The first row of `pain_point` of each kind that turned or is worse; `cdp pain` has all."""
    currency: str
    """Currency of what is at stake."""
    stages: list[dict[str, Any]]
    """Rows of `journey_dwell`, all lines of products together; `cdp journey` has all."""
    loyalty: Loyalty
    reach: dict[str, float]
    """Share of the people who have a golden value, by attribute."""
    coverage: list[dict[str, Any]]
    """Table `coverage`."""
    silent: list[dict[str, Any]]
    """Those of it that told something until four weeks ago, and less than a quarter of it since."""
    assessment: list[dict[str, Any]]
    """Table `self_assessment`: what was expected, made-up duplicates and near-misses, and signs."""
    changes: list[dict[str, Any]]
    """Table `version_diff`, what is not 0 of it."""
    identity: dict[str, int]
    """Merges, splits, retirements and revivals of this version."""


def overview(store: Store, config: Config) -> Overview:
    """Return how the version stands."""
    manifest, card, passed = store.manifest, scorecard(store, config), journeys(store)
    sizes = {name: held.rows for name, held in manifest.tables.items()}
    coverage = store.rows("from coverage order by events desc, records desc, source, channel")
    changed = "coalesce(added, 0) <> 0 or coalesce(changed, 0) <> 0 or coalesce(removed, 0) <> 0 or before <> after"
    return Overview(
        version=manifest.version,
        published_at=manifest.created_at,
        told_until=manifest.told_until,
        people=sizes["profile"],
        records=sizes["membership"],
        households=int(store.rows("select count(distinct household_id) as n from household")[0]["n"]),
        events=sum(each["events"] for each in coverage),
        known_events=sum(each["known_events"] for each in coverage),
        scores=leading(card.scores),
        formulas=card.formulas,
        recognition=100 * card.recognition[0]["rate"] if card.recognition else None,
        pains=_worst(store),
        currency=config.currency,
        stages=passed.stages,
        loyalty=passed.loyalty,
        reach=_reach(store),
        coverage=coverage,
        silent=[each for each in coverage if each["events_28d_before"] > 4 * each["events_28d"]],
        assessment=store.assessment(),
        changes=store.rows(f"from version_diff where {changed} order by what, after desc, name"),
        identity=_identity(store),
    )


def _worst(store: Store) -> list[dict[str, Any]]:
    """Return the cause of each kind that stands first, a whole kind being told by its worst part."""
    worst: dict[str, dict[str, Any]] = {}
    for row in (cause.point for cause in by_cause(pain_points(store))):
        if row["kind"] not in worst or worst[row["kind"]]["split"] == "all":
            worst[row["kind"]] = row
    return sorted(worst.values(), key=lambda row: row["rank"])[:PAINS]


def _reach(store: Store) -> dict[str, float]:
    there = {row["column_name"] for row in store.rows("select column_name from (describe profile)")}
    shares = ", ".join(
        f"count({quote(name)}) / greatest(count(*), 1) as {quote(name)}" for name in REACH if name in there
    )
    return dict(store.rows(f"select {shares} from profile")[0]) if shares else {}


def _identity(store: Store) -> dict[str, int]:
    rows = store.rows(
        "select change, count(*) as n from identity_history where version = $version group by change order by change",
        {"version": store.manifest.version},
    )
    return {row["change"]: row["n"] for row in rows}
