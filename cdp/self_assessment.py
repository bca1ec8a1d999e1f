"""How good a version is, as far as it knows itself: expected precision and recall, canaries, signs, calibration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cdp.contracts import SELF_ASSESSMENT
from cdp.database import Database
from cdp.expected_quality import expect_quality
from cdp.intervals import Estimate, Share
from cdp.signs import Sign, find_signs

if TYPE_CHECKING:
    from cdp.link import Canaries

_DIGITS = 6
"""Figures are rounded to so many, as sums of floating numbers differ in the last ones."""


@dataclass(frozen=True)
class SelfAssessment:
    """What a run knows of its result without a truth; what became of the canaries stands in `Linked`."""

    precision: Estimate
    """Share of the pairs put together that are expected to be one person."""
    recall: Estimate | None
    """Share of the pairs of one person that are expected to have been put together; None without a trained model."""
    signs: list[Sign]
    warnings: list[str]
    """Sentences on the signs that too many people show."""


def assess(
    db: Database, columns: Sequence[str], weakest: float, canaries: Canaries | None, version: str
) -> SelfAssessment:
    """Return what the run knows of its result, and make `self_assessment` of it for the version to be published.

    Reads `record` with these standard `columns`, `match` and `cluster`; matches below `weakest` (log2 odds) tie
    nothing.
    """
    found = canaries.found if canaries else None
    quality = expect_quality(db, weakest, found.of - found.part if found else None, found.of if found else 0)
    signs = find_signs(db, columns)
    assessment = SelfAssessment(
        quality.precision, quality.recall, signs, [_told(each) for each in signs if each.is_unusual]
    )
    rows = [*_assessed(assessment), *(_of_canaries(canaries) if canaries else ())]
    _write(db, [{**{name: _rounded(value) for name, value in row.items()}, "version": version} for row in rows])
    return assessment


def _told(sign: Sign) -> str:
    return f"{sign.share.value:.1%} of the people show a sign of {sign.kind}: {sign.name}"


def _assessed(assessment: SelfAssessment) -> Iterator[dict[str, Any]]:
    yield {"kind": "expected", "measure": "precision", **vars(assessment.precision)}
    if assessment.recall is not None:
        yield {"kind": "expected", "measure": "recall", **vars(assessment.recall)}
    for sign in assessment.signs:
        yield _counted(sign.kind, sign.name, sign.share)


def _of_canaries(canaries: Canaries) -> Iterator[dict[str, Any]]:
    yield _counted("canary", "duplicates found", canaries.found)
    yield _counted("canary", "duplicates brought together by blocking", canaries.blocked)
    yield _counted("canary", "duplicates that score high enough", canaries.scored)
    for kind, share in canaries.kept_apart.items():
        yield _counted("canary", f"kept apart: {kind}", share)
    for bin_ in canaries.calibration:
        counted = {"value": bin_.observed, "low": bin_.low, "high": bin_.high, "of": bin_.canaries}
        yield {"kind": "calibration", "measure": f"{bin_.weight:+g}", **counted, "predicted": bin_.predicted}


def _counted(kind: str, measure: str, share: Share) -> dict[str, Any]:
    return {"kind": kind, "measure": measure, **vars(share)}


def _rounded(value: Any) -> Any:
    return round(value, _DIGITS) if isinstance(value, float) else value


_TYPES = {"VARCHAR": pa.string(), "DOUBLE": pa.float64(), "BIGINT": pa.int64()}


def _write(db: Database, rows: list[dict[str, Any]]) -> None:
    schema = pa.schema([(column.name, _TYPES[column.type]) for column in SELF_ASSESSMENT.columns])
    with db.registered("assessed", pa.Table.from_pylist(rows, schema=schema)):
        db.run("create or replace temp table self_assessment as select * from assessed")
