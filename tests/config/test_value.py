"""Values of a mapping: short forms, checks, and the SQL they become."""

from __future__ import annotations

import json

import pytest
from pydantic import TypeAdapter, ValidationError

from cdp.config.value import AnyValue, Condition, Value, columns_of
from cdp.database import Database

ADAPTER: TypeAdapter[Value] = TypeAdapter(AnyValue)
ROW = {"name": "Jones, Mary", "blank": " ", "json": json.dumps({"a": {"b": "x"}, "l": [{"c": 1}, {"d": 2}, {"c": 3}]})}


def evaluated(db: Database, given: object) -> object:
    value = ADAPTER.validate_python(given)
    columns = ", ".join(f"${name} as {name}" for name in ROW)
    used = dict(ROW)
    return db.value(f"select {value.expression} from (select {columns})", used)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("name", "Jones, Mary"),
        ("blank", None),
        ("$.a.b", "x"),
        ("$.l[*].c", ["1", "3"]),
        ({"constant": "KR"}, "KR"),
        ({"constant": 7}, "7"),
        ({"constant": True}, "true"),
        ({"column": "name", "split": ",", "part": 1}, "Jones"),
        ({"column": "name", "split": ",", "part": -1}, "Mary"),
        ({"path": "$.a.b", "column": "json"}, "x"),
        ({"sql": "upper(name)"}, "JONES, MARY"),
    ],
)
def test_value_gives(db: Database, given: object, expected: object) -> None:
    assert evaluated(db, given) == expected


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"column": "a", "constant": "b"},
        {"column": "a", "split": ","},
        {"column": "a", "split": ",", "part": 0},
        {"path": "a.b"},
        {"sql": "select 1"},
        {"sql": "(select 1)"},
        {"sql": "count(a)"},
        {"sql": "a from b"},
        {"sql": "1; drop table record"},
        {"sql": "((("},
        {"sql": "a;"},
        {"sql": "a || $unit"},
        {"sql": "a || ?"},
        {"sql": "random()"},
        {"sql": 'a || "random" ()'},
        {"sql": "cast(now() as varchar)"},
        {"sql": "current_date"},
        {"sql": "today()"},
        {"sql": "ago(interval 1 day)"},
        {"sql": "uuid()"},
        {"sql": "unnest([a, b])"},
        {"sql": "generate_subscripts([a], 1)"},
        {"sql": "regexp_split_to_table(a, ',')"},
        {"sql": "read_text('/etc/hostname')"},
        {"sql": "current_setting('memory_limit')"},
        {"sql": "getvariable('x')"},
        {"colunm": "a"},
        7,
        True,
    ],
)
def test_value_refuses(given: object) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(given)


def test_a_comment_does_not_swallow_what_follows_a_condition(db: Database) -> None:
    condition = TypeAdapter(Condition).validate_python("mail = 'A' /* the shop's own */ -- note")
    assert db.value(f"select count(*) from (select 'A' as mail) where ({condition})") == 1


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("upper(name) -- shout", "JONES, MARY"),
        ("/* first */ name /* then */ || '--' -- end", "Jones, Mary--"),
        ("case when name ~ 'J.*' then 'whole' end", "whole"),
        ("list_transform([name], lambda each: left(each, 1))[1]", "J"),
        ("string_split(name, ', ')[-1]", "Mary"),
        ("json ->> '$.a.b'", "x"),
        ("""'"today" now()' || cast(len(range(3)) as varchar)""", '"today" now()3'),
    ],
)
def test_an_expression_runs_as_written_without_its_comments(db: Database, sql: str, expected: str) -> None:
    assert evaluated(db, {"sql": sql}) == expected


def test_a_column_may_be_named_like_a_function(db: Database) -> None:
    value = ADAPTER.validate_python({"sql": 'upper(random) || today || "now"'})
    given = db.value(f"select {value.expression} from (select 'a' as random, 'b' as today, 'c' as \"now\")")
    assert given == "Abc"


def test_columns_of_values_and_conditions() -> None:
    assert ADAPTER.validate_python({"sql": "a || lower(b)"}).columns == {"a", "b"}
    assert ADAPTER.validate_python("$.x").columns == {"json"}
    assert ADAPTER.validate_python({"constant": "x"}).columns == set()
    assert columns_of("a = 'x' and b is null") == {"a", "b"}
