"""The whole job: published, unchanged, recovered, rolled back, rebuilt identically."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
from datetime import date

import pytest

from cdp.errors import ExpectationFailed, NotFound, SourceError, UsageError, WorkspaceBusy
from cdp.workspace import Workspace
from tests.conftest import AS_OF, PEOPLE, Company, Once, make_people

STAGES = (
    *("land", "standardise", "link", "cluster", "assess", "identify", "survive"),
    *("household", "history", "understand", "compare", "publish"),
)


def test_a_run_publishes_and_a_second_finds_nothing_new(people: Company) -> None:
    with people.workspace as ws:
        first = ws.run(as_of=AS_OF)
        second = ws.run(as_of=AS_OF)
        assert (first.status, first.version, first.people) == ("published", "v000001", 2)
        assert (second.status, second.version) == ("unchanged", "v000001")
        assert second.sources[0].unchanged == 3
        assert set(first.seconds) == set(STAGES)


def test_everything_but_landing_and_ledger_can_be_made_again(people: Company) -> None:
    with people.workspace as ws:
        before = ws.run(as_of=AS_OF)
        for folder in ("published", "models", "cache"):
            shutil.rmtree(people.folder / folder, ignore_errors=True)
        after = ws.run(as_of=AS_OF)
    assert after.content_hash == before.content_hash


def test_ids_stay_when_records_change_and_arrive(settled: Company) -> None:
    with settled.workspace as ws:
        before = dict(ws.table("membership").project("record_id, golden_id").fetchall())
        settled.file(
            "people.csv",
            """
            id,first,last,mail
            1,Mary,Smith,mary@mail.example
            2,Mary,Jones,mary@mail.example
            3,Peter,Novak,new@mail.example
            4,Zoe,Quinn,zoe@mail.example
            """,
        )
        ws.run(as_of=AS_OF)
        after = dict(ws.table("membership").project("record_id, golden_id").fetchall())
    assert {key: after[key] for key in before} == before
    assert after["4"] not in before.values()


def test_a_failed_run_leaves_the_published_version_alone(people: Company) -> None:
    with people.workspace as ws:
        good = ws.run(as_of=AS_OF)
        people.source(PEOPLE + "    expect: {min_rows: 100}\n")
        with pytest.raises(ExpectationFailed):
            ws.run(as_of=AS_OF)
        assert ws.published.current().version == good.version
        assert ws.ledger.runs(1)[0]["status"] == "failed"
        people.source(PEOPLE)
        assert ws.run(as_of=AS_OF).status == "unchanged"


def test_a_quality_check_stops_publishing(people: Company) -> None:
    people.config("cdp.yml", "company: x\nchecks: {max_records_per_person: 2}\n")
    rows = "".join(f"{n},Mary,Jones,mary@mail.example\n" for n in range(5))
    people.file("people.csv", "id,first,last,mail\n" + rows)
    with people.workspace as ws, pytest.raises(ExpectationFailed, match="no person has more than 2 records"):
        ws.run(as_of=AS_OF)
    assert not (people.folder / "published" / "CURRENT").exists()


def test_rollback_publishes_the_earlier_content_as_a_new_version(people: Company) -> None:
    with people.workspace as ws:
        first = ws.run(as_of=AS_OF)
        people.file("people.csv", "id,first,last,mail\n3,Peter,Novak,mary@mail.example\n9,New,Person,n@mail.example\n")
        ws.run(as_of=AS_OF)
        made = ws.rollback()
        current = ws.published.current()
        assert (made, current.version, current.rolled_back_to) == ("v000003", "v000003", first.version)
        assert current.tables["profile"].hash == ws.published.manifest(first.version).tables["profile"].hash
        again = ws.run(as_of=AS_OF)
        assert (again.status, again.version) == ("published", "v000004")


def test_rollback_tells_the_settings_of_what_it_publishes(people: Company) -> None:
    people.file("people.csv", "id,first,last,mail\n1,Mary,Jones,b@mail.example\n2,Peter,Novak,a@mail.example\n")
    with people.workspace as ws:
        first = ws.run(as_of=AS_OF)
        people.config("golden.yml", "attributes: {email: {rule: min}}")
        second = ws.run(as_of=AS_OF)
        ws.rollback()
        current, target = ws.published.current(), ws.published.manifest(first.version)
        assert (current.config_hash, current.model, current.as_of) == (target.config_hash, target.model, target.as_of)
        assert ws.run(as_of=AS_OF).status == "published"
        assert ws.published.current().config_hash == ws.published.manifest(second.version).config_hash
        ws.rollback(first.version)
        people.config("golden.yml", "{}")
        assert ws.run(as_of=AS_OF).status == "unchanged"


def test_rollback_needs_an_earlier_version(settled: Company) -> None:
    with settled.workspace as ws:
        with pytest.raises(UsageError):
            ws.rollback()
        with pytest.raises(NotFound):
            ws.rollback("v000099")


def test_old_versions_are_let_go_but_never_files_in_use(people: Company) -> None:
    people.config("cdp.yml", "company: x\nretain_versions: 2\n")
    with people.workspace as ws:
        for n in range(3):
            people.file("people.csv", f"id,first,last,mail\n{n},A{n}b,B,a{n}@mail.example\n")
            ws.run(as_of=AS_OF)
        assert [each.version for each in ws.published.lineage()] == ["v000003", "v000002"]
        ws.rollback()
        people.file("people.csv", "id,first,last,mail\n7,X,Y,x@mail.example\n")
        ws.run(as_of=AS_OF)
        assert len(ws.published.lineage()) == 2
        for version in ("v000005", "v000004"):
            assert ws.table("profile", version).fetchall()


def test_two_runs_at_once_are_refused(people: Company) -> None:
    with people.workspace as ws, people.workspace as other, ws.locked(), pytest.raises(WorkspaceBusy):
        other.run()
    assert people.workspace.run(as_of=AS_OF).status == "published"


def test_readers_keep_their_version_while_a_run_publishes(settled: Company) -> None:
    with settled.workspace as ws, ws.store() as reader:
        seen: list[int] = []
        settled.file("people.csv", "id,first,last,mail\n8,New,Person,n@mail.example\n")
        run = threading.Thread(target=lambda: settled.workspace.run(as_of=AS_OF))
        run.start()
        while run.is_alive():
            seen.append(reader.table("profile").count("*").fetchall()[0][0])
        assert set(seen) <= {2}
        assert reader.manifest.version == "v000001"


KILLED = """
import os, signal, sys
from datetime import date
import cdp

class Killer:
    def stage(self, name):
        if name == sys.argv[2]:
            os.kill(os.getpid(), signal.SIGKILL)
    def tell(self, text): pass

cdp.open(sys.argv[1]).run(as_of=date(2026, 6, 30), watch=Killer())
"""


def changed(company: Company) -> Company:
    """Deliver what makes one of two persons another, and withdraw the oldest record."""
    company.source(PEOPLE + "    suppress: [{where: \"id = '1'\", reason: withdrawn}]\n")
    return company.file(
        "people.csv", "id,first,last,mail\n3,Peter,Novak,mary@mail.example\n9,New,Person,n@mail.example\n"
    )


@pytest.fixture(scope="module")
def undisturbed(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The company after a run of the changes that nothing disturbed."""
    twin = shutil.copytree(once("people", make_people), tmp_path_factory.mktemp("twin") / "ws")
    with changed(Company.found(twin)).workspace as ws:
        assert ws.run(as_of=AS_OF).version == "v000002"
    return ws


def recovered(killed: Workspace, undisturbed: Workspace) -> None:
    """Run again after a run was killed: all is as if it had not been."""
    report, straight = killed.run(as_of=AS_OF), undisturbed.ledger.runs(1)[0]["report"]
    assert (report.content_hash, report.version) == (straight["content_hash"], straight["version"])
    assert [vars(c) | {"at": "", "run": 0} for c in killed.ledger.identity_history()] == [
        vars(c) | {"at": "", "run": 0} for c in undisturbed.ledger.identity_history()
    ]
    assert killed.ledger.inherited_claims() == undisturbed.ledger.inherited_claims() != []


@pytest.mark.parametrize("stage", STAGES)
def test_a_run_killed_at_any_stage_is_recovered_by_the_next(
    settled: Company, stage: str, undisturbed: Workspace
) -> None:
    folder = changed(settled).folder
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder), stage], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    with settled.workspace as killed:
        recovered(killed, undisturbed)
        assert [run["status"] for run in killed.ledger.runs()] == ["published", "interrupted", "published"]


KILLED_WITHIN = """
import os, signal, sys
from datetime import date
import cdp, cdp.ledger, cdp.published

owner = {"Ledger": cdp.ledger.Ledger, "Published": cdp.published.Published}[sys.argv[2]]
setattr(owner, sys.argv[3], lambda *_: os.kill(os.getpid(), signal.SIGKILL))
cdp.open(sys.argv[1]).run(as_of=date(2026, 6, 30))
"""


@pytest.mark.parametrize(
    ("owner", "function"),
    [
        ("Ledger", "add_packages"),
        ("Published", "promote"),
        ("Ledger", "import_identity_history"),
        ("Ledger", "import_inherited_claims"),
    ],
)
def test_a_run_killed_before_a_commit_is_recovered(
    settled: Company, owner: str, function: str, undisturbed: Workspace
) -> None:
    command = [sys.executable, "-c", KILLED_WITHIN, str(changed(settled).folder), owner, function]
    assert subprocess.run(command, check=False, capture_output=True).returncode == -signal.SIGKILL
    with settled.workspace as killed:
        recovered(killed, undisturbed)


def test_a_full_disk_is_told_and_recovered(people: Company) -> None:
    """The largest file a process may write stands for the room on a disk: the system answers alike."""
    many = "".join(f"{n},Name{n},Family{n},m{n}@mail.example\n" for n in range(40_000))
    people.file("people.csv", "id,first,last,mail\n" + many)
    script = (
        "import resource, sys\n"
        "from datetime import date\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, 250_000))\n"
        "import cdp\n"
        "try:\n    cdp.open(sys.argv[1]).run(as_of=date(2026, 6, 30))\n"
        "except cdp.errors.StorageError as fault:\n    print(fault); sys.exit(fault.exit_code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(people.folder)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 7, done.stderr
    assert "disk is full" in done.stdout
    assert people.workspace.run(as_of=AS_OF).status == "published"


def test_a_source_that_is_gone_is_an_error_and_recovers(people: Company) -> None:
    data = (people.folder / "people.csv").read_bytes()
    (people.folder / "people.csv").unlink()
    with pytest.raises(SourceError):
        people.workspace.run(as_of=AS_OF)
    people.file("people.csv", data)
    assert people.workspace.run(as_of=AS_OF).status == "published"


def test_expired_licences_make_a_new_version(people: Company) -> None:
    people.source(
        """
        source: bought
        party: third
        channel: bought
        connector: {kind: csv, path: bought.csv}
        record: {id: row, expires: until}
        attributes: {given_name: first, family_name: last, email: mail, phone: phone}
        """
    )
    people.file(
        "bought.csv", "row,first,last,mail,phone,until\n1,Peter,Novak,peter@mail.example,020 7946 0000,2026-07-31\n"
    )
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
        assert ws.published.current().valid_until == "2026-08-01"
        phones = "select count(*) from profile where phone is not null"
        assert ws.store().sql(phones)[1] == [(1,)]
        assert ws.run(as_of=AS_OF.replace(month=7)).status == "unchanged"
        assert ws.run(as_of=AS_OF.replace(month=8, day=1)).status == "published"
        assert ws.store().sql(phones)[1] == [(0,)]
        assert ws.run(as_of=AS_OF).status == "published", "an earlier day is another question"
        assert ws.store().sql(phones)[1] == [(1,)]


def test_numbers_answers_and_dates_are_published_as_such(company: Company) -> None:
    company.config("identity.yml", "attributes: {points: {type: number}, vip: {type: boolean}, joined: {type: date}}")
    company.config("golden.yml", "attributes: {points: {rule: max}, joined: {rule: min}}")
    company.source(
        """
        source: crm
        party: first
        channel: crm
        connector: {kind: csv, path: crm.csv}
        record: {id: id}
        attributes: {customer_id: no, points: pts, vip: vip, joined: joined}
        """
    ).file("crm.csv", "id,no,pts,vip,joined\n1,C77123,900,yes,2024-03-05\n2,C77123,1000,yes,2023-12-31\n")
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        types = ws.store().sql("select typeof(points), typeof(vip), typeof(joined) from profile")[1]
        assert types == [("DOUBLE", "BOOLEAN", "DATE")]
        assert ws.store().sql("select points, vip, joined from profile")[1] == [(1000.0, True, date(2023, 12, 31))]


def test_entity_kinds_never_merge(company: Company) -> None:
    company.source(
        """
        source: watch
        party: first
        channel: crm
        connector: {kind: csv, path: watch.csv}
        record: {id: id}
        attributes: {full_name: name, email: mail, entity_kind: kind}
        """
    )
    rows = "".join(f"{n},Jo Lee{n},jo{n}@mail.example,{kind}\n" for n, kind in ((1, "person"), (2, "person")))
    company.file("watch.csv", "id,name,mail,kind\n" + rows + "3,Jo Lee1,jo1@mail.example,organization\n")
    with company.workspace as ws:
        assert ws.run(as_of=AS_OF).people == 3


def test_without_comparable_attributes_only_unique_identifiers_link(company: Company) -> None:
    for name in ("one", "two"):
        company.source(
            f"""
            source: {name}
            party: first
            channel: crm
            connector: {{kind: csv, path: {name}.csv}}
            record: {{id: nr}}
            attributes: {{customer_id: customer}}
            """
        )
    company.file("one.csv", "nr,customer\n1,C1\n2,C2\n").file("two.csv", "nr,customer\nx,C2\ny,C3\n")
    with company.workspace as ws:
        report = ws.run(as_of=AS_OF)
        assert (report.people, report.link.model) == (3, None)


def test_an_empty_source_is_told(people: Company) -> None:
    people.file("people.csv", "id,first,last,mail\n")
    report = people.workspace.run(as_of=AS_OF)
    assert (report.people, report.records) == (0, 0)


def test_the_manifest_tells_what_a_version_is_made_of(people: Company) -> None:
    with people.workspace as ws:
        report = ws.run(as_of=AS_OF)
        manifest = json.loads((people.folder / "published" / report.version / "manifest.json").read_text())
    assert manifest["watermark"] == 1
    assert manifest["as_of"] == "2026-06-30"
    assert manifest["tables"]["profile"]["rows"] == 2
    tables = {path.stem for path in (people.folder / "published" / report.version).glob("*.parquet")}
    assert tables == set(manifest["tables"])
