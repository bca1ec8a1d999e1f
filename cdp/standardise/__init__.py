"""Stage *standardise*: clean keys and values, the raw value kept beside the standard one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cdp.config import Config
from cdp.database import Database
from cdp.standardise.events import make_events
from cdp.standardise.received import drop_received, make_received, time_problems
from cdp.standardise.records import make_records, problem_counts


@dataclass(frozen=True)
class Standardised:
    """What standardising found."""

    attributes: list[str]
    """Attributes that sources map."""
    columns: list[str]
    """Standard columns of `record`, without raw ones."""
    problems: list[tuple[str, str, int]]
    """(attribute, `updated_at` or `consent`, problem, distinct values) for values without a standard form; and
    (`record`, `licence expired`, records) for records that may not be used any more."""


def standardise(db: Database, config: Config, files: Mapping[str, Sequence[Path]], as_of: date) -> Standardised:
    """Make `record`, `alternate`, `event` and `consent_given` from the packages of every source.

    `as_of` is the day of the run: it tells the century of two-digit birth years, which dates lie in the future, and
    which licences have expired.
    """
    attributes = make_received(db, config, files, as_of)
    columns, expired = make_records(db, config, attributes, as_of)
    problems = problem_counts(db, attributes) + time_problems(db, config)
    if expired:
        problems.append(("record", "licence expired", expired))
    drop_received(db, config)
    problems += [("consent", problem, n) for problem, n in sorted(make_events(db, config, files, as_of).items())]
    return Standardised(attributes, columns, problems)
