"""Splink by its documentation, and nothing of ours: the comparisons its tutorials choose for each kind of column.

    python tests/bench/peer_splink.py RECORDS.parquet CLUSTERS.parquet PAIRS.parquet

RECORDS has `id` and any of the columns below. CLUSTERS gets (id, cluster) at the tutorials' threshold of 0.95, PAIRS
(id_l, id_r, match_weight) of all pairs from a probability of 0.01 on. A training session that Splink cannot finish, for
want of records, is left out.
"""

from __future__ import annotations

import contextlib
import io
import logging
import sys
from itertools import combinations

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.exceptions import EMTrainingException

THRESHOLD = 0.95
LEAST_PROBABILITY = 0.01
MAX_PAIRS = 1e6
"""Pairs that a training session looks at, at most: without it a million records train for four minutes."""
RECALL = 0.7
"""Share of the pairs of one person that the deterministic rules find: what the tutorials suppose."""

IDENTIFIERS = ("ssn", "passport", "driver_licence", "customer_id", "loyalty_id")
EXACT = ("city", "state", "gender", "occupation", "employer", *IDENTIFIERS)
COMPARISONS = {
    "dob": lambda name: cl.DateOfBirthComparison(name, input_is_string=True),
    "email": cl.EmailComparison,
    "phone": lambda name: cl.LevenshteinAtThresholds(name, [1, 2]),
    "postcode": cl.PostcodeComparison,
    "street": lambda name: cl.JaroWinklerAtThresholds(name, [0.9, 0.8]),
    "organisation": cl.NameComparison,
} | dict.fromkeys(EXACT, lambda name: cl.ExactMatch(name).configure(term_frequency_adjustments=True))
"""Column to its comparison, beside those of names."""
KEYS = ("first_name", "last_name", "dob", "postcode", "city")
"""Columns that block in twos."""
ALONE = ("email", "phone", "organisation", *IDENTIFIERS)
"""Columns that block by themselves."""


def comparisons(columns: list[str]) -> list[object]:
    """Return the documented comparison of each column."""
    names = [
        cl.NameComparison(name).configure(term_frequency_adjustments=True)
        for name in ("first_name", "last_name")
        if name in columns
    ]
    return names + [make(name) for name, make in COMPARISONS.items() if name in columns]


def blocking(columns: list[str]) -> list[object]:
    """Return the rules that make candidate pairs."""
    pairs = combinations([name for name in KEYS if name in columns], 2)
    return [block_on(*pair) for pair in pairs] + [block_on(name) for name in ALONE if name in columns]


def training_rules(columns: list[str]) -> list[object]:
    """Return the blocking of the EM sessions: no two leave out the same comparison."""
    names = [name for name in ("first_name", "last_name") if name in columns]
    return [block_on(*names), *[block_on(name) for name in ("dob", "email", "postcode") if name in columns][:2]]


def link(records: str, clusters: str, pairs: str) -> None:
    """Train, predict and cluster."""
    db = duckdb.connect()
    db.execute(f"create table people as from '{records}'")
    columns = [row[0] for row in db.execute("describe people").fetchall()]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=comparisons(columns),
        blocking_rules_to_generate_predictions=blocking(columns),
    )
    linker = Linker(DuckDBAPI(connection=db).register("people"), settings)
    certain = [block_on(name, "dob") for name in ("first_name", "last_name") if {name, "dob"} <= set(columns)]
    certain += [block_on("email")] if "email" in columns else []
    linker.training.estimate_probability_two_random_records_match(certain, recall=RECALL)
    linker.training.estimate_u_using_random_sampling(max_pairs=MAX_PAIRS, seed=1)
    for rule in training_rules(columns):
        with contextlib.suppress(ValueError, EMTrainingException):
            linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=MAX_PAIRS)
    found = linker.inference.predict(threshold_match_probability=LEAST_PROBABILITY)
    people = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_probability=THRESHOLD)
    db.execute(f"copy (select id, cluster_id as cluster from {people.physical_name}) to '{clusters}'")
    db.execute(f"copy (select id_l, id_r, match_weight from {found.physical_name}) to '{pairs}'")


if __name__ == "__main__":
    logging.getLogger("splink").setLevel(logging.ERROR)
    with contextlib.redirect_stdout(io.StringIO()):
        link(*sys.argv[1:4])
