"""How often two different persons agree by chance: the u of every comparison."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cdp.database import Database, quote
from cdp.link.agreement import Comparison
from cdp.link.estimate import Floats, Shares, evidence, level_shares, posterior, read_patterns
from cdp.link.scorer import make_vectors

RANDOM_PAIRS = 500_000
"""Pairs of records drawn, or all there are if they are fewer."""

_RECORDS = 100_000
"""Records that they are drawn from, about."""
_PRIOR_PAIRS = 20.0
"""Weight of the default u, in pairs."""
_UNSEEN = 2.0
"""Pairs that may have been missed where none was seen."""
_STRANGERS_AT_LEAST = 0.1
"""Share of the pairs with equal values that are strangers' at the least."""


class Chance:
    """The comparison vectors of random pairs of `link_input`, and u as seen in them. Reads `content` too."""

    def __init__(self, db: Database, comparisons: list[Comparison]) -> None:
        n = db.count("link_input")
        self.possible_pairs = max(n * (n - 1) / 2, 1.0)
        self._all_pairs_seen = self.possible_pairs <= RANDOM_PAIRS
        db.run(_SOME_RECORDS, {"every": max(n // _RECORDS, 1)})
        db.run(_all_pairs_sql() if self._all_pairs_seen else _drawn_pairs_sql(db.count("some_record")))
        make_vectors(db, comparisons, "drawn", "drawn_vector", records="some_record")
        self.patterns, _ = read_patterns(db, "drawn_vector", [comparison.name for comparison in comparisons])
        db.drop("some_record", "drawn", "drawn_vector")
        self._usual = [np.array(comparison.default_u[::-1]) for comparison in comparisons]
        self._partial = [
            np.array([not each.own_right for each in comparison.levels[::-1]]) for comparison in comparisons
        ]
        self._equal = [_share_of_equal(db, comparison.levels[0].equal) for comparison in comparisons]

    def shares(self, m: Shares, prior: float, u: Shares | None = None) -> Shares:
        """Return u, given what is believed: m, u so far, and the share of true pairs among all.

        True pairs among the random ones count less, the surer they are. An agreement that merely was not seen is not
        taken for rarer than usual. Of many records the pairs are a sample, too small to tell how rare equal e-mails or
        numbers are: there equal values are counted over all records, less those that true pairs account for.
        """
        if not self._all_pairs_seen:
            u = self._told(m, prior, None)
        strangers = 1 - posterior(evidence(self.patterns, m, u or self._usual), prior)
        told = self._told(m, prior, strangers)
        return [
            _no_surer_than_equal(shares, true, partial)
            for shares, true, partial in zip(told, m, self._partial, strict=True)
        ]

    def _told(self, m: Shares, prior: float, strangers: Floats | None) -> Shares:
        weights = np.ones(len(self.patterns.counts)) if strangers is None else strangers
        levels = [len(usual) for usual in self._usual]
        drawn = level_shares(self.patterns, weights, levels, self._usual, _PRIOR_PAIRS)
        unseen = _UNSEEN / self.patterns.counts.sum()
        floored = [
            np.maximum(shares, np.minimum(usual / 2, unseen)) for shares, usual in zip(drawn, self._usual, strict=True)
        ]
        told = [shares / shares.sum() for shares in floored]
        if self._all_pairs_seen:
            return told
        return [
            _with_exact(shares, equal, prior * float(true[-1]))
            for shares, equal, true in zip(told, self._equal, m, strict=True)
        ]


def _no_surer_than_equal(shares: Floats, true: Floats, partial: NDArray[np.bool_]) -> Floats:
    """Raise the shares of `partial` agreement where it would say more for one person than full agreement does."""
    raised = shares.copy()
    raised[1:] = np.where(partial, np.maximum(shares, true / true[-1] * shares[-1])[1:], shares[1:])
    return np.asarray(raised / raised.sum(), dtype=np.float64)


def _with_exact(shares: Floats, equal: float | None, true: float) -> Floats:
    """Put the share of equal values among pairs of strangers in place of the drawn one.

    `equal` is their share among all pairs, `true` the part that true pairs account for; as both are estimates, some
    equal pairs are always taken for strangers.
    """
    if equal is None:
        return shares
    exact = max(equal - true, equal * _STRANGERS_AT_LEAST)
    return np.append(shares[:-1] / shares[:-1].sum() * (1 - exact), exact)


_SOME_RECORDS = """
create or replace temp table some_record as
with mixed as (
    select rid, row_number() over (order by content, rid) - 1 as place from content where content % $every = 0
)
select link_input.*, place from link_input join mixed using (rid)
"""
"""Mixes the records by their content, so that which are drawn depends on what they say, not on their ids."""


def _all_pairs_sql() -> str:
    return """
    create or replace temp table drawn as
    select l.rid as rid_l, r.rid as rid_r from some_record l join some_record r on l.rid < r.rid
    """


def _drawn_pairs_sql(n: int) -> str:
    """Couple the records with those some steps further on: each stands in about as many pairs."""
    couplings = -(-RANDOM_PAIRS // n)
    return f"""
    create or replace temp table drawn as
    with aimed as (
        select rid, (place + unnest(range(1, {couplings} + 1)) * {n // (couplings + 1)}) % {n} as place from some_record
    )
    select least(aimed.rid, other.rid) as rid_l, greatest(aimed.rid, other.rid) as rid_r
    from aimed join some_record other using (place) where aimed.rid <> other.rid
    """


def _share_of_equal(db: Database, columns: tuple[str, ...]) -> float | None:
    """Return the share of pairs with equal values among pairs with values: the sum of squared value frequencies.

    None when the level is not about equal values.
    """
    if not columns:
        return None
    names = ", ".join(map(quote, columns))
    filled = " and ".join(f"{quote(column)} is not null" for column in columns)
    equal, total = db.rows(
        f"""
        select coalesce(sum(n * (n - 1)), 0), coalesce(sum(n), 0) * (coalesce(sum(n), 0) - 1)
        from (select count(*) as n from link_input where {filled} group by {names})
        """
    )[0]
    return float(min(max(equal / total if total else 0.0, 1e-9), 0.99))
