"""Splink settings with trained weights, and what they say of a comparison vector."""

from __future__ import annotations

import math
from typing import Any

from cdp.database import quote
from cdp.link.comparisons import Comparison
from cdp.link.estimate import Shares

Settings = dict[str, Any]
"""Splink settings, as JSON knows them."""


def unweighted_settings(comparisons: list[Comparison]) -> Settings:
    """Return Splink settings for the comparisons, without weights."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "rid",
        "comparisons": [comparison.splink() for comparison in comparisons],
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def weighted_settings(
    comparisons: list[Comparison], rules: list[tuple[str, ...]], m: Shares, u: Shares, prior: float
) -> Settings:
    """Return Splink settings with m, u and the prior; shares are indexed by gamma, Splink runs the other way."""
    told = [
        comparison.splink(tuple(map(float, true[::-1])), tuple(map(float, random[::-1])))
        for comparison, true, random in zip(comparisons, m, u, strict=True)
    ]
    blocking = [{"blocking_rule": " and ".join(f'l."{c}" = r."{c}"' for c in rule)} for rule in rules]
    return {
        **unweighted_settings(comparisons),
        "comparisons": told,
        "probability_two_random_records_match": prior,
        "blocking_rules_to_generate_predictions": blocking,
    }


def weight_sql(settings: Settings) -> dict[str, str]:
    """Return the SQL of the match weight of each comparison, and of the prior under the name ''.

    Reads a table of comparison vectors: per comparison its level, and `tf_<comparison>`, log2 of the term frequency.
    The sum is what Splink predicts with the same settings: log2(m / u) per level, u being the term frequency where a
    level has one.
    """
    prior = settings["probability_two_random_records_match"]
    terms = {"": f"({math.log2(prior / (1 - prior))})"}
    for comparison in settings["comparisons"]:
        name = comparison["output_column_name"]
        levels = reversed(comparison["comparison_levels"][1:])
        cases = " ".join(f"when {gamma} then {_weight(level, name)}" for gamma, level in enumerate(levels))
        terms[name] = f"(case {quote(name)} {cases} else 0 end)"
    return terms


def _weight(level: dict[str, Any], name: str) -> str:
    if "tf_adjustment_column" in level:
        return f"{math.log2(level['m_probability'])} - {quote('tf_' + name)}"
    return str(math.log2(level["m_probability"] / level["u_probability"]))
