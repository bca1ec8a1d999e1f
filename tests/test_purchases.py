from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cdp.config.events import EventsConfig
from cdp.database import Database
from cdp.purchases import make_purchases
from tests.conftest import Company

Make = Callable[[str, str, str], None]
COLUMNS = (
    "golden_id varchar, source varchar, event_id varchar, action varchar, order_number varchar, time timestamp, "
    "amount double, currency varchar, channel varchar, medium varchar, place varchar, products varchar[], "
    "product_lines varchar[]"
)
SHOP = """
source: {name}
party: first
channel: web
trust: {trust}
connector: {{kind: csv, path: {name}.csv}}
events: [{{type: {{constant: x}}, time: at}}]
"""


def told(
    nth: int, action: str, *, who: str = "g1", source: str = "web", order: str = "", amount: str = "null", **more: str
) -> str:
    time = f"timestamp '2026-05-01 10:00' + interval {nth} hour"
    currency, medium = more.get("currency", "KRW"), more.get("medium", "digital")
    texts = [f"'{each}'" if each else "null" for each in (who, source, f"e{nth}", action, order)]
    return f"({', '.join(texts)}, {time}, {amount}, nullif('{currency}', ''), 'web', '{medium}', null, null, null)"


def purchases(db: Database, company: Company, make_table: Make, *rows: str) -> tuple[dict[str, dict[str, Any]], int]:
    company.source(SHOP.format(name="web", trust=60)).source(SHOP.format(name="app", trust=50))
    make_table("interaction", COLUMNS, ", ".join(rows))
    config = replace(company.workspace.config, events=EventsConfig(currency="KRW", rates={"USD": 1400.0}))
    without = make_purchases(db, config)
    names = [row[0] for row in db.rows("describe purchase")]
    return {row[0]: dict(zip(names, row, strict=True)) for row in db.rows("from purchase")}, without


def test_an_order_of_two_systems_counts_once(db: Database, company: Company, make_table: Make) -> None:
    found, _ = purchases(
        db,
        company,
        make_table,
        told(1, "ordered", source="app", order="W1", amount="90"),
        told(2, "ordered", source="web", order="W1", amount="100"),
        told(3, "viewed_product", source="app"),
    )
    assert list(found) == ["W1"]
    assert (found["W1"]["source"], found["W1"]["value"], found["W1"]["status"]) == ("web", 100.0, "ordered")


def test_an_order_goes_as_far_as_its_steps_say(db: Database, company: Company, make_table: Make) -> None:
    found, _ = purchases(
        db,
        company,
        make_table,
        told(1, "ordered", order="W1", amount="100", who=""),
        told(2, "shipped", order="W1", who=""),
        told(3, "delivered", order="W1", who="g7"),
        told(4, "ordered", order="W2", amount="50"),
        told(5, "delivered", order="W2"),
        told(6, "returned", order="W2"),
        told(7, "ordered", order="W3", amount="80"),
        told(8, "returned", order="W3", amount="-30"),
    )
    assert (found["W1"]["status"], found["W1"]["golden_id"]) == ("delivered", "g7")
    assert found["W1"]["fulfilled_at"] == found["W1"]["status_time"]
    assert (found["W2"]["status"], found["W2"]["returned_value"]) == ("returned", 50.0)
    assert (found["W3"]["value"], found["W3"]["returned_value"]) == (80.0, 30.0)


def test_goods_that_come_back_without_their_order_count_against(
    db: Database, company: Company, make_table: Make
) -> None:
    found, _ = purchases(
        db,
        company,
        make_table,
        told(1, "ordered", amount="100", medium="physical"),
        told(2, "returned", amount="-40", medium="physical"),
    )
    assert (found["web/e1"]["kind"], found["web/e1"]["status"]) == ("order", "picked up")
    assert (found["web/e2"]["kind"], found["web/e2"]["value"]) == ("return", -40.0)


def test_money_is_told_in_one_currency_and_never_guessed(db: Database, company: Company, make_table: Make) -> None:
    found, without = purchases(
        db,
        company,
        make_table,
        told(1, "ordered", order="A", amount="10", currency="USD"),
        told(2, "ordered", order="B", amount="10", currency="EUR"),
        told(3, "ordered", order="C", amount="10", currency=""),
        told(4, "ordered", order="D"),
    )
    assert {name: row["value"] for name, row in found.items()} == {"A": 14000.0, "B": None, "C": 10.0, "D": None}
    assert (found["C"]["currency"], found["D"]["currency"]) == ("KRW", "KRW")
    assert without == 1
