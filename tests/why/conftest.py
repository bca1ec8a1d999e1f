"""A company of some 250 people in two systems, some of whom are stories of their own; explained, never changed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

SOURCE = """
    source: {name}
    party: first
    channel: store
    connector: {{kind: csv, path: {name}.csv}}
    record: {{id: id, one_record_per_person: "no"}}
    attributes: {{given_name: first, family_name: last, birth_date: born, email: mail, phone: tel, national_id: nid,
                 customer_id: account}}
    address: {{street: street, city: city, postal_code: zip}}
"""
COLUMNS = ("id", "first", "last", "born", "mail", "tel", "nid", "account", "street", "city", "zip")
GIVEN = ("Mary", "Peter", "Anna", "John", "Linda", "Robert", "Susan", "Paul", "Helen", "Oscar")
FAMILY = ("Jones", "Novak", "Berg", "Smith", "Quinn", "Larsen", "Rossi", "Weber", "Tanaka", "Lopez")
SHOP_PHONE = "+441134960000"

Row = dict[str, str]


@dataclass
class Town:
    """Rows by source."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {"crm": [], "shop": []})

    def add(self, source: str, **values: str) -> None:
        self.rows[source].append(dict.fromkeys(COLUMNS, "") | values)

    def change(self, record: str, **values: str) -> None:
        source, record_id = record.split("/")
        next(row for row in self.rows[source] if row["id"] == record_id).update(values)

    def written(self, company: Company) -> Company:
        for source, rows in self.rows.items():
            lines = [",".join(COLUMNS), *(",".join(row.values()) for row in rows)]
            company.file(f"{source}.csv", "\n".join(lines) + "\n")
        return company


def crowd(town: Town, people: int) -> None:
    """Add people who stand in both systems, with slips and gaps."""
    rnd = random.Random(5)
    for n in range(people):
        first, last = rnd.choice(GIVEN), rnd.choice(FAMILY)
        person = {
            "first": first,
            "last": last,
            "born": f"19{rnd.randrange(40, 99)}-{rnd.randrange(1, 13):02d}-{rnd.randrange(1, 29):02d}",
            "mail": f"{last.lower()}{rnd.randrange(10**6)}.{first[0].lower()}@mail.example",
            "tel": f"+44113{2000000 + n * 7919 % 999999:07d}",
            "street": f"{n % 89 + 1} {FAMILY[n % 7]} Street",
            "city": "Leeds" if n % 2 else "York",
            "zip": f"LS{n % 60} {n % 9}AA",
        }
        town.add("crm", id=f"c{n}", **person)
        gaps = {name: "" for name in ("born", "mail", "tel") if rnd.random() < 0.25}
        slip = {"first": first[:-1] + "x"} if rnd.random() < 0.1 else {}
        town.add("shop", id=f"s{n}", **person | gaps | slip)


def stories(town: Town) -> None:
    """Add a couple with one account, two who hold the shop's own phone, two numbers of the state, a bridge."""
    home = {"street": "7 Mill Lane", "city": "Bath", "zip": "BA1 7AA", "tel": "+441134970001"}
    town.add(
        "crm", id="ann", first="Annabel", last="Crane", born="1971-02-03", account="A1", mail="a@crane.example", **home
    )
    town.add(
        "crm", id="ben", first="Benedict", last="Crane", born="1969-11-23", account="A1", mail="b@crane.example", **home
    )
    for n in range(14):
        town.add(
            "crm", id=f"walkin{n}", first=GIVEN[n % 10], last=f"Walkin{n}", born=f"1960-01-{n + 1:02d}", tel=SHOP_PHONE
        )
    same = {"first": "Ingrid", "last": "Falk", "born": "1980-05-05", "mail": "ingrid@falk.example"}
    town.add("crm", id="id1", nid="900101-1", **same)
    town.add("shop", id="id2", nid="900202-2", **same)
    clara = {"first": "Clara", "last": "Dunmore", "born": "1955-06-07"}
    town.add("crm", id="bridge1", **clara, mail="clara@dunmore.example")
    town.add("crm", id="bridge2", **clara, mail="clara@dunmore.example", tel="+441134980002")
    town.add("shop", id="bridge3", first="Clara", last="Dunmore", tel="+441134980002")
    town.add("crm", id="far1", first="Wilma", last="Zander", born="1933-03-03", mail="wilma@zander.example")
    town.add("shop", id="far2", first="Wilma", last="Zander", born="1987-12-21", mail="wz@other.example")


def namesakes(town: Town) -> None:
    """Add two records that have nothing but a name, the same."""
    for source in town.rows:
        town.add(source, id="name", first="Sabrina", last="Jones")


@pytest.fixture(scope="session")
def town() -> Town:
    made = Town()
    crowd(made, 240)
    stories(made)
    namesakes(made)
    return made


def found_company(folder: Path, town: Town) -> Company:
    """A company with the rows of a town."""
    company = town.written(Company(folder))
    company.config("identity.yml", "attributes: {national_id: {type: national_id, holding: unique}}\n")
    for name in town.rows:
        company.source(SOURCE.format(name=name))
    return company


@pytest.fixture(scope="session")
def ws(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The company as published; many enough records to be blocked instead of comparing every pair."""
    with found_company(tmp_path_factory.mktemp("town") / "ws", town).workspace as opened:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("cdp.link.plan.ALL_PAIRS", 0)
            opened.run(as_of=AS_OF)
        yield opened
