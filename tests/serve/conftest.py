"""A server as users start it: a process of its own on this machine."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import AS_OF, Company

SHOP = """
    source: shop
    party: first
    channel: web
    region: KR
    timezone: Asia/Seoul
    connector: {kind: csv, path: shop.csv}
    record: {id: no}
    attributes: {full_name: name, email: mail, phone: tel}
    address: {city: city}
    events:
      - {type: kind, id: event, time: at, identifiers: {email: mail}, order_number: order, amount: paid,
         currency: {constant: KRW}, text: note}
    consents: [{purpose: {constant: marketing}, channel: {constant: email}, state: ok, since: at}]
"""
SHOP_CSV = """
    no,name,mail,tel,city,kind,event,at,order,paid,note,ok
    S1,김하늘,haneul@mail.example,010-5234-0188,강남구,order_placed,e1,2026-03-03T20:41:00,W1,12300,,Y
    S2,김하늘,haneul@mail.example,010-5234-0188,강남구,call,e2,2026-03-04T00:30:00,,,<b>배송</b> 문의,Y
    S3,김하늘,other@mail.example,010-9999-7777,부산진구,order_placed,e3,2026-01-02T10:00:00,W3,9900,,N
    S4,Mary Jones,mary@mail.example,010-7777-1234,강남구,page Home,e4,2026-01-03T10:00:00,,,,
"""


@dataclass
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> object:
        """The body as JSON."""
        return json.loads(self.text)


@dataclass
class Server:
    """A running server."""

    process: subprocess.Popen[str]
    address: str
    log: Path
    host: str = field(init=False)
    port: int = field(init=False)

    def __post_init__(self) -> None:
        self.host, port = self.address.removeprefix("http://").rstrip("/").split(":")
        self.port = int(port)

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path as it is, without following redirects; `accept_language` is the header Accept-Language."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        body = Answer(answer.status, told, answer.read().decode())
        connection.close()
        return body

    def stop(self) -> str:
        """End it; return what it logged."""
        self.process.terminate()
        self.process.wait(20)
        return self.log.read_text(encoding="utf-8")


def start(workspace: Path, log: Path) -> Server:
    """Serve a workspace on a free port."""
    command = [sys.executable, "-m", "cdp", "serve", str(workspace), "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log.open("w"), text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, log.read_text(encoding="utf-8")
    return Server(process, json.loads(line)["address"], log)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A published company of three people, two of them namesakes."""
    made = Company(tmp_path_factory.mktemp("shop") / "ws").source(SHOP).file("shop.csv", SHOP_CSV)
    made.config("cdp.yml", "company: Shop & Sons\nregion: KR\ntimezone: Asia/Seoul\n")
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
    return made


@pytest.fixture(scope="module")
def server(shop: Company, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """That company, served."""
    running = start(shop.folder, tmp_path_factory.mktemp("log") / "log")
    yield running
    running.stop()


@pytest.fixture
def golden_id(server: Server) -> Callable[[str], str]:
    """A function that finds somebody's golden_id."""

    def find(text: str) -> str:
        from urllib.parse import quote

        hits = server.get(f"/api/find?q={quote(text)}").json()
        assert isinstance(hits, list)
        return str(hits[0]["golden_id"])

    return find


def eventually(check: Callable[[], bool], seconds: float = 30.0) -> bool:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if check():
            return True
        time.sleep(0.2)
    return False
