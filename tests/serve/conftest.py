"""A server as users start it: a process of its own on this machine."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import AS_OF, Company
from tests.serve.visitor import Come, comers

CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
"""Nothing but the pages: no window, no first steps, no updates."""

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

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


@dataclass
class Server:
    """A running server; its address ends with a slash."""

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
        return self._ask(method, path, None, headers)

    def post(self, path: str, body: str, **headers: str) -> Answer:
        """Send a form, or what `content_type` says."""
        return self._ask("POST", path, body, {"content_type": "application/x-www-form-urlencoded"} | headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        connection.request(method, path, body.encode() if body is not None else None, named)
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        found = Answer(answer.status, told, answer.read().decode())
        connection.close()
        return found

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


Serve = Callable[[Path], Server]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A published company of three people, two of them namesakes."""
    made = Company(tmp_path_factory.mktemp("shop") / "ws").source(SHOP).file("shop.csv", SHOP_CSV)
    made.config("cdp.yml", "company: Shop & Sons\nregion: KR\ntimezone: Asia/Seoul\n")
    with made.workspace as ws:
        ws.run(as_of=AS_OF)
    return made


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """A function that serves a workspace until the tests of the file are done."""
    running: list[Server] = []

    def served(workspace: Path) -> Server:
        running.append(start(workspace, tmp_path_factory.mktemp("log") / "log"))
        return running[-1]

    yield served
    for each in running:
        each.stop()


@pytest.fixture(scope="module")
def server(shop: Company, serve: Serve) -> Server:
    """That company, served; files with a company of their own serve that."""
    return serve(shop.folder)


@pytest.fixture(scope="module")
def demo(demo_company: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The demo company, small, served."""
    return serve(Path(shutil.copytree(demo_company, tmp_path_factory.mktemp("demo") / "ws")))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium here: `apt-get install chromium`")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def come(browser: Browser) -> Iterator[Come]:
    """A function that lets somebody come to a server; at the end nobody has asked another host, nor met a fault."""
    with comers(browser) as visitor:
        yield visitor


@pytest.fixture
def golden_id(server: Server) -> Callable[[str], str]:
    """A function that finds somebody's golden_id."""

    def find(text: str) -> str:
        hits = server.get(f"/api/find?q={quote(text)}").json()
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
