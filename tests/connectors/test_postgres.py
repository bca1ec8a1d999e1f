"""Kind `sql` on a real PostgreSQL server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from connectors import SourceUnreachable, SourceUnreadable
from tests import postgres
from tests.connectors.samples import Pulled, connect, pull_one, read


def pull_from(query: str) -> dict[str, Any]:
    [row] = pull_one(Path(), "sql", url=postgres.server(), query=query).rows
    return row


def resume(first: Pulled, **options: Any) -> Pulled:
    [delivery] = connect(Path(), "sql", url=postgres.server(), **options).pull({first.unit: first.cursor})
    return read(delivery)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("null::text", None),
        ("''::text", ""),
        ("E'two\\nlines, \"quoted\"'", 'two\nlines, "quoted"'),
        ("'100 % of %s: %(x)s'", "100 % of %s: %(x)s"),
        ("'하서윤 😀'", "하서윤 😀"),
        ("1.50::numeric(10, 2)", "1.50"),
        ("12345678901234567890.123456789::numeric", "12345678901234567890.123456789"),
        ("9007199254740993::bigint", "9007199254740993"),
        ("true", "true"),
        ("'x'::char(5)", "x"),
        ("date '2026-02-28'", "2026-02-28"),
        ("timestamp '2026-02-28 10:00:00.5'", "2026-02-28 10:00:00.5"),
        ("timestamptz '2026-02-28 10:00+09'", "2026-02-28 01:00:00+00"),
        ("interval '1 day 2 hours'", "P1DT2H"),
        ("""'{"a": [1, null], "이름": "하늘"}'::json""", '{"a": [1, null], "이름": "하늘"}'),
        ("array['a,b', null, 'c']", '["a,b",null,"c"]'),
        ("'6f1b1f0e-5d3c-4a8e-9a55-0d2c5c1d7a10'::uuid", "6f1b1f0e-5d3c-4a8e-9a55-0d2c5c1d7a10"),
        ("'\\x00ff'::bytea", "00ff"),
        ("'12.50'::money", "12.50"),
    ],
)
def test_every_type_is_text_that_loses_nothing(value: str, written: str | None) -> None:
    assert pull_from(f"select {value} as v") == {"v": written}


def test_an_enum_is_its_word_and_a_composite_value_is_json() -> None:
    postgres.run("drop type if exists tier; create type tier as enum ('silver', 'gold')")
    postgres.run("drop type if exists place; create type place as (city text, code text)")
    row = pull_from("select 'gold'::tier as tier, row('Seoul', '04524')::place as home")
    assert row == {"tier": "gold", "home": '{"city":"Seoul","code":"04524"}'}


def test_columns_of_one_name_are_all_kept() -> None:
    assert pull_from("select 1 as a, 2 as a -- both") == {"a": "1", "a_2": "2"}


def test_a_table_of_another_schema_is_read_on_from_the_cursor_column() -> None:
    postgres.run(
        """
        drop schema if exists crm cascade;
        create schema crm;
        create table crm."고객 Table" (no int, changed timestamptz, deleted_at timestamptz);
        insert into crm."고객 Table" values (1, '2026-01-01 00:00:00.000001+00', null), (2, '2026-01-02 00:00+00', null)
        """
    )
    options = {"table": "crm.고객 Table", "cursor_column": "changed"}
    first = pull_one(Path(), "sql", url=postgres.server(), **options)
    assert [row["no"] for row in first.rows] == ["1", "2"]
    assert resume(first, **options).unchanged
    postgres.run("update crm.\"고객 Table\" set changed = '2026-01-03+00', deleted_at = '2026-01-03+00' where no = 1")
    second = resume(first, **options)
    assert [(row["no"], row["deleted_at"]) for row in second.rows] == [("2", None), ("1", "2026-01-03 00:00:00+00")]


def test_a_source_is_only_read() -> None:
    postgres.run("create or replace function spoil() returns int language sql as 'create table spoilt(); select 1'")
    with pytest.raises(SourceUnreadable):
        pull_from("select spoil()")


def test_a_connection_that_dies_in_the_middle_is_unreachable() -> None:
    query = "select md5(n::text) as a, md5(n::text) as b from generate_series(1, 300000) n"
    [delivery] = connect(Path(), "sql", url=postgres.server(), query=query).pull({})
    batches = delivery.batches()
    next(batches)
    postgres.run("select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy (%'")
    with pytest.raises(SourceUnreachable):
        list(batches)


def test_a_fault_of_one_row_tells_no_value() -> None:
    with pytest.raises(SourceUnreadable) as caught:
        pull_from("select 'secret' || n as s, cast('secret' || n as int) as i from generate_series(1, 3) n")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("address", ["127.0.0.1:1/crm", "127.0.0.1:1/crm?connect_timeout=1"])
def test_a_password_is_never_shown(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_PASSWORD", "s3cret/@:")
    with pytest.raises(SourceUnreachable, match="postgresql database crm") as caught:
        pull_one(Path(), "sql", url="postgresql://reader:${CRM_PASSWORD}@" + address, table="customer")
    config = connect(Path(), "sql", url="postgresql://reader:s3cret@host/crm", table="customer")._config
    shown = f"{caught.value} {caught.value.__cause__} {config}"
    assert "s3cret" not in shown
    assert caught.value.__suppress_context__


def test_what_is_not_there_is_named() -> None:
    postgres.run("create table if not exists customer ()")
    with pytest.raises(SourceUnreadable, match="customer"):
        pull_one(Path(), "sql", url=postgres.server(), table="customers")
    with pytest.raises(SourceUnreadable, match="customer"):
        pull_from("select x from customers")
