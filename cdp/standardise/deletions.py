"""Whether a source says that it has deleted a record: yes or no in usual spellings, or the day on which it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cdp.config import Config, SourceConfig
from cdp.database import Database, literal, quote
from cdp.standardise.cleaner import Cleaned, Cleaner, Problem
from cdp.standardise.dates import parse_moment
from cdp.standardise.lookups import make_lookup
from cdp.standardise.moments import inferred_order
from cdp.standardise.text import nfkc

_YES_WORDS = """
    true t yes y 1 1.0 deleted removed erased withdrawn closed
    예 네 삭제 삭제됨 탈퇴 はい 削除 削除済 削除済み 退会 退会済 退会済み 是
    """
_NO_WORDS = "false f no n 0 0.0 active live 아니오 아니요 정상 いいえ 有効 否"
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())


def clean_deletion(raw: str, context: str) -> Cleaned:
    """Clean what tells whether something is deleted; outputs (deleted, since): 'true' or 'false', else a moment.

    `context` is that of `parse_moment`, which reads all but yes and no; words for none (n/a, 0000-00-00) are
    PLACEHOLDER.
    """
    text = nfkc(raw).lower()
    if text in _YES or text in _NO:
        return str(text in _YES).lower(), None
    found = parse_moment(raw, context)
    return found if isinstance(found, Problem) else (None, found[0])


@dataclass(frozen=True)
class Deletion:
    """SQL that tells of each row whether it is deleted."""

    deleted: str
    """Whether it is, on the day of the run."""
    last_day: str
    """The last day on which it is not, where that lies ahead."""
    join: str


NEVER = Deletion("false", "cast(null as date)", "")


def deletion(
    db: Database, config: Config, source: SourceConfig, rows: str, column: str, as_of: date, seen: str
) -> Deletion:
    """Return how the raw text `column` of the table `rows`, alias r, tells of deletion.

    A time up to the end of the day after `as_of` has come, as for source times: it may be that of another zone.
    `seen` has all values that the source ever gave; they tell the order of day and month.
    Makes the table `lookup_<source>_deleted`.
    """
    zone = source.timezone or config.company.timezone
    order = source.date_order or inferred_order(db, seen, column)
    context = literal(f"{order}|{zone}")
    lookup = make_lookup(db, rows, column, context, DELETION, "deletion", lookup_name(source))
    yes, since = f"{lookup.output(0)} = 'true'", f"cast({lookup.output(1)} as date)"
    come = literal((as_of + timedelta(days=1)).isoformat())
    return Deletion(f"coalesce({yes}, {since} <= date {come}, false)", f"{since} - 2", lookup.join)


def deletion_problems(db: Database, config: Config) -> list[tuple[str, str, int]]:
    """Return (`deleted`, problem, distinct values) for what does not tell whether a record is deleted."""
    tables = [f"lookup_{lookup_name(source)}" for source in config.sources]
    found = [f"select problem from {quote(table)} where problem is not null" for table in tables if db.has(table)]
    counts = f"select 'deleted', problem, count(*) from ({' union all '.join(found)}) group by problem order by all"
    return [(name, problem, n) for name, problem, n in db.rows(counts)] if found else []


def lookup_name(source: SourceConfig) -> str:
    """Name of the lookup of what a source says of deletions."""
    return f"{source.source}_deleted"


DELETION = Cleaner(("deleted", "since"), clean_deletion, "date_order")
