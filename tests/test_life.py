"""The life of a golden_id through real runs: the rules of identity hold, redirects lead on, the story can be told."""

from __future__ import annotations

import time
from dataclasses import replace

import duckdb
import pytest

from cdp.errors import NotFound
from cdp.published import TableFile
from cdp.workspace import Workspace
from tests.conftest import AS_OF, CDP, Company

CRM = """
    source: crm
    party: first
    channel: crm
    connector: {kind: csv, path: crm.csv}
    record: {id: id}
    attributes: {customer_id: [a, b], points: points}
"""


class Days:
    """A company known by account numbers, one run after the other."""

    def __init__(self, company: Company) -> None:
        self.company = company.config("identity.yml", "attributes: {points: {type: number}}")
        self.company.config("cdp.yml", CDP + "checks: {max_golden_loss_share: 1}\n")
        self.changes: dict[str, int] = {}

    @property
    def ws(self) -> Workspace:
        return self.company.workspace

    def run(self, gone: str = "", **accounts: str) -> dict[str, str]:
        """Run with records of these accounts (two: a bridge), `gone` ones suppressed; return each record's person."""
        rows = "".join(
            f"{name},{held.replace('+', ',') if '+' in held else held + ','},7\n" for name, held in accounts.items()
        )
        names = ", ".join(f"'{name}'" for name in gone or "-")
        self.company.source(CRM + f'    suppress: [{{where: "id in ({names})", reason: withdrawn}}]\n')
        self.company.file("crm.csv", f"id,a,b,points\n{rows}")
        with self.ws as ws:
            self.changes = ws.run(as_of=AS_OF).identity
            return dict(ws.table("membership").project("record_id, golden_id").fetchall())


@pytest.fixture
def days(company: Company) -> Days:
    return Days(company)


A, B, C = "A100", "B200", "C300"


def test_merge_the_older_lives_and_split_gives_every_part_its_own_again(days: Days) -> None:
    apart = days.run(x=A, y=B, z=C)
    together = days.run(x=A, y=f"{B}+{A}", z=f"{C}+{B}")
    assert set(together.values()) == {apart["x"]}
    assert days.changes == {"merge": 2}
    assert days.run(x=A, y=B, z=C) == apart
    assert days.changes == {"revive": 2, "split": 2}


def test_split_the_part_with_the_claim_keeps_the_id_and_the_others_have_their_own(days: Days) -> None:
    together = days.run(x=A, y=A, z=A)
    parted = days.run(x=A, y=B, z=B)
    assert parted["x"] == together["x"]
    assert parted["y"] == parted["z"] != together["x"]
    assert days.changes == {"split": 1}
    assert days.run(x=A, y=A, z=A) == together
    assert days.run(x=A, y=B, z=B) == parted
    assert days.changes == {"revive": 1, "split": 1}


def test_withdrawal_passes_the_claim_and_a_record_that_returns_makes_a_new_one(days: Days) -> None:
    whole = days.run(x=A, y=A, z=B)
    without = days.run(gone="x", x=A, y=A, z=B)
    assert without == {"y": whole["x"], "z": whole["z"]}
    assert days.changes == {}
    returned = days.run(x=C, y=A, z=B)
    assert returned["y"] == whole["x"]
    assert returned["x"] not in whole.values()
    with days.ws as ws:
        told = [(each.what, each.text) for each in ws.history(whole["x"]).chapters]
        assert told[:2] == [
            ("first", "first published in v000001 (run 1), claimed by a record that is gone since"),
            ("claim", "the record that held its claim is gone: the oldest one that remains holds it since"),
        ]
        assert told[2] == ("records", "crm/x left")
        (begins,) = ws.history(returned["x"]).chapters
        assert (begins.version, begins.text) == ("v000003", "first published in v000003")
    assert days.run(x=A, y=A, z=B) == whole, "the claim that passed on is still the oldest"


def test_a_claim_that_passed_to_a_part_stays_there_when_they_part(days: Days) -> None:
    days.run(x=A, y=B)
    together = days.run(x=A, y=f"{A}+{B}")
    heir = days.run(gone="x", x=A, y=B)
    assert heir == {"y": together["x"]}
    assert days.run(x=A, y=B, gone="x") == heir


def test_an_id_whose_records_are_all_gone_lives_again_when_one_returns(days: Days) -> None:
    whole = days.run(x=A, y=A, z=B)
    days.run(gone="xy", x=A, y=A, z=B)
    assert days.changes == {"retire": 1}
    with days.ws as ws:
        with pytest.raises(NotFound, match="retired in v000002"):
            ws.show(whole["x"])
        life = ws.history(whole["x"])
        assert (life.state, life.lives_as) == ("retired", None)
    assert days.run(x=A, y=A, z=B) == whole
    assert days.changes == {"revive": 1}
    with days.ws as ws:
        assert [each.what for each in ws.history(whole["x"]).chapters] == ["first", "retire", "revive"]
        assert ws.history(whole["x"]).chapters[2].text == "lives again with 2 records, because record crm/x returned"


def test_a_chain_of_merges_is_followed_to_its_end(days: Days) -> None:
    apart = days.run(x=A, y=B, z=C)
    days.run(x=A, y=B, z=f"{C}+{B}")
    days.run(x=A, y=f"{B}+{A}", z=f"{C}+{B}")
    with days.ws as ws:
        person = ws.show(apart["z"])
        assert person.golden_id == apart["x"]
        steps = [(each["golden_id"], each["other_golden_id"], each["version"]) for each in person.redirects]
        assert steps == [(apart["z"], apart["y"], "v000002"), (apart["y"], apart["x"], "v000003")]
        assert {each["change"] for each in person.history} == {"merge"}
        assert (ws.history(apart["z"]).state, ws.history(apart["z"]).lives_as) == ("merged", apart["x"])
        assert ws.show(apart["z"], "v000002").golden_id == apart["y"]
        assert ws.show(apart["z"], "v000001").redirects == []
    days.run(gone="xyz", x=A, y=B, z=C, w="D400")
    with days.ws as ws:
        with pytest.raises(NotFound, match=f"merged into {apart['x']}, which was retired in v000004"):
            ws.show(apart["z"])
        assert ws.history(apart["z"]).lives_as is None


def test_the_story_of_a_life(days: Days) -> None:
    apart = days.run(x=A, y=B)
    days.run(x=A, y=B, n=f"{A}+{B}")
    days.run(gone="n", x=A, y=B, n=f"{A}+{B}")
    x, y = apart["x"], apart["y"]
    with days.ws as ws:
        assert [(each.version, each.text) for each in ws.history(y).chapters] == [
            ("v000001", "first published in v000001 (run 1), claimed by record crm/y"),
            (
                "v000002",
                f"merged into {x}, the older identity, with 1 record, because record crm/n arrived and matches crm/y "
                "(weight 50.0: customer id)",
            ),
            (
                "v000003",
                f"lives again with 1 record, parted from {x}, because record crm/n is gone; it matched crm/y "
                "(weight 50.0: customer id)",
            ),
        ]
        told = {each.what: each.text for each in ws.history(x).chapters}
        assert told["merge"].startswith(f"merged with {y}, of which 1 record came, because record crm/n arrived")
        assert told["revive"].startswith(
            f"parted from {y}, which lives again with 1 record, because record crm/n is gone"
        )
        assert told["records"] == "crm/n, crm/y left"
        with pytest.raises(NotFound, match="no person had the golden_id g0"):
            ws.history("g0")


def test_a_life_tells_which_golden_values_changed_while_versions_are_kept(days: Days) -> None:
    person = days.run(x=A)["x"]
    days.run(x=B)
    with days.ws as ws:
        assert [(each.what, each.text) for each in ws.history(person).chapters[1:]] == [
            ("values", "customer id A100 → B200")
        ]


def test_a_life_outlives_the_versions_it_was_published_in(days: Days) -> None:
    days.company.config("cdp.yml", CDP + "retain_versions: 2\nchecks: {max_golden_loss_share: 1}\n")
    apart = days.run(x=A, y=B)
    for account in (A, C, "D400", "E500"):
        days.run(x=A, y=f"{B}+{A}", z=account)
    with days.ws as ws:
        assert [each.version for each in ws.published.lineage()] == ["v000005", "v000004"]
        assert [each.what for each in ws.history(apart["y"]).chapters] == ["first", "merge"]


def test_an_id_can_be_asked_as_of_any_moment(days: Days) -> None:
    apart = days.run(x=A, y=B)
    time.sleep(1.1)
    days.run(x=A, y=f"{B}+{A}")
    with days.ws as ws:
        first, merge = ws.history(apart["y"]).chapters
        before = ws.history(apart["y"], first.at.isoformat())
        assert (before.state, before.lives_as, before.chapters) == ("alive", apart["y"], [first])
        after = ws.history(apart["y"], merge.at.isoformat())
        assert (after.state, after.lives_as) == ("merged", apart["x"])
        with pytest.raises(NotFound, match="by 2020"):
            ws.history(apart["y"], "2020-01-01")


def test_a_rollback_is_told_as_one(days: Days) -> None:
    apart = days.run(x=A, y=B)
    days.run(x=A, y=f"{B}+{A}")
    with days.ws as ws:
        ws.rollback()
        assert ws.history(apart["y"]).chapters[-1].text == (
            f"lives again with 1 record, parted from {apart['x']}, because an earlier version was published again"
        )
        assert ws.run(as_of=AS_OF).identity == {"merge": 1}
        assert ws.history(apart["y"]).lives_as == apart["x"]


def test_a_part_that_came_into_being_with_a_split_begins_there(days: Days) -> None:
    days.run(x=A, y=A)
    part = days.run(x=A, y=B)["y"]
    with days.ws as ws:
        (begins,) = ws.history(part).chapters
    assert begins.text.startswith("split off from")


def test_a_decision_is_told_with_who_took_it_and_why(days: Days) -> None:
    apart = days.run(x=A, y=B)
    days.run(x=A, y=f"{B}+{A}")
    with days.ws as ws:
        folder, manifest = ws.published.folder / "v000002", ws.published.manifest("v000002")
        history = duckdb.read_parquet(str(folder / "identity_history.parquet"))
        history.project("* replace ('decision' as cause, 3 as decision)").write_parquet(str(folder / "decided.parquet"))
        told = duckdb.sql("select 3 as decision, 'anna' as decided_by, 'one person: she called' as reason")
        told.write_parquet(str(folder / "decision.parquet"))
        files = {"identity_history": "v000002/decided.parquet", "decision": "v000002/decision.parquet"}
        tables = {**manifest.tables, **{name: TableFile(file, 1, "") for name, file in files.items()}}
        (folder / "manifest.json").write_text(replace(manifest, tables=tables).to_json())
        assert ws.history(apart["y"]).chapters[1].text.endswith(', by decision 3 of anna: "one person: she called"')
