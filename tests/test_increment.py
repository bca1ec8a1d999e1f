"""A run that takes only what is new ends where a run that takes everything does: same people, ids, values, origins."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from cdp.database import Database
from cdp.decisions import Stance
from cdp.errors import CdpError
from cdp.gate import VersionDiff, measure_kept
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

READINGS = {"太郎": "Taro", "花子": "Hanako", "健一": "Kenichi", "美咲": "Misaki", "翔太": "Shota"}
"""Names that stand often enough beside their readings for these to be compared."""
GIVEN = ("Mary", "Peter", "Anna", "John", "Linda", "Robert", "Susan", "Paul", "Marie", "Jon", "민수", "Taro", *READINGS)
FAMILY = ("Jones", "Novak", "Berg", "Smith", "Quinn", "Larsen", "Rossi", "Weber", "Kim", "山田", "Smyth", "Nowak")
CITIES = ("Leeds", "York", "Bath", "Hull")
HEAD = "id,first,last,mail,phone,born,street,city,account,updated,until,further,reading"
SOURCE = """
    source: {name}
    party: {party}
    channel: crm
    connector: {{kind: csv, path: '{name}/*.csv'}}
    record:
      id: id
      updated_at: updated
      expires: until
    attributes:
      given_name: first
      family_name: last
      phonetic_name: reading
      email: [mail, further]
      phone: phone
      birth_date: born
      account_id: account
    address: {{street: street, city: city}}
"""
VISITS = """
    events:
      - {type: {constant: visited}, time: updated, identifiers: {email: mail, phone: phone}}
      - {type: {constant: purchase}, time: updated, identifiers: {email: mail}, amount: {sql: length(first) / 3.0}}
"""
"""What the shop's rows tell beside."""
IDENTITY = "attributes: {account_id: {type: customer_id, holding: exclusive}}"
SOURCES = ("crm", "shop", "bought")
UNTOUCHED = {"self_assessment", "identity_history", "change", "version_diff"}
"""Tables that tell how a version came about, or are measured by full runs alone."""


def line(rnd: random.Random, key: int) -> str:
    """A record out of few names, mails and phones, so that people are hard to tell apart."""
    given, family = rnd.choice(GIVEN), rnd.choice(FAMILY)
    mail = rnd.choice(["", f"{family.lower()}{rnd.randrange(9)}@mail.example", "info@shop.example"])
    phone = rnd.choice(["", f"020 7946 0{rnd.randrange(60):03d}", "020 7946 0000"])
    born = rnd.choice(["", f"19{rnd.randrange(40, 99)}-0{rnd.randrange(1, 9)}-1{rnd.randrange(9)}"])
    street = rnd.choice(["", f"{rnd.randrange(1, 20)} High Street", f"7 Mill Lane #{rnd.randrange(3)}"])
    account = rnd.choice(["", "", "", f"A{rnd.randrange(80)}"])
    updated = (AS_OF - timedelta(days=rnd.randrange(-2, 400))).isoformat()
    until = rnd.choice(["", "", "", (AS_OF + timedelta(days=rnd.randrange(6))).isoformat()])
    city = rnd.choice(CITIES)
    reading = rnd.choice(["", *2 * [f"Yamada {READINGS[given]}"]]) if given in READINGS else ""
    return f"{key},{given},{family},{mail},{phone},{born},{street},{city},{account},{updated},{until},,{reading}"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published workspace of 400 records, with a model trained on them."""
    company = Company(tmp_path_factory.mktemp("base") / "ws").config("identity.yml", IDENTITY)
    anything = "{max_changed_share: 1.0, max_retired_share: 1.0, max_split_share: 1.0}"
    company.config("cdp.yml", f"company: Test\nregion: GB\ntimezone: UTC\nchecks: {anything}\n")
    rnd = random.Random(1)
    for name in SOURCES:
        source = SOURCE.format(name=name, party="third" if name == "bought" else "first")
        company.source(source + VISITS if name == "shop" else source)
        rows = [HEAD, *(line(rnd, key) for key in range(140 if name == "crm" else 130))]
        company.file(f"{name}/0.csv", "\n".join(rows))
    company.workspace.run(as_of=AS_OF)
    return company.folder


def content(ws: Workspace) -> dict[str, str]:
    """The hashes of the published tables."""
    manifest = ws.published.current()
    assert manifest is not None
    return {name: table.hash for name, table in manifest.tables.items() if name not in UNTOUCHED}


def compared_whole(ws: Workspace) -> VersionDiff:
    """Hold the published version against its parent, everybody looked at."""
    after, before, *_ = ws.published.lineage()
    with Database() as db:
        return measure_kept(db, ws.published, before, after, after.version, ws.config.company.checks)


def differences(diff: VersionDiff) -> list[dict[str, Any]]:
    """The rows of a comparison; what a steward's word did to ids is known to the run alone."""
    return [row for row in diff.rows if row["what"] != "identity"]


class Living(RuleBasedStateMachine):
    """A company whose records come, change, expire and are decided on, in batches of any size."""

    folder: Path
    """The published workspace to begin from."""

    @initialize(seed=st.integers(0, 10_000))
    def begin(self, seed: int) -> None:
        self.rnd, self.day, self.nth = random.Random(seed), AS_OF, 0
        self.ws_folder = Path(tempfile.mkdtemp(dir=self.folder.parent)) / "ws"
        shutil.copytree(self.folder, self.ws_folder)
        self.ws = Workspace(self.ws_folder)

    @rule(name=st.sampled_from(SOURCES), rows=st.integers(1, 12), known=st.booleans())
    def deliver(self, name: str, rows: int, known: bool) -> None:
        self.nth += 1
        keys = [self.rnd.randrange(140) if known else 1000 + 100 * self.nth + place for place in range(rows)]
        text = "\n".join([HEAD, *(line(self.rnd, key) for key in keys)]) + "\n"
        (self.ws_folder / name / f"{self.nth}.csv").write_text(text, encoding="utf-8")

    @rule(days=st.integers(1, 3))
    def wait(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(part=st.booleans())
    def decide(self, part: bool) -> None:
        held = self.ws.table("membership").project("source || '/' || record_id, golden_id").fetchall()
        record, golden_id = self.rnd.choice(sorted(held))
        stance = Stance("as the test says", by="test")
        try:
            if part:
                self.ws.decisions.split(golden_id, [record], stance)
            else:
                self.ws.decisions.must_link([record, self.rnd.choice(sorted(held))[0]], stance)
        except CdpError:
            return

    @rule()
    def run(self) -> None:
        report = self.ws.run(as_of=self.day)
        assert report.status in {"published", "unchanged"}
        if report.status == "published":
            assert report.changed is not None, report.full_because
            assert differences(self.ws.diff()) == differences(compared_whole(self.ws))

    def teardown(self) -> None:
        self.ws.run(as_of=self.day)
        step_by_step = content(self.ws)
        self.ws.run(as_of=self.day, full=True)
        assert content(self.ws) == step_by_step
        self.ws.close()
        shutil.rmtree(self.ws_folder)


def test_steps_end_where_one_run_does(base: Path) -> None:
    with duckdb.connect() as db:
        assert db.execute(f"select count(*) from '{base}/models/*/reading.parquet'").fetchall() == [(len(READINGS),)]
    machine = type("From", (Living,), {"folder": base})
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    machine.TestCase.settings = settings(
        max_examples=4,
        stateful_step_count=8,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=quiet,
    )
    machine.TestCase().runTest()


def lose(folder: Path) -> None:
    shutil.rmtree(folder / "cache")


def damage(folder: Path) -> None:
    (folder / "cache" / "state.duckdb").write_bytes(b"no database")


def cut_off(folder: Path) -> None:
    (folder / "cache" / "state.duckdb").unlink()
    duckdb.connect(str(folder / "cache" / "state.duckdb")).close()


def configure(folder: Path) -> None:
    (folder / "config" / "golden.yml").write_text("attributes: {email: {rule: most_frequent}}\n")


def deliver_much(folder: Path) -> None:
    rnd = random.Random(5)
    text = "\n".join([HEAD, *(line(rnd, 5000 + key) for key in range(150))]) + "\n"
    (folder / "crm" / "much.csv").write_text(text, encoding="utf-8")


def deliver_further_mails(folder: Path) -> None:
    text = f"{HEAD}\n9000,Mary,Jones,a@mail.example,,,,,,2026-01-01,,b@mail.example,\n"
    (folder / "crm" / "further.csv").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("happened", "told"),
    [
        (lose, "nothing was kept"),
        (damage, "nothing was kept"),
        (cut_off, "nothing was kept"),
        (configure, "configuration changed"),
        (deliver_much, "new or changed"),
        (deliver_further_mails, "further values"),
    ],
)
def test_what_cannot_be_followed_is_told_and_taken_whole(
    base: Path, tmp_path: Path, happened: Callable[[Path], None], told: str
) -> None:
    folder = shutil.copytree(base, tmp_path / "ws")
    text = f"{HEAD}\n9001,Mary,Jones,mary@mail.example,,,,,,2026-01-01,,,\n"
    (folder / "crm" / "one.csv").write_text(text, encoding="utf-8")
    happened(folder)
    with Workspace(folder) as ws:
        report = ws.run(as_of=AS_OF)
        assert (report.status, report.changed) == ("published", None)
        assert told in report.full_because
        taken = content(ws)
        ws.run(as_of=AS_OF, full=True)
        assert content(ws) == taken


def test_the_run_after_one_of_everything_takes_what_is_new(base: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(base, tmp_path / "ws")
    lose(folder)
    with Workspace(folder) as ws:
        assert ws.run(as_of=AS_OF).status == "unchanged"
        assert ws.run(as_of=AS_OF, full=True).changed is None
        deliver_one = f"{HEAD}\n9001,Mary,Jones,mary@mail.example,,,,,,2026-01-01,,,\n"
        (folder / "crm" / "one.csv").write_text(deliver_one, encoding="utf-8")
        assert ws.run(as_of=AS_OF).changed == 1


@pytest.mark.parametrize(("full", "promoted"), [(False, False), (False, True), (True, False)])
def test_what_comes_after_a_candidate_takes_what_is_new(base: Path, tmp_path: Path, full: bool, promoted: bool) -> None:
    folder = shutil.copytree(base, tmp_path / "ws")
    with Workspace(folder) as ws:
        for nth in range(2):
            text = f"{HEAD}\n{9001 + nth},Mary,Jones,mary{nth}@mail.example,,,,,,2026-01-01,,,\n"
            (folder / "crm" / f"one{nth}.csv").write_text(text, encoding="utf-8")
            if nth == 0:
                assert ws.run(as_of=AS_OF, candidate=True, full=full).status == "candidate"
                ws.promote() if promoted else ws.discard()
        assert ws.run(as_of=AS_OF).changed == (1 if promoted else 2)
        step_by_step = content(ws)
        ws.run(as_of=AS_OF, full=True)
        assert content(ws) == step_by_step


CONSENT = """
    source: mailing
    party: first
    channel: mail
    connector: {kind: csv, path: mailing.csv}
    record: {id: id}
    attributes: {email: mail}
    consents: [{purpose: {constant: news}, channel: {constant: email}, state: ok, since: said}]
"""


def test_a_word_of_tomorrow_counts_from_tomorrow_on(company: Company) -> None:
    """A clock that runs ahead: what a record says of consent for tomorrow is looked at again when the day has come."""
    said = AS_OF + timedelta(days=1)
    rows = f"id,mail,ok,said\n1,mary@mail.example,Y,2026-01-01\n2,mary@mail.example,N,{said + timedelta(days=1)}\n"
    company.source(CONSENT).file("mailing.csv", rows)
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        assert states(ws) == {"granted"}
        ws.run(as_of=AS_OF + timedelta(days=5))
        assert states(ws) == {"denied"}
        step_by_step = content(ws)
        ws.run(as_of=AS_OF + timedelta(days=5), full=True)
        assert content(ws) == step_by_step


def states(ws: Workspace) -> set[str]:
    return {state for (state,) in ws.table("consent").project("state").fetchall()}
