"""Stage *standardise*: clean keys and values, the raw value kept beside the standard one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cdp.config import Config
from cdp.database import Database
from cdp.standardise.events import make_events
from cdp.standardise.received import make_received
from cdp.standardise.records import make_records, problem_counts


@dataclass(frozen=True)
class Standardised:
    """What standardising found."""

    attributes: list[str]
    """Attributes that sources map."""
    columns: list[str]
    """Standard columns of `record`, without raw ones."""
    problems: list[tuple[str, str, int]]
    """(attribute, problem, distinct values) for values without a standard form."""


def standardise(db: Database, config: Config, files: Mapping[str, Sequence[Path]]) -> Standardised:
    """Make `record`, `alternate`, `event` and `consent_given` from the packages of every source."""
    attributes = make_received(db, config, files)
    columns = make_records(db, config, attributes)
    problems = problem_counts(db, attributes)
    make_events(db, config, files)
    return Standardised(attributes, columns, problems)
