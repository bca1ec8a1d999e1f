"""Where it hurts, from files of orders to the command line: a shop where pick-ups are left since June."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cdp.errors import NotFound, UsageError
from tests.cli.test_cli import cdp
from tests.conftest import AS_OF, PEOPLE, Company

ORDERS = """
    source: orders
    party: first
    channel: web
    connector: {kind: csv, path: orders.csv}
    events:
      - {type: step, id: id, time: at, order_number: order_no, identifiers: {email: mail}, place: store, amount: amount}
"""
LAST = datetime(2026, 6, 30, 12)
REMEDY = "remedies: [{pain: failed_pickup, where: {store: K03}, since: 2026-06-09, what: a second counter}]\n"


def orders(weeks: range) -> str:
    """Ten orders a week and store; K01 always hands out nine, K03 four in the last five weeks."""
    lines = ["id,at,step,order_no,mail,store,amount", f"last,{LAST:%Y-%m-%d %H:%M},page,,p0@mail.example,,"]
    for week in weeks:
        for nth in range(20):
            store = ("K01", "K03")[nth % 2]
            ready = LAST - timedelta(days=7 * week + 8, hours=nth)
            order, who = f"W{week:02}{nth:02}", f"p{nth}@mail.example"
            left = nth < 2 or (store == "K03" and week < 5 and nth < 12)
            steps = {"order_placed": -24, "order_ready_for_pickup": 0} | ({} if left else {"order_picked_up": 20})
            for step, hours in steps.items():
                at = ready + timedelta(hours=hours)
                lines.append(f"{order}{step},{at:%Y-%m-%d %H:%M},{step},{order},{who},{store},{50 + nth}")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The shop, unified; its currency is the pound."""
    made = Company(tmp_path_factory.mktemp("shop") / "ws")
    people = "\n".join(["id,first,last,mail", *(f"{n},Ann{n},Lee,p{n}@mail.example" for n in range(20))])
    made.source(PEOPLE).file("people.csv", people).source(ORDERS).file("orders.csv", orders(range(24)))
    made.config("pain.yml", REMEDY)
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
    return made


def test_the_list_goes_from_the_worst_on(shop: Company) -> None:
    told = json.loads(cdp("pain", "--json", cwd=shop.folder))
    first = told["points"][0]
    assert (first["kind"], first["state"], first["rank"]) == ("failed_pickup", "turned", 1)
    (store,) = (each for each in told["points"] if each["split"] == "store" and each["kind"] == "failed_pickup")
    assert (store["part"], store["events"], store["opportunities"]) == ("K03", 24, 40)
    assert store["turned_at"] == "2026-05-19T12:00:00"
    assert [each["what"] for each in told["remedies"]] == ["a second counter"]
    shown = cdp("pain", cwd=shop.folder, columns=200)
    assert "60.0% (24 of 40)" in shown
    assert "next: `cdp pain failed_pickup" in shown


def test_all_shows_what_is_as_usual_too(shop: Company) -> None:
    with shop.workspace as ws:
        worse, everything = ws.pain_points(), ws.pain_points(everything=True)
    assert {each["state"] for each in worse} == {"turned"}
    assert [each["rank"] for each in everything] == list(range(1, len(everything) + 1))
    assert len(everything) > len(worse)


def test_one_point_has_weeks_examples_and_remedies(shop: Company, tmp_path: Path) -> None:
    chart = tmp_path / "k03.svg"
    told = cdp("pain", "failed_pickup", "--where", "store=K03", "--svg", str(chart), cwd=shop.folder, columns=200)
    assert "orders/W" in told and "a second counter" in told and f"wrote {chart}" in told
    assert "<polygon" in chart.read_text("utf-8")
    point = json.loads(cdp("pain", "failed_pickup", "--where", "store=K03", "--json", cwd=shop.folder))
    assert len(point["weeks"]) == 52
    assert [each["place"] for each in point["examples"]] == ["K03"] * 5
    assert point["remedies"][0]["before_opportunities"] == 120
    assert {each["part"] for each in point["parts"]} == {"", "K01"}


def test_what_is_not_there_is_told_with_the_remedy(shop: Company, tmp_path: Path) -> None:
    assert "there are: failed_pickup" in cdp("pain", "noise", cwd=shop.folder, code=6)
    assert "--all" in cdp("pain", "failed_pickup", "--where", "store=K99", cwd=shop.folder, code=6)
    assert "store=K03" in cdp("pain", "failed_pickup", "--where", "K03", cwd=shop.folder, code=2)
    assert "need a kind" in cdp("pain", "--where", "store=K03", cwd=shop.folder, code=2)
    missing = tmp_path / "no" / "chart.svg"
    assert "cannot be written" in cdp("pain", "failed_pickup", "--svg", str(missing), cwd=shop.folder, code=7)
    with shop.workspace as ws, pytest.raises(NotFound, match="noise"):
        ws.pain_points("noise")
    with shop.workspace as ws, pytest.raises(UsageError, match="no place"):
        ws.pain_point("failed_pickup", "K03")


def test_piece_by_piece_ends_as_all_at_once_and_settings_match_nobody_anew(shop: Company, tmp_path: Path) -> None:
    made = Company(tmp_path / "ws").source(PEOPLE).source(ORDERS)
    made.file("people.csv", (shop.folder / "people.csv").read_bytes()).file("orders.csv", orders(range(8, 24)))
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
    made.file("orders.csv", orders(range(24)))
    with made.workspace as ws:
        second = ws.run(as_of=AS_OF)
        bit_by_bit = {name: ws.table(name).fetchall() for name in ("pain_point", "pain_week", "pain_event")}
        assert second.full_because == ""
    made.config("pain.yml", REMEDY)
    with made.workspace as ws:
        third = ws.run(as_of=AS_OF)
        assert (third.status, third.full_because) == ("published", "")
        assert len(ws.table("remedy").fetchall()) == 1
        ws.run(as_of=AS_OF, full=True)
        whole = {name: ws.table(name).fetchall() for name in bit_by_bit}
    assert whole == bit_by_bit
    assert len(whole["pain_event"]) == 2 * 24 + 5 * 5
