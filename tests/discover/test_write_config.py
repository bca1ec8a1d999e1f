"""Configurations told from data: they pass the check and run as they are."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from cdp.check import check_sources
from cdp.config.value import Value
from cdp.discover.write_config import new_source, new_workspace, write_source, write_workspace
from cdp.errors import UsageError
from cdp.workspace import Workspace
from tests.cli.test_cli import cdp
from tests.conftest import Company

CUSTOMERS = """
고객번호,이름,휴대폰,생년월일,이메일,우편번호,주소,수정일
C000101,김하늘,010-1234-5678,1990-01-02,haneul@naver.example.kr,06206,"서울특별시 강남구 논현로 115",2026-01-02
C000102,이정희,010-2345-6789,1985-12-31,jh.lee@daum.example.kr,10417,"경기도 고양시 정발산로 30-10",2026-01-03
C000103,박민수,010-3456-7891,1979-05-06,minsu@naver.example.kr,22017,"인천광역시 연수구 해돋이로 257",2026-01-04
"""
ORDERS = """
order_no,customer_no,ordered_at,amount,sku
W-000001,C000101,2026-02-01T10:00:00+09:00,12000,A-1
W-000002,C000101,2026-02-02T10:00:00+09:00,5000,A-2
W-000003,C000103,2026-02-03T10:00:00+09:00,7000,A-1
"""


@pytest.fixture
def told(tmp_path: Path) -> Workspace:
    """A workspace told from a list of customers and their orders."""
    data = Company(tmp_path)
    data.file("data/customers.csv", CUSTOMERS).file("data/shop/orders-2026.csv", ORDERS)
    return write_workspace(*new_workspace(tmp_path / "ws", [str(tmp_path / "data")]))


def test_what_is_written_runs_as_it_is(told: Workspace) -> None:
    customers, orders = told.config.sources
    assert customers.record is not None and customers.record.id.column == "고객번호"
    assert set(customers.attributes) == {"full_name", "phone", "birth_date", "email"}
    assert set(customers.address[0].parts) == {"postal_code", "full_address"}
    assert (customers.region, customers.timezone) == ("KR", "Asia/Seoul")
    event = orders.events[0]
    assert orders.channel == "web" and orders.record is None
    assert (event.identifiers, event.record_of) == ({"record": Value(column="customer_no")}, "customers")
    assert event.amount == Value(column="amount") and event.products == (Value(column="sku"),)
    assert [sample.fault for sample in check_sources(told)] == [None, None]
    told.run()
    with told.store() as store:
        assert len(store.table("profile").fetchall()) == 3
        owners = store.table("event_owner").filter("golden_id is not null").fetchall()
    assert len(owners) == 2


def test_each_guess_stands_with_its_reason(told: Workspace) -> None:
    text = (told.folder / "config/sources/customers.yml").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.strip().startswith("phone:"))
    assert "# 99%: called '휴대폰', 100% of its values fit" in line
    assert "010" not in text


def test_a_source_is_added_in_the_same_way(told: Workspace, tmp_path: Path) -> None:
    calls = "time,phone,note\n2026-03-01 10:00,010-1234-5678,asks\n2026-03-02 11:00,010-2345-6789,complains\n"
    place = tmp_path / "calls.csv"
    place.write_text(calls, "utf-8")
    write_source(told, new_source(told, "support", [str(place)]))
    added = told.config.source("support")
    assert (added.channel, list(added.events[0].identifiers)) == ("call_center", ["phone"])
    with pytest.raises(UsageError, match="there is a source support"):
        new_source(told, "support", [str(place)])
    with pytest.raises(UsageError, match="no name"):
        new_source(told, "Support desk", [str(place)])


def test_the_demo_company_is_told_from_its_files(demo_company: Path, tmp_path: Path) -> None:
    told = json.loads(cdp("init", "ws", "--from", str(demo_company / "data"), "--json", cwd=tmp_path))
    holds = {each["source"]: each["holds"] for each in told["sources"]}
    assert holds["customer"] == holds["cards_jp"] == holds["demographics"] == "records"
    assert (holds["orders"], holds["till_kr"]) == ("records and events", "events")
    parties = {each["source"]: each["party"] for each in told["sources"]}
    assert (parties["customer"], parties["members"], parties["demographics"]) == ("first", "second", "third")
    assert "like" not in cdp("check", "-w", "ws", cwd=tmp_path)


def test_party_and_channel_are_asked_at_a_terminal(tmp_path: Path) -> None:
    Company(tmp_path).file("people.csv", CUSTOMERS)
    ours, theirs = pty.openpty()
    os.write(ours, b"anybody\nsecond\npartner\n")
    command = [sys.executable, "-m", "cdp", "init", "ws", "--from", "people.csv"]
    told = subprocess.run(command, cwd=tmp_path, stdin=theirs, capture_output=True, text=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert told.returncode == 0, told.stderr
    source = Workspace(tmp_path / "ws").config.source("people")
    assert (source.party, source.channel, source.trust) == ("second", "partner", 30)


def test_free_text_with_heads_is_told_too(tmp_path: Path) -> None:
    note = "No: N-{0}\nTime: 2026-01-0{0} 10:00\nAgent: kim\n\nasks; call back 010-1234-567{0}\n"
    Company(tmp_path).file("calls/notes-2026.txt", "-----\n".join(note.format(nth) for nth in (1, 2, 3)))
    ws = write_workspace(*new_workspace(tmp_path / "ws", [str(tmp_path / "calls")]))
    (event,) = ws.config.sources[0].events
    assert event.identifiers == {"phone": Value(sql='"phones"[1]')}
    assert (event.time.column, event.agent, event.text) == ("time", Value(column="agent"), Value(column="text"))
    (sample,) = check_sources(ws)
    assert sample.rows[0][1] == "2026-01-01 10:00"


def test_nothing_to_tell_is_said(tmp_path: Path) -> None:
    assert "there is no" in cdp("init", "ws", "--from", "nowhere.csv", cwd=tmp_path, code=2)
    Company(tmp_path).file("genres.csv", "genre_id,title\n1,Rock\n2,Jazz")
    assert "neither people" in cdp("init", "ws", "--from", "genres.csv", cwd=tmp_path, code=2)
    assert not (tmp_path / "ws").exists()


MAILS = """
From x
Message-ID: <1@mail.example>
Date: Tue, 03 Mar 2026 10:00:00 +0900
From: 김하늘 <haneul@naver.example.kr>
To: help@shop.example
Subject: 배송

언제 오나요?
"""


def test_mails_are_events_of_who_wrote_them(tmp_path: Path) -> None:
    data = Company(tmp_path)
    data.file("data/customers.csv", CUSTOMERS).file("data/inbox.mbox", MAILS)
    ws = write_workspace(*new_workspace(tmp_path / "ws", [str(tmp_path / "data")]))
    mails = ws.config.source("inbox")
    assert (mails.channel, mails.record) == ("email", None)
    ws.run()
    with ws.store() as store:
        rows = store.rows("select given_name, action, text from interaction join profile using (golden_id)")
    assert rows == [{"given_name": "하늘", "action": "contacted", "text": "언제 오나요?"}]
