"""The command line as a user meets it: output, JSON, exit codes, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PEOPLE, Company


def cdp(*words: str, cwd: Path, code: int = 0) -> str:
    environment = {**os.environ, "COLUMNS": "120", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "cdp", *words], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout if code == 0 else done.stdout + done.stderr


def test_the_life_of_a_workspace(people: Company) -> None:
    folder = people.folder
    assert "can be reached" in cdp("check", cwd=folder)
    report = json.loads(cdp("run", "--json", cwd=folder))
    assert (report["status"], report["people"]) == ("published", 2)
    assert "nothing new" in cdp("run", cwd=folder)
    assert "v000001" in cdp("status", cwd=folder)
    assert json.loads(cdp("status", "--json", cwd=folder))["versions"][0]["version"] == "v000001"
    hits = json.loads(cdp("find", "mary", "--json", cwd=folder))
    assert hits[0]["name"] == "Mary Jones"
    shown = cdp("show", hits[0]["golden_id"], "--why", cwd=folder)
    for part in ("Mary Jones", "people/1 (anchor)", "why they are one person", "most_recent"):
        assert part in shown
    assert json.loads(cdp("show", hits[0]["golden_id"], "--json", cwd=folder))["profile"]["full_name"] == "Mary Jones"
    assert json.loads(cdp("sql", "select count(*) as n from profile", "--json", cwd=folder)) == [{"n": 2}]
    cdp("export", "profile", "--to", "out.csv", cwd=folder)
    assert (folder / "out.csv").read_text().startswith("golden_id,")
    assert len(json.loads(cdp("runs", "--json", cwd=folder))) == 2


def test_rollback_and_as_of(people: Company) -> None:
    folder = people.folder
    cdp("run", cwd=folder)
    people.file("people.csv", "id,first,last,mail\n7,Anna,Berg,anna@mail.example\n")
    cdp("run", cwd=folder)
    assert "v000003" in cdp("rollback", cwd=folder)
    assert cdp("find", "anna", cwd=folder).startswith("nobody")
    golden_id = json.loads(cdp("find", "mary", "--json", cwd=folder))[0]["golden_id"]
    assert "no version" in cdp("show", golden_id, "--as-of", "2020-01-01", cwd=folder, code=6)


def test_init_gives_the_example_configuration(tmp_path: Path) -> None:
    assert "next:" in cdp("init", "ws", cwd=tmp_path)
    assert (tmp_path / "ws" / "config" / "sources" / "crm.yml").exists()
    assert "already has a config" in cdp("init", "ws", cwd=tmp_path, code=2)


def test_init_and_schema_answer_machines(tmp_path: Path) -> None:
    made = json.loads(cdp("init", "ws", "--json", cwd=tmp_path))
    assert Path(made["workspace"]) == tmp_path / "ws"
    told = json.loads(cdp("schema", "--tables", "--types", "--write", "s", "--json", cwd=tmp_path))
    assert "golden_id" in [column["name"] for column in told["tables"][0]["columns"]]
    assert "email" in [each["name"] for each in told["types"]]
    assert all(Path(tmp_path, path).exists() for path in told["written"])
    assert json.loads(cdp("schema", "--json", cwd=tmp_path)) == json.loads(cdp("schema", cwd=tmp_path))


def test_limits_below_one_are_usage_errors(people: Company) -> None:
    cdp("run", cwd=people.folder)
    for words in (("find", "mary"), ("show", "g1"), ("runs",)):
        cdp(*words, "--limit", "-1", cwd=people.folder, code=2)


def test_check_tells_of_every_source(people: Company) -> None:
    lost = PEOPLE.replace("source: people", "source: lost").replace("people.csv", "lost.csv")
    odd = PEOPLE.replace("source: people", "source: odd") + "    suppress: [{where: nofunc(mail), reason: x}]\n"
    people.source(lost).source(odd)
    shown = cdp("check", cwd=people.folder, code=3)
    for part in ("Jones", "1 of 3 sources", "lost.csv", "suppress.0.where", "nofunc"):
        assert part in shown, part
    told = json.loads(cdp("check", "--json", cwd=people.folder, code=3))
    faults = {each["source"]: each["fault"] and each["fault"]["error"] for each in told}
    assert faults == {"people": None, "lost": "SourceError", "odd": "ConfigError"}


def test_schema_describes_everything(tmp_path: Path) -> None:
    schemas = json.loads(cdp("schema", cwd=tmp_path))
    assert set(schemas) == {"cdp", "identity", "golden", "source"}
    assert "golden_id" in cdp("schema", "--tables", cwd=tmp_path)
    assert "national_id" in cdp("schema", "--types", cwd=tmp_path)
    cdp("schema", "--write", "schemas", cwd=tmp_path)
    assert json.loads((tmp_path / "schemas" / "source.schema.json").read_text())["title"] == "SourceConfig"


@pytest.mark.parametrize(
    ("break_it", "code", "told"),
    [
        (lambda c: c.source(PEOPLE.replace("channel", "chanel")), 2, "sources/people.yml:3"),
        (lambda c: c.file("people.csv", "id,first\n1,Mary\n"), 2, "column 'last'"),
        (lambda c: (c.folder / "people.csv").unlink(), 3, "people.csv"),
        (lambda c: c.source(PEOPLE + "    expect: {min_rows: 9}\n"), 4, "at least 9"),
    ],
)
def test_faults_have_a_message_a_remedy_and_a_code(people: Company, break_it, code: int, told: str) -> None:
    break_it(people)
    shown = cdp("run", cwd=people.folder, code=code)
    assert told in shown
    assert "remedy" in shown or "Mend" in shown
    as_json = cdp("run", "--json", cwd=people.folder, code=code)
    assert json.loads(as_json.splitlines()[0])["error"]


def test_no_workspace_nothing_published_nobody_there(people: Company, tmp_path: Path) -> None:
    assert "not a workspace" in cdp("run", cwd=tmp_path, code=6)
    assert "cdp run" in cdp("find", "mary", cwd=people.folder, code=6)
    cdp("run", cwd=people.folder)
    assert "golden_id" in cdp("show", "g123", cwd=people.folder, code=6)


def test_a_wrong_command_is_a_usage_error(tmp_path: Path) -> None:
    cdp("nonsense", cwd=tmp_path, code=2)


def test_personal_values_never_reach_error_texts(people: Company) -> None:
    people.source(PEOPLE + "    expect: {max_quarantine_share: 0}\n")
    people.file("people.csv", "id,first,last,mail\n1,Mary,Jones,mary@mail.example,extra\n2,A,B,c@mail.example\n")
    shown = cdp("run", cwd=people.folder, code=4)
    assert "Mary" not in shown
    assert "mail.example" not in shown


def test_the_small_demo_finds_its_stories(tmp_path: Path) -> None:
    cdp("demo", "ws", "--people", "300", cwd=tmp_path)
    shown = cdp("find", "C9000001", "-w", "ws", cwd=tmp_path)
    assert "김하늘" in shown
    assert (
        json.loads(cdp("demo", "data", "--people", "60", "--files-only", "--json", cwd=tmp_path))["crm/crm.sqlite"] > 20
    )
