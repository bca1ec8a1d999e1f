"""People are found by anything they gave, in any script, spelling and order; the index follows the version."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdp.errors import UsageError
from cdp.find import Hit
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

SHOP = """
    source: shop
    party: first
    channel: web
    region: KR
    timezone: Asia/Seoul
    connector: {kind: csv, path: shop.csv}
    record: {id: no}
    attributes: {full_name: name, phonetic_name: kana, email: mail, phone: tel, birth_date: born}
    address: {city: city}
    events:
      - {type: {constant: purchase}, id: no, time: at, identifiers: {email: mail}, order_number: order, amount: paid}
"""
SHOP_CSV = """
    no,name,kana,mail,tel,born,city,at,order,paid
    S1,김하늘,,haneul.kim@mail.example,010-5234-0188,1988-04-12,강남구,2026-03-03,W2603-1,12300
    S2,김하늘,,other.sky@mail.example,010-7777-9999,1955-01-30,해운대구,2026-01-01,W2601-7,9900
    S3,斎藤 健一,サイトウ ケンイチ,kenichi@mail.example,,1976-11-03,世田谷区,,,
    S4,Mary Johnson,,mary@mail.example,,1990-02-02,Boston,,,
    S5,Jörg Müller,,joerg@mail.example,,1980-05-05,Berlin,,,
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Company(tmp_path_factory.mktemp("find") / "ws").source(SHOP).file("shop.csv", SHOP_CSV)
    ws = made.config("cdp.yml", "company: Shop\nregion: KR\ntimezone: Asia/Seoul\n").workspace
    ws.run(as_of=AS_OF)
    return ws


def found(ws: Workspace, text: str) -> list[Hit]:
    return [Hit(**hit) for hit in ws.find(text)]


@pytest.mark.parametrize(
    ("text", "name", "found_by"),
    [
        ("haneul.kim@mail.example", "김하늘", "email"),
        ("HANEUL.KIM@M", "김하늘", "email, beginning"),
        ("010-5234-0188", "김하늘", "phone"),
        ("+82 (0)10 5234 0188", "김하늘", "phone"),
        ("０１０５２３４０１８８", "김하늘", "phone"),
        ("0105234", "김하늘", "phone, beginning"),
        ("0188", "김하늘", "phone, last digits"),
        ("S1", "김하늘", "order S1 (shop)"),
        ("shop/S1", "김하늘", "record shop/S1"),
        ("w2603-1", "김하늘", "order W2603-1 (shop)"),
        ("W2603 1", "김하늘", "order W2603-1 (shop)"),
        ("W26031", "김하늘", "order W2603-1 (shop)"),
        ("haneul.kim@mail.exmple", "김하늘", "email, one letter off"),
        ("hanuel.kin@mail.example", "김하늘", "email, two letters off"),
        ("010-5234-0288", "김하늘", "phone, one digit off"),
        ("+82 10 5284 0188", "김하늘", "phone, one digit off"),
        ("W2603", "김하늘", "order W2603-1 (shop), beginning"),
        ("김하늘", "김하늘", "name"),
        ("김하늘 님", "김하늘", "name"),
        ("하늘 김", "김하늘", "name"),
        ("kimhaneul", "김하늘", "name"),
        ("Ha-neul Kim", "김하늘", "name"),
        ("ㄱㅎㄴ", "김하늘", "name, initials (초성)"),
        ("김한", "김하늘", "name, beginning"),
        ("김하눌", "김하늘", "name, one letter off"),
        ("斉藤健一", "斎藤 健一", "name"),
        ("齋藤様", "斎藤 健一", "name"),
        ("さいとう", "斎藤 健一", "name"),
        ("ｻｲﾄｳ ｹﾝｲﾁ", "斎藤 健一", "name"),
        ("さいとうけんいち", "斎藤 健一", "name"),
        ("kenichi saitoh", "斎藤 健一", "name"),
        ("johnson mary", "Mary Johnson", "name"),
        ("mary johson", "Mary Johnson", "name, one letter off"),
        ("mary jonhson", "Mary Johnson", "name, one letter off"),
        ("Mueller", "Jörg Müller", "name"),
        ("muller", "Jörg Müller", "name"),
    ],
)
def test_anything_finds_its_person(shop: Workspace, text: str, name: str, found_by: str) -> None:
    hits = found(shop, text)
    assert hits, text
    assert (hits[0].name, hits[0].found_by) == (name, found_by)


@pytest.mark.parametrize(
    "text", ["", "   ", "nobody@mail.example", "99999", "ㅋㅋㅋ", "'; drop table person; --", "%", "x" * 9999]
)
def test_nothing_finds_nobody(shop: Workspace, text: str) -> None:
    assert found(shop, text) == []


def test_namesakes_are_told_apart(shop: Workspace) -> None:
    hits = found(shop, "김하늘")
    assert {hit.city for hit in hits} == {"강남구", "해운대구"}
    assert len({(hit.birth_date, hit.last_purchase) for hit in hits}) == 2


def test_a_golden_id_finds_its_person_and_a_limit_holds(shop: Workspace) -> None:
    golden_id = found(shop, "S4")[0].golden_id
    assert found(shop, golden_id.upper())[0].found_by == "golden_id"
    assert len(shop.find("mail.example", 1)) <= 1
    with pytest.raises(UsageError):
        shop.find("kim", 0)


def test_the_index_is_made_once_per_version_and_readable_by_the_owner_alone(shop: Workspace) -> None:
    found(shop, "kim")
    (made,) = (shop.folder / "cache" / "find").glob("*.duckdb")
    before = made.stat()
    found(shop, "kim")
    assert made.stat().st_mtime_ns == before.st_mtime_ns
    assert before.st_mode & 0o077 == 0


def test_indexes_of_versions_gone_are_deleted(people: Company) -> None:
    people.config("cdp.yml", "company: Test\nregion: GB\ntimezone: UTC\nretain_versions: 1\n")
    folder = people.folder / "cache" / "find"
    with people.workspace as ws:
        for nth in range(4):
            people.file("people.csv", f"id,first,last,mail\n1,Mary,Jones,mary{nth}@mail.example\n")
            ws.run(as_of=AS_OF)
            assert [hit["name"] for hit in ws.find(f"mary{nth}@mail.example")] == ["Mary Jones"]
        kept = ws.published.kept_versions()
    assert {path.name.partition("-")[0] for path in folder.glob("*.duckdb")} <= kept
    assert not [path for path in folder.iterdir() if path.is_dir()]


def test_a_folder_that_cannot_be_written_is_no_hindrance(settled: Company) -> None:
    with settled.workspace as ws:
        blocked = settled.folder / "cache" / "find"
        blocked.write_text("a file where the folder should be")
        assert [hit["name"] for hit in ws.find("mary")] == ["Mary Jones"]
    assert isinstance(blocked, Path) and blocked.is_file()
