"""How quickly `cdp serve` answers at a million people: its start, find-as-you-type, and the page of a busy person.

    python -m tests.bench.serve --bench DIR --n 1000000

Makes a company of `--n` people in DIR (kept there, and taken again), with three events each and 500 of one person, runs
it, serves it, and prints seconds of the start with and without the search index of the version, and milliseconds of the
server per request: of every text that stands in the box while somebody types, and of the person's pages.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from cdp.demo import names_en, names_jp, names_kr
from cdp.demo.dice import Dice

FILES = {
    "cdp.yml": "company: Bench\nregion: KR\ntimezone: Asia/Seoul\n",
    "identity.yml": "{}\n",
    "golden.yml": "{}\n",
    "sources/crm.yml": """
source: crm
party: first
channel: crm
connector: {kind: csv, path: people.csv}
record: {id: no}
attributes: {full_name: name, phonetic_name: kana, email: mail, phone: phone, loyalty_id: card, birth_date: born}
address: {city: city, postal_code: post, country: country}
""",
    "sources/shop.yml": """
source: shop
party: first
channel: web
connector: {kind: csv, path: events.csv}
events:
  - type: type
    id: id
    time: at
    identifiers: {loyalty_id: card}
    order_number: order_no
    amount: amount
    currency: {constant: KRW}
    text: note
""",
}
COLUMNS = ("no", "name", "kana", "mail", "phone", "card", "born", "city", "post", "country")
CODES = ("212", "617", "312", "415")
BUSY = 500
"""Events of the busy person, the first one."""
VISITS = 20
"""Times that the page of the busy person is opened."""
PARTS = ("", "/identity", "/why")
"""Pages of the person that are opened."""
TYPED = (
    "김하늘",
    "ㄱㅎㄴ",
    "kim haneul",
    "Haneul Kim",
    "さいとう",
    "斎藤 健一",
    "saito kenichi",
    "smith john",
    "jonson mary",
    "01012345678",
    "0188",
    "+82 10-5234-0188",
    "kim.000123@mail.example",
    "HK00000123",
    "W00000321",
)
"""What somebody types, letter by letter."""


def people(n: int) -> Iterator[tuple[str, ...]]:
    """Rows of the CRM: half Korean, a fifth Japanese, the rest American; given names of two random syllables, too."""
    dice = Dice(1, "people")
    cities = {"KR": ("강남구", "해운대구", "분당구"), "JP": ("世田谷区", "横浜市"), "US": ("Boston", "Austin")}
    born = datetime(1940, 1, 1)
    for number in range(n):
        kind = number % 10
        country = "KR" if kind < 5 else "JP" if kind < 7 else "US"
        gender = "F" if dice.chance(0.5) else "M"
        line = number * 48_271_123 % 10**8
        if country == "KR":
            family, given = names_kr.family_name(dice).native, names_kr.given_name(dice, gender).native
            if dice.chance(0.5):
                given = given[0] + names_kr.given_name(dice, gender).native[-1]
            name, kana, phone = family + given, "", f"010{line:08d}"
        elif country == "JP":
            one, other = names_jp.family_name(dice), names_jp.given_name(dice, gender)
            name, kana = f"{one.native} {other.native}", f"{one.kana} {other.kana}"
            phone = f"090{line:08d}"
        else:
            first, last = names_en.given_name(dice, gender), names_en.family_name(dice)
            name, kana, phone = (
                f"{first.native} {last.native}",
                "",
                f"+1{dice.pick(CODES)}{2 + line % 8}{line % 10**6:06d}",
            )
        day = born + timedelta(days=dice.below(25000))
        place = cities[country][dice.below(len(cities[country]))]
        mail, card = f"{dice.token()[:10]}@mail.example", f"HK{number:08d}"
        post = f"{10000 + number % 80000}"
        yield f"C{number}", name, kana, mail, phone, card, f"{day:%Y-%m-%d}", place, post, country


def events(n: int) -> Iterator[tuple[str, ...]]:
    """Rows of the shop: a visit, an order and its delivery for everybody, and many more of the first person."""
    start = datetime(2024, 1, 1)
    for number in range(n):
        card, order = f"HK{number:08d}", f"W{number:08d}"
        at = start + timedelta(minutes=number % 1_000_000)
        for nth, kind in enumerate(("visit", "order_placed", "order_delivered")):
            moment = at + timedelta(days=nth)
            yield (
                kind,
                f"{number}-{nth}",
                moment.isoformat(),
                card,
                order if nth else "",
                "12300" if nth == 1 else "",
                "",
            )
    for nth in range(BUSY - 3):
        at = start + timedelta(hours=7 * nth)
        kind = ("visit", "call", "order_placed")[nth % 3]
        order = f"X{nth:06d}" if kind == "order_placed" else ""
        yield kind, f"busy-{nth}", at.isoformat(), "HK00000000", order, "9900" if order else "", "배송 문의" * 5


def make_company(folder: Path, n: int) -> Path:
    """Write the company and run it, unless it is there."""
    workspace = folder / f"serve_{n}"
    if (workspace / "published" / "CURRENT").exists():
        return workspace
    shutil.rmtree(workspace, ignore_errors=True)
    for name, text in FILES.items():
        path = workspace / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    write(workspace / "people.csv", COLUMNS, people(n))
    write(workspace / "events.csv", ("type", "id", "at", "card", "order_no", "amount", "note"), events(n))
    subprocess.run([sys.executable, "-m", "cdp", "run", "-w", str(workspace)], check=True, stdout=subprocess.DEVNULL)
    return workspace


def write(path: Path, columns: Sequence[str], rows: Iterator[tuple[str, ...]]) -> None:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        out.writerows(rows)


def started(workspace: Path) -> tuple[subprocess.Popen[str], str, float]:
    """Start the server; return it, its address, and the seconds until the first page came."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "cdp", "serve", str(workspace), "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = json.loads(process.stdout.readline())["address"]
    with urlopen(address) as answer:
        answer.read()
    return process, address, time.perf_counter() - began


def stopped(process: subprocess.Popen[str]) -> list[tuple[str, float]]:
    """End the server; return the routes that it answered, each with its milliseconds, in order."""
    process.terminate()
    _, log = process.communicate()
    words = [line.split() for line in log.splitlines() if line.endswith(" ms")]
    return [(each[1], float(each[-2])) for each in words]


def busy(address: str) -> tuple[str, float]:
    """Return the busy person's golden_id, and the seconds until it was found: the index is waited for."""
    began = time.perf_counter()
    with urlopen(f"{address}api/find?q=HK00000000") as answer:
        return json.loads(answer.read())[0]["golden_id"], time.perf_counter() - began


def asks(address: str, pid: int) -> dict[str, float]:
    """Type every text letter by letter, then open the busy person's pages time and again.

    Returns the server's mean processor time per request, in milliseconds, by route.
    """
    golden_id, _ = busy(address)
    typed = [f"find/hits?q={quote(text[:end])}" for text in TYPED for end in range(1, len(text) + 1)]
    asked = {"/find/hits": typed, **{_route(part): [f"person/{golden_id}{part}"] * VISITS for part in PARTS}}
    spent = {}
    for route, paths in asked.items():
        began = processor(pid)
        for path in paths:
            with urlopen(f"{address}{path}") as answer:
                answer.read()
        spent[route] = 1000 * (processor(pid) - began) / len(paths)
    return spent


def _route(part: str) -> str:
    return f"/person/{{golden_id}}{part}"


def processor(pid: int) -> float:
    """Return the seconds of processor time that a process has spent."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def measure(workspace: Path) -> list[tuple[str, str]]:
    """Return what was measured, in words."""
    shutil.rmtree(workspace / "cache" / "find", ignore_errors=True)
    process, address, first = started(workspace)
    _, found = busy(address)
    stopped(process)
    process, address, again = started(workspace)
    spent = asks(address, process.pid)
    routes = stopped(process)
    took = {route: [each for other, each in routes if other == route] for route in spent}
    return [
        ("start, the version's index made on the side", f"{first:.1f} s, and {found:.1f} s until somebody is found"),
        ("start with the index there", f"{again:.1f} s"),
        *((f"`{route}`", f"{spread(took[route])}, {spent[route]:.0f} ms of a processor") for route in spent),
    ]


def spread(took: list[float]) -> str:
    """Median, 95th percentile and the longest, in milliseconds."""
    ordered = sorted(took)
    high = ordered[int(0.95 * (len(ordered) - 1))]
    return f"{statistics.median(ordered):.0f} / {high:.0f} / {ordered[-1]:.0f} ms"


def main() -> None:
    """Make the company, and measure."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    arguments.add_argument("--bench", type=Path, required=True)
    arguments.add_argument("--n", type=int, default=1_000_000)
    given = arguments.parse_args()
    workspace = make_company(given.bench, given.n)
    print("| what | p50 / p95 / longest, and processor time on average |\n|---|---|")
    for what, told in measure(workspace):
        print(f"| {what} | {told} |")


if __name__ == "__main__":
    main()
