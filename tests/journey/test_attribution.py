from __future__ import annotations

import pytest

from cdp.journey.attribution import Flow, removal_effects
from tests.journey.conftest import Story, event


def test_removal_effects_as_by_hand() -> None:
    """Three paths: c1 → c2 → c3 bought; c1 and no more; c2 → c3 and no more. A third of them is bought."""
    flows = [
        Flow(None, "c1", 2, False),
        Flow(None, "c2", 1, False),
        Flow("c1", "c2", 1, False),
        Flow("c1", None, 1, False),
        Flow("c2", "c3", 2, False),
        Flow("c3", None, 1, True),
        Flow("c3", None, 1, False),
    ]
    found = removal_effects(flows)
    assert {name: effect.removal for name, effect in found.items()} == {"c1": 0.5, "c2": 1.0, "c3": 1.0}
    assert {name: effect.share for name, effect in found.items()} == {"c1": 0.2, "c2": 0.4, "c3": 0.4}


def test_repeats_of_a_touch_change_nothing() -> None:
    flows = [Flow(None, "a", 4, False), Flow("a", "b", 1, False), Flow("a", None, 3, False), Flow("b", None, 1, True)]
    assert removal_effects([*flows, Flow("a", "a", 7, False)]) == removal_effects(flows)


def test_without_a_purchase_nothing_has_an_effect() -> None:
    effect = removal_effects([Flow(None, "a", 3, False), Flow("a", None, 3, False)])["a"]
    assert (effect.removal, effect.share) == (0.0, 0.0)


def test_touchpoints_by_place_reach_and_value(story: Story) -> None:
    db = story(
        [
            event(0, "message_opened", channel="email", campaign="spring"),
            event(1, "visited"),
            event(1.1, "visited"),
            event(2, "ordered", value=100.0),
            event(40, "ordered", value=30.0),
            event(0, "visited", "g2"),
            event(50, "added_to_cart", "g3"),
            event(1, "ordered", "g4", value=5.0),
        ],
        until=60,
    )
    rows = db.rows(
        """
        select kind, touchpoint, people, paths, bought, first, middle, last, removal_effect, value
        from touchpoint where product_line is null
        """
    )
    told = {row[:2]: row[2:] for row in rows}
    assert told["action", "email message_opened"] == (1, 1, 1, 1, 0, 0, 0.5, 33.33)
    assert told["action", "web visited"] == (2, 2, 1, 0, 0, 1, 1.0, 66.67)
    assert told["action", None][2] == 2
    assert told["action", None][-1] == 35.0
    assert ("action", "web added_to_cart") not in told, "under way: neither bought nor broken off"
    assert told["campaign", "spring"][:3] == (1, 1, 1)
    assert db.value("""select sum(share_of_value) from touchpoint where kind = 'action'""") == pytest.approx(1)


def test_a_line_of_products_has_its_own_paths(story: Story) -> None:
    """g1 looks, has a mail, buys of two lines; g2 has a mail and looks at one; g3 has a mail; g4 looks at the other."""
    warm, other = {"product_lines": ["warm"]}, {"product_lines": ["other"]}
    db = story(
        [
            event(0, "viewed_product", **warm),
            event(1, "message_opened", channel="email", campaign="spring"),
            event(2, "viewed_product", **other),
            event(3, "ordered", value=100.0, product_lines=["warm", "other"]),
            event(0, "message_opened", "g2", channel="email", campaign="spring"),
            event(1, "viewed_product", "g2", **warm),
            event(0, "message_opened", "g3", channel="email", campaign="spring"),
            event(1, "viewed_product", "g4", **other),
        ],
        until=60,
    )
    rows = db.rows(
        """select product_line, kind, touchpoint, people, reach, paths, bought, removal_effect, value from touchpoint"""
    )
    told = {row[:3]: row[3:] for row in rows}
    assert told["warm", "action", "web viewed_product"] == (2, 1.0, 2, 1, 0.5, 16.67)
    assert told["warm", "action", "email message_opened"] == (2, 1.0, 2, 1, 1.0, 33.33)
    assert told["warm", "campaign", "spring"][:4] == (2, 1.0, 2, 1)
    assert told["other", "action", "email message_opened"][:4] == (1, 0.5, 1, 1)
    assert told[None, "action", "email message_opened"][:4] == (3, 0.75, 3, 1)
    assert sum(row[-1] for key, row in told.items() if key[:2] == (None, "action")) == 100.0
