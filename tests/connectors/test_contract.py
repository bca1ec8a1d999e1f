"""The conformance suite: what every kind must do, run over all of them."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from psycopg.sql import SQL, Identifier
from pydantic import TypeAdapter, ValidationError

from connectors import KINDS, POSITION, AnyConfig, SourceUnreachable
from tests import postgres
from tests.connectors import object_server
from tests.connectors.samples import connect, pull_one, read
from tests.connectors.web_service import Asked, Reply, WebService, started

Rows = list[dict[str, str]]
COLUMNS = ["id", "name"]
AWKWARD_NAMES = ["고객 이름", 'it\'s "quoted"; DROP', "ｶﾅ:名前 \\n", "%s {x} 😀"]


def write_csv(file: Path, rows: Rows, columns: list[str]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    file.write_bytes(text.getvalue().encode())


def write_jsonl(file: Path, rows: Rows, _: list[str]) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def write_object(file: Path, rows: Rows, columns: list[str]) -> None:
    write_csv(file, rows, columns)
    object_server.put(file.name, file.read_bytes())


def write_json(file: Path, rows: Rows, _: list[str]) -> None:
    file.write_text(json.dumps({"data": {"people": rows}}, ensure_ascii=False), encoding="utf-8")


def write_excel(file: Path, rows: Rows, columns: list[str]) -> None:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("people")
    for row in (columns, *(list(row.values()) for row in rows)):
        sheet.append(row)
    workbook.save(file)


def write_parquet(file: Path, rows: Rows, columns: list[str]) -> None:
    schema = pa.schema([(name, pa.string()) for name in columns])
    pq.write_table(pa.Table.from_pylist(rows, schema), file)


def write_text(file: Path, rows: Rows, _: list[str]) -> None:
    entries = ("\n".join(f"{name} = {value}" for name, value in row.items()) for row in rows)
    file.write_text("\n-----\n".join(entries) + "\n", encoding="utf-8")


def write_sqlite(file: Path, rows: Rows, columns: list[str]) -> None:
    def quoted(name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TABLE IF EXISTS customer")
        connection.execute(f"CREATE TABLE customer ({', '.join(map(quoted, columns))})")
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO customer VALUES ({marks})", [tuple(row.values()) for row in rows])


def database_of(file: str) -> str:
    return re.sub("[^a-z]", "", file) or "other"


def write_postgres(file: Path, rows: Rows, columns: list[str]) -> None:
    database = database_of(file.name)
    postgres.make_database(database)
    names = [Identifier(name) for name in columns]
    with psycopg.connect(postgres.address(database)) as connection, connection.cursor() as cursor:
        cursor.execute("drop table if exists customer")
        cursor.execute(
            SQL("create table customer ({})").format(SQL(", ").join(SQL("{} text").format(n) for n in names))
        )
        with cursor.copy(SQL("copy customer ({}) from stdin").format(SQL(", ").join(names))) as copy:
            for row in rows:
                copy.write_row(tuple(row.values()))


def write_mbox(file: Path, rows: Rows, _: list[str]) -> None:
    mails = (f"From x\nFrom: a@b.example\n\n{json.dumps(row, ensure_ascii=False)}\n\n" for row in rows)
    file.write_text("".join(mails), encoding="utf-8")


def write_transcript(file: Path, rows: Rows, _: list[str]) -> None:
    turns = (f"Agent: {json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    file.write_text("".join(turns), encoding="utf-8")


DOCUMENTS = {"http_json": "json", "json": "json", "jsonl": "json", "mail": "text", "transcript": "text"}
"""Kinds whose columns are always the same, and the column where the tests keep a row as JSON."""


@dataclass(frozen=True)
class Case:
    """One kind, and how to make a source of it."""

    name: str
    kind: str
    write: Callable[[Path, Rows, list[str]], None]
    options: Callable[[str, list[str]], dict[str, Any]]
    spoil: Callable[[Path], None] | None
    """Adds a row that cannot be read; None where a kind has no such rows."""

    def values(self, rows: list[dict[str, Any]], columns: list[str]) -> Rows:
        """Undo what the kind does to the rows that were written."""
        if self.kind in DOCUMENTS:
            return [json.loads(row[DOCUMENTS[self.kind]]) for row in rows]
        return [{name: row[name] for name in columns} for row in rows]


def at_path(file: str, _: list[str]) -> dict[str, Any]:
    return {"path": file}


@cache
def web_service() -> WebService:
    return started(page_of_document)


def page_of_document(asked: Asked) -> Reply:
    """The document that is called like the path, page by page; its file was written last."""
    file = SERVED.get(asked.path.removeprefix("/"))
    if file is None:
        return Reply(status=404)
    first = int(asked.parameters["offset"])
    return Reply({"data": {"people": json.loads(file.read_bytes())["data"]["people"][first : first + 4000]}})


SERVED: dict[str, Path] = {}
"""By name: what the web service answers with."""


def write_document_to_serve(file: Path, rows: Rows, columns: list[str]) -> None:
    write_json(file, rows, columns)
    SERVED[file.name] = file


def at_address(file: str, _: list[str]) -> dict[str, Any]:
    pages = {"records": "$.data.people[*]", "pagination": {"by": "offset"}, "attempts": 1}
    return {"url": f"{web_service().url}/{quote(file)}", **pages}


def in_bucket(file: str, _: list[str]) -> dict[str, Any]:
    return object_server.settings(file)


def at_path_in_document(file: str, _: list[str]) -> dict[str, Any]:
    return {"path": file, "records": "$.data.people[*]"}


def separated(file: str, _: list[str]) -> dict[str, Any]:
    return {"path": file, "separator": "^---$"}


def as_text(file: str, columns: list[str]) -> dict[str, Any]:
    return {"path": file, "fields": {name: f"^{re.escape(name)} = (.*)$" for name in columns}}


def as_table(file: str, _: list[str]) -> dict[str, Any]:
    return {"url": f"sqlite:///{file}", "table": "customer", "batch_rows": 1000}


def as_table_with_cursor(file: str, columns: list[str]) -> dict[str, Any]:
    return as_table(file, columns) | {"cursor_column": columns[0]}


def as_postgres_table(file: str, columns: list[str]) -> dict[str, Any]:
    url = postgres.address(database_of(file))
    return {"url": url, "table": "customer", "batch_rows": 1000, "cursor_column": columns[0]}


def append(content: bytes) -> Callable[[Path], None]:
    def spoil(file: Path) -> None:
        with file.open("ab") as stream:
            stream.write(content)

    return spoil


def append_to_object(file: Path) -> None:
    append(b"999999\n")(file)
    object_server.put(file.name, file.read_bytes())


def add_to_document(file: Path) -> None:
    document = json.loads(file.read_bytes())
    document["data"]["people"].append("999999")
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def add_undecodable(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO customer VALUES ('999999', CAST(x'ff' AS TEXT))")


CASES = [
    Case("csv", "csv", write_csv, at_path, append(b"999999\n")),
    Case("excel", "excel", write_excel, at_path, None),
    Case("http_json", "http_json", write_document_to_serve, at_address, add_to_document),
    Case("json", "json", write_json, at_path_in_document, add_to_document),
    Case("jsonl", "jsonl", write_jsonl, at_path, append(b'{"id": "999999",\n')),
    Case("parquet", "parquet", write_parquet, at_path, None),
    Case("s3", "s3", write_object, in_bucket, append_to_object),
    Case("text", "text", write_text, as_text, append(b"-----\nid = 999999 \xff\n")),
    Case("mail", "mail", write_mbox, at_path, append(b"From x\n\n999999\n")),
    Case("transcript", "transcript", write_transcript, separated, append(b"---\n999999\n")),
    Case("sql", "sql", write_sqlite, as_table, add_undecodable),
    Case("sql with cursor", "sql", write_sqlite, as_table_with_cursor, add_undecodable),
    Case("postgresql", "sql", write_postgres, as_postgres_table, None),
]

KINDS_THAT = {
    "case": CASES,
    "spoilable": [case for case in CASES if case.spoil],
    "columnar": [case for case in CASES if case.kind not in {"text", *DOCUMENTS}],
}
"""By the name of a test's argument: all; those that may hold a row that cannot be read; those with columns of the
source's own."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test over the kinds that can do what it is about."""
    for name in KINDS_THAT.keys() & set(metafunc.fixturenames):
        metafunc.parametrize(name, KINDS_THAT[name], ids=lambda case: case.name)


def people(count: int, first: int = 1) -> Rows:
    return [{"id": f"{number:06d}", "name": f"한 사람 {number}"} for number in range(first, first + count)]


def source(case: Case, folder: Path, rows: Rows, columns: list[str] = COLUMNS, file: str = "source") -> Any:
    case.write(folder / file, rows, columns)
    return connect(folder, case.kind, **case.options(file, columns))


def test_one_row_arrives_as_written(case: Case, tmp_path: Path) -> None:
    [delivery] = source(case, tmp_path, people(1)).pull({})
    pulled = read(delivery)
    assert case.values(pulled.rows, COLUMNS) == people(1)
    assert pulled.positions == [1]
    assert not pulled.unchanged
    assert pulled.rejected == []


def test_no_rows_still_tell_the_columns(case: Case, tmp_path: Path) -> None:
    [delivery] = source(case, tmp_path, []).pull({})
    pulled = read(delivery)
    assert pulled.rows == []
    expected = {DOCUMENTS[case.kind]} if case.kind in DOCUMENTS else set(COLUMNS)
    assert expected <= set(pulled.columns)


def test_what_was_read_is_unchanged_when_nothing_happens(case: Case, tmp_path: Path) -> None:
    connector = source(case, tmp_path, people(3))
    [first] = connector.pull({})
    [again] = connector.pull({first.unit: first.cursor})
    assert again.unchanged
    assert again.unit == first.unit
    assert again.cursor == first.cursor != ""


def test_cursors_of_other_units_do_not_matter(case: Case, tmp_path: Path) -> None:
    connector = source(case, tmp_path, people(3))
    [first] = connector.pull({})
    [other] = connector.pull({"elsewhere": first.cursor, first.unit: "not a cursor"})
    assert not other.unchanged
    assert len(read(other).rows) == 3


def test_new_rows_are_delivered(case: Case, tmp_path: Path) -> None:
    [first] = source(case, tmp_path, people(3)).pull({})
    [second] = source(case, tmp_path, people(5)).pull({first.unit: first.cursor})
    assert not second.unchanged
    assert second.cursor != first.cursor
    names = [row["name"] for row in case.values(read(second).rows, COLUMNS)]
    assert {row["name"] for row in people(2, first=4)} <= set(names)


def test_what_is_missing_is_unreachable(case: Case, tmp_path: Path) -> None:
    connector = connect(tmp_path, case.kind, **case.options("nowhere", COLUMNS))
    with pytest.raises(SourceUnreachable, match="nowhere"):
        list(connector.pull({}))
    assert list(tmp_path.iterdir()) == []


def test_making_a_connector_opens_nothing(case: Case, tmp_path: Path) -> None:
    connect(tmp_path, case.kind, **case.options("nowhere", COLUMNS))


def test_positions_rise_from_one_over_all_batches(case: Case, tmp_path: Path) -> None:
    rows = people(70_000 if case.kind in {"csv", "parquet", "s3"} else 9_000)
    [delivery] = source(case, tmp_path, rows).pull({})
    batches = list(delivery.batches())
    positions = [position for batch in batches for position in batch[POSITION].to_pylist()]
    assert len(batches) > 1 or case.kind in {"jsonl", "http_json"}
    assert positions[0] == 1
    assert all(before < after for before, after in pairwise(positions))
    assert case.values([row for batch in batches for row in batch.to_pylist()], COLUMNS) == rows


def test_all_batches_have_one_schema(case: Case, tmp_path: Path) -> None:
    [delivery] = source(case, tmp_path, people(9_000)).pull({})
    schemas = [batch.schema for batch in delivery.batches()]
    assert all(schema == schemas[0] for schema in schemas)
    assert schemas[0].field(POSITION).type == pa.int64()
    assert schemas[0].names.count(POSITION) == 1


def test_batches_are_read_once(case: Case, tmp_path: Path) -> None:
    [delivery] = source(case, tmp_path, people(2)).pull({})
    list(delivery.batches())
    with pytest.raises(RuntimeError, match="once"):
        delivery.batches()


def test_a_row_that_cannot_be_read_is_rejected_by_the_end(spoilable: Case, tmp_path: Path) -> None:
    rows = people(3)
    connector = source(spoilable, tmp_path, rows)
    assert spoilable.spoil is not None
    spoilable.spoil(tmp_path / "source")
    [delivery] = connector.pull({})
    assert delivery.rejected == []
    pulled = read(delivery)
    assert spoilable.values(pulled.rows, COLUMNS) == rows
    [rejected] = pulled.rejected
    assert rejected.position > 0
    assert rejected.reason
    assert "999999" in rejected.raw
    assert "999999" not in rejected.reason
    rejected.raw.encode()


def test_reading_may_stop_early(case: Case, tmp_path: Path) -> None:
    [delivery] = source(case, tmp_path, people(9_000)).pull({})
    next(delivery.batches())


def test_awkward_names_of_files_and_columns(case: Case, tmp_path: Path) -> None:
    file = "고객 명단 [새] é ＃1 'x'.data"
    row = dict(zip(AWKWARD_NAMES, ["1", "이름", "ﾅﾏｴ", "😀"], strict=True))
    [delivery] = source(case, tmp_path, [row], AWKWARD_NAMES, file).pull({})
    pulled = read(delivery)
    assert pulled.unit == {"sql": "customer", "http_json": f"/{file}"}.get(case.kind, file)
    assert case.values(pulled.rows, AWKWARD_NAMES) == [row]


def test_a_column_called_position_keeps_its_values(columnar: Case, tmp_path: Path) -> None:
    columns = ["_position", "name"]
    [delivery] = source(columnar, tmp_path, [{"_position": "front", "name": "x"}], columns).pull({})
    pulled = read(delivery)
    assert pulled.rows == [{"_position_2": "front", "name": "x"}]


def test_settings_are_described_and_strict(case: Case) -> None:
    config = KINDS[case.kind].Config
    assert all(field.description for name, field in config.model_fields.items() if name != "kind")
    with pytest.raises(ValidationError, match="colour"):
        config.model_validate({"kind": case.kind, **case.options("x", COLUMNS), "colour": "red"})


def test_any_config_is_told_apart_by_kind(case: Case) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(AnyConfig)
    config = adapter.validate_python({"kind": case.kind, **case.options("x", COLUMNS)})
    assert type(config) is KINDS[case.kind].Config
    assert case.kind in json.dumps(adapter.json_schema())


def test_a_lone_row_read_twice_is_the_same(case: Case, tmp_path: Path) -> None:
    case.write(tmp_path / "source", people(1), COLUMNS)
    first, second = (pull_one(tmp_path, case.kind, **case.options("source", COLUMNS)) for _ in range(2))
    assert first == second
