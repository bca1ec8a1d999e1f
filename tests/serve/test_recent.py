"""The people looked at last."""

from __future__ import annotations

from cdp.serve.recent import MOST, Recent


def test_the_newest_stands_first_and_everybody_once() -> None:
    recent = Recent()
    for golden_id in ("a", "b", "a"):
        recent.add(golden_id)
    assert recent.golden_ids() == ["a", "b"]
    for nth in range(20):
        recent.add(str(nth))
    assert len(recent.golden_ids()) == MOST
