"""The steward at the command line: decisions made, foreseen, listed, refused, withdrawn."""

from __future__ import annotations

import json

from tests.cli.test_cli import cdp
from tests.conftest import Company

WHY = ("--reason", "I asked them", "--by", "anna")


def test_a_steward_decides_looks_and_takes_back(settled: Company) -> None:
    folder = settled.folder
    mary, peter = (json.loads(cdp("find", name, "--json", cwd=folder))[0]["golden_id"] for name in ("mary", "peter"))
    foreseen = json.loads(cdp("merge", mary, peter, *WHY, "--dry-run", "--json", cwd=folder))
    assert foreseen["decision"]["number"] == 0
    assert [(each["golden_id"], len(each["records"])) for each in foreseen["people"]] == [(mary, 3)]
    assert "nothing was decided" in cdp("split", mary, "people/2", *WHY, "--dry-run", cwd=folder)
    assert json.loads(cdp("decisions", "--json", cwd=folder)) == []

    assert "decision 1 by anna: split people/2 from people/1" in cdp("split", mary, "people/2", *WHY, cwd=folder)
    told = json.loads(cdp("link", "people/1", "people/3", *WHY, "--json", cwd=folder))
    assert told["decision"]["one"] == [{"source": "people", "record_id": r} for r in "13"]
    refused = cdp("unlink", "people/1", peter, *WHY, cwd=folder, code=2)
    assert "decision 2 (must-link by anna" in refused and "`cdp withdraw 2`" in refused
    refused = json.loads(cdp("link", "people/2", "people/3", *WHY, "--json", cwd=folder, code=2))
    assert "decisions 1" in refused["message"]
    cdp("override", mary, "email=new@mail.example", "--until", "2999-12-31", *WHY, cwd=folder)

    report = json.loads(cdp("run", "--json", cwd=folder))
    assert report["decisions"] == {"in force": 3}
    shown = cdp("show", mary, cwd=folder)
    assert "new@mail.example" in shown and "decision 3" in shown
    cdp("withdraw", "2", *WHY, cwd=folder)
    listed = cdp("decisions", cwd=folder)
    for part in (
        "4 decisions",
        "withdrawn",
        "in force",
        "new",
        "override email of people/1 until 2999-12-31",
        "I asked",
    ):
        assert part in listed, part
    assert "decisions of stewards: 3 in force, 1 withdrawn" in cdp("run", cwd=folder)


def test_what_cannot_be_decided_is_told(people: Company) -> None:
    folder = people.folder
    assert "nothing has been published" in cdp("merge", "g1", "g2", *WHY, cwd=folder, code=6)
    cdp("run", cwd=folder)
    mary = json.loads(cdp("find", "mary", "--json", cwd=folder))[0]["golden_id"]
    assert "--reason" in cdp("merge", mary, "g2", cwd=folder, code=2)
    assert "no such record" in cdp("link", "people/1", "people/99", *WHY, cwd=folder, code=6)
    assert "SOURCE/RECORD_ID" in cdp("split", mary, "2", *WHY, cwd=folder, code=2)
    assert "ATTRIBUTE=VALUE" in cdp("override", mary, "email", *WHY, cwd=folder, code=2)
    assert "hunter" not in cdp("override", mary, "email=hunter2", *WHY, cwd=folder, code=2)
    assert "no decision 1" in cdp("withdraw", "1", *WHY, cwd=folder, code=6)
    assert "0 decisions" in cdp("decisions", cwd=folder)
