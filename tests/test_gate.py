"""What exceeds a limit waits: kept whole, published or let go by a person's word, never by chance."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from datetime import date

import pytest

from cdp.errors import NotFound, UsageError
from cdp.published import CANDIDATE, CURRENT
from cdp.workspace import Workspace
from tests.conftest import AS_OF, CDP, Company

HEAD = "id,first,last,mail\n"


def delivery(first: int, last: int, name: str = "Name") -> str:
    return HEAD + "".join(f"{n},{name}{chr(97 + n)},F{n},m{n}@mail.example\n" for n in range(first, last))


@pytest.fixture
def many(people: Company) -> Company:
    """Twenty people, published; then a delivery that gives most of them another name."""
    people.file("people.csv", delivery(0, 20))
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
    return people.file("people.csv", delivery(0, 15, "Other"))


def test_what_exceeds_a_limit_waits_and_is_told(many: Company) -> None:
    with many.workspace as ws:
        report = ws.run(as_of=AS_OF)
        assert (report.status, report.version) == ("candidate", "v000002")
        limit = "75.0% of the golden values of {} change or vanish (limit 30.0%)"
        assert report.exceeded == [limit.format("full_name"), limit.format("given_name")]
        assert ws.published.current().version == "v000001"
        assert ws.store().rows("select count(*) as n from profile where given_name like 'Other%'") == [{"n": 0}]
        assert ws.published.candidate().version == "v000002"
        assert len(ws.table("change", "v000002").fetchall()) > 15
        assert json.loads(json.dumps(report.to_dict()))["diff"]["before"] == "v000001"
        assert ws.ledger.runs(1)[0]["status"] == "candidate"


def test_a_candidate_waits_on_while_nothing_is_new(many: Company) -> None:
    with many.workspace as ws:
        first, second = ws.run(as_of=AS_OF), ws.run(as_of=AS_OF)
        assert (second.status, second.version, second.exceeded) == ("candidate", first.version, first.exceeded)
        assert second.diff == first.diff
        assert set(second.seconds) == {"land"}


def test_promoted_it_is_what_it_would_have_been(many: Company) -> None:
    twin = shutil.copytree(many.folder, many.folder.parent / "twin")
    with many.workspace as ws, Workspace(twin) as straight:
        held = ws.run(as_of=AS_OF)
        assert ws.promote() == held.version
        (twin / "config" / "cdp.yml").write_text(CDP + "checks: {max_changed_share: 1}\n")
        passed = straight.run(as_of=AS_OF)
        assert (passed.status, passed.version, passed.content_hash) == ("published", held.version, held.content_hash)
        assert ws.published.current().content_hash == held.content_hash
        assert (ws.published.folder / CANDIDATE).exists() is False
        assert ws.run(as_of=AS_OF).status == "unchanged"
        assert [run["status"] for run in ws.ledger.runs()] == ["unchanged", "published", "candidate", "published"]
        assert ws.published.current().created_at >= ws.ledger.runs(2)[1]["started_at"]


def test_discarded_it_leaves_nothing_and_its_name_is_not_used_again(many: Company) -> None:
    with many.workspace as ws:
        ws.run(as_of=AS_OF, retrain=True)
        assert ws.models.versions() == ["m0001", "m0002"]
        assert ws.discard() == "v000002"
        assert sorted(path.name for path in ws.published.folder.iterdir()) == [CURRENT, "v000001"]
        assert ws.models.versions() == ["m0001"]
        with pytest.raises(NotFound, match="no candidate"):
            ws.promote()
        with pytest.raises(NotFound, match="no candidate"):
            ws.discard()
        assert (again := ws.run(as_of=AS_OF)).status == "candidate" and again.version == "v000003"


def test_the_next_run_replaces_a_candidate(many: Company) -> None:
    with many.workspace as ws:
        ws.run(as_of=AS_OF)
        many.file("people.csv", delivery(0, 20))
        assert ws.run(as_of=AS_OF).status == "published", "what was before came back"
        assert ws.published.candidate() is None
        assert [each.version for each in ws.published.lineage()] == ["v000003", "v000001"]
        assert not (ws.published.folder / "v000002").exists()


def test_a_candidate_on_request_shows_what_a_configuration_would_do(many: Company) -> None:
    many.file("people.csv", HEAD)
    with many.workspace as ws:
        many.config("golden.yml", "attributes: {email: {rule: union}}")
        asked = ws.run(as_of=AS_OF, candidate=True)
        assert (asked.status, asked.exceeded) == ("candidate", [])
        assert ws.published.current().version == "v000001"
        assert ws.run(as_of=AS_OF, candidate=True).version == asked.version
        given = ws.run(as_of=AS_OF)
        assert (given.status, given.version, set(given.seconds)) == ("published", asked.version, {"land"})
        assert ws.run(as_of=AS_OF, candidate=True).status == "unchanged", "there is nothing to keep"


def test_the_first_version_may_be_a_candidate(people: Company) -> None:
    with people.workspace as ws:
        report = ws.run(as_of=AS_OF, candidate=True)
        assert (report.status, ws.published.current()) == ("candidate", None)
        assert ws.promote("v000001") == "v000001"
        assert ws.published.current().version == "v000001"
        assert ws.run(as_of=AS_OF).status == "unchanged"


def test_an_outdated_candidate_is_refused(many: Company) -> None:
    with many.workspace as ws:
        many.config("cdp.yml", CDP + "checks: {max_changed_share: 1}\n")
        ws.run(as_of=AS_OF)
        many.file("people.csv", delivery(0, 3, "Third"))
        ws.run(as_of=AS_OF, candidate=True)
        ws.rollback()
        with pytest.raises(
            UsageError, match="v000003 was held against v000002, but v000004 is published now"
        ) as caught:
            ws.promote()
        assert "cdp run" in caught.value.remedy and "cdp discard" in caught.value.remedy
        with pytest.raises(NotFound, match="v000001 does not wait; v000003 does"):
            ws.promote("v000001")


def test_a_broken_current_never_goes_to_the_candidate(many: Company) -> None:
    with many.workspace as ws:
        ws.run(as_of=AS_OF)
        (ws.published.folder / CURRENT).write_text("v000009\n")
        assert "v000001 is current again" in ws.run(as_of=AS_OF).mended[0]
        assert ws.published.current().version == "v000001"


def test_merges_that_wait_are_told_to_the_ledger_when_they_are_promoted(people: Company) -> None:
    people.config("cdp.yml", CDP + "checks: {min_concerned: 1}\n")
    people.source(
        """
        source: people
        party: first
        channel: crm
        connector: {kind: csv, path: people.csv}
        record: {id: id}
        attributes: {customer_id: no}
        """
    )
    rows = [f"{n},X{n}00" for n in range(1, 8)]
    people.file("people.csv", "\n".join(["id,no", *rows]))
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
        people.file("people.csv", "\n".join(["id,no", "2,X100", *rows[2:]]))
        assert "merged" in ws.run(as_of=AS_OF).exceeded[0]
        assert ws.ledger.identity_history() == []
        ws.promote()
        (change,) = ws.ledger.identity_history()
        assert (change.version, change.change) == ("v000002", "merge")
        assert ws.table("identity_history").fetchall() == [tuple(vars(change).values())]
        assert change.at == ws.published.current().created_at


KILLED = """
import os, signal, sys
import cdp, cdp.gate, cdp.publish, cdp.published

owner = {"publish": cdp.publish, "Published": cdp.published.Published}[sys.argv[2]]
setattr(owner, sys.argv[3], lambda *_: os.kill(os.getpid(), signal.SIGKILL))
cdp.open(sys.argv[1]).promote()
"""


@pytest.mark.parametrize(
    ("owner", "function", "published"),
    [
        ("Published", "promote", False),
        ("Published", "drop_candidate", True),
        ("publish", "import_missing_history", True),
    ],
)
def test_promoting_is_one_step(many: Company, owner: str, function: str, published: bool) -> None:
    with many.workspace as ws:
        ws.run(as_of=AS_OF)
    command = [sys.executable, "-c", KILLED, str(many.folder), owner, function]
    assert subprocess.run(command, check=False, capture_output=True).returncode == -signal.SIGKILL
    with many.workspace as ws:
        assert ws.published.current().version == ("v000002" if published else "v000001")
        assert ws.run(as_of=AS_OF).status == ("unchanged" if published else "candidate")
        assert (ws.published.folder / CANDIDATE).exists() is not published


def test_any_two_kept_versions_can_be_held_against_each_other(many: Company) -> None:
    many.config("cdp.yml", CDP + "checks: {max_changed_share: 1}\n")
    with many.workspace as ws:
        with pytest.raises(NotFound, match="has no version before it"):
            ws.diff()
        ws.run(as_of=AS_OF)
        many.file("people.csv", delivery(0, 4, "Third") + "30,Zoe,Quinn,zoe@mail.example\n")
        ws.run(as_of=AS_OF)
        last = ws.diff()
        assert (last.before, last.after) == ("v000002", "v000003")
        assert last == ws.diff("v000002", "v000003") == ws.diff("v000002")
        both, back = ws.diff("v000001"), ws.diff("v000003", "v000001")
        assert (both.before, both.after) == ("v000001", "v000003")
        assert changed(both.rows, "given_name") == changed(back.rows, "given_name") == 15
        with pytest.raises(NotFound):
            ws.diff("v000077")


def changed(rows: list[dict[str, object]], attribute: str) -> object:
    return next(row["changed"] for row in rows if (row["what"], row["name"]) == ("value", attribute))


def test_what_was_measured_in_the_run_is_what_is_measured_afterwards(many: Company) -> None:
    with many.workspace as ws:
        report = ws.run(as_of=date(2026, 6, 30))
        path = ws.published.folder / "v000002" / "manifest.json"
        told = json.loads(path.read_text())
        del told["tables"]["version_diff"]
        path.write_text(json.dumps(told))
        assert ws.diff() == report.diff
