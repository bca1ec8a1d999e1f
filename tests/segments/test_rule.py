"""Conditions select who meets them; what does not suit is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from cdp.config.segments import Segment
from cdp.database import Database
from cdp.segments.fields import Fields, UnknownField
from cdp.segments.rule import WrongCondition, members_sql

PROFILE = {
    "golden_id": "VARCHAR",
    "full_name": "VARCHAR",
    "country": "VARCHAR",
    "points": "DOUBLE",
    "birth_date": "DATE",
    "newsletter": "BOOLEAN",
    "email_all": "VARCHAR[]",
}
TRAITS = {"golden_id": "VARCHAR", "orders": "BIGINT", "last_order": "TIMESTAMP"}
CONTACT = {"golden_id": "VARCHAR", "purpose": "VARCHAR", "channel": "VARCHAR", "allowed": "BOOLEAN"}
FIELDS = Fields(
    {"profile": PROFILE, "trait": TRAITS, "contactability": CONTACT},
    frozenset({"profile", "trait"}),
    datetime(2026, 6, 30, 12),
)


@pytest.fixture
def people(db: Database) -> Database:
    for name, columns in FIELDS.tables.items():
        db.run(f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
    db.run(
        """
        insert into profile values
            ('ann', 'Ann Lee', 'KR', 120, '1990-05-01', true, ['a@mail.example', 'b@mail.example']),
            ('bob', 'Bob Ray', 'US', 10, '2001-05-01', false, []),
            ('cho', '조은', 'KR', null, null, null, null);
        insert into trait values ('ann', 5, '2026-06-29 10:00'), ('bob', 1, '2026-03-01 10:00');
        insert into contactability values
            ('ann', 'marketing', 'email', true), ('ann', 'marketing', 'sms', false), ('bob', 'service', 'email', true),
            ('cho', null, 'post', true)
        """
    )
    return db


def members(db: Database, rule: dict[str, Any]) -> set[str]:
    return {golden_id for (golden_id,) in db.rows(members_sql(Segment.model_validate(rule), FIELDS))}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"field": "profile.country", "is": "KR"}, {"ann", "cho"}),
        ({"field": "country", "in": ["US", "JP"]}, {"bob"}),
        ({"field": "points", "at_least": 10}, {"ann", "bob"}),
        ({"field": "points", "at_most": 10.0}, {"bob"}),
        ({"field": "points", "between": [100, 200]}, {"ann"}),
        ({"field": "points", "missing": True}, {"cho"}),
        ({"field": "points", "missing": False}, {"ann", "bob"}),
        ({"field": "birth_date", "before": "2000-01-01"}, {"ann"}),
        ({"field": "birth_date", "after": "2000-01-01"}, {"bob"}),
        ({"field": "newsletter", "is": True}, {"ann"}),
        ({"field": "newsletter", "is": False}, {"bob"}),
        ({"field": "full_name", "contains": "LEE"}, {"ann"}),
        ({"field": "full_name", "contains": "조"}, {"cho"}),
        ({"field": "email_all", "contains": "b@mail.example"}, {"ann"}),
        ({"field": "email_all", "missing": True}, {"bob", "cho"}),
        ({"field": "orders", "at_least": 2}, {"ann"}),
        ({"field": "trait.last_order", "within_days": 30}, {"ann"}),
        ({"field": "trait.orders", "missing": True}, {"cho"}),
        ({"field": "contactability.allowed", "is": True}, {"ann", "bob", "cho"}),
        ({"field": "contactability.allowed", "is": True, "where": {"purpose": "marketing"}}, {"ann"}),
        ({"field": "contactability.allowed", "is": True, "where": {"channel": ["sms", "push"]}}, set()),
        ({"field": "contactability.channel", "missing": False, "times": 2}, {"ann"}),
        ({"field": "contactability.channel", "is": "sms", "where": {"allowed": None}}, set()),
        ({"field": "contactability.channel", "missing": False, "where": {"purpose": None}}, {"cho"}),
        ({"not": {"field": "points", "at_least": 50}}, {"bob", "cho"}),
        ({"not": {"field": "contactability.allowed", "is": True, "where": {"channel": "email"}}}, {"cho"}),
        ({"all": [{"field": "country", "is": "KR"}, {"field": "orders", "at_least": 1}]}, {"ann"}),
        ({"any": [{"field": "country", "is": "US"}, {"field": "points", "missing": True}]}, {"bob", "cho"}),
        ({"sql": "points > 50 or trait.orders = 1"}, {"ann", "bob"}),
        ({"sql": "newsletter"}, {"ann"}),
        ({"sql": "date_diff('year', birth_date, date '2026-06-30') >= 30 and country = 'KR'"}, {"ann"}),
    ],
)
def test_a_rule_selects_who_meets_it(people: Database, rule: dict[str, Any], expected: set[str]) -> None:
    assert members(people, rule) == expected


def test_what_a_rule_says_cannot_leave_its_quotes(people: Database) -> None:
    assert members(people, {"field": "full_name", "is": "x' or '1' = '1"}) == set()
    assert members(people, {"field": "country", "in": ["KR') or true or country in ('"]}) == set()


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"field": "profile.contry", "is": "KR"}, "did you mean profile.country"),
        ({"field": "order", "at_least": 1}, "did you mean orders"),
        ({"field": "wealth.sum", "at_least": 1}, "there is no field wealth.sum"),
        ({"field": "golden_id", "is": "ann"}, "there is no field golden_id"),
        ({"field": "points", "is": "many"}, "profile.points is a number: 'many' is none"),
        ({"field": "points", "is": True}, "is a number: True is none"),
        ({"field": "country", "at_least": 3}, "is a text: is, in, contains, missing suit it"),
        ({"field": "email_all", "is": "b@mail.example"}, "is a list"),
        ({"field": "birth_date", "before": "long ago"}, "is a date"),
        ({"field": "country", "is": "KR", "times": 2}, "one row per person"),
        ({"field": "contactability.allowed", "is": True, "where": {"chanel": "sms"}}, "contactability.channel"),
        ({"sql": "contactability.allowed"}, "several rows per person"),
        ({"sql": "wealth > 3"}, "there is no field wealth"),
    ],
)
def test_what_does_not_suit_is_told(people: Database, rule: dict[str, Any], told: str) -> None:
    with pytest.raises((UnknownField, WrongCondition), match=told):
        members(people, rule)


def test_a_column_that_several_tables_have_wants_its_table() -> None:
    both = Fields({"a": {"n": "BIGINT"}, "b": {"n": "BIGINT"}, "profile": {}}, frozenset({"a", "b", "profile"}), None)
    with pytest.raises(UnknownField, match=r"write a\.n or b\.n"):
        both.find("n")
