"""The planted stories: always there, always the same, and each in the files as it is told."""

from __future__ import annotations

import json
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cdp.demo import DemoCompany, Story
from tests.demo import reading


@pytest.fixture(scope="module")
def stories(company: DemoCompany) -> dict[str, Story]:
    return {story.key: story for story in company.stories}


@pytest.fixture(scope="module")
def records(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Every customer record by source and id."""
    found: dict[tuple[str, str], dict[str, Any]] = {("crm", row["customer_no"]): row for row in reading.crm(folder)}
    for order in reading.documents(folder, "web_shop/*.jsonl"):
        found["web_shop", reading.order_record(order)] = order
    for country, encoding in reading.COUNTRIES.items():
        for row in reading.table(folder / f"loyalty/cards_{country}.csv", encoding):
            found[f"loyalty_{country}", next(iter(row.values()))] = row
    found |= {("partner", row["member_no"]): row for row in reading.members(folder)}
    return found | {("bought", row["row_id"]): row for row in reading.table(folder / "bought/demographics.csv")}


def _of(story: Story, source: str, records: dict[tuple[str, str], dict[str, Any]]) -> list[dict[str, Any]]:
    return [records[reference] for reference in story.records if reference[0] == source]


def test_stories_are_the_same_in_every_company(company: DemoCompany, smallest: DemoCompany) -> None:
    assert company.stories == smallest.stories
    assert len(company.stories) == 14
    told = json.loads((company.folder / "truth/stories.json").read_text("utf-8"))
    assert [story["key"] for story in told] == [story.key for story in company.stories]


@pytest.mark.parametrize("size", ["company", "smallest"])
def test_ids_of_stories_exist_and_belong_to_their_people(size: str, request: pytest.FixtureRequest) -> None:
    company: DemoCompany = request.getfixturevalue(size)
    truth = company.folder / "truth"
    records = {(row["source"], row["record_id"]): row["person"] for row in reading.table(truth / "records.csv")}
    events = {(row["source"], row["event_id"]): row["person"] for row in reading.table(truth / "events.csv")}
    for story in company.stories:
        assert {records[reference] for reference in story.records} == set(story.people)
        assert {events[reference] for reference in story.events} <= set(story.people)


def test_nobody_else_has_a_record_of_the_stories(company: DemoCompany, folder: Path) -> None:
    told = {reference for story in company.stories for reference in story.records}
    cast = {person for story in company.stories for person in story.people}
    rows = reading.table(folder / "truth/records.csv")
    assert {(row["source"], row["record_id"]) for row in rows if row["person"] in cast} == told


def test_six_doors(stories: dict[str, Story]) -> None:
    story = stories["six-doors"]
    assert {source for source, _ in story.records} == {"crm", "web_shop", "loyalty_kr", "partner", "bought"}
    assert {source for source, _ in story.events} >= {"app", "call_center", "social", "store_kr", "survey", "web_shop"}


def test_three_scripts(stories: dict[str, Story], records: dict[tuple[str, str], dict[str, Any]]) -> None:
    story = stories["three-scripts"]
    [customer], [card], [order] = (_of(story, source, records) for source in ("crm", "loyalty_jp", "web_shop"))
    assert customer["name"].startswith("齋藤") and customer["name_kana"].startswith("ｻｲﾄｳ")
    assert card["氏名"].startswith("斉藤")
    assert order["customer"]["name"] == {"first": "Kenichi", "last": "Saito"}


def test_twins(stories: dict[str, Story], records: dict[tuple[str, str], dict[str, Any]]) -> None:
    one, other = _of(stories["twins"], "crm", records)
    assert all(one[same] == other[same] for same in ("birth_date", "mobile", "address", "postal_code"))
    assert one["name"] != other["name"] and one["email"] != other["email"]


def test_same_day_pickup(stories: dict[str, Story], records: dict[tuple[str, str], dict[str, Any]]) -> None:
    [order] = _of(stories["same-day-pickup"], "web_shop", records)
    assert order["placed_at"] == "2026-05-16T10:05:00-04:00"
    assert [(step["status"], step["at"][11:16]) for step in order["delivery_steps"]] == [
        ("ready_for_pickup", "13:00"),
        ("picked_up", "17:40"),
    ]


def test_silent_customer(
    folder: Path, stories: dict[str, Story], records: dict[tuple[str, str], dict[str, Any]]
) -> None:
    story = stories["silent-customer"]
    [card], [order] = _of(story, "loyalty_us", records), _of(story, "web_shop", records)
    receipts = [row for row in reading.table(folder / "store/till_us.csv") if row["card_no"] == card["card_no"]]
    assert len(receipts) == 24
    assert float(receipts[-1]["amount"]) < 0
    assert order["delivery_steps"][-1]["status"] == "returned"
    assert {source for source, _ in story.events} == {"store_us", "web_shop"}


def test_family(folder: Path, stories: dict[str, Story], records: dict[tuple[str, str], dict[str, Any]]) -> None:
    story = stories["family"]
    assert len({row["mobile"] for row in _of(story, "crm", records)}) == 1
    truth = {(row["source"], row["event_id"]): row for row in reading.table(folder / "truth/events.csv")}
    bought = [truth[reference] for reference in story.events if reference[0] == "store_kr"]
    assert {row["person"] for row in bought} == set(story.people)
    assert all(row["shared"] == "Y" for row in bought)


def test_homonyms(stories: dict[str, Story], records: dict[tuple[str, str], dict[str, Any]]) -> None:
    namesakes = defaultdict(list)
    for row in _of(stories["homonyms"], "crm", records):
        namesakes[row["name"]].append(row)
    assert set(namesakes) == {"김성태", "佐藤 健", "John Smith"}
    for one, other in namesakes.values():
        assert all(one[field] != other[field] for field in ("birth_date", "mobile", "email", "address", "postal_code"))


def test_reissued_card(stories: dict[str, Story], records: dict[tuple[str, str], dict[str, Any]]) -> None:
    old, new = _of(stories["reissued-card"], "loyalty_us", records)
    assert new["replaces_card"] == old["card_no"] and old["status"] == "replaced"


def test_recycled_phone(stories: dict[str, Story], records: dict[tuple[str, str], dict[str, Any]]) -> None:
    his, hers = _of(stories["recycled-phone"], "crm", records)
    his_card, her_card = _of(stories["recycled-phone"], "loyalty_jp", records)
    assert his["mobile"] == hers["mobile"]
    assert his_card["電話番号"] != her_card["電話番号"] == hers["mobile"].replace("-", "")


def test_bride(stories: dict[str, Story], records: dict[tuple[str, str], dict[str, Any]]) -> None:
    story = stories["bride"]
    [customer], [order] = _of(story, "crm", records), _of(story, "web_shop", records)
    assert customer["name"] == "田中 彩花"
    assert order["customer"]["name"] == {"first": "彩花", "last": "鈴木"}
    assert order["customer"]["email"] == customer["email"]


def test_mover(stories: dict[str, Story], records: dict[tuple[str, str], dict[str, Any]]) -> None:
    story = stories["mover"]
    [customer], [card], [order] = (_of(story, source, records) for source in ("crm", "loyalty_kr", "web_shop"))
    assert "역삼동 736-24" in customer["address"] and "테헤란로146-12" in card["주소"]
    assert order["shipping"]["region"] == "인천광역시"


def test_guest_registers(folder: Path, stories: dict[str, Story]) -> None:
    ids = {event_id for source, event_id in stories["guest-registers"].events if source == "app"}
    events = [event for event in reading.documents(folder, "app/*.jsonl") if event["messageId"] in ids]
    assert len({event["anonymousId"] for event in events}) == 1
    named = [event["userId"] is not None for event in events]
    assert named == sorted(named) and not named[0] and named[-1]
    assert [event["type"] for event in events].count("identify") == 1


def test_expired_licence(stories: dict[str, Story], records: dict[tuple[str, str], dict[str, Any]]) -> None:
    [row] = _of(stories["expired-licence"], "bought", records)
    assert (row["licence_until"], row["household_income_band"]) == ("2026-03-31", "over 100k")


def test_hashed_mail(stories: dict[str, Story], records: dict[tuple[str, str], dict[str, Any]]) -> None:
    story = stories["hashed-mail"]
    [member], [order] = _of(story, "partner", records), _of(story, "web_shop", records)
    assert member["phone_sha256"] is None
    assert member["email_sha256"] == sha256(order["customer"]["email"].lower().encode()).hexdigest()
