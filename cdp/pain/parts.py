"""What the weeks of every part tell: its rate now, before and elsewhere, and whether it turned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cdp.config.pain import PainConfig
from cdp.database import Database
from cdp.intervals import wilson
from cdp.pain.evidence import (
    Numbers,
    Turn,
    expected_rate,
    false_discovery,
    find_turns,
    rate,
    usual_band,
    worse,
)

_Values = NDArray[np.float64] | NDArray[np.int64]


@dataclass(frozen=True)
class Counts:
    """Events and opportunities of parts (first axis) by week (second axis, 0 the latest)."""

    names: Sequence[tuple[str, str, str]]
    """Kind, split and part."""
    events: Numbers
    of: Numbers

    def whole(self, by: int) -> NDArray[np.int64]:
        """Return for every part the position of the first part that agrees with it in `by` names: 1 kind, 2 split."""
        first: dict[tuple[str, ...], int] = {}
        return np.array([first.setdefault(name[:by], nth) for nth, name in enumerate(self.names)], dtype=np.int64)


def make_part_evidence(db: Database, config: PainConfig) -> None:
    """Make `part_evidence`, a row per part that was seen in the watched weeks or the baseline, and `pain_week`.

    Reads `part_week` (kind, split, part, week, opportunities, events) and `kind_window`.
    """
    counts = _read(db, config.watch_weeks + config.baseline_weeks)
    baseline = slice(config.watch_weeks, None)
    usual_events, usual_of = counts.events[:, baseline].sum(axis=1), counts.of[:, baseline].sum(axis=1)
    whole = _rate_of_kind(counts, usual_events, usual_of)
    expected = expected_rate(usual_events, usual_of, whole)
    watched = slice(config.watch_weeks - 1, None, -1)
    turn = find_turns(counts.events[:, watched], counts.of[:, watched], expected)
    usual = np.where(usual_of > 0, rate(usual_events, usual_of), whole)
    columns = _evidence(counts, config, usual_events, usual_of) | _turned(counts, config, turn) | {"baseline": usual}
    _write(db, "part_evidence", _named(counts.names) | columns)
    _write_weeks(db, counts, expected, turn)


def _read(db: Database, weeks: int) -> Counts:
    """Read the counts; in the order of their names, a kind as a whole before its parts."""
    rows = db.rows("from part_week order by kind, split <> 'all', split, part, week")
    places: dict[tuple[str, str, str], int] = {}
    for row in rows:
        places.setdefault(row[:3], len(places))
    events, of = np.zeros((len(places), weeks)), np.zeros((len(places), weeks))
    for *name, week, opportunities, hurt in rows:
        place = places[name[0], name[1], name[2]]
        events[place, week], of[place, week] = hurt, opportunities
    return Counts(list(places), events, of)


def _rate_of_kind(counts: Counts, events: Numbers, of: Numbers) -> Numbers:
    """Return for every part the usual rate of its kind; where there is no baseline, that of all weeks."""
    every_event, every_of = counts.events.sum(axis=1), counts.of.sum(axis=1)
    own = np.where(of > 0, rate(events, of), rate(every_event, every_of))
    return own[counts.whole(1)] if counts.names else own


def _evidence(counts: Counts, config: PainConfig, usual_events: Numbers, usual_of: Numbers) -> dict[str, _Values]:
    """Return the columns on the recent weeks, held against the baseline and against the other parts of the split."""
    recent = slice(0, config.recent_weeks)
    events, of = counts.events[:, recent].sum(axis=1), counts.of[:, recent].sum(axis=1)
    too_few = events < config.min_events
    p = np.where(too_few, np.nan, worse(events, of, usual_events, usual_of))
    other_events, other_of = _others(counts, events), _others(counts, of)
    p_peers = np.where(too_few, np.nan, worse(events, of, other_events, other_of))
    intervals = np.array([wilson(*each) for each in zip(events, of, strict=True)]).reshape(-1, 2)
    return {
        "events": _whole(events),
        "opportunities": _whole(of),
        "rate": rate(events, of),
        "low": np.where(of > 0, intervals[:, 0], np.nan),
        "high": np.where(of > 0, intervals[:, 1], np.nan),
        "baseline_events": _whole(usual_events),
        "baseline_opportunities": _whole(usual_of),
        "p": p,
        "q": false_discovery(p),
        "peers": rate(other_events, other_of),
        "p_peers": p_peers,
        "q_peers": false_discovery(p_peers),
    }


def _others(counts: Counts, values: Numbers) -> Numbers:
    """Return for every part the sum over the other parts of its split."""
    group = counts.whole(2)
    return np.bincount(group, weights=values, minlength=len(values))[group] - values if len(values) else values


def _turned(counts: Counts, config: PainConfig, turn: Turn) -> dict[str, _Values]:
    """Return the columns on the turn; weeks count back from now again."""
    seen = counts.events[:, : config.watch_weeks].sum(axis=1)
    p = np.where(seen < config.min_events, np.nan, turn.p)
    start = config.watch_weeks - 1 - turn.start
    return {"p_turn": p, "q_turn": false_discovery(p), "turned_week": start}


def _write_weeks(db: Database, counts: Counts, expected: Numbers, turn: Turn) -> None:
    """Make `pain_week`; see its contract."""
    parts, weeks = counts.of.shape
    low, high = usual_band(counts.of, expected[:, None])
    sums = np.full((parts, weeks), np.nan)
    sums[:, : turn.sums.shape[1]] = turn.sums[:, ::-1]
    columns = {
        "week": np.tile(np.arange(weeks), parts),
        "opportunities": _whole(counts.of.ravel()),
        "events": _whole(counts.events.ravel()),
        "rate": rate(counts.events, counts.of).ravel(),
        "baseline": np.repeat(expected, weeks),
        "low": low.ravel(),
        "high": high.ravel(),
        "cusum": sums.ravel(),
    }
    repeated = [name for name in counts.names for _ in range(weeks)]
    _write(db, "numbered_week", _named(repeated) | columns)
    db.run(_WEEK)
    db.drop("numbered_week")


_WEEK = """
create or replace temp table pain_week as
select
    numbered.kind,
    numbered.split,
    numbered.part,
    kind_window.settled_until - to_days(7 * (numbered.week + 1)) as week,
    numbered.opportunities,
    numbered.events,
    numbered.rate,
    numbered.baseline,
    numbered.low,
    numbered.high,
    numbered.cusum
from numbered_week numbered
join kind_window on kind_window.kind = numbered.kind
order by kind, split, part, week
"""


def _whole(counts: Numbers) -> NDArray[np.int64]:
    return counts.astype(np.int64)


def _named(names: Sequence[tuple[str, str, str]]) -> dict[str, pa.Array]:
    titles = ("kind", "split", "part")
    return {title: pa.array([name[nth] for name in names], pa.string()) for nth, title in enumerate(titles)}


def _write(db: Database, table: str, columns: Mapping[str, _Values | pa.Array]) -> None:
    """Make a table of columns; NaN is null."""
    arrays = {
        name: pa.array(values, from_pandas=True) if isinstance(values, np.ndarray) else values
        for name, values in columns.items()
    }
    with db.registered("told", pa.table(arrays)):
        db.run(f"create or replace temp table {table} as select * from told")
