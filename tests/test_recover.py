"""What a run puts into order before it begins, and what it refuses to go on with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cdp.errors import ExpectationFailed, StorageError
from cdp.workspace import Workspace
from tests.conftest import AS_OF, CDP, PEOPLE, Company

STRICT = CDP + "checks: {max_records_per_person: 2}\n"


@pytest.mark.parametrize("harm", [b"", b"PAR1 cut off", None])
def test_a_damaged_package_is_named(settled: Company, harm: bytes | None) -> None:
    with settled.workspace as ws:
        (package,) = (settled.folder / "landing").rglob("*.parquet")
        if harm is None:
            package.unlink()
        else:
            package.write_bytes(harm)
        settled.file("people.csv", "id,first,last,mail\n9,New,Person,n@mail.example\n")
        with pytest.raises(StorageError, match=r"00000001.* is missing or damaged"):
            ws.run(as_of=AS_OF)


def test_a_ledger_of_another_workspace_is_refused(people: Company, tmp_path: Path) -> None:
    for folder in (people.folder, shutil.copytree(people.folder, tmp_path / "other")):
        with Workspace(folder) as ws:
            ws.run(as_of=AS_OF)
    before = sorted((people.folder / "landing").rglob("*"))
    for path in people.folder.glob("ledger.db*"):
        path.unlink()
    for path in (tmp_path / "other").glob("ledger.db*"):
        shutil.copy(path, people.folder)
    with people.workspace as ws, pytest.raises(StorageError, match=r"ledger\.db") as caught:
        ws.run(as_of=AS_OF)
    assert caught.value.remedy
    assert sorted((people.folder / "landing").rglob("*")) == before


def test_a_model_is_not_in_use_before_its_version_is_published(settled: Company) -> None:
    with settled.workspace as ws:
        more = "".join(f"{n},Mary,Jones,mary@mail.example\n" for n in range(5))
        settled.file("people.csv", "id,first,last,mail\n" + more).config("cdp.yml", STRICT)
        with pytest.raises(ExpectationFailed):
            ws.run(as_of=AS_OF, retrain=True)
        settled.config("cdp.yml", CDP)
        report = ws.run(as_of=AS_OF)
        assert (report.model, report.link.trained) == ("m0001", False)
        assert ws.models.versions() == ["m0001"]


def test_a_first_run_that_failed_leaves_no_model(people: Company) -> None:
    data = (people.folder / "people.csv").read_bytes()
    people.file("people.csv", "id,first,last,mail\n" + "1,A,B,x@mail.example\n2,C,D,y@mail.example\n")
    people.config("cdp.yml", STRICT.replace("2}", "2, max_golden_loss_share: 0}"))
    people.file("people.csv", "id,first,last,mail\n" + "".join(f"{n},Mary,Jones,m@mail.example\n" for n in range(5)))
    with people.workspace as ws:
        with pytest.raises(ExpectationFailed):
            ws.run(as_of=AS_OF)
        assert ws.models.latest() is None
        people.file("people.csv", data).config("cdp.yml", CDP)
        assert ws.run(as_of=AS_OF).link.trained


def test_a_rolled_back_version_brings_its_model_back(settled: Company) -> None:
    with settled.workspace as ws:
        assert ws.run(as_of=AS_OF, retrain=True).model == "m0002"
        ws.rollback()
        assert ws.published.current().model == "m0001"
        settled.file("people.csv", "id,first,last,mail\n9,New,Person,n@mail.example\n")
        assert ws.run(as_of=AS_OF).model == "m0001"
        shutil.rmtree(settled.folder / "published")
        assert ws.run(as_of=AS_OF).model == "m0001"


def test_identity_history_goes_on_after_the_published_versions_are_deleted(people: Company) -> None:
    people.source(PEOPLE.replace("email: mail", "customer_id: mail"))
    apart = "id,first,last,mail\n1,,,X100\n2,,,X200\n3,,,X300\n"
    together = apart.replace("X200", "X100")
    with people.workspace as ws:
        for text in (apart, together):
            people.file("people.csv", text)
            ws.run(as_of=AS_OF)
        shutil.rmtree(people.folder / "published")
        assert ws.run(as_of=AS_OF).version == "v000003"
        people.file("people.csv", apart)
        assert ws.run(as_of=AS_OF).identity == {"revive": 1, "split": 1}
        told = [(each.version, each.change) for each in ws.ledger.identity_history()]
        assert told == [("v000002", "merge"), ("v000004", "revive"), ("v000004", "split")]


def test_the_person_outlives_the_record_that_claimed_the_id(settled: Company) -> None:
    with settled.workspace as ws:
        before = dict(ws.table("membership").project("record_id, golden_id").fetchall())
        settled.source(PEOPLE + "    suppress: [{where: \"id = '1'\", reason: withdrawn}]\n")
        report = ws.run(as_of=AS_OF)
        after = dict(ws.table("membership").project("record_id, golden_id").fetchall())
        assert (report.identity, after["2"]) == ({}, before["1"])
        shutil.rmtree(settled.folder / "published")
        rebuilt = ws.run(as_of=AS_OF)
        assert rebuilt.content_hash == report.content_hash
