"""Events as a page shows them: order lines, facts, days."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from cdp.serve.event_view import OrderLine, days_of, order_lines, plain_facts
from cdp.serve.formats import Formats
from cdp.timeline import Happening, Moment

EVENT = Happening(**{**dict.fromkeys(Happening.__dataclass_fields__), "source": "web", "properties": {}})


def test_order_lines_are_found_whatever_they_are_called() -> None:
    written = '[{"sku": "HN-1", "title": "Wool coat", "qty": 2, "price": 165.9}]'
    assert order_lines({"fulfilment": "delivery", "items": written}) == [OrderLine("Wool coat", 2, 165.9)]
    assert order_lines({"products": [{"name": "Bowl", "quantity": "1.5"}]}) == [OrderLine("Bowl", 1.5, None)]
    assert order_lines({"items": "[1, 2]", "note": "[broken"}) == []


def test_facts_are_short_and_told_once() -> None:
    event = replace(EVENT, agent="sora", topic="delivery")
    told = {
        "agent": "sora",
        "score": 9,
        "url": "https://shop.example/",
        "items": "[]",
        "anonymous_id": "x",
        "long": "y" * 200,
    }
    assert plain_facts(told, event) == {"score": "9"}


def test_days_are_those_of_the_company_s_zone() -> None:
    late, early = datetime(2026, 3, 7, 20), datetime(2026, 3, 7, 10)
    moments = [Moment(None, each, [replace(EVENT, time=each)]) for each in (late, early, None)]
    days = days_of(moments, Formats("en", ZoneInfo("Asia/Seoul")))
    assert [day.name for day in days] == ["Sun 8 Mar 2026", "Sat 7 Mar 2026", None]
    assert [day.entered for day in days] == [[], [], []]


def test_a_day_tells_the_stages_entered_on_it_once_a_journey() -> None:
    late, early = datetime(2026, 3, 7, 20), datetime(2026, 3, 7, 10)

    def stage(name: str, journey: int, at: datetime, line: str | None = None) -> dict[str, object]:
        return {"stage": name, "journey": journey, "entered_at": at, "product_line": line}

    stages = [stage("buy", 2, late), stage("buy", 2, late), stage("buy", 2, late, "tops"), stage("consider", 1, early)]
    moments = [Moment(None, each, [replace(EVENT, time=each)]) for each in (late, early)]
    days = days_of(moments, Formats("en", ZoneInfo("Asia/Seoul")), stages)
    assert [[(row["journey"], row["stage"]) for row in day.entered] for day in days] == [
        [(2, "buy")],
        [(1, "consider")],
    ]
