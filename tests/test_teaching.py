"""Answers improve the model on its next training, are judged by what was held back, and never count silently."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from itertools import combinations, product
from pathlib import Path

import pytest

from cdp.decisions import Stance
from cdp.errors import UsageError
from cdp.link.taught import Taught
from cdp.review import Question, decision_on
from cdp.workspace import Workspace
from tests.cli.test_cli import cdp
from tests.conftest import AS_OF, Company
from tests.test_increment import content

SOURCE = """
    source: {name}
    party: first
    channel: store
    connector: {{kind: csv, path: '{name}*.csv'}}
    record: {{id: id}}
    attributes: {{given_name: first, family_name: last, birth_date: born, email: mail, phone: tel}}
    address: {{street: street, city: city, postal_code: zip}}
"""
COLUMNS = ("id", "first", "last", "born", "mail", "tel", "street", "city", "zip")
SYLLABLES = ("ka", "lo", "mi", "ren", "sto", "vel", "dar", "nis", "tor", "ga", "bel", "fin", "hu", "jor", "pa", "qui")
STREETS = ("Jones", "Novak", "Berg", "Smith", "Quinn", "Larsen", "Rossi")
SEEN = {"crm": 1.0, "shop": 0.7, "till": 0.6}
"""How often a person stands in a source; at the till any birth date is typed, and little else."""
ANSWERS, HOMES, LATER, SEED = 60, 340, 80, 2

Key = tuple[str, str]
Row = dict[str, str]
Truth = dict[Key, int]


class Streets:
    """Families of a town, and their records."""

    def __init__(self, seed: int) -> None:
        self._rnd = random.Random(seed)
        self.rows: dict[str, list[Row]] = {name: [] for name in SEEN}
        self.truth: Truth = {}
        self._given, self._family = self._words(90, 2), self._words(150, 3)

    def settle(self, homes: range) -> dict[str, list[Row]]:
        """Make the families of some homes; return their records by source."""
        before = {name: len(rows) for name, rows in self.rows.items()}
        for home in homes:
            (last,) = self._drawn(self._family, 1)
            place = {
                "last": last,
                "tel": f"+44113{2000000 + home * 7919 % 999999:07d}",
                "street": f"{home % 89 + 1} {STREETS[home % 7]} Street",
                "city": self._rnd.choice(("Leeds", "York", "Bath")),
                "zip": f"LS{home % 60} {home % 9}AA",
            }
            for first in dict.fromkeys(self._drawn(self._given, self._rnd.choice((1, 1, 2, 3)))):
                mail = f"{last.lower()}{self._rnd.randrange(10**6)}.{first[0].lower()}@mail.example"
                self._stand({**place, "first": first, "born": self._born(), "mail": mail})
        return {name: rows[before[name] :] for name, rows in self.rows.items()}

    def _stand(self, person: Row) -> None:
        number = len(set(self.truth.values()))
        for name, often in SEEN.items():
            if self._rnd.random() < often:
                row = {**person, **(self._at_the_till() if name == "till" else self._slips(person))}
                self.rows[name].append({**row, "id": f"{name}{number}"})
                self.truth[name, f"{name}{number}"] = number

    def _at_the_till(self) -> Row:
        return {"mail": "", "tel": "", "street": "", "born": self._born()}

    def _slips(self, person: Row) -> Row:
        gaps = {name: "" for name in ("born", "mail", "tel") if self._rnd.random() < 0.2}
        return gaps | ({"first": person["first"][:-1] + "x"} if self._rnd.random() < 0.1 else {})

    def _born(self) -> str:
        draw = self._rnd.randrange
        return f"19{draw(40, 99)}-{draw(1, 13):02d}-{draw(1, 29):02d}"

    def _words(self, count: int, syllables: int) -> list[str]:
        return ["".join(self._rnd.choices(SYLLABLES, k=syllables)).title() for _ in range(count)]

    def _drawn(self, words: list[str], count: int) -> list[str]:
        return self._rnd.choices(words, [1 / (place + 2) for place in range(len(words))], k=count)


def lines(rows: list[Row]) -> str:
    return "\n".join([",".join(COLUMNS), *(",".join(row[name] for name in COLUMNS) for row in rows)]) + "\n"


@pytest.fixture(scope="module")
def town() -> Streets:
    return Streets(SEED)


@pytest.fixture(scope="module")
def published(town: Streets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    company = Company(tmp_path_factory.mktemp("town") / "ws")
    for name, rows in town.settle(range(HOMES)).items():
        company.source(SOURCE.format(name=name)).file(f"{name}.csv", lines(rows))
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
    return company.folder


@pytest.fixture
def ws(published: Path, tmp_path: Path) -> Workspace:
    return Workspace(shutil.copytree(published, tmp_path / "ws"))


def answer(ws: Workspace, count: int, says: Callable[[Question], bool]) -> set[frozenset[Key]]:
    """Answer the first questions of the queue that can be answered; return the pairs of records they speak of."""
    spoken: set[frozenset[Key]] = set()
    for asked in ws.review():
        try:
            ws.decisions.make_all([decision_on(asked, says(asked), "anna", "the test says")])
        except UsageError:
            continue
        pairs = product(asked.records_one, asked.records_other)
        spoken |= {frozenset((key.source, key.record_id) for key in pair) for pair in pairs}
        if len(ws.decisions.all()) == count:
            break
    return spoken


def take_back(ws: Workspace) -> None:
    """Withdraw every decision: what is left is what the model knows."""
    for each in ws.decisions.all():
        ws.decisions.withdraw(each.number, Stance("only the model counts now", by="anna"))
    ws.run(as_of=AS_OF)


def f1(ws: Workspace, truth: Truth, without: set[frozenset[Key]] = frozenset()) -> float:
    """Return the pairwise F1 of the published people, some pairs left out."""
    people: dict[str, list[Key]] = {}
    for golden_id, *key in ws.table("membership").project("golden_id, source, record_id").fetchall():
        people.setdefault(golden_id, []).append((key[0], key[1]))
    persons: dict[int, list[Key]] = {}
    for key, person in truth.items():
        persons.setdefault(person, []).append(key)
    found, true = (
        {frozenset(pair) for members in groups.values() for pair in combinations(members, 2)} - without
        for groups in (people, persons)
    )
    return 2 * len(found & true) / (len(found) + len(true))


def published_truth(ws: Workspace, town: Streets) -> Truth:
    there = ws.table("membership").project("source, record_id").fetchall()
    return {(source, record_id): town.truth[source, record_id] for source, record_id in there}


def taught(ws: Workspace) -> Taught:
    report = ws.run(as_of=AS_OF, retrain=True)
    assert report.link is not None and report.link.taught is not None
    return report.link.taught


def test_answers_make_the_next_model_better(ws: Workspace, town: Streets, published: Path, tmp_path: Path) -> None:
    def is_one(asked: Question) -> bool:
        one, other = (town.truth[key.source, key.record_id] for key in (asked.one, asked.other))
        return one == other

    early = published_truth(ws, town)
    before = f1(ws, early)
    spoken = answer(ws, ANSWERS, is_one)
    told = taught(ws)
    assert told.kept and told.without and told.taught
    assert told.taught.right >= told.without.right
    assert told.taught.log_loss < told.without.log_loss
    take_back(ws)
    assert f1(ws, early) >= before

    assert (told.answers, told.outdated, told.held_back) == (ANSWERS, 0, 15)
    card = ws.model()
    assert card.taught == told
    assert any(level.answers for each in card.comparisons for level in each.levels)
    assert told.told in cdp("model", cwd=ws.folder, columns=400)
    assert json.loads(cdp("model", "--json", cwd=ws.folder))["taught"]["kept"] is True

    later = town.settle(range(HOMES, HOMES + LATER))
    with Workspace(shutil.copytree(published, tmp_path / "untaught")) as untaught:
        for each in (ws, untaught):
            for name, rows in later.items():
                (each.folder / f"{name}-later.csv").write_text(lines(rows), encoding="utf-8")
            assert each.run(as_of=AS_OF).changed == sum(map(len, later.values()))
        assert f1(ws, town.truth, spoken) >= f1(untaught, town.truth, spoken)
    step_by_step = content(ws)
    ws.run(as_of=AS_OF, full=True)
    assert content(ws) == step_by_step


def test_answers_at_random_are_refused(ws: Workspace, town: Streets) -> None:
    draw, early = random.Random(1), published_truth(ws, town)
    before = f1(ws, early)
    answer(ws, ANSWERS, lambda _: draw.random() < 0.5)
    told = taught(ws)
    assert told.without and told.taught and not told.kept
    assert told.bits == {}
    assert "did not learn from them" in told.told
    report = ws.ledger.runs(1)[0]["report"]
    assert report["link"]["taught"]["kept"] is False
    take_back(ws)
    assert f1(ws, early) == before


def test_few_answers_teach_nothing_and_changed_records_speak_for_nobody(ws: Workspace, town: Streets) -> None:
    answer(ws, 19, lambda asked: asked.is_one_person)
    ws.decisions.withdraw(1, Stance("a slip", by="anna"))
    second = ws.decisions.all()[1]
    source, record_id = second.one[0].source, second.one[0].record_id
    row = next(row for row in town.rows[source] if row["id"] == record_id)
    (ws.folder / f"{source}-later.csv").write_text(lines([{**row, "mail": "new@mail.example"}]), encoding="utf-8")
    told = taught(ws)
    touched = {each.number for each in ws.decisions.all() if second.one[0] in (*each.one, *each.other)}
    assert (told.answers, told.outdated) == (18 - len(touched - {1}), len(touched - {1}))
    assert told.without is None and not told.kept
    assert told.told.endswith("too few to learn from")
