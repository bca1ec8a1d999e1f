"""Stage *standardise*: clean keys and values, the raw value kept beside the standard one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cdp.config import Config
from cdp.database import Database
from cdp.standardise.deletions import deletion_problems
from cdp.standardise.events import make_events
from cdp.standardise.mentions import make_mentions
from cdp.standardise.received import drop_received, make_received, time_problems, withdrawn_records
from cdp.standardise.records import make_records, problem_counts


@dataclass(frozen=True)
class Standardised:
    """What standardising found."""

    attributes: list[str]
    """Attributes that sources map."""
    columns: list[str]
    """Standard columns of `record`, without raw ones."""
    problems: list[tuple[str, str, int]]
    """(attribute, `updated_at`, `deleted` or `consent`, problem, distinct values) for values without a standard form;
    and (`record`, why, records) for records that may not be used any more: licence expired, withdrawn by its source."""


@dataclass(frozen=True)
class Part:
    """Some of the records, by the names of two tables."""

    only: str
    """The keys (source, record_id) of those to be standardised."""
    others: str
    """All other records, as standardised before."""
    sources: frozenset[str]
    """Sources of which events are standardised, all of them."""


def standardise(
    db: Database, config: Config, files: Mapping[str, Sequence[Path]], as_of: date, part: Part | None = None
) -> Standardised:
    """Make `record`, `alternate`, `event`, `mention`, `consent_given`, `unsettled` from the packages of every source.

    `as_of` is the day of the run: it tells the century of two-digit birth years, which dates lie in the future, and
    which licences have expired. `part` tells to standardise some of the records only.
    """
    only, others = (part.only, part.others) if part else (None, None)
    attributes = make_received(db, config, files, as_of, only)
    columns, expired = make_records(db, config, attributes, as_of, others)
    problems = problem_counts(db, attributes) + time_problems(db, config) + deletion_problems(db, config)
    if expired:
        problems.append(("record", "licence expired", expired))
    if withdrawn := withdrawn_records(db, config):
        problems.append(("record", "withdrawn by its source", withdrawn))
    drop_received(db, config)
    heard = {name: paths for name, paths in files.items() if part is None or name in part.sources}
    problems += [("consent", problem, n) for problem, n in sorted(make_events(db, config, heard, as_of).items())]
    make_mentions(db, config)
    return Standardised(attributes, columns, problems)
