"""Splink settings with trained weights, and what they say of a comparison vector."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from cdp.database import quote
from cdp.link.agreement import Comparison
from cdp.link.estimate import Shares
from cdp.link.plan import Rule

Settings = dict[str, Any]
"""Splink settings, as JSON knows them."""
FREQUENCY_BITS = 12
"""The share 2^-12 stands for every u while vectors tell how rare a value is."""


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


def vector_settings(comparisons: list[Comparison]) -> Settings:
    """Return settings under which Splink tells levels and term frequencies, whatever they may weigh."""
    told = []
    for comparison in comparisons:
        shares = (2.0**-FREQUENCY_BITS,) * (len(comparison.levels) + 1)
        told.append(comparison.splink(shares, shares))
        for level in told[-1]["comparison_levels"]:
            level.pop("tf_minimum_u_value", None)
    return {**unweighted_settings(comparisons), "comparisons": told, "retain_matching_columns": True}


def weighted_settings(
    comparisons: list[Comparison], rules: Sequence[Rule], m: Shares, u: Shares, prior: float
) -> Settings:
    """Return Splink settings with m, u and the prior; shares are indexed by gamma, Splink runs the other way."""
    told = [
        comparison.splink(tuple(map(float, true[::-1])), tuple(map(float, random[::-1])))
        for comparison, true, random in zip(comparisons, m, u, strict=True)
    ]
    blocking = [
        {"blocking_rule": " and ".join(f"{key.sql('l.')} = {key.sql('r.')}" for key in rule) or "1 = 1"}
        for rule in rules
    ]
    return {
        **unweighted_settings(comparisons),
        "comparisons": told,
        "probability_two_random_records_match": prior,
        "blocking_rules_to_generate_predictions": blocking,
    }


def trained_shares(settings: Settings) -> tuple[Shares, Shares]:
    """Return m and u of every comparison of trained settings, indexed by gamma."""
    levels = [each["comparison_levels"][:0:-1] for each in settings["comparisons"]]
    m, u = (
        [np.array([level[name] for level in each]) for each in levels] for name in ("m_probability", "u_probability")
    )
    return m, u


def with_m(settings: Settings, m: Shares) -> Settings:
    """Return trained settings with another m."""
    told = [
        {
            **each,
            "comparison_levels": [
                each["comparison_levels"][0],
                *(
                    {**level, "m_probability": float(share)}
                    for level, share in zip(each["comparison_levels"][1:], shares[::-1], strict=True)
                ),
            ],
        }
        for each, shares in zip(settings["comparisons"], m, strict=True)
    ]
    return {**settings, "comparisons": told}


def level_weights_sql(settings: Settings) -> dict[str, str]:
    """Return the SQL of the weight of each comparison's level, and of the prior under the name ''.

    Reads a table of comparison vectors (see `make_vectors`). A level of equal values with term frequencies has
    log2(m / 2^-12) here, every other level log2(m / u); `rarity_sql` adds what the frequencies say. The sum of all is
    what Splink predicts with the same settings.
    """
    prior = settings["probability_two_random_records_match"]
    terms = {"": f"({math.log2(prior / (1 - prior))})"}
    for comparison in settings["comparisons"]:
        levels = reversed(comparison["comparison_levels"][1:])
        cases = " ".join(f"when {gamma} then {_weight(level)}" for gamma, level in enumerate(levels))
        terms[comparison["output_column_name"]] = f"(case {quote(comparison['output_column_name'])} {cases} else 0 end)"
    return terms


def rarity_sql(settings: Settings) -> dict[str, str]:
    """Return the SQL of what term frequencies add to the weight of each comparison that looks at them.

    Reads the vector's own `frequency_<comparison>`. Values that are merely alike are taken for no rarer than their
    level is among strangers (Splink's `tf_minimum_u_value`).
    """
    terms = {}
    for comparison in settings["comparisons"]:
        name, levels = comparison["output_column_name"], comparison["comparison_levels"][:0:-1]
        if not any("tf_adjustment_column" in level for level in levels):
            continue
        frequency = quote(f"frequency_{name}")
        cases = "".join(
            f" when {gamma} then least({frequency} - ({_rarity(level)}), 0)"
            for gamma, level in enumerate(levels)
            if "tf_minimum_u_value" in level
        )
        terms[name] = f"(case {quote(name)}{cases} else {frequency} end)" if cases else frequency
    return terms


def _weight(level: dict[str, Any]) -> float:
    equal = "tf_adjustment_column" in level and "tf_minimum_u_value" not in level
    return math.log2(level["m_probability"] / (2.0**-FREQUENCY_BITS if equal else level["u_probability"]))


def _rarity(level: dict[str, Any]) -> float:
    return -FREQUENCY_BITS - math.log2(level["u_probability"])
