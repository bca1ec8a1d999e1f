"""The commands around what versions change, as a user meets them."""

from __future__ import annotations

import json

from tests.cli.test_cli import cdp
from tests.conftest import Company

HEAD = "id,first,last,mail\n"


def delivery(name: str) -> str:
    return HEAD + "".join(f"{n},{name}{chr(97 + n)},F{n},m{n}@mail.example\n" for n in range(20))


def test_a_run_that_changes_too_much_waits_for_a_word(people: Company) -> None:
    folder = people.file("people.csv", delivery("Name")).folder
    cdp("run", cwd=folder)
    assert "has no version before it" in cdp("diff", cwd=folder, code=6)
    people.file("people.csv", delivery("Other"))
    told = cdp("run", cwd=folder, code=4)
    for part in (
        "v000002 waits as a candidate",
        "100.0% of the golden values of given_name change or vanish (limit 30.0%)",
        "`cdp promote`",
        "`cdp discard`",
        "another golden value",
    ):
        assert part in told, part
    report, _ = json.JSONDecoder().raw_decode(cdp("run", "--json", cwd=folder, code=4))
    assert (report["status"], report["version"], len(report["exceeded"])) == ("candidate", "v000002", 2)
    assert "v000002 waits as a candidate since" in cdp("status", cwd=folder)
    assert json.loads(cdp("status", "--json", cwd=folder))["candidate"]["version"] == "v000002"
    shown = cdp("diff", cwd=folder, columns=80)
    assert "100.00%" in shown and len(shown.splitlines()) <= 24 and max(map(len, shown.splitlines())) <= 80
    assert json.loads(cdp("diff", "--json", cwd=folder))["exceeded"] == report["exceeded"]
    assert "v000001 does not wait" in cdp("promote", "v000001", cwd=folder, code=6)
    assert json.loads(cdp("promote", "v000002", "--json", cwd=folder)) == {"version": "v000002"}
    assert "nothing new" in cdp("run", cwd=folder)
    assert "no difference" in cdp("diff", "v000002", "v000002", cwd=folder)


def test_a_candidate_on_request_is_no_failure(settled: Company) -> None:
    folder = settled.folder
    settled.config("golden.yml", "attributes: {email: {rule: union}}")
    assert "waits as a candidate" in cdp("run", "--candidate", cwd=folder)
    assert "discarded v000002" in cdp("discard", cwd=folder)
    assert "no candidate waits" in cdp("promote", cwd=folder, code=6)


def test_changes_are_shown_and_written(settled: Company) -> None:
    folder = settled.folder
    settled.file("people.csv", HEAD + "3,Peter,Novak,new@mail.example\n9,Zoe,Quinn,zoe@mail.example\n")
    cdp("run", cwd=folder)
    shown = cdp("changes", "--since", "v000001", "--limit", "2", cwd=folder)
    assert "from v000001 to v000002" in shown and "1 created" in shown and "the first 2" in shown
    told = json.loads(cdp("changes", "--since", "v000001", "--json", cwd=folder))
    assert told["total"] == len(told["rows"]) == sum(told["by_kind"].values())
    told_next = cdp("changes", "--since", "v000001", "--to", "c.jsonl", cwd=folder)
    assert "next time: `cdp changes --since v000002`" in told_next
    written = [json.loads(line) for line in (folder / "c.jsonl").read_text().splitlines()]
    assert written == told["rows"]
    for name in ("c.csv", "c.parquet", "c.duckdb", "sqlite:///c.db"):
        cdp("changes", "--since", "v000001", "--to", name, cwd=folder)
    assert "0 changes" in cdp("changes", "--since", "v000002", cwd=folder)
    assert "are not kept" in cdp("changes", "--since", "v000009", cwd=folder, code=6)
