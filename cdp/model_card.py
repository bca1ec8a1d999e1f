"""What the matching model has learned, as plain facts (a *model card*: Mitchell et al. 2019)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cdp.errors import NotFound
from cdp.link.calibration import Calibration
from cdp.link.model import SETTINGS

if TYPE_CHECKING:
    from cdp.ledger import Ledger
    from cdp.link.classes import PairClass
    from cdp.link.model import Model, ModelStore
    from cdp.link.taught import Taught
    from cdp.store import Store

STEP = 1.0
"""Width of a bin of match weights, in bits."""
_RUNS = 1_000
"""So many of the latest runs are looked through for one that used the model."""


@dataclass(frozen=True)
class Level:
    """One degree of agreement."""

    label: str
    m: float
    """Share of the pairs of one person at this level."""
    u: float
    """Share of the pairs of two persons at this level."""
    by_frequency: bool
    """Rare values weigh more than `weight`, common ones less."""
    answers: float
    """What stewards' answers added to the weight."""

    @property
    def weight(self) -> float:
        """Match weight: log2(m / u)."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True)
class Comparison:
    """One meaning in which two records agree more or less."""

    name: str
    personal: bool
    """It speaks of one person rather than of a household."""
    levels: tuple[Level, ...]
    """From the strongest agreement to none."""


@dataclass(frozen=True)
class Rule:
    """A way to become a candidate pair."""

    keys: tuple[str, ...]
    """What the two records share; none: every pair."""
    pairs: int | None
    """Pairs that share it in the latest run with this model; None when the ledger knows of none."""
    skipped_values: int | None
    """Values left aside because too many records share them."""


@dataclass(frozen=True)
class KindOfPairs:
    """A latent class of candidate pairs: of one person, of a family, of namesakes …"""

    share: float
    """Of the candidates."""
    weight: float
    """Mean match weight of its pairs, partial agreement left out."""
    personal_weight: float
    """The same of the personal comparisons alone."""
    same_person: bool
    levels: tuple[tuple[float, ...], ...]
    """Per comparison the share of its pairs at each level, in the order of the comparison's levels."""


@dataclass(frozen=True)
class ModelCard:
    """Everything there is to tell about the model behind a published version."""

    version: str
    """Of the model."""
    published: str
    """Version that was made with it."""
    settings: str
    """File of the workspace with the Splink settings: `Linker(data, settings)` opens it."""
    trained_records: int
    prior: float
    """Share of all pairs of records that are one person."""
    expected_recall: float | None
    """Share of the pairs of one person that blocking is expected to find; None for rules of your own."""
    match_weight: float
    """Weakest match that ties records."""
    comparisons: tuple[Comparison, ...]
    rules: tuple[Rule, ...]
    kinds: tuple[KindOfPairs, ...]
    weights: tuple[tuple[float, int], ...]
    """Published matches by weight: (where a bin of one bit begins, pairs), no bin left out."""
    certain: int
    """Published matches by equal identifiers, which are not among `weights`."""
    assessment: tuple[dict[str, Any], ...]
    """What the version knows of itself: the rows of `self_assessment` but the calibration; see the contract."""
    taught: Taught | None
    """What became of stewards' answers when it was trained; None: there were none."""
    calibration: tuple[Calibration, ...]
    """The calibration curve, lightest bin first; empty in a version from before that was measured."""


def model_card(store: Store, models: ModelStore, ledger: Ledger, match_weight: float) -> ModelCard:
    """Return what the model of a version has learned.

    Raises NotFound when the version was made without one, or when the model is gone.
    """
    version = store.manifest.model
    if version is None or version not in models.versions():
        why = "was made without a trained model" if version is None else f"was made with {version}, which is gone"
        raise NotFound(
            f"{store.manifest.version} {why}",
            "`cdp run --retrain` trains one (not with splink_settings in identity.yml, or identifiers alone)",
        )
    model = models.load(version)
    matched = store.rows(_WEIGHTS, {"step": STEP})
    assessed = store.assessment()
    return ModelCard(
        version=version,
        published=store.manifest.version,
        settings=f"{models.folder.name}/{version}/{SETTINGS}",
        trained_records=model.trained_records,
        prior=float(model.settings["probability_two_random_records_match"]),
        expected_recall=model.expected_recall,
        match_weight=match_weight,
        comparisons=tuple(_comparison(each, model) for each in model.settings["comparisons"]),
        rules=_rules(model, ledger),
        kinds=tuple(map(_kind, model.pair_classes)),
        weights=_filled({float(row["start"]): int(row["pairs"]) for row in matched if row["start"] is not None}),
        certain=sum(int(row["pairs"]) for row in matched if row["start"] is None),
        assessment=tuple(row for row in assessed if row["kind"] != "calibration"),
        taught=model.taught,
        calibration=tuple(_calibration(row) for row in assessed if row["kind"] == "calibration"),
    )


def _comparison(told: dict[str, Any], model: Model) -> Comparison:
    name = str(told["output_column_name"])
    degrees = [level for level in told["comparison_levels"] if not level.get("is_null_level")]
    added = model.taught.bits.get(name) if model.taught else None
    levels = (
        Level(
            label=str(level["label_for_charts"]),
            m=float(level["m_probability"]),
            u=float(level["u_probability"]),
            by_frequency="tf_adjustment_column" in level,
            answers=bits,
        )
        for level, bits in zip(degrees, added[::-1] if added else [0.0] * len(degrees), strict=True)
    )
    return Comparison(name, name in model.personal, tuple(levels))


def _rules(model: Model, ledger: Ledger) -> tuple[Rule, ...]:
    links = ((run["report"] or {}).get("link") or {} for run in ledger.runs(_RUNS))
    made = next((link["rules"] for link in links if link.get("model") == model.version), None)
    if made is None:
        return tuple(Rule(tuple(keys), None, None) for keys in model.blocking)
    return tuple(Rule(tuple(each["keys"]), each["pairs"], each["skipped_values"]) for each in made)


def _kind(told: PairClass) -> KindOfPairs:
    levels = tuple(tuple(reversed(shares)) for shares in told.levels)
    return KindOfPairs(told.share, told.weight, told.personal_weight, told.same_person, levels)


def _calibration(row: dict[str, Any]) -> Calibration:
    weight = float(row["measure"])
    return Calibration(weight, row["predicted"], row["value"], row["low"], row["high"], row["of"])


def _filled(bins: dict[float, int]) -> tuple[tuple[float, int], ...]:
    """Return the bins from the first to the last, the empty ones too."""
    if not bins:
        return ()
    count = round((max(bins) - min(bins)) / STEP) + 1
    starts = (min(bins) + STEP * nth for nth in range(count))
    return tuple((start, bins.get(start, 0)) for start in starts)


_WEIGHTS = """
select case when kind = 'probabilistic' then floor(weight / $step) * $step end as start, count(*) as pairs
from match group by all order by start
"""
