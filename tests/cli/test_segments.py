"""Commands of segments and of reach, as their users meet them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audience.conftest import ORDERS, ORDERS_CSV, SEGMENTS, SHOP, SHOP_CSV
from tests.cli.test_cli import cdp
from tests.conftest import Company


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    company = Company(tmp_path_factory.mktemp("segments") / "ws")
    company.config("cdp.yml", "company: Test\nregion: KR\ntimezone: Asia/Seoul\n")
    company.config("identity.yml", "attributes: {nickname: {type: text}}")
    company.source(SHOP).file("shop.csv", SHOP_CSV).source(ORDERS).file("till.csv", ORDERS_CSV)
    company.config("segments.yml", SEGMENTS)
    cdp("run", "--as-of", "2026-06-30", cwd=company.folder)
    yield company.folder


@pytest.fixture(scope="module")
def ann(here: Path) -> str:
    return str(json.loads(cdp("find", "ann@mail.example", "--json", cwd=here))[0]["golden_id"])


def test_segments_are_listed_counted_and_shown(here: Path) -> None:
    listed = json.loads(cdp("segments", "--json", cwd=here))
    assert {each["segment"]: each["people"] for each in listed} == {
        "buyers": 1,
        "everybody": 4,
        "nobody": 0,
        "seoul": 2,
    }
    assert "Who ordered this month" in cdp("segments", cwd=here)
    assert "2 people" in cdp("segments", "count", "--rule", "{field: city, is: Busan}", cwd=here)
    assert json.loads(cdp("segments", "count", "--sql", "city = 'Busan'", "--json", cwd=here))["people"] == 2
    assert "50.0% of all" in cdp("segments", "show", "seoul", cwd=here)
    assert "profile.city" in cdp("segments", "fields", cwd=here)


def test_a_segment_is_explained_and_held_against_others(here: Path, ann: str) -> None:
    assert f"{ann} is in buyers" in cdp("segments", "why", "buyers", ann, cwd=here)
    assert [each["holds"] for each in json.loads(cdp("segments", "why", "nobody", ann, "--json", cwd=here))] == [False]
    assert "buyers" in cdp("segments", "overlap", cwd=here)


def test_a_segment_is_saved_and_dropped(here: Path) -> None:
    assert "busan: 2 people" in cdp("segments", "save", "busan", "--rule", "{field: city, is: Busan}", cwd=here)
    assert "busan" in cdp("segments", cwd=here)
    cdp("segments", "drop", "busan", cwd=here)
    assert "busan" not in cdp("segments", cwd=here)


def test_an_export_wants_purpose_and_channel_and_is_recorded(here: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "out.csv")
    assert "--channel" in cdp("segments", "export", "seoul", "--purpose", "marketing", "--to", file, cwd=here, code=2)
    words = (
        "segments",
        "export",
        "seoul",
        "--purpose",
        "marketing",
        "--channel",
        "email",
        "--to",
        file,
        "--by",
        "anna",
    )
    told = cdp(*words, cwd=here)
    assert "1 of 2 people of seoul" in told
    assert "refused" in told
    assert json.loads(cdp(*words, "--json", cwd=here))["excluded"] == {"refused": 1}
    assert "anna" in cdp("segments", "exports", cwd=here)


def test_reach_tells_what_may_be_sent(here: Path, ann: str) -> None:
    told = cdp("reach", ann, "--purpose", "marketing", "--at", "2026-06-30T22:00", cwd=here, columns=200)
    assert "quiet hours" in told
    assert "2026-07-01 08:00:00" in told
    answers = json.loads(cdp("reach", ann, "--channel", "email", "--at", "2026-06-30", "--json", cwd=here))
    assert {each["purpose"]: each["allowed"] for each in answers}["marketing"] is True


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("segments", "show", "none"), 6),
        (("segments", "count"), 2),
        (("segments", "count", "--rule", "{field: citi, is: Busan}"), 2),
        (("segments", "save", "x/y", "--sql", "points > 1"), 2),
        (("reach", "gnobody"), 6),
    ],
)
def test_what_is_wrong_has_its_exit_code(here: Path, words: tuple[str, ...], code: int) -> None:
    cdp(*words, cwd=here, code=code)
