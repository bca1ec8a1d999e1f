"""One cause is one pain point; whatever only shows it belongs to it."""

from __future__ import annotations

import pytest

from cdp.pain.cause import Hurting, Pattern, causes
from tests.pain.conftest import Town
from tests.pain.test_points import pickups

STORE = Hurting("store", "K03", 50, 100, 0.1)
CHANNEL = Hurting("channel", "store", 90, 500, 0.1)
WHOLE = Hurting("all", "", 90, 500, 0.1)


def told(parts: list[Hurting], *patterns: tuple[str, int, int]) -> dict[str, str]:
    read = [Pattern(frozenset(places.split()), events, of) for places, events, of in patterns]
    return {one.place: other.place for one, other in causes(parts, read).items()}


def test_what_is_nearly_all_in_one_store_belongs_to_the_store() -> None:
    patterns = (("store=K03 channel=store all=", 50, 100), ("channel=store all=", 40, 400))
    assert told([WHOLE, CHANNEL, STORE], *patterns) == {"channel=store": "store=K03", "all=": "store=K03"}


def test_what_hurts_everywhere_is_a_cause_of_its_own() -> None:
    evenly = Hurting("store", "K03", 40, 100, 0.1)
    everywhere = Hurting("all", "", 200, 500, 0.1)
    patterns = (("store=K03 all=", 40, 100), ("all=", 160, 400))
    assert told([everywhere, evenly], *patterns) == {"store=K03": "all="}


def test_two_causes_stay_two() -> None:
    other = Hurting("device", "android", 45, 100, 0.1)
    patterns = (("store=K03", 50, 100), ("device=android", 45, 100))
    assert told([STORE, other], *patterns) == {}


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_names_of_one_thing_the_narrower_split_is_the_cause(order: int) -> None:
    agent, topic = Hurting("agent", "paula", 30, 60, 0.1), Hurting("topic", "size", 30, 60, 0.1)
    assert told([agent, topic][::order], ("agent=paula topic=size", 30, 60)) == {"topic=size": "agent=paula"}


def test_the_published_rows_tell_where_they_belong(town: Town) -> None:
    pickups(town, "K01", range(20), 1)
    pickups(town, "K03", range(6, 20), 1)
    pickups(town, "K03", range(6), 6)
    rows = town.make().rows("select split, part, state, belongs_to from pain_point where kind = 'failed_pickup'")
    assert sorted(rows) == [
        ("all", "", "turned", "store=K03"),
        ("store", "K01", "usual", None),
        ("store", "K03", "turned", None),
    ]
