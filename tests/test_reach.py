"""Can I send now: consent, law, age, bounces, frequency and the hour; asked of one person and published for all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from cdp.errors import NotFound, UsageError
from cdp.reach import Answer, reach
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

PEOPLE = """
    source: people
    party: first
    channel: crm
    connector: {kind: csv, path: people.csv}
    record: {id: id}
    attributes: {full_name: name, email: mail, phone: phone, birth_date: birth}
    address: {street: street, city: city, region: state, country: country}
    consents:
      - {purpose: {constant: marketing}, channel: {constant: email}, state: mail_ok, since: ok_at}
      - {purpose: {constant: marketing}, channel: {constant: sms}, state: sms_ok, since: ok_at}
      - {purpose: {constant: night marketing}, channel: {constant: sms}, state: night_ok, since: ok_at}
"""
PEOPLE_CSV = """
    id,name,mail,phone,birth,street,city,state,country,mail_ok,sms_ok,night_ok,ok_at
    minji,Kim Minji,minji@mail.example,+821011112222,1990-01-01,Road 1,Seoul,,KR,Y,Y,,2025-01-10
    jisoo,Lee Jisoo,jisoo@mail.example,+821033334444,1991-02-02,Road 2,Seoul,,KR,Y,Y,Y,2025-01-10
    old,Park Older,old@mail.example,+821055556666,1980-03-03,Road 3,Busan,,KR,Y,Y,,2024-06-30
    nay,Choi Nosey,nosey@mail.example,+821077778888,1985-04-04,Road 4,Busan,,KR,N,,,2025-01-10
    young,Jung Younger,young@mail.example,,2014-05-05,Road 5,Busan,,KR,Y,,,2025-01-10
    ann,Ann Field,ann@mail.example,+12125550123,1970-06-06,1 First Ave,New York,NY,US,,Y,,2025-01-10
    bea,Bea Hill,bea@mail.example,+14155550124,1971-07-07,2 First Ave,Unknown,,US,N,Y,,2025-01-10
    dry,Dry Well,,+818012345678,1972-08-08,Cho 1,Tokyo,,JP,Y,,,2025-01-10
    cut,Cut Off,cut@mail.example,+447700900123,1973-09-09,3 High St,Leeds,,GB,Y,,,2025-01-10
    busy,Busy Bee,busy@mail.example,+447700900124,1974-10-10,4 High St,York,,GB,Y,,,2025-01-10
"""
MAILS = """
    source: mails
    party: first
    channel: email
    connector: {kind: csv, path: mails.csv}
    events:
      - {type: what, time: at, identifiers: {email: mail}}
"""
MAILS_CSV = """
    at,mail,what
    2026-01-01T10:00:00Z,cut@mail.example,email_open
    2026-02-01T10:00:00Z,cut@mail.example,email_bounce
    2026-02-01T10:00:00Z,minji@mail.example,email_bounce
    2026-03-01T10:00:00Z,minji@mail.example,email_open
    2026-06-20T10:00:00Z,busy@mail.example,email_sent
    2026-06-25T10:00:00Z,busy@mail.example,email_sent
    2026-06-28T09:00:00Z,old@mail.example,email_sent
"""
CONTACT = """
purposes:
  marketing: {channels: [email, sms], minimum_age: 16, at_most: {messages: 2, days: 14}}
  service: {consent: not needed, channels: [email, phone]}
"""
NOON_IN_SEOUL = "2026-06-29T12:00+09:00"


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    company = Company(tmp_path_factory.mktemp("reach") / "ws")
    company.source(PEOPLE).file("people.csv", PEOPLE_CSV).source(MAILS).file("mails.csv", MAILS_CSV)
    company.config("contact.yml", CONTACT)
    with company.workspace as opened:
        opened.run(as_of=AS_OF)
        yield opened


def asked(ws: Workspace, record: str, purpose: str, channel: str, at: str = NOON_IN_SEOUL) -> Answer:
    (found,) = ws.table("membership").filter(f"record_id = '{record}'").project("golden_id").fetchall()
    return ws.can_send(found[0], purpose, channel, at)


@pytest.mark.parametrize(
    ("record", "purpose", "channel", "reasons"),
    [
        ("minji", "marketing", "email", ()),
        ("minji", "marketing", "sms", ()),
        ("nay", "marketing", "email", ("refused",)),
        ("nay", "marketing", "sms", ("no consent",)),
        ("old", "marketing", "sms", ()),
        ("young", "marketing", "email", ("under age",)),
        ("young", "marketing", "sms", ("no consent", "no address")),
        ("young", "service", "phone", ("no address",)),
        ("ann", "marketing", "email", ()),
        ("bea", "marketing", "email", ("refused",)),
        ("dry", "marketing", "email", ("no address",)),
        ("cut", "marketing", "email", ("address bounced",)),
        ("cut", "service", "email", ("address bounced",)),
        ("busy", "marketing", "email", ("frequency cap",)),
        ("busy", "service", "email", ()),
    ],
)
def test_what_stands_in_the_way_is_told(
    ws: Workspace, record: str, purpose: str, channel: str, reasons: tuple[str, ...]
) -> None:
    assert asked(ws, record, purpose, channel).reasons == reasons


def test_a_korean_consent_ends_on_the_day_before_its_second_year_is_over(ws: Workspace) -> None:
    last, over = (asked(ws, "old", "marketing", "email", f"2026-06-{day}T12:00+09:00") for day in (29, 30))
    assert (last.allowed, over.allowed, over.reasons) == (True, False, ("reconfirmation due",))
    assert str(over.reconfirm_by) == "2026-06-30"
    assert over.possible_from is None


def test_the_night_is_quiet_unless_there_is_a_consent_for_it(ws: Workspace) -> None:
    night = "2026-06-29T22:00+09:00"
    answer = asked(ws, "minji", "marketing", "sms", night)
    assert (answer.allowed, answer.reasons) == (False, ("quiet hours",))
    assert answer.possible_from == datetime(2026, 6, 29, 23, tzinfo=UTC)
    assert asked(ws, "jisoo", "marketing", "sms", night).allowed
    assert asked(ws, "minji", "marketing", "email", night).allowed


def test_who_may_live_anywhere_in_america_is_left_in_peace_where_it_is_early(ws: Workspace) -> None:
    nine_in_new_york = "2026-06-29T09:00-04:00"
    assert asked(ws, "ann", "marketing", "sms", nine_in_new_york).allowed
    assert asked(ws, "bea", "marketing", "sms", nine_in_new_york).reasons == ("quiet hours",)


def test_the_cap_lets_go_when_the_second_last_message_is_old_enough(ws: Workspace) -> None:
    answer = asked(ws, "busy", "marketing", "email")
    assert answer.possible_from == datetime(2026, 7, 4, 10, tzinfo=UTC)
    assert asked(ws, "busy", "marketing", "email", "2026-07-04T10:00+00:00").allowed


def test_an_address_that_bounced_is_not_shown(ws: Workspace) -> None:
    assert asked(ws, "cut", "marketing", "email").address is None
    assert asked(ws, "minji", "marketing", "email").address == "minji@mail.example"


def test_what_is_published_and_what_is_asked_agree(ws: Workspace) -> None:
    with ws.store() as store:
        told_until = datetime.fromisoformat(store.manifest.told_until).replace(tzinfo=UTC)
        people = [golden_id for (golden_id,) in store.table("profile").project("golden_id").fetchall()]
        published = {
            (row["golden_id"], row["purpose"], row["channel"]): row for row in store.rows("from contactability")
        }
        for golden_id in people:
            for answer in reach(store, ws.config, golden_id, told_until):
                row = published.pop((golden_id, answer.purpose, answer.channel), None)
                standing = [reason for reason in answer.reasons if reason != "quiet hours"]
                assert (row["allowed"] if row else False) is (not standing)
                assert row is None or row["reason"] == next(iter(standing), None)
                assert row is not None or standing[0] in ("no consent", "no address")
    assert published == {}
    assert len(people) == 10


def test_a_day_means_its_noon(ws: Workspace) -> None:
    assert asked(ws, "minji", "marketing", "sms", "2026-06-29").allowed is False
    assert asked(ws, "cut", "marketing", "email", "2026-06-29").reasons == ("address bounced",)


@pytest.mark.parametrize(
    ("purpose", "channel"), [("markting", "email"), ("marketing", "emial"), ("marketing", "phone")]
)
def test_what_is_not_declared_is_refused(ws: Workspace, purpose: str, channel: str) -> None:
    with pytest.raises(UsageError):
        asked(ws, "minji", purpose, channel)


def test_nobody_is_not_found(ws: Workspace) -> None:
    with pytest.raises(NotFound):
        ws.reach("gnobody")


def test_another_policy_is_taken_up_without_matching_anew(tmp_path_factory: pytest.TempPathFactory) -> None:
    company = Company(tmp_path_factory.mktemp("policy") / "ws")
    company.source(PEOPLE).file("people.csv", PEOPLE_CSV).source(MAILS).file("mails.csv", MAILS_CSV)
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        company.config("contact.yml", CONTACT)
        report = ws.run(as_of=AS_OF)
        assert (report.status, report.changed, report.full_because) == ("published", 0, "")
        purposes = ws.table("contactability").project("purpose").distinct().fetchall()
    assert {purpose for (purpose,) in purposes} == {"marketing", "service"}


def test_where_nothing_is_told_of_anybody_the_rules_alone_answer(settled: Company) -> None:
    ws = settled.workspace
    with ws.store() as store:
        assert store.rows("select count(*) as n from contactability") == [{"n": 0}]
        someone = store.rows("select min(golden_id) as id from profile")[0]["id"]
        noon = datetime(2026, 6, 30, 12, tzinfo=UTC)
        found = {(each.purpose, each.channel): each for each in reach(store, ws.config, someone, noon)}
    needed, not_needed = found["marketing", "email"], found["service", "email"]
    assert (needed.allowed, needed.reasons) == (False, ("no consent",))
    assert (not_needed.allowed, not_needed.reasons) == (True, ())
    assert not_needed.address is not None
    assert found["marketing", "sms"].reasons == ("no consent", "no address")
