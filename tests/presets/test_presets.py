"""Every preset reads its export, from the file to the people: one company that uses all of these systems."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cdp.check import check_sources
from cdp.cli import app
from cdp.config import load_config
from cdp.errors import UsageError
from cdp.pipeline import RunReport
from cdp.presets import add_preset, presets
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company, Once

EXPORTS = {path.stem: path for path in (Path(__file__).parent / "exports").iterdir()}
"""Made-up rows in the shape of each preset's export."""
GRACE = {"shopify", "klaviyo", "zendesk", "hubspot", "stripe"}


@pytest.fixture(scope="module")
def folder(once: Once) -> Path:
    def make(folder: Path) -> None:
        company = Company(folder)
        for name, export in EXPORTS.items():
            add_preset(folder, name, name, f"exports/{name}.data")
            company.file(f"exports/{name}.data", export.read_bytes())
        with company.workspace as ws:
            ws.run(as_of=AS_OF)

    return once("presets", make)


def test_every_preset_has_an_export_here() -> None:
    assert set(EXPORTS) == set(presets())


def test_every_column_is_mapped_or_left_out_on_purpose(folder: Path) -> None:
    with Workspace(folder) as ws:
        samples = check_sources(ws)
    assert {each.source: (each.unmapped, each.fault) for each in samples} == {name: ([], None) for name in EXPORTS}


def test_all_rows_are_accounted_for(folder: Path) -> None:
    with Workspace(folder) as ws:
        report: RunReport = ws.run(as_of=AS_OF)
    counts = {each.source: each for each in report.sources}
    assert set(counts) == set(EXPORTS)
    for each in counts.values():
        assert each.rows_in == each.loaded + each.unchanged + each.quarantined + each.suppressed
        assert each.quarantined == 0
    assert counts["qualtrics"].suppressed == 2


def test_one_person_is_found_in_five_systems(folder: Path) -> None:
    with Workspace(folder) as ws:
        sources = ws.table("profile").filter("email = 'grace.miller@mail.example'").project("sources").fetchall()
    assert [set(each) for (each,) in sources] == [GRACE]


def test_members_who_left_are_gone(folder: Path) -> None:
    with Workspace(folder) as ws:
        ids = {id for (id,) in ws.table("membership").project("record_id").fetchall()}
    assert {"9", "U4af4980629"} <= ids
    assert not {"10", "U77aa000001"} & ids


@pytest.mark.parametrize(
    ("source", "types"),
    [
        ("shopify_orders", {"order_placed": 2, "order_item": 1, "order_cancelled": 1}),
        ("zendesk", {"ticket": 1, "feedback": 1}),
        ("stripe_payments", {"payment": 1, "payment_failed": 1, "refund": 1}),
        ("qualtrics", {"survey_nps": 1}),
        ("cafe24", {"signed_up": 1}),
        ("smartstore", {"order_placed": 2}),
        ("kakao_messages", {"message_sent": 1, "message_bounced": 1}),
        ("line_ids", {"line_linked": 2}),
        ("rakuten", {"order_placed": 1}),
    ],
)
def test_what_happened(folder: Path, source: str, types: dict[str, int]) -> None:
    with Workspace(folder) as ws:
        found = ws.table("interaction").filter(f"source = '{source}'").project("type, time").fetchall()
    assert Counter(type for type, _ in found) == types
    assert all(time is not None for _, time in found)


def test_words_on_consent(folder: Path) -> None:
    with Workspace(folder) as ws:
        said = ws.table("consent").project("source, channel, state").fetchall()
    assert ("cafe24", "sms", "granted") in said
    assert ("cafe24", "email", "denied") in said
    assert ("line_ids", "line", "granted") in said
    assert ("smaregi", "email", "granted") in said
    assert {state for source, channel, state in said if source in GRACE and channel == "email"} == {"denied"}


def test_a_preset_takes_the_name_and_the_path_of_the_source(company: Company) -> None:
    written = add_preset(company.folder, "kr_mall", "cafe24", "in/Kim's *.csv")
    source = load_config(company.folder / "config").source("kr_mall")
    assert written.name == "kr_mall.yml"
    assert source.connector.model_dump()["path"] == "in/Kim's *.csv"


@pytest.mark.parametrize(("name", "preset"), [("people", "cafe24"), ("Bad Name", "cafe24"), ("shop", "shopfy")])
def test_what_cannot_be_added_is_refused(people: Company, name: str, preset: str) -> None:
    before = list((people.folder / "config" / "sources").iterdir())
    with pytest.raises(UsageError):
        add_preset(people.folder, name, preset)
    assert list((people.folder / "config" / "sources").iterdir()) == before


def test_the_command_lists_and_adds(company: Company) -> None:
    runner = CliRunner()
    assert "shopify_orders" in runner.invoke(app, ["add"]).output
    done = runner.invoke(app, ["add", "shop", "-w", str(company.folder), "--preset", "shopify", "--json"])
    assert done.exit_code == 0
    assert load_config(company.folder / "config").source("shop").channel == "web"
