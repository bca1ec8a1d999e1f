"""Sensitive numbers are gone before a package is written; what a mapping declares stays as it is."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from cdp.land.redaction import Redaction
from tests.conftest import Company
from tests.landing import landed

CARD = "4111-1111-1111-1111"
NOTES = f"""
id,loyalty,note,remark
1,4111111111111111,paid with {CARD},
2,4111111111111129,nothing,jumin 950101-1234567
3,x,{CARD},too,many
"""
SOURCE = """
source: notes
party: first
channel: call_center
connector: {kind: csv, path: notes.csv}
events:
  - type: {constant: call}
    id: id
    time: id
    identifiers: {loyalty_id: loyalty}
    text: note
expect: {max_quarantine_share: 1}
"""


def kept(company: Company) -> list[dict[str, object]]:
    folder = company.workspace.folder / "landing" / "notes"
    [file] = [each for each in folder.iterdir() if "quarantine" not in each.name]
    return pq.read_table(file).to_pylist()


def test_free_text_is_redacted_and_counted(company: Company) -> None:
    company.source(SOURCE)
    company.file("notes.csv", NOTES)
    count = landed(company, "notes")
    assert [(row["loyalty"], row["note"], row["remark"]) for row in kept(company)] == [
        ("4111111111111111", "paid with [card number]", None),
        ("4111111111111129", "nothing", "jumin [resident number]"),
    ]
    assert count.redacted == {"card number": 2, "resident number": 1}
    [refused] = (company.workspace.folder / "landing" / "notes").glob("*.quarantine.parquet")
    assert pq.read_table(refused).column("raw").to_pylist() == ["3,x,[card number],too,many"]


def test_it_can_be_switched_off(company: Company) -> None:
    company.source(f"{SOURCE}\nredact: off")
    company.file("notes.csv", NOTES)
    assert landed(company, "notes").redacted == {}
    assert kept(company)[0]["note"] == f"paid with {CARD}"


def test_a_json_document_is_redacted_value_by_value(company: Company) -> None:
    company.source(
        SOURCE.replace("csv", "jsonl")
        .replace("id: id", "id: $.id")
        .replace("time: id", "time: $.at")
        .replace("loyalty_id: loyalty", "loyalty_id: $.who.loyalty")
        .replace("text: note", "text: $.note")
    )
    company.file(
        "notes.jsonl",
        f"""
        {{"id": 1, "who": {{"loyalty": "4111111111111111"}}, "note": "{CARD}", "card": 4111111111111111}}
        {{"id": 2,  "note": "4111-1111-1111-1112"}}
        """,
    )
    assert landed(company, "notes").redacted == {"card number": 2}
    assert [str(row["json"]).strip() for row in kept(company)] == [
        '{"id": 1, "who": {"loyalty": "4111111111111111"}, "note": "[card number]", "card": "[card number]"}',
        '{"id": 2,  "note": "4111-1111-1111-1112"}',
    ]


def test_a_document_that_is_too_deep_is_redacted_as_text(company: Company) -> None:
    redaction = Redaction(company.source(SOURCE).file("notes.csv", NOTES).workspace.config.source("notes"))
    deep = 3000 * "[" + f'"{CARD}"' + 3000 * "]"
    [batch] = redaction.rows([pa.RecordBatch.from_pydict({"json": [deep]})])
    assert CARD not in batch["json"][0].as_py()
    assert redaction.found.total() == 1
