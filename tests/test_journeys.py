from __future__ import annotations

import json
from pathlib import Path

import pytest

from cdp.errors import NotFound
from cdp.journeys import definition_in_words, spell
from tests.conftest import AS_OF, Company

SITE = """
    source: site
    party: first
    channel: web
    connector: {kind: csv, path: 'site/*.csv'}
    events:
      - {type: what, id: id, time: at, identifiers: {email: mail}, order_number: order, amount: paid,
         products: item, properties: {score: score}}
"""
HEAD = "id,what,at,mail,order,paid,item,score\n"
FIRST = (
    HEAD
    + """1,page_view,2026-03-01 10:00,mary@mail.example,,,,
2,product_added,2026-03-01 10:05,mary@mail.example,,,coat,
3,order_placed,2026-03-01 10:10,mary@mail.example,W1,80,coat,
4,delivered,2026-03-03 12:00,mary@mail.example,W1,,,
5,survey_nps,2026-03-09 12:00,mary@mail.example,W1,,,10
6,page_view,2026-03-02 10:00,peter@mail.example,,,,
"""
)
LATER = HEAD + "7,product_added,2026-05-09 10:00,peter@mail.example,,,scarf,\n"
EVENTS = "product_lines: {warm: [coat, scarf]}\n"


@pytest.fixture
def shop(people: Company) -> Company:
    people.source(SITE).config("events.yml", EVENTS).file("site/1.csv", FIRST).workspace.run(as_of=AS_OF)
    return people


def id_of(company: Company, mail: str) -> str:
    return str(company.workspace.find(mail)[0]["golden_id"])


def test_everybody_and_one_line_of_products(shop: Company) -> None:
    told = shop.workspace.journey()
    assert [row["stage"] for row in told.stages] == ["consider", "evaluate", "buy", "enjoy", "advocate"]
    assert told.product_lines == ["warm"]
    assert [row["path"] for row in told.paths] == ["consider", "consider → evaluate"]
    warm = shop.workspace.journey(product_line="warm")
    assert [row["stage"] for row in warm.stages] == ["evaluate", "buy", "enjoy", "advocate"]
    with pytest.raises(NotFound, match="garden"):
        shop.workspace.journey(product_line="garden")


def test_a_person_stages_with_their_evidence(shop: Company) -> None:
    told = shop.workspace.journey(id_of(shop, "mary@mail.example"))
    newest = told.stages[0]
    assert (newest["stage"], newest["rule"], newest["source"], newest["event_id"], newest["action"]) == (
        "advocate",
        "recommends",
        "site",
        "5",
        "answered",
    )
    assert [row["stage"] for row in told.current if row["product_line"] is None] == ["enjoy", "advocate"]
    assert told.loyalty is None
    warm = shop.workspace.journey(told.golden_id, product_line="warm")
    assert {row["product_line"] for row in warm.stages} == {"warm"}
    with pytest.raises(NotFound):
        shop.workspace.journey("g00000000000000000000")


def test_what_comes_later_makes_the_same_as_all_at_once(shop: Company) -> None:
    shop.file("site/2.csv", LATER).workspace.run(as_of=AS_OF)
    step = shop.workspace.published.current()
    shop.workspace.run(as_of=AS_OF, full=True)
    whole = shop.workspace.published.current()
    assert step is not None
    assert whole is not None
    mine = [name for name in whole.tables if name.startswith("journey") or name in ("touchpoint", "loyalty")]
    assert len(mine) == 8
    assert {name: step.tables[name].hash for name in mine} == {name: whole.tables[name].hash for name in mine}
    told = shop.workspace.journey(id_of(shop, "peter@mail.example"))
    assert [(row["product_line"], row["stage"], row["journey"]) for row in told.stages] == [
        (None, "evaluate", 2),
        ("warm", "evaluate", 1),
        (None, "consider", 1),
    ]


def test_new_rules_are_taken_up_without_matching_anew(shop: Company) -> None:
    shop.config("journey.yml", "stages: {evaluate: null}\nloyalty: {purchases: 2}\n")
    report = shop.workspace.run(as_of=AS_OF)
    assert (report.status, report.full_because) == ("published", "")
    told = shop.workspace.journey()
    assert "evaluate" not in [row["stage"] for row in told.stages]
    assert "loyalist: at least 2 purchases within 365 days, the latest among them" in map(
        definition_in_words, told.definitions
    )


def test_definitions_read_as_sentences(shop: Company) -> None:
    words = [definition_in_words(row) for row in shop.workspace.journey().definitions]
    assert "evaluate (compares): 3 × viewed_product within 14 days" in words
    assert "consider ends with buy or renewal or 30 days without evidence" in words
    assert any(line.startswith("bond (stays in touch)") and line.endswith(", after buy") for line in words)
    assert words[-1].endswith("a path breaks off after 30 days without any")


@pytest.mark.parametrize(("days", "told"), [(0.01, "14 minutes"), (1.5, "36 hours"), (30, "30 days")])
def test_durations_in_the_unit_that_reads_best(days: float, told: str) -> None:
    number, unit = spell(days)
    assert f"{number:.0f} {unit}" == told


def test_the_command_tells_all_and_writes_json_and_charts(
    shop: Company, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from cdp.cli import app

    def run(*words: str) -> str:
        app(["journey", "--workspace", str(shop.folder), *words], standalone_mode=False)
        return capsys.readouterr().out

    text = run()
    assert "ways to the purchase" in text
    by_action = "touchpoints before a purchase by channel and action"
    assert f"{by_action} (removal effect" in text
    assert f"{by_action}, warm (removal" in " ".join(run("--product-line", "warm").split())
    assert "sign (reviews): reviewed within 365 days" in text
    told = json.loads(run("--json", "--svg", str(tmp_path)))
    assert told["loyalty"]["passive_per_active"] is None
    assert [Path(path).name for path in told["written"]] == ["flow.svg", "touchpoints.svg"]
    mary = id_of(shop, "mary@mail.example")
    assert "in: enjoy since 2026-03-03, advocate since 2026-03-09" in run(mary)
    told = json.loads(run(mary, "--json"))
    assert [row["stage"] for row in told["current"]] == ["enjoy", "advocate"] * 2
