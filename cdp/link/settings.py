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


def greatest_weight_sql(settings: Settings, least_frequency: dict[str, float]) -> str:
    """Return the SQL of the greatest match weight that a row of comparison levels can have.

    Term frequencies, which the levels do not tell, are taken to be those of the rarest value.
    """
    prior = settings["probability_two_random_records_match"]
    terms = [str(math.log2(prior / (1 - prior)))]
    for comparison in settings["comparisons"]:
        levels = comparison["comparison_levels"][1:]
        cases = " ".join(
            f"when {gamma} then {_greatest(level, least_frequency)}" for gamma, level in enumerate(reversed(levels))
        )
        terms.append(f"case {quote(comparison['output_column_name'])} {cases} else 0 end")
    return " + ".join(terms)


def _greatest(level: dict[str, Any], least_frequency: dict[str, float]) -> float:
    rarest = least_frequency.get(level.get("tf_adjustment_column", ""), level["u_probability"])
    return math.log2(level["m_probability"] / min(rarest, level["u_probability"]))
