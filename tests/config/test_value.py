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
        (7, "7"),
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
        {"colunm": "a"},
    ],
)
def test_value_refuses(given: object) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(given)


def test_a_comment_does_not_swallow_what_follows(db: Database) -> None:
    value = Value.model_validate({"sql": "lower(mail) -- as the shop writes it"})
    assert db.value(f"select {value.expression} from (select 'A@X' as mail)") == "a@x"
    condition = TypeAdapter(Condition).validate_python("mail = 'A' /* the shop's own */ -- note")
    assert db.value(f"select count(*) from (select 'A' as mail) where ({condition})") == 1


def test_columns_of_values_and_conditions() -> None:
    assert ADAPTER.validate_python({"sql": "a || lower(b)"}).columns == {"a", "b"}
    assert ADAPTER.validate_python("$.x").columns == {"json"}
    assert ADAPTER.validate_python({"constant": "x"}).columns == set()
    assert columns_of("a = 'x' and b is null") == {"a", "b"}
