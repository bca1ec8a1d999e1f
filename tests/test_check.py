"""`cdp check` computes all that a mapping says, on a few rows, for every source."""

from __future__ import annotations

import pytest

from cdp.check import check_sources
from cdp.errors import ConfigError
from tests.conftest import Company

SHOP = """
    source: shop
    party: first
    channel: web
    connector: {kind: jsonl, path: shop.jsonl}
    record: {id: $.id, where: "RECORD"}
    attributes: {email: {sql: "ATTRIBUTE"}}
    address: {each: $.places, city: "@.city"}
    events:
      - {type: {constant: order}, time: {sql: "EVENT"}, identifiers: {email: {sql: "IDENTIFIER"}}}
      - {each: $.steps, type: "@.status", time: {sql: "ELEMENT"}}
    consents: [{purpose: {constant: news}, channel: {constant: email}, state: {sql: "CONSENT"}}]
    suppress: [{where: "SUPPRESS", reason: x}]
"""
GOOD = {
    "RECORD": "json is not null",
    "ATTRIBUTE": "json ->> '$.mail'",
    "EVENT": "json ->> '$.at'",
    "IDENTIFIER": "json ->> '$.mail'",
    "ELEMENT": "_element ->> '$.at'",
    "CONSENT": "json ->> '$.ok'",
    "SUPPRESS": "json ->> '$.mail' = 'x'",
}
ROW = (
    '{"id": "1", "mail": "m@mail.example", "at": "2026-01-01", "ok": "Y", "places": [{"city": "York"}],'
    ' "steps": [{"status": "packed", "at": "2026-01-02"}]}'
)


def mapped(company: Company, **changed: str) -> Company:
    text = SHOP
    for name, sql in {**GOOD, **changed}.items():
        text = text.replace(name, sql)
    return company.source(text).file("shop.jsonl", ROW)


def test_a_good_mapping_shows_its_rows(company: Company) -> None:
    (sample,) = check_sources(mapped(company).workspace)
    assert sample.fault is None
    assert sample.rows == [("1", "m@mail.example")]


@pytest.mark.parametrize(
    ("part", "key"),
    [
        ("RECORD", "record.where"),
        ("ATTRIBUTE", "attributes.email"),
        ("EVENT", "events.0.time"),
        ("IDENTIFIER", "events.0.identifiers.email"),
        ("ELEMENT", "events.1.time"),
        ("CONSENT", "consents.0.state"),
        ("SUPPRESS", "suppress.0.where"),
    ],
)
def test_what_a_run_could_not_compute_is_named(company: Company, part: str, key: str) -> None:
    (sample,) = check_sources(mapped(company, **{part: "nofunc(json)"}).workspace)
    assert isinstance(sample.fault, ConfigError)
    assert [problem.key for problem in sample.fault.problems] == [key]
    assert "nofunc" in str(sample.fault)


def test_a_value_that_no_row_allows_is_told_without_the_value(company: Company) -> None:
    (sample,) = check_sources(mapped(company, SUPPRESS="cast(json ->> '$.mail' as integer) < 100").workspace)
    assert "suppress.0.where" in str(sample.fault)
    assert "mail.example" not in str(sample.fault)
