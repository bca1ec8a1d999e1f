"""An export holds those who may be reached and nobody else, counts the others by reason, and is recorded."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from cdp.audience import Order
from cdp.errors import NotFound, StorageError, UsageError
from cdp.workspace import Workspace

NOON = datetime(2026, 7, 1, 3, tzinfo=UTC)
"""Twelve o'clock in Seoul."""


@pytest.fixture
def order(tmp_path: Path) -> Order:
    return Order("everybody", "marketing", "email", tmp_path / "people.csv", "anna", at=NOON)


def written(order: Order) -> list[dict[str, str]]:
    with order.to.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_without_consent_there_is_no_row(ws: Workspace, ids: dict[str, str], order: Order) -> None:
    done = ws.segments.export(order)
    assert (done.members, done.people) == (4, 1)
    assert done.excluded == {"refused": 1, "no consent": 1, "no address": 1}
    assert [row["golden_id"] for row in written(order)] == [ids["ann"]]


def test_every_member_is_in_the_file_or_counted_once(ws: Workspace, order: Order) -> None:
    for segment in ("everybody", "seoul", "nobody", "buyers"):
        for purpose, channel in (("marketing", "sms"), ("service", "phone"), ("survey", "email")):
            done = ws.segments.export(replace(order, segment=segment, purpose=purpose, channel=channel))
            assert done.members == done.people + sum(done.excluded.values())
            assert len(written(order)) == done.people


def test_no_cell_is_a_formula(ws: Workspace, order: Order) -> None:
    ws.segments.export(replace(order, columns=("nickname", "phone")))
    (row,) = written(order)
    assert row["nickname"].startswith("'=")
    assert row["phone"] == "010-1111-2222"
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_at_night_people_are_in_the_file_with_the_hour_from_which_they_may_be_sent_something(
    ws: Workspace, order: Order
) -> None:
    night = replace(order, channel="sms", at=datetime(2026, 7, 1, 14, tzinfo=UTC))
    assert ws.segments.export(night).quiet_now == 3
    assert {row["not_before"] for row in written(night)} == {"2026-07-01 23:00:00"}
    assert ws.segments.export(replace(night, at=NOON)).quiet_now == 0
    assert {row["not_before"] for row in written(night)} == {""}


def test_consent_is_judged_at_the_moment_of_the_export(ws: Workspace, order: Order) -> None:
    done = ws.segments.export(replace(order, at=datetime(2028, 1, 10, 3, tzinfo=UTC)))
    assert (done.people, done.excluded["reconfirmation due"]) == (0, 1)


def test_values_whose_licence_has_ended_stay_behind(ws: Workspace, order: Order) -> None:
    sms = replace(order, channel="sms", columns=("income",))
    assert ws.segments.export(sms).values_left_out == {}
    assert {row["income"] for row in written(sms)} == {"high", "low", ""}
    assert ws.segments.export(replace(sms, at=datetime(2026, 7, 16, 3, tzinfo=UTC))).values_left_out == {"income": 1}
    assert {row["income"] for row in written(sms)} == {"high", ""}


def test_other_files_have_the_values_as_they_are(ws: Workspace, order: Order) -> None:
    for name in ("people.parquet", "people.jsonl"):
        to = order.to.with_name(name)
        ws.segments.export(replace(order, to=to, columns=("nickname", "phone")))
        reader = "read_parquet" if name.endswith("parquet") else "read_json"
        found = duckdb.sql(f"select email, nickname[1], phone from {reader}('{to}')").fetchall()
        assert found == [("ann@mail.example", "=", "+821011112222")]


def test_an_export_is_recorded_without_a_value_of_anybody(ws: Workspace, order: Order) -> None:
    ws.segments.export(order)
    entry = ws.segments.exports()[0]
    told = {name: entry[name] for name in ("by", "segment", "purpose", "channel", "people", "version", "file")}
    assert told == {
        "by": "anna",
        "segment": "everybody",
        "purpose": "marketing",
        "channel": "email",
        "people": 1,
        "version": "v000001",
        "file": "people.csv",
    }
    assert entry["excluded"] == {"refused": 1, "no consent": 1, "no address": 1}
    assert "@" not in json.dumps(entry)


def test_what_cannot_be_exported_is_told(ws: Workspace, order: Order) -> None:
    before = len(ws.segments.exports())
    wrong = {
        UsageError: [{"purpose": "sales"}, {"channel": "fax"}, {"columns": ("wealth",)}, {"to": Path("people.doc")}],
        NotFound: [{"segment": "nobody at all"}],
        StorageError: [{"to": Path("/proc/none/people.csv")}],
    }
    for error, orders in wrong.items():
        for each in orders:
            with pytest.raises(error):
                ws.segments.export(replace(order, **each))
    assert len(ws.segments.exports()) == before
