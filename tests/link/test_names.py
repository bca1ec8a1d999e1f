"""Names across scripts, spellings and habits: with other evidence two ways to write one name are one person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from cdp.demo.population import population
from tests.conftest import AS_OF, Company

SOURCE = """
    source: people
    party: first
    channel: crm
    connector: {kind: csv, path: people.csv}
    record: {id: id}
    attributes:
      full_name: whole
      given_name: given
      family_name: family
      birth_date: born
      phone: phone
      email: mail
    address: {country: country, city: city}
"""
HEADER = "id,whole,given,family,born,phone,mail,country,city"


class Case(NamedTuple):
    """Two ways to write one name: a whole name, or given and family name parted by a bar."""

    story: str
    country: str
    first: str
    second: str


CASES = (
    Case("nickname", "GB", "Robert|Ashcombe", "Bob|Ashcombe"),
    Case("nickname from the middle", "GB", "Elizabeth|Thornwick", "Beth|Thornwick"),
    Case("swapped", "GB", "Gareth|Holmstead", "Holmstead|Gareth"),
    Case("married name", "GB", "Imogen|Wexcombe", "Imogen|Farquharson"),
    Case("initial", "GB", "Theodore|Winterby", "T.|Winterby"),
    Case("initial in a whole name", "GB", "Leonard Cranshaw", "L. Cranshaw"),
    Case("no given name", "GB", "Harriet|Tollgate", "|Tollgate"),
    Case("no family name", "GB", "Cordelia|Marchbank", "Cordelia|"),
    Case("particles", "GB", "Pieter|van der Berg", "Pieter|Vanderberg"),
    Case("particles in a whole name", "GB", "Hendrik van der Linden", "Hendrik Vanderlinden"),
    Case("title", "GB", "Dr. Rosalind Penhurst", "Rosalind Penhurst"),
    Case("comma", "GB", "Hathersage, Malcolm", "Malcolm Hathersage"),
    Case("capitals", "GB", "Siobhan|O'Rafferty", "SIOBHAN|ORAFFERTY"),
    Case("accents", "GB", "José|Núñez", "Jose|Nunez"),
    Case("umlaut", "DE", "Jürgen|Müller", "Juergen|Mueller"),
    Case("full-width", "JP", "Ｋｅｎｉｃｈｉ　Ｏｋａｄａ", "Kenichi Okada"),
    Case("님", "KR", "서지훈 님", "서지훈"),
    Case("様", "JP", "中村 健一 様", "中村 健一"),
    Case("Hangul and Kim", "KR", "김도윤", "Kim Do-yun"),
    Case("Hangul and Gim", "KR", "김서연", "Gim Seoyeon"),
    Case("Park and Bak", "KR", "Park Ji-hoon", "Bak Jihun"),
    Case("Hangul and Park", "KR", "박민준", "Park Min-jun"),
    Case("Hangul and Bak", "KR", "박하은", "Bak Ha-eun"),
    Case("hanja and Hangul surname", "KR", "朴성민", "박성민"),
    Case("Western order", "KR", "이준서", "Junseo Lee"),
    Case("kanji and kana", "JP", "田中 太郎", "タナカ タロウ"),
    Case("kana and romaji", "JP", "サトウ ハナコ", "Hanako Sato"),
    Case("kanji and romaji", "JP", "鈴木 一郎", "Ichiro Suzuki"),
    Case("half-width kana", "JP", "ﾔﾏﾀﾞ ｼﾞﾛｳ", "ヤマダ ジロウ"),
    Case("hiragana", "JP", "わたなべ ゆうこ", "ワタナベ ユウコ"),
    Case("old kanji", "JP", "渡邊 直樹", "渡辺 直樹"),
)
ONE_PART_TELLS = {"swapped", "married name", "no given name", "no family name", "kanji and kana", "kanji and romaji"}
"""Cases in which only one part of the name is the same, or can be read: kanji of given names have many readings."""
EVIDENCE = ("phone", "email")
CITIES = {"GB": "Leeds", "DE": "Bremen", "KR": "Busan", "JP": "Osaka", "US": "Boston"}
HOMONYMS = ("김성태", "Kim Seong-tae", "佐藤 健", "John Taylor")


def _row(key: str, name: str, born: str, phone: str, mail: str, country: str) -> str:
    given, bar, family = name.partition("|")
    names = f",{given},{family}" if bar else f'"{name}",,'
    return f"{key},{names},{born},{phone},{mail},{country},{CITIES[country]}"


def _case_rows(shared: str) -> Iterator[str]:
    """Two records of each case, with one birth date and one phone or e-mail."""
    for nth, (_, country, *names) in enumerate(CASES):
        born = f"19{60 + nth}-0{2 + nth % 7}-{11 + nth % 17}"
        for again, name in enumerate(names):
            phone = f"+447700910{nth:02d}{0 if shared == 'phone' else 1 + again}"
            mail = f"box{nth}{'' if shared == 'email' else 'uv'[again]}@mail.example"
            yield _row(f"case-{nth}-{again}", name, born, phone, mail, country)


def _homonym_rows() -> Iterator[str]:
    for nth, name in enumerate(HOMONYMS):
        country = "KR" if nth < 2 else "GB"
        for again, born in enumerate(("1971-03-05", "1988-11-20")):
            mail, phone = ("quartz", "+4477118629") if again else ("linden", "+4477000155")
            yield _row(f"homonym-{nth}-{again}", name, born, f"{phone}{nth}{nth}", f"{mail}{nth}@mail.example", country)


def _population_rows() -> Iterator[str]:
    """Two records each of a population that the model learns from."""
    for person in population(400, 3):
        contact = person.on(AS_OF)
        name = f"{contact.given.latin}|{contact.family.latin}"
        for again, mail in enumerate((contact.email, contact.email if person.gender == "F" else "")):
            yield _row(f"{person.key}-{again}", name, person.birth.isoformat(), contact.phone, mail, person.country)


@dataclass(frozen=True)
class Found:
    """What came of the records."""

    golden_ids: dict[str, str]
    """By record id."""
    evidence: dict[str, dict[str, float]]
    """Weights of the pair of each case, by the id of its first record."""


@pytest.fixture(scope="module", params=EVIDENCE)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """All cases among a population, sharing a phone or an e-mail beside the birth date."""
    folder: Path = tmp_path_factory.mktemp("names") / "ws"
    rows = (*_case_rows(request.param), *_homonym_rows(), *_population_rows())
    with Company(folder).source(SOURCE).file("people.csv", "\n".join([HEADER, *rows])).workspace as ws:
        ws.run(as_of=AS_OF)
        golden_ids = dict(ws.table("membership").project("record_id, golden_id").fetchall())
        pairs = ws.table("match").project("record_id_l, record_id_r, evidence").fetchall()
    return Found(golden_ids, {one: told for one, other, told in pairs if one[:-1] == other[:-1]})


@pytest.mark.parametrize("nth", range(len(CASES)), ids=[case.story for case in CASES])
def test_two_ways_to_write_a_name_are_one_person(found: Found, nth: int) -> None:
    assert found.golden_ids[f"case-{nth}-0"] == found.golden_ids[f"case-{nth}-1"]


SAME = [nth for nth, case in enumerate(CASES) if case.story not in ONE_PART_TELLS]


@pytest.mark.parametrize("nth", SAME, ids=[CASES[nth].story for nth in SAME])
def test_both_names_speak_for_it(found: Found, nth: int) -> None:
    told = found.evidence[f"case-{nth}-0"]
    assert told["given_name"] > 0
    assert told["family_name"] > 0


@pytest.mark.parametrize("nth", range(len(HOMONYMS)), ids=HOMONYMS)
def test_homonyms_are_two_persons(found: Found, nth: int) -> None:
    assert found.golden_ids[f"homonym-{nth}-0"] != found.golden_ids[f"homonym-{nth}-1"]


def test_cases_do_not_run_into_each_other(found: Found) -> None:
    cases = {found.golden_ids[f"case-{nth}-0"] for nth in range(len(CASES))}
    others = {golden_id for key, golden_id in found.golden_ids.items() if not key.startswith("case-")}
    assert len(cases) == len(CASES)
    assert not cases & others
