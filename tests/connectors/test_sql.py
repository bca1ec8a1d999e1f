from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from connectors import SourceUnreachable, SourceUnreadable
from connectors.sql import SqlConfig
from tests.connectors.samples import Pulled, connect, pull_one, read

URL = "sqlite:///crm/crm.sqlite"


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    (tmp_path / "crm").mkdir()
    with closing(sqlite3.connect(tmp_path / "crm" / "crm.sqlite", isolation_level=None)) as connection:
        connection.execute('CREATE TABLE customer (no INTEGER, name TEXT, changed DATETIME, "odd ""name: %" REAL)')
        connection.execute("INSERT INTO customer VALUES (1, '하서윤', '2026-03-05 10:00', 0.5), (2, NULL, NULL, NULL)")
        connection.execute("CREATE VIEW vip AS SELECT no, name FROM customer WHERE no = 1")
        yield connection


def pull_sql(base: Path, **options: Any) -> Pulled:
    return pull_one(base, "sql", url=URL, **options)


def resume(base: Path, cursor: Pulled, **options: Any) -> Pulled:
    [delivery] = connect(base, "sql", url=URL, **options).pull({cursor.unit: cursor.cursor})
    return read(delivery)


@pytest.mark.usefixtures("crm")
def test_values_are_text(tmp_path: Path) -> None:
    pulled = pull_sql(tmp_path, table="customer")
    assert pulled.rows == [
        {"no": "1", "name": "하서윤", "changed": "2026-03-05 10:00", 'odd "name: %': "0.5"},
        {"no": "2", "name": None, "changed": None, 'odd "name: %': None},
    ]
    assert pulled.unit == "customer"


@pytest.mark.usefixtures("crm")
def test_a_view_is_a_table_too(tmp_path: Path) -> None:
    assert pull_sql(tmp_path, table="vip").rows == [{"no": "1", "name": "하서윤"}]


@pytest.mark.usefixtures("crm")
@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("SELECT no, name FROM customer ORDER BY no DESC LIMIT 1", {"no": "2", "name": None}),
        ("WITH x AS (SELECT 'a:b' AS t, 1 AS n) SELECT t, n, n FROM x; -- all", {"t": "a:b", "n": "1", "n_2": "1"}),
        ("SELECT '10:30 %s %(x)s \\:y :z' AS t", {"t": "10:30 %s %(x)s \\:y :z"}),
        ("SELECT x'00ff' AS b", {"b": "00ff"}),
    ],
)
def test_a_query_is_run_as_it_stands(tmp_path: Path, query: str, row: dict[str, str | None]) -> None:
    assert pull_sql(tmp_path, query=query.removesuffix("; -- all")).rows == [row]


def test_another_query_is_another_unit(tmp_path: Path, crm: sqlite3.Connection) -> None:
    first, second = (pull_sql(tmp_path, query=f"SELECT {number} AS n") for number in (1, 2))
    assert first.unit != second.unit
    assert crm.execute("SELECT count(*) FROM customer").fetchone() == (2,)


def test_the_cursor_follows_the_file_and_its_log(tmp_path: Path, crm: sqlite3.Connection) -> None:
    crm.execute("PRAGMA journal_mode = WAL")
    first = pull_sql(tmp_path, table="customer")
    assert resume(tmp_path, first, table="customer").unchanged
    crm.execute("INSERT INTO customer (no) VALUES (3)")
    second = resume(tmp_path, first, table="customer")
    assert not second.unchanged
    assert len(second.rows) == 3


NUMBERED = {"table": "customer", "cursor_column": "no"}


def test_only_rows_from_the_cursor_on_are_read(tmp_path: Path, crm: sqlite3.Connection) -> None:
    first = pull_sql(tmp_path, **NUMBERED)
    assert [row["no"] for row in first.rows] == ["1", "2"]
    crm.execute("INSERT INTO customer (no) VALUES (3), (4)")
    second = resume(tmp_path, first, **NUMBERED)
    assert [row["no"] for row in second.rows] == ["2", "3", "4"]
    assert second.positions == [1, 2, 3]


def test_a_new_row_with_the_same_largest_value_is_seen(tmp_path: Path, crm: sqlite3.Connection) -> None:
    first = pull_sql(tmp_path, **NUMBERED)
    crm.execute("INSERT INTO customer (no, name) VALUES (2, 'late')")
    second = resume(tmp_path, first, **NUMBERED)
    assert not second.unchanged
    assert [row["name"] for row in second.rows] == [None, "late"]


def test_rows_without_a_cursor_value_are_never_lost(tmp_path: Path, crm: sqlite3.Connection) -> None:
    first = pull_sql(tmp_path, **NUMBERED)
    crm.execute("INSERT INTO customer (name) VALUES ('unnumbered')")
    second = resume(tmp_path, first, **NUMBERED)
    assert not second.unchanged
    assert [row["name"] for row in second.rows] == [None, "unnumbered"]


def test_a_cursor_may_be_text_and_the_table_empty(tmp_path: Path, crm: sqlite3.Connection) -> None:
    crm.execute("CREATE TABLE empty (at TEXT)")
    first = pull_sql(tmp_path, table="empty", cursor_column="at")
    assert resume(tmp_path, first, table="empty", cursor_column="at").unchanged
    crm.execute("INSERT INTO empty VALUES ('2026-03-05')")
    second = resume(tmp_path, first, table="empty", cursor_column="at")
    assert second.rows == [{"at": "2026-03-05"}]
    crm.execute("INSERT INTO empty VALUES ('2026-03-04'), ('2026-03-06')")
    assert [row["at"] for row in resume(tmp_path, second, table="empty", cursor_column="at").rows] == [
        "2026-03-05",
        "2026-03-06",
    ]


@pytest.mark.usefixtures("crm")
def test_a_query_may_have_a_cursor(tmp_path: Path) -> None:
    options = {"query": "SELECT no + 10 AS n FROM customer -- numbers", "cursor_column": "n"}
    first = pull_sql(tmp_path, **options)
    assert len(first.rows) == 2
    assert resume(tmp_path, first, **options).rows == [{"n": "12"}]


@pytest.mark.usefixtures("crm")
@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"table": "customers"}, "customer, vip"),
        ({"table": "main.customers"}, "customer, vip"),
        ({"table": "customer", "cursor_column": "updated"}, 'changed, name, no, odd "name: %'),
        ({"query": "SELECT * FROM customers"}, "customer, vip"),
        ({"query": "SELECT shoe FROM customer"}, "customer, vip"),
        ({"query": "SELECT * FROM customers", "cursor_column": "no"}, "customer, vip"),
    ],
)
def test_a_wrong_name_is_answered_with_those_that_exist(tmp_path: Path, options: dict[str, Any], names: str) -> None:
    with pytest.raises(SourceUnreadable) as error:
        pull_sql(tmp_path, **options)
    assert names in str(error.value)


@pytest.mark.usefixtures("crm")
def test_a_table_may_be_named_with_its_schema(tmp_path: Path) -> None:
    assert len(pull_sql(tmp_path, table="main.customer").rows) == 2


def test_names_that_need_quotes(tmp_path: Path, crm: sqlite3.Connection) -> None:
    crm.execute('CREATE TABLE "고객 ""x"": 1" ("select" TEXT)')
    crm.execute("""INSERT INTO "고객 ""x"": 1" VALUES ('a')""")
    pulled = pull_sql(tmp_path, table='고객 "x": 1', cursor_column="select")
    assert pulled.rows == [{"select": "a"}]
    assert resume(tmp_path, pulled, table='고객 "x": 1', cursor_column="select").unchanged


def test_rows_come_in_batches(tmp_path: Path, crm: sqlite3.Connection) -> None:
    crm.executemany("INSERT INTO customer (no) VALUES (?)", [(number,) for number in range(3, 26)])
    [delivery] = connect(tmp_path, "sql", url=URL, table="customer", batch_rows=10).pull({})
    assert [batch.num_rows for batch in delivery.batches()] == [10, 10, 5]


def test_a_row_that_is_not_unicode_is_rejected_and_no_other(tmp_path: Path, crm: sqlite3.Connection) -> None:
    crm.execute("INSERT INTO customer (no, name) VALUES (3, CAST(x'B1E8' AS TEXT)), (4, '오유나')")
    pulled = pull_sql(tmp_path, table="customer")
    assert [row["no"] for row in pulled.rows] == ["1", "2", "4"]
    assert pulled.positions == [1, 2, 4]
    [rejected] = pulled.rejected
    assert (rejected.position, rejected.reason) == (3, "column 'name' is not UTF-8")
    rejected.raw.encode()


def test_reading_never_makes_or_changes_a_file(tmp_path: Path, crm: sqlite3.Connection) -> None:
    before = (tmp_path / "crm" / "crm.sqlite").read_bytes()
    for query in ("DELETE FROM customer", "PRAGMA user_version = 5"):
        with pytest.raises(SourceUnreadable):
            pull_sql(tmp_path, query=query)
    with pytest.raises(SourceUnreachable, match=r"other\.sqlite: there is no such SQLite file"):
        pull_one(tmp_path, "sql", url="sqlite:///other.sqlite", table="customer")
    assert not (tmp_path / "other.sqlite").exists()
    assert (tmp_path / "crm" / "crm.sqlite").read_bytes() == before
    assert crm.execute("SELECT count(*) FROM customer").fetchone() == (2,)


def test_a_file_that_is_no_database_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_text("no database at all, but quite some text in it" * 100)
    with pytest.raises(SourceUnreadable, match="is not an SQLite database"):
        pull_one(tmp_path, "sql", url="sqlite:///x.sqlite", table="customer")


def test_a_locked_database_is_unreachable(tmp_path: Path, crm: sqlite3.Connection) -> None:
    crm.execute("BEGIN EXCLUSIVE")
    with (
        pytest.MonkeyPatch.context() as patch,
        pytest.raises(SourceUnreachable, match="does not answer"),
    ):
        patch.setattr(sqlite3, "connect", _impatient(sqlite3.connect))
        pull_sql(tmp_path, table="customer")


def _impatient(connect_: Any) -> Any:
    return lambda *given, **options: connect_(*given, **options, timeout=0)


@pytest.mark.usefixtures("crm")
def test_variables_are_taken_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_FOLDER", "crm")
    assert pull_one(tmp_path, "sql", url="sqlite:///${CRM_FOLDER}/crm.sqlite", table="vip").rows
    monkeypatch.setenv("CRM_URL", URL)
    assert pull_one(tmp_path, "sql", url="${CRM_URL}", table="vip").rows
    monkeypatch.delenv("CRM_URL")
    with pytest.raises(SourceUnreachable, match="environment variable CRM_URL"):
        pull_one(tmp_path, "sql", url="${CRM_URL}", table="vip")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://reader:s3cret@127.0.0.1:1/crm",
        "postgresql://reader:${CRM_PASSWORD}@127.0.0.1:1/crm",
        "postgresql://reader:s3cret@127.0.0.1:port/crm",
        "klingon://reader:s3cret@127.0.0.1/crm",
        "sqlite:///:memory:?password=s3cret",
        "s3cret",
    ],
)
def test_secrets_are_never_told(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_PASSWORD", "p@ss/w:rd s3cret")
    with pytest.raises(SourceUnreachable) as error:
        pull_one(tmp_path, "sql", url=url, table="customer")
    told = f"{error.value} {error.value.__cause__}"
    assert "s3cret" not in told
    assert "reader" not in told


def test_a_password_may_hold_any_character(monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy import make_url

    from connectors.sql_database import fill_in

    monkeypatch.setenv("CRM_PASSWORD", "p@ss/w:rd%40 ?")
    url = make_url(fill_in("postgresql://reader:${CRM_PASSWORD}@host/crm"))
    assert (url.password, url.host, url.database) == ("p@ss/w:rd%40 ?", "host", "crm")


@pytest.mark.parametrize("options", [{}, {"table": "a", "query": "b"}])
def test_exactly_one_of_table_and_query(options: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="exactly one") as error:
        SqlConfig.model_validate({"kind": "sql", "url": "postgresql://x:s3cret@y/z", **options})
    assert "s3cret" not in str(error.value)
    assert "s3cret" not in repr(SqlConfig(url="postgresql://x:s3cret@y/z", table="a"))
