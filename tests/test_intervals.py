"""Shares with their intervals."""

from __future__ import annotations

import pytest

from cdp.intervals import Share


def test_a_counted_share_has_wilsons_interval() -> None:
    share = Share.counted(8, 10)
    assert (share.part, share.of, share.value) == (8, 10, 0.8)
    assert (share.low, share.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_of_nothing_a_share_is_all_and_may_be_anything() -> None:
    assert Share.counted(0, 0) == Share(0, 0, 1.0, 0.0, 1.0)
