"""The command line as a user meets it: output, JSON, exit codes, never a traceback."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from cdp.cli import main
from cdp.cli.screen import UNWRAPPED, err, out
from cdp.config import FILES
from tests.conftest import CDP, PEOPLE, Company


def process(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as its users do, in a process of its own."""
    return subprocess.run([sys.executable, "-m", "cdp", *words], cwd=cwd, capture_output=True, text=True, check=False)


def cdp(*words: str, cwd: Path, code: int = 0, columns: int | None = 120, typed: str = "") -> str:
    """Run a command in this process, which has loaded all it needs; return what it prints."""
    told, errors = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(told), redirect_stderr(errors):
        patch.chdir(cwd)
        patch.setattr(sys, "argv", ["cdp", *words])
        patch.setattr(sys, "stdin", io.StringIO(typed))
        for console in (out, err):
            patch.setattr(console, "_width", columns or UNWRAPPED)
        with pytest.raises(SystemExit) as ended:
            main()
    assert (ended.value.code or 0) == code, told.getvalue() + errors.getvalue()
    return told.getvalue() if code == 0 else told.getvalue() + errors.getvalue()


def test_a_command_is_a_process_that_ends_with_its_code(people: Company) -> None:
    done = process("run", cwd=people.folder)
    assert done.returncode == 0, done.stderr
    assert "published v000001" in done.stdout
    failed = process("show", "g0", cwd=people.folder)
    assert (failed.returncode, "Traceback" in failed.stderr) == (6, False)


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
    for part in (
        "Mary Jones",
        "people/1 (anchor)",
        "why they are one person",
        "most_recent",
        "held together by people/1",
    ):
        assert part in shown
    assert json.loads(cdp("show", hits[0]["golden_id"], "--json", cwd=folder))["profile"]["full_name"] == "Mary Jones"
    assert json.loads(cdp("sql", "select count(*) as n from profile", "--json", cwd=folder)) == [{"n": 2}]
    cdp("export", "profile", "--to", "out.csv", cwd=folder)
    assert (folder / "out.csv").read_text().startswith("golden_id,")
    assert len(json.loads(cdp("runs", "--json", cwd=folder))) == 2


def test_why_explains_pairs_a_person_and_two_people(settled: Company) -> None:
    folder = settled.folder
    mary, peter = (json.loads(cdp("find", each, "--json", cwd=folder))[0]["golden_id"] for each in ("mary", "peter"))
    pair = cdp("why", "people/1", "people/2", "--svg", "pictures/pair.svg", cwd=folder, columns=80)
    for part in ("a match, weight", "prior", "given_name", "jones", "kind of pair", "blocking: compared"):
        assert part in pair, part
    assert "<svg" in (folder / "pictures" / "pair.svg").read_text()
    person = cdp("why", mary, cwd=folder, columns=80)
    for part in (
        "2 records",
        "people/1 + people/2",
        "the bridge is people/1 = people/2",
        "without it: people/1 | people/2",
    ):
        assert part in person, part
    apart = cdp("why", mary, peter, cwd=folder, columns=80)
    for part in (f"{mary} and {peter}", "are not one person", "no match: no pair", "the best 2 pairs", "were "):
        assert part in apart, part
    assert max(map(len, (pair + person + apart).splitlines())) <= 80
    told = [json.loads(cdp("why", *asked, "--json", cwd=folder)) for asked in (("people/1", "people/2"), (mary,))]
    assert [each["explains"] for each in told] == ["pair", "person"]
    assert told[0]["evidence"]["waterfall"][-1]["end"] == pytest.approx(told[0]["evidence"]["weight"], abs=1e-3)
    assert told[1]["steps"][0]["evidence"]["waterfall"] == told[0]["evidence"]["waterfall"]
    assert json.loads(cdp("why", mary, peter, "--json", cwd=folder))["reason"] == "no match"


def test_why_wants_records_or_people(settled: Company) -> None:
    assert "remedy: name two records" in cdp("why", "people/1", "g1", cwd=settled.folder, code=2)
    assert "not published" in cdp("why", "people/1", "people/9", cwd=settled.folder, code=6)
    cdp("why", "people/1", "people/2", "--svg", "config", cwd=settled.folder, code=7)


def test_evaluate_scores_and_shows_what_is_wrong(settled: Company) -> None:
    folder = settled.folder
    settled.file("truth.csv", "source,record_id,person\npeople,1,A\npeople,2,B\npeople,3,A\n")
    shown = cdp("evaluate", "truth.csv", "--out", "wrong.csv", cwd=folder)
    for part in (
        "B-cubed",
        "exactly right: 0.0%",
        "false merge",
        "matched",
        "scored too low",
        "people/1",
        "2 wrong pairs",
    ):
        assert part in shown, part
    assert "Mary" not in shown + (folder / "wrong.csv").read_text()
    assert "Mary" in cdp("evaluate", "truth.csv", "--values", cwd=folder)
    told = json.loads(cdp("evaluate", "truth.csv", "--json", "--wrong", "1", cwd=folder))
    assert (told["truth"], told["score"]["f1"], len(told["wrong"])) == ("people", 0.0, 2)
    settled.file("pairs.csv", "source_l,record_id_l,source_r,record_id_r,match\npeople,1,people,2,yes\n")
    shown = cdp("evaluate", "pairs.csv", cwd=folder)
    assert "95 % interval" in shown and "no pair is wrong" in shown


def test_evaluate_wants_one_truth(settled: Company) -> None:
    folder = settled.folder
    assert "one of the two" in cdp("evaluate", cwd=folder, code=2)
    assert "there is no file" in cdp("evaluate", "nowhere.csv", cwd=folder, code=2)
    assert "matching may have seen it" in cdp("evaluate", "--truth-column", "people:mail", cwd=folder, code=2)
    settled.file("truth.csv", "source,record,person\npeople,1,A\n")
    shown = cdp("evaluate", "truth.csv", cwd=folder, code=2)
    assert "no column record_id" in shown and "remedy" in shown


def test_model_is_told_as_text_as_json_and_in_pictures(people: Company) -> None:
    folder = people.folder
    assert "nothing has been published" in cdp("model", cwd=folder, code=6)
    cdp("run", cwd=folder)
    shown = cdp("model", cwd=folder, columns=100)
    for part in ("model m0001", "given_name", "every pair", "kinds of pairs"):
        assert part in shown, part
    assert max(map(len, shown.splitlines())) <= 100
    told = json.loads(cdp("model", "--json", "--out", "model.html", "--svg", "charts", cwd=folder))
    assert told["comparisons"][0]["levels"][0]["weight"] > 0
    assert {Path(path).name for path in told["written"]} >= {"model.html", "match_weights.svg", "m_and_u.svg"}
    assert all((folder / path).read_text().strip() for path in told["written"])
    cdp("model", "--out", "config", cwd=folder, code=7)


def test_run_counts_households_and_show_names_who_lives_there(people: Company) -> None:
    people.source(PEOPLE + "    address: {street: street, postal_code: zip}\n")
    rows = ("1,Mary,Jones,mary@mail.example,12 High St", "2,Peter,Jones,peter@mail.example,12 High Street")
    people.file("people.csv", "\n".join(("id,first,last,mail,street,zip", *(f"{row},LS1 1AA" for row in rows))) + "\n")
    assert "2 of them live in 1 household" in cdp("run", cwd=people.folder)
    mary, peter = (json.loads(cdp("find", each, "--json", cwd=people.folder))[0]["golden_id"] for each in ("1", "2"))
    shown = cdp("show", mary, cwd=people.folder)
    for part in ("lives in household h", peter, "same address and family name", "address, family_name"):
        assert part in shown
    assert len(json.loads(cdp("show", mary, "--json", cwd=people.folder))["household"]) == 2


def test_rollback_and_as_of(settled: Company) -> None:
    folder = settled.folder
    settled.file("people.csv", "id,first,last,mail\n7,Anna,Berg,anna@mail.example\n")
    cdp("run", cwd=folder)
    assert "v000003" in cdp("rollback", cwd=folder)
    assert "nobody found" in cdp("find", "anna", cwd=folder, code=6)
    golden_id = json.loads(cdp("find", "mary", "--json", cwd=folder))[0]["golden_id"]
    told = cdp("show", golden_id, "--as-of", "2020-01-01", cwd=folder, code=6)
    assert "nothing had been published by 2020-01-01" in told


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


def test_limits_below_one_are_usage_errors(settled: Company) -> None:
    for words in (("find", "mary"), ("show", "g1"), ("runs",)):
        cdp(*words, "--limit", "-1", cwd=settled.folder, code=2)


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
    assert set(schemas) == {name.removesuffix(".yml") for name in FILES} | {"source"}
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
    told = cdp("demo", "ws", "--people", "300", cwd=tmp_path)
    assert "look for: One profile named 鈴木 彩花" in told
    assert "鈴木 彩花" in cdp("find", "C9000021", "-w", "ws", cwd=tmp_path)
    cdp("demo", "ws", "--people", "60", "--files-only", cwd=tmp_path)
    shown = cdp("find", "C9000001", "-w", "ws", cwd=tmp_path)
    assert "김하늘" in shown
    assert (
        json.loads(cdp("demo", "data", "--people", "60", "--files-only", "--json", cwd=tmp_path))["crm/crm.sqlite"] > 20
    )


def test_the_command_line_starts_without_the_heavy_libraries(tmp_path: Path) -> None:
    assert cdp("--version", cwd=tmp_path).startswith("cdp 0.")
    code = "import sys, cdp.cli; print([n for n in ('duckdb', 'pandas', 'pydantic', 'pyarrow') if n in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_usage_errors_are_json_too(people: Company) -> None:
    for words in (("find",), ("nonsense",), ("find", "x", "--limit", "0"), ("show", "g1", "--as-of", "soon")):
        told = json.loads(cdp(*words, "--json", cwd=people.folder, code=2).splitlines()[0])
        assert told["error"] == "UsageError"
        assert told["message"]


def test_json_knows_no_nan(settled: Company) -> None:
    query = "select 'nan'::double as a, 'inf'::double as b, [1.5, '-inf'::double] as c"
    assert json.loads(cdp("sql", query, "--json", cwd=settled.folder)) == [{"a": None, "b": None, "c": [1.5, None]}]


def test_limits_and_nouns(people: Company) -> None:
    assert "(1 unit)" in cdp("check", cwd=people.folder)
    cdp("run", cwd=people.folder)
    assert cdp("sql", "select 1", cwd=people.folder).startswith("1 row\n")
    assert "first 1;" in cdp("find", "m", "--limit", "1", cwd=people.folder)
    assert "1 found" in cdp("find", "Novak", cwd=people.folder)


def test_what_is_piped_is_not_wrapped_and_what_is_too_wide_stands_upright(settled: Company) -> None:
    query = "select repeat('long ', 60) as a, * from profile order by 2"
    piped = cdp("sql", query, cwd=settled.folder, columns=None)
    assert any("long " * 60 in line and "Mary" in line for line in piped.splitlines())
    upright = cdp("sql", query, cwd=settled.folder, columns=80)
    assert "row 2" in upright
    assert any(line.split() == ["given_name", "Mary"] for line in upright.splitlines())


def test_the_quarantine_can_be_looked_at(people: Company) -> None:
    people.source(PEOPLE + "    expect: {max_quarantine_share: 1}\n")
    people.file("people.csv", "id,first,last,mail\n1,Mary,Jones,mary@mail.example\n,Peter,Secret,p@mail.example\n")
    for shown in (cdp("run", cwd=people.folder), cdp("quarantine", "people", cwd=people.folder)):
        assert "record id is empty" in shown
        assert "Secret" not in shown
    assert "Secret" in cdp("quarantine", "--raw", cwd=people.folder)
    assert "raw" not in json.loads(cdp("quarantine", "--json", cwd=people.folder))[0]
    assert json.loads(cdp("quarantine", "--json", "--raw", cwd=people.folder))[0]["position"] == 2
    cdp("quarantine", "nowhere", cwd=people.folder, code=6)


def test_values_that_could_not_be_read_are_told(people: Company) -> None:
    people.source(PEOPLE.replace("email: mail", "birth_date: born") + "    date_order: mdy\n")
    rows = [f"{n},Mary,Jones,{13 + n % 15}/{1 + n % 12}/19{50 + n % 40}" for n in range(200)]
    people.file("people.csv", "\n".join(["id,first,last,born", *rows]))
    shown = cdp("run", cwd=people.folder)
    assert "values that could not be read" in shown
    assert "many values of birth_date" in shown
    assert "many values of birth_date" in cdp("status", cwd=people.folder)
    (problem,) = json.loads(cdp("status", "--json", cwd=people.folder))["problems"]
    assert problem[0] == "birth_date"


def test_status_tells_a_run_at_work_and_one_that_was_cut_off(people: Company) -> None:
    with people.workspace as ws:
        with ws.locked():
            number = ws.ledger.start_run("run")
            assert f"run {number} at work since" in cdp("status", cwd=people.folder)
            assert json.loads(cdp("status", "--json", cwd=people.folder))["at_work"]["run"] == number
        assert "cut off" in cdp("status", cwd=people.folder)
        assert json.loads(cdp("status", "--json", cwd=people.folder))["at_work"] is None


def test_times_are_those_of_the_company(people: Company) -> None:
    people.config("cdp.yml", CDP.replace("UTC", "Asia/Seoul"))
    people.source(PEOPLE.replace("record: {id: id}", "record: {id: id, updated_at: at}") + "    timezone: UTC\n")
    people.file("people.csv", "id,first,last,mail,at\n1,Mary,Jones,m@mail.example,2026-01-01 18:30:00\n")
    cdp("run", cwd=people.folder)
    golden_id = json.loads(cdp("find", "mary", "--json", cwd=people.folder))[0]["golden_id"]
    shown = cdp("show", golden_id.upper(), cwd=people.folder)
    assert "updated (Asia/Seoul)" in shown
    assert "2026-01-02 03:30:00" in shown
    told = json.loads(cdp("show", golden_id, "--json", cwd=people.folder))
    assert told["records"][0]["updated_at"] == "2026-01-02T03:30:00+09:00"


def test_what_nobody_expected_is_one_line_with_details_in_a_log(settled: Company) -> None:
    (settled.folder / "published/v000001/profile.parquet").write_bytes(b"Mary Jones is no Parquet")
    shown = cdp("find", "mary", cwd=settled.folder, code=1)
    assert "unexpected" in shown
    assert "Mary Jones" not in shown
    log = settled.folder / "cdp.log"
    assert "Traceback" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    assert (
        json.loads(cdp("find", "mary", "--json", cwd=settled.folder, code=1).splitlines()[0])["error"] == "Unexpected"
    )


def test_a_place_that_cannot_be_written_is_named(people: Company) -> None:
    (people.folder / ".lock").mkdir()
    assert ".lock" in cdp("run", cwd=people.folder, code=7)
    told = json.loads(cdp("run", "--json", cwd=people.folder, code=7).splitlines()[0])
    assert told["error"] == "StorageError"


def test_the_demo_keeps_out_of_a_workspace_of_ones_own(people: Company, tmp_path: Path) -> None:
    before = sorted(people.folder.rglob("*"))
    for more in ((), ("--files-only",)):
        assert "cdp demo FOLDER" in cdp("demo", str(people.folder), "--people", "60", *more, cwd=tmp_path, code=2)
    assert sorted(people.folder.rglob("*")) == before
    (tmp_path / "mine" / "data").mkdir(parents=True)
    (tmp_path / "mine" / "data" / "orders.csv").write_text("a\n1\n")
    cdp("demo", "mine", "--people", "60", cwd=tmp_path, code=2)


def test_run_tells_what_was_withdrawn_and_what_could_not_be(people: Company) -> None:
    folder, text = people.folder, (people.folder / "people.csv").read_text()
    people.source(PEOPLE + "    deliveries: whole\n    expect: {max_withdrawn_share: 0.4, max_quarantine_share: 1}\n")
    cdp("run", cwd=folder)
    people.file("people.csv", text.replace("3,Peter,Novak,", ",Peter,Novak,"))
    told = cdp("run", "--json", cwd=folder)
    assert json.loads(told)["sources"][0]["missing"] == 1
    people.file("people.csv", text.replace("3,Peter,Novak,peter@mail.example\n", ""))
    assert "no longer delivered, so withdrawn: 1 record of people" in cdp("run", cwd=folder)
    people.file("people.csv", "id,first,last,mail\n")
    assert "no record is delivered" in cdp("run", cwd=folder, code=4)
