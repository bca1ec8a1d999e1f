from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from connectors import SourceUnreachable, SourceUnreadable
from connectors.http_mark import HttpMark, later, seen
from tests.connectors.samples import Pulled, connect, pull_one, read
from tests.connectors.web_service import Asked, Reply, WebService, serving

PEOPLE = [
    {"id": number, "name": f"사람 {number}", "changed": f"2024-01-{number:02}T00:00:00Z"} for number in range(1, 11)
]
PAGED = {"by": "page", "size": 3, "size_parameter": "per_page"}
START = "https://elsewhere.example/"


@pytest.fixture
def service() -> Iterator[WebService]:
    with serving(by_page) as found:
        yield found


def by_page(asked: Asked) -> Reply:
    first = (int(asked.parameters.get("page", 1)) - 1) * 3
    return Reply({"data": {"people": PEOPLE[first : first + 3]}})


def pull(base: Path, service: WebService, **options: Any) -> Pulled:
    return pull_one(base, "http_json", **settings(service, **options))


def settings(service: WebService, **options: Any) -> dict[str, Any]:
    usual = {
        "url": f"{service.url}/v1/people",
        "records": "$.data.people[*]",
        "pagination": PAGED,
        "backoff_seconds": 0.01,
        "attempts": 3,
    }
    return usual | options


def people(pulled: Pulled) -> list[dict[str, Any]]:
    return [json.loads(row["json"]) for row in pulled.rows]


def always(reply: Reply) -> Callable[[Asked], Reply]:
    return lambda _: reply


def once(fault: Reply, at: str = "2") -> Callable[[Asked], Reply]:
    """Answer the first request for a page with a fault."""
    left = [fault]

    def answer(asked: Asked) -> Reply:
        return left.pop() if left and asked.parameters.get("page") == at else by_page(asked)

    return answer


def test_all_pages_are_one_delivery(tmp_path: Path, service: WebService) -> None:
    pulled = pull(tmp_path, service)
    assert (pulled.unit, people(pulled), pulled.columns) == ("/v1/people", PEOPLE, ["json"])
    assert pulled.positions == list(range(1, 11))
    assert [each.parameters for each in service.asked] == [
        {"page": str(number), "per_page": "3"} for number in range(1, 6)
    ]


def by_offset(asked: Asked) -> Reply:
    start = int(asked.parameters["start"])
    return Reply({"data": {"people": PEOPLE[start : start + 4]}})


def by_cursor(asked: Asked) -> Reply:
    start = int(asked.parameters.get("after", 0))
    return Reply(
        {"data": {"people": PEOPLE[start : start + 4]}, "next": start + 4 if start + 4 < len(PEOPLE) else None}
    )


def by_header(asked: Asked) -> Reply:
    start = int(asked.parameters.get("after", 0))
    link = {"Link": f'</v1/people?after={start + 4}>; rel="next"'} if start + 4 < len(PEOPLE) else {}
    return Reply({"data": {"people": PEOPLE[start : start + 4]}}, headers=link)


def by_address(asked: Asked) -> Reply:
    reply = by_cursor(asked)
    reply.content["next"] = f"/v1/people?after={reply.content['next']}" if reply.content["next"] else ""
    return reply


@pytest.mark.parametrize(
    ("answer", "pagination"),
    [
        (by_offset, {"by": "offset", "parameter": "start"}),
        (by_cursor, {"by": "cursor", "parameter": "after", "next": "$.next"}),
        (by_header, {"by": "link"}),
        (by_address, {"by": "link", "next": "$.next"}),
    ],
)
def test_every_way_to_the_next_page(tmp_path: Path, answer: Callable[[Asked], Reply], pagination: Any) -> None:
    with serving(answer) as service:
        assert people(pull(tmp_path, service, pagination=pagination)) == PEOPLE


def test_without_pagination_there_is_one_page(tmp_path: Path, service: WebService) -> None:
    assert people(pull(tmp_path, service, pagination=None)) == PEOPLE[:3]


@pytest.mark.parametrize(
    "fault",
    [
        Reply(fault="reset"),
        Reply(PEOPLE, fault="cut"),
        Reply(PEOPLE, fault="stall"),
        Reply(b'{"data": {"people": [{"id": 4'),
        Reply(b"<html>busy</html>"),
        Reply(b"\xff\xfe{"),
        *(Reply(status=status) for status in (408, 429, 500, 502, 503, 504)),
        Reply(status=429, headers={"Retry-After": "0"}),
        Reply(status=503, headers={"Retry-After": formatdate(0, usegmt=True)}),
    ],
)
def test_a_fault_that_passes_loses_nothing(tmp_path: Path, service: WebService, fault: Reply) -> None:
    service.answer = once(fault)
    assert people(pull(tmp_path, service, timeout_seconds=0.3)) == PEOPLE
    assert [each.parameters["page"] for each in service.asked] == ["1", "2", "2", "3", "4", "5"]


def test_the_service_is_left_alone_as_long_as_it_asks(tmp_path: Path, service: WebService) -> None:
    service.answer = once(Reply(status=429, headers={"Retry-After": "1"}))
    start = time.monotonic()
    assert people(pull(tmp_path, service)) == PEOPLE
    assert time.monotonic() - start >= 1


def test_a_wait_beyond_measure_is_not_waited_for(tmp_path: Path, service: WebService) -> None:
    service.answer = once(Reply(status=429, headers={"Retry-After": "9000"}))
    with pytest.raises(SourceUnreachable, match="asks to wait 9000 seconds"):
        pull(tmp_path, service)


def test_requests_keep_their_distance(tmp_path: Path, service: WebService) -> None:
    start = time.monotonic()
    pull(tmp_path, service, requests_per_second=20)
    assert time.monotonic() - start >= 4 / 20


def test_a_pull_that_died_goes_on_where_it_stopped(tmp_path: Path, service: WebService) -> None:
    service.answer = lambda asked: Reply(status=500) if asked.parameters["page"] == "3" else by_page(asked)
    with pytest.raises(SourceUnreachable, match=r"/v1/people: answers 500 \(attempts: 3\)"):
        pull(tmp_path, service)
    service.asked.clear()
    service.answer = by_page
    assert people(pull(tmp_path, service)) == PEOPLE
    assert [each.parameters["page"] for each in service.asked] == ["3", "4", "5"]


def test_a_pull_that_died_long_ago_or_with_other_settings_begins_anew(
    tmp_path: Path, service: WebService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.answer = lambda asked: Reply(status=500) if asked.parameters["page"] == "3" else by_page(asked)
    for _ in range(2):
        with pytest.raises(SourceUnreachable):
            pull(tmp_path, service)
    service.answer = by_page
    service.asked.clear()
    assert people(pull(tmp_path, service, parameters={"all": "yes"})) == PEOPLE
    assert service.asked[0].parameters == {"all": "yes", "page": "1", "per_page": "3"}
    service.asked.clear()
    monkeypatch.setattr("connectors.http_spool.LONGEST_REST", -1)
    assert people(pull(tmp_path, service)) == PEOPLE
    assert service.asked[0].parameters["page"] == "1"


def test_a_page_that_is_gone_when_a_pull_goes_on_makes_it_begin_anew(tmp_path: Path, service: WebService) -> None:
    service.answer = lambda asked: Reply(status=500) if asked.parameters["page"] == "3" else by_page(asked)
    with pytest.raises(SourceUnreachable):
        pull(tmp_path, service)
    service.answer = once(Reply(status=410), at="3")
    assert people(pull(tmp_path, service)) == PEOPLE


def test_nothing_pulled_stays_behind(tmp_path: Path, service: WebService) -> None:
    pull(tmp_path, service)
    assert [file for file in (tmp_path / "cache").rglob("*") if file.is_file()] == []


def test_a_service_that_never_changes_the_page_is_told(tmp_path: Path) -> None:
    with (
        serving(lambda _: Reply({"data": {"people": PEOPLE}})) as service,
        pytest.raises(SourceUnreadable, match="the same page again and again"),
    ):
        pull(tmp_path, service)


def test_links_that_go_round_in_circles_are_told(tmp_path: Path) -> None:
    def circle(asked: Asked) -> Reply:
        at = int(asked.parameters.get("after", 0))
        return Reply({"data": {"people": PEOPLE[at : at + 1]}, "next": f"/v1/people?after={(at + 1) % 3}"})

    with serving(circle) as service, pytest.raises(SourceUnreadable, match="the same page again and again"):
        pull(tmp_path, service, pagination={"by": "link", "next": "$.next"})


@pytest.mark.parametrize("link", ["https://x:port/", "\x00"])
def test_a_link_that_is_no_address_is_told(tmp_path: Path, link: str) -> None:
    with (
        serving(lambda _: Reply({"data": {"people": PEOPLE}, "next": link})) as service,
        pytest.raises(SourceUnreadable, match="no valid address"),
    ):
        pull(tmp_path, service, pagination={"by": "link", "next": "$.next"})


def test_no_credentials_go_to_another_host(tmp_path: Path) -> None:
    with (
        serving(lambda _: Reply({"data": {"people": PEOPLE}, "next": START})) as service,
        pytest.raises(SourceUnreadable, match="another host"),
    ):
        pull(tmp_path, service, pagination={"by": "link", "next": "$.next"})


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(status=404), "/v1/people: answers 404"),
        (Reply(status=401), "the credentials are refused"),
        (Reply(status=301, headers={"Location": START}), "it has moved"),
        (Reply(status=500), "answers 500"),
    ],
)
def test_a_refusal_is_told_and_leaves_nothing(tmp_path: Path, reply: Reply, told: str) -> None:
    with serving(lambda _: reply) as service, pytest.raises(SourceUnreachable, match=told):
        pull(tmp_path, service)
    assert list(tmp_path.iterdir()) == []


def test_nobody_there_is_unreachable(tmp_path: Path) -> None:
    with serving(by_page) as service:
        pass
    with pytest.raises(SourceUnreachable, match="the connection broke"):
        pull(tmp_path, service)


def test_records_that_are_not_there_are_told(tmp_path: Path, service: WebService) -> None:
    with pytest.raises(SourceUnreadable, match=r"nothing at \$\.customers"):
        pull(tmp_path, service, records="$.customers[*]")


def since(asked: Asked) -> Reply:
    from_on = asked.parameters.get("since", "")
    return Reply({"data": {"people": [each for each in PEOPLE if each["changed"] >= from_on]}})


def test_only_what_is_new_is_asked_for(tmp_path: Path) -> None:
    options = {"pagination": None, "incremental": {"parameter": "since", "field": "$.changed"}}
    with serving(since) as service:
        connector = connect(tmp_path, "http_json", **settings(service, **options))
        [first] = connector.pull({})
        assert len(read(first).rows) == 10
        assert not first.continued
        [again] = connector.pull({first.unit: first.cursor})
        assert again.unchanged
        service.answer = lambda asked: Reply({"data": {"people": [*since(asked).content["data"]["people"], tie]}})
        tie = PEOPLE[-1] | {"id": 11}
        [second] = connector.pull({first.unit: first.cursor})
        assert (second.unchanged, second.continued, len(read(second).rows)) == (False, True, 2)
    assert [each.parameters for each in service.asked] == [{}, *[{"since": "2024-01-10T00:00:00Z"}] * 2]


def test_a_service_with_nothing_new_leaves_the_cursor(tmp_path: Path) -> None:
    options = {"pagination": None, "incremental": {"parameter": "since", "field": "$.changed", "first": "2024-01-05"}}
    with serving(since) as service:
        connector = connect(tmp_path, "http_json", **settings(service, **options))
        [first] = connector.pull({})
        service.answer = lambda _: Reply({"data": {"people": []}})
        [again] = connector.pull({first.unit: first.cursor})
    assert (again.unchanged, again.cursor) == (True, first.cursor)
    assert service.asked[0].parameters == {"since": "2024-01-05"}


@pytest.mark.parametrize(
    ("values", "largest"),
    [
        (["2024-01-01T10:00:00+09:00", "2024-01-01T02:00:00Z"], "2024-01-01T02:00:00Z"),
        ([9, 10], 10),
        (["a", "b", None, True, {}], "b"),
        ([None], None),
    ],
)
def test_the_largest_value_is_told_by_what_it_means(values: list[object], largest: object) -> None:
    mark = None
    for value in values:
        mark = seen(mark, value, "record")
    assert (mark.largest if mark else None) == largest


def test_a_mark_never_goes_back() -> None:
    old, new = HttpMark("2024-02-01", 1), HttpMark("2024-01-01", 2)
    assert later(old, new) == old
    assert later(old, HttpMark("2024-02-01", 3)) == HttpMark("2024-02-01", 3)
    assert later(None, new) == later(new, None) == new


def test_secrets_come_from_the_environment_and_are_in_no_message(
    tmp_path: Path, service: WebService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "hush-hush")
    secret = {"headers": {"X-Key": "${TOKEN}"}, "parameters": {"key": "${TOKEN}"}}
    pull(tmp_path, service, **secret)
    assert service.asked[0].headers["X-Key"] == service.asked[0].parameters["key"] == "hush-hush"
    for reply in (Reply(status=404), Reply(status=500), Reply(b"x"), Reply(fault="reset"), Reply({"x": 1})):
        service.answer = always(reply)
        with pytest.raises((SourceUnreachable, SourceUnreadable)) as error:
            pull(tmp_path, service, **secret)
        assert "hush" not in str(error.value)
        assert error.value.__cause__ is None
    monkeypatch.delenv("TOKEN")
    with pytest.raises(SourceUnreachable, match="variable TOKEN"):
        pull(tmp_path, service, **secret)


def test_user_and_password(tmp_path: Path, service: WebService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSWORD", "p:w")
    pull(tmp_path, service, basic={"user": "reader", "password": "${PASSWORD}"})
    assert service.asked[0].headers["Authorization"] == "Basic " + base64.b64encode(b"reader:p:w").decode()


def test_a_token_is_asked_for_and_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "s")
    tokens = iter(["old", "new"])

    def answer(asked: Asked) -> Reply:
        if asked.path == "/token":
            return Reply({"access_token": next(tokens)})
        is_old = asked.headers["Authorization"] == "Bearer old"
        return Reply(status=401) if is_old and asked.parameters["page"] == "2" else by_page(asked)

    with serving(answer) as service:
        oauth = {"token_url": f"{service.url}/token", "client_id": "us", "client_secret": "${SECRET}", "scope": "read"}
        assert people(pull(tmp_path, service, oauth=oauth)) == PEOPLE
    form = {"grant_type": "client_credentials", "client_id": "us", "client_secret": "s", "scope": "read"}
    assert [each.form for each in service.asked if each.path == "/token"] == [form, form]


@pytest.mark.parametrize(
    "options",
    [
        {"pagination": {"by": "cursor", "parameter": "after"}},
        {"pagination": {"by": "page", "size": 3}},
        {"pagination": {"by": "magic"}},
        {"records": "people"},
    ],
)
def test_settings_that_do_not_fit_are_refused(tmp_path: Path, service: WebService, options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        connect(tmp_path, "http_json", **settings(service, **options))


@pytest.mark.parametrize("url", ["ftp://x/y", "x", "http://"])
def test_an_address_that_is_none_is_told(tmp_path: Path, service: WebService, url: str) -> None:
    with pytest.raises(SourceUnreachable, match="`url` is no web address"):
        pull(tmp_path, service, url=url)
