"""The planted troubles: told, in the files as they are told, and no customer record is touched."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from cdp.demo import TROUBLES, Trouble
from cdp.demo.dice import Dice
from cdp.demo.mishaps import bounce, call_again, disappoint, leave_pickups
from cdp.demo.people import Person
from cdp.demo.population import population
from cdp.demo.sources import accounts, call_center, crm, mailing, survey, web_shop
from tests.demo import reading

SIZE = 3000


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return population(SIZE, 1)


@pytest.fixture(scope="module")
def orders(people: list[Person]) -> list[web_shop.Order]:
    customers = crm.customers(people, [], [], 1)
    return web_shop.orders(accounts.accounts(people, [], [], customers, 1), [], 1)


def test_they_are_told_beside_the_truth(folder: Path) -> None:
    told = json.loads((folder / "truth/troubles.json").read_text("utf-8"))
    assert [(each["pain"], each["split"], each["part"]) for each in told] == [
        (each.pain, each.split, each.part) for each in TROUBLES
    ]
    assert told[0]["since"] == "2026-04-06"


def test_a_trouble_is_on_from_its_first_day_to_its_last() -> None:
    trouble = Trouble("x", "all", "", date(2026, 4, 6), date(2026, 5, 1), "")
    days = (datetime(2026, 4, 5, 23), datetime(2026, 4, 6), datetime(2026, 4, 30, 23), datetime(2026, 5, 1))
    assert [trouble.is_on(day) for day in days] == [False, True, True, False]


def test_half_of_the_pickups_in_trouble_are_left_and_no_other(orders: list[web_shop.Order]) -> None:
    def steps(order: web_shop.Order) -> set[str]:
        return {step["status"] for step in order.document["delivery_steps"]}

    before = [steps(order) for order in orders]
    leave_pickups(orders, 1)
    left = [order for order, had in zip(orders, before, strict=True) if steps(order) != had]
    assert {order.document["pickup_store"] for order in left} == {"K03", "J03"}
    assert all(order.placed.date() >= date(2025, 12, 1) for order in left)
    in_trouble = [
        order
        for order, had in zip(orders, before, strict=True)
        if order.document["pickup_store"] == "K03" and order.placed.date() >= date(2026, 4, 6) and "picked_up" in had
    ]
    gone = [order for order in left if order.document["pickup_store"] == "K03"]
    assert 0.25 <= len(gone) / len(in_trouble) <= 0.75


def test_callers_of_paula_wait_and_call_again(people: list[Person], orders: list[web_shop.Order]) -> None:
    notes = call_center.notes(people, orders, 1)
    told = call_again(notes, 1)
    first, second = told[: len(notes)], told[len(notes) :]
    changed = [now for was, now in zip(notes, first, strict=True) if was != now]
    assert {note.agent for note in changed} == {"paula"}
    assert min(note.waited for note in changed) >= 120
    numbers = {note.note_no for note in first}
    assert second and all(note.note_no not in numbers for note in second)
    whom = {(note.person, note.topic) for note in changed}
    assert {(note.person, note.topic) for note in second} <= whom


def test_bounces_are_added_to_what_was_sent_in_june(people: list[Person]) -> None:
    rows = mailing.mailings(crm.customers(people, [], [], 1), 1)
    more = bounce(rows, 1)
    assert more[: len(rows)] == rows
    assert {(row.campaign, row.event) for row in more[len(rows) :]} == {("summer-opening-2026", "bounce")}


def test_scores_of_pickups_fall(people: list[Person], orders: list[web_shop.Order]) -> None:
    answers = survey.answers(people, orders, 1)
    told = disappoint(answers, 1)
    changed = [now for was, now in zip(answers, told, strict=True) if was.score != now.score]
    assert changed and {row.touchpoint for row in changed} == {"pickup"}
    assert all(int(row.score) <= (5 if row.kind == "NPS" else 2) for row in changed)
    assert all(row.answered is not None and row.answered.date() >= date(2026, 4, 20) for row in changed)


def test_more_carts_of_android_are_given_up(folder: Path) -> None:
    visits: dict[tuple[str, str], set[str]] = {}
    kinds: dict[str, str] = {}
    for event in reading.documents(folder, "app/*.jsonl"):
        device = event["context"]["device"]
        kinds[device["id"]] = device["type"]
        visits.setdefault((device["id"], event["timestamp"][:10]), set()).add(event.get("event", event["type"]))

    def given_up(kind: str, first: str, last: str) -> list[bool]:
        return [
            "Product Added" in acts
            for (device, day), acts in visits.items()
            if kinds[device] == kind and first <= day < last and "Order Completed" not in acts
        ]

    before, after = given_up("android", "2024-01-01", "2026-05-18"), given_up("android", "2026-05-19", "2027")
    assert sum(before) / len(before) < 0.45
    assert sum(after) / len(after) > 0.7
    other = given_up("ios", "2026-05-19", "2027")
    assert sum(other) / len(other) < 0.7


def test_dice_of_troubles_are_their_own() -> None:
    names = ("left pick-ups", "second calls", "bounces", "disappointed", "abandoned carts")
    assert len({Dice(1, name).token() for name in names}) == len(names)
