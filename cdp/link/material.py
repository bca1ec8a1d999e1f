"""What linking works with: the columns of `link_input`, how they are compared, which of them identify a person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass

from cdp.config import Config
from cdp.database import Database
from cdp.hashing import SALTS, make_salts, partner_hashes
from cdp.link.agreement import Comparison
from cdp.link.comparisons import comparisons_for
from cdp.link.guards import generic_values, linking_identifiers, personal_identifiers, steadiness
from cdp.link.own import with_own_comparisons
from cdp.link.prepare import make_link_input, meanings_of
from cdp.link.settings import unweighted_settings


@dataclass(frozen=True)
class Material:
    """What the records and the configuration give to link with."""

    columns: list[str]
    """Standard columns of the records."""
    inputs: list[str]
    """Columns of `link_input` beside rid, source and entity_kind."""
    identifiers: list[str]
    """Columns of the records that identify one person, surely or not."""
    proofs: list[str]
    """Those of them whose equal values make two records one person."""
    comparisons: list[Comparison]
    """None when there is nothing to weigh."""
    generic_values: int

    def fingerprint(self, config: Config) -> str:
        """Return what a model must have been trained for to fit."""
        sources = sorted(source.source for source in config.sources if source.record)
        told = [unweighted_settings(self.comparisons), self.inputs, config.identity.blocking, sources]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def gather(db: Database, config: Config, columns: list[str], like: Collection[str] = ()) -> Material:
    """Make `generic_value`, `link_input` and `link_value` from `record` and `alternate`, whose `columns` these are.

    A gender or a place alone names nobody, and equal identifiers that prove need no weighing: then nothing is compared.
    Records that are some of many are gathered `like` those of a model, whose input columns these are.
    """
    generic_values(db, config, attribute_meanings(config, columns))
    return gather_with(db, config, columns, like)


def attribute_meanings(config: Config, columns: list[str]) -> dict[str, list[str]]:
    """Return per standard column of the records the attributes whose values it takes; see `meanings_of`."""
    return meanings_of(columns, {name: config.semantic_type(name).name for name in config.identity.attributes})


def gather_with(db: Database, config: Config, columns: list[str], like: Collection[str] = ()) -> Material:
    """Make `link_input` and `link_value` as `gather` does, from the `generic_value` that there is."""
    identifiers = personal_identifiers(config, columns)
    make_salts(db, config)
    inputs = make_link_input(db, attribute_meanings(config, columns), identifiers, like, partner_hashes(config))
    db.drop(SALTS)
    proofs = linking_identifiers(config, columns)
    steady = {name: steadiness(config, name) for name in identifiers}
    comparisons = with_own_comparisons(comparisons_for(inputs, steady), config, inputs)
    telling = {comparison.name for comparison in comparisons} - {"gender", "address", *proofs}
    generic = db.count("generic_value")
    return Material(columns, inputs, identifiers, proofs, comparisons if telling else [], generic)
