"""What one person did, filtered, counted and in pages."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cdp.store import Store
from cdp.timeline import PAGE, Timelines, Wanted, timeline
from tests.conftest import AS_OF, Company

SHOP = """
    source: shop
    party: first
    channel: web
    timezone: Asia/Seoul
    connector: {kind: csv, path: shop.csv}
    record: {id: customer}
    attributes: {full_name: name, email: mail}
    events: [{type: kind, id: no, time: at, identifiers: {email: mail, device_id: device}, device_type: on,
              amount: paid, properties: {score: score}}]
"""
SHOP_CSV = """
    customer,name,mail,kind,no,at,device,on,paid,score
    C1,Mary Jones,mary@mail.example,page Home,e1,2026-03-01 10:00,d1,ios,,
    C1,Mary Jones,mary@mail.example,Product Viewed,e2,2026-03-01 10:05,d1,ios,,
    C1,Mary Jones,mary@mail.example,purchase,e3,2026-03-01 10:09,d1,ios,20,
    C1,Mary Jones,mary@mail.example,page Home,e4,2026-03-01 12:00,d1,ios,,
    C1,Mary Jones,mary@mail.example,survey_nps,e5,2026-03-02 00:30,,,,9
    C1,Mary Jones,mary@mail.example,strange thing,e6,,,,,
    C2,Peter Novak,peter@mail.example,purchase,e7,2026-03-01 10:00,d2,web,30,
"""
SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Company(tmp_path_factory.mktemp("timeline") / "ws").source(SHOP).file("shop.csv", SHOP_CSV)
    ws = made.workspace
    ws.run(as_of=AS_OF)
    return ws.store()


@pytest.fixture(scope="module")
def mary(shop: Store) -> str:
    return str(shop.rows("select golden_id from profile where full_name = 'Mary Jones'")[0]["golden_id"])


def events(shop: Store, golden_id: str, wanted: Wanted) -> list[list[str | None]]:
    return [
        [each.event_id for each in moment.happenings] for moment in timeline(shop, golden_id, wanted, SEOUL).moments
    ]


def test_visits_are_moments_the_newest_first_and_the_undated_last(shop: Store, mary: str) -> None:
    assert events(shop, mary, Wanted()) == [["e5"], ["e4"], ["e1", "e2", "e3"], ["e6"]]


def test_everything_is_counted_whatever_is_asked_for(shop: Store, mary: str) -> None:
    found = timeline(shop, mary, Wanted(action="ordered"), SEOUL)
    assert (found.found, found.total, found.pages) == (1, 6, 1)
    assert found.actions == {"visited": 2, "answered": 1, "ordered": 1, "other": 1, "viewed_product": 1}
    assert found.channels == {"web": 6}
    assert (found.first, found.last) == (datetime(2026, 3, 1, 1), datetime(2026, 3, 1, 15, 30))


def test_days_are_those_of_the_zone(shop: Store, mary: str) -> None:
    assert events(shop, mary, Wanted(since=date(2026, 3, 2))) == [["e5"]]
    assert events(shop, mary, Wanted(until=date(2026, 3, 1))) == [["e4"], ["e1", "e2", "e3"]]
    assert events(shop, mary, Wanted(action="other")) == [["e6"]]
    assert events(shop, mary, Wanted(channel="store")) == []


def test_properties_are_told_where_there_are_any(shop: Store, mary: str) -> None:
    moments = timeline(shop, mary, Wanted(), SEOUL).moments
    assert moments[0].happenings[0].properties == {"score": "9"}
    assert moments[1].happenings[0].properties == {}


def test_devices(shop: Store, mary: str) -> None:
    (device,) = Timelines(shop, mary).devices()
    assert (device.device_type, device.devices, device.events) == ("ios", 1, 4)


def test_pages_hold_moments(company: Company) -> None:
    rows = "".join(f"C1,Mary,mary@mail.example,call,n{n:03d},2026-03-01 10:{n % 60:02d},,,,\n" for n in range(PAGE + 3))
    company.source(SHOP).file("shop.csv", "customer,name,mail,kind,no,at,device,on,paid,score\n" + rows)
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        with ws.store() as store:
            golden_id = store.rows("select golden_id from profile")[0]["golden_id"]
            first, last, beyond = (timeline(store, golden_id, Wanted(page=page), SEOUL) for page in (1, 2, 3))
    assert (len(first.moments), len(last.moments), len(beyond.moments)) == (PAGE, 3, 0)
    assert first.pages == last.pages == beyond.pages == 2


def test_a_person_without_events(shop: Store) -> None:
    found = timeline(shop, "g00000000000000000000", Wanted(), SEOUL)
    assert (found.moments, found.found, found.total, found.first) == ([], 0, 0, None)
