"""How far a web service has been read: the largest value of a field, and what the records that hold it say."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

_BITS = 64


@dataclass(frozen=True)
class HttpMark:
    """The largest value seen, and a sum over the records that hold it: another one among them changes the sum."""

    largest: str | int | float
    ties: int

    def to_json(self) -> str:
        """Write the mark as a cursor."""
        return json.dumps({"since": self.largest, "ties": self.ties}, ensure_ascii=False)

    @classmethod
    def from_json(cls, cursor: str | None) -> HttpMark | None:
        """Read a cursor back; None when it is not one of these."""
        try:
            found = json.loads(cursor or "")
            return cls(found["since"], found["ties"])
        except (ValueError, KeyError, TypeError):
            return None


def seen(mark: HttpMark | None, value: object, record: str) -> HttpMark | None:
    """Return the mark after a further record that holds `value`; a value that is no text or number tells nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return mark
    own = int.from_bytes(hashlib.sha256(record.encode("utf-8", "surrogatepass")).digest()[: _BITS // 8])
    if mark is None or _order(value) > _order(mark.largest):
        return HttpMark(value, own)
    return HttpMark(mark.largest, (mark.ties + own) % (1 << _BITS)) if value == mark.largest else mark


def later(one: HttpMark | None, other: HttpMark | None) -> HttpMark | None:
    """Return the mark of the larger value, the second where they are alike."""
    if one is None or other is None:
        return other or one
    return one if _order(one.largest) > _order(other.largest) else other


def _order(value: str | int | float) -> tuple[int, float, str]:
    """Numbers, then times (in UTC where they do not say), then other texts."""
    if not isinstance(value, str):
        return 0, value, ""
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        return 2, 0, value
    return 1, (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp(), ""
