"""The SQL of the product: what depends on configuration is shown in snapshots, and all of it translates to Spark.

`CDP_UPDATE_SNAPSHOTS=1 pytest tests/test_sql.py` writes the snapshots anew; look at the difference before you commit.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import sqlglot

from cdp.answers import said_sql
from cdp.changes import Compared, differing_sql, value_change_sql
from cdp.cluster import tying_sql
from cdp.config import Config
from cdp.config.contact import Purpose
from cdp.config.hashing import EmailRecipe, PhoneRecipe
from cdp.config.licence import Licence
from cdp.config.pain import OwnKind
from cdp.config.segments import Segment
from cdp.config.source import Party
from cdp.config.trait_check import layers
from cdp.config.traits import TraitsConfig
from cdp.contact.contactability import (
    contact_address_sql,
    contact_person_sql,
    contactability_sql,
    third_party_address_sql,
    unlicensed_address_sql,
)
from cdp.credibility import credibility_sql
from cdp.database import Database
from cdp.decisions import Stance
from cdp.hashing import PartnerHash
from cdp.history import holder_sql
from cdp.household import mark_sql, person_row_sql, written_sql
from cdp.identity_cause import changed_record_sql
from cdp.journey.rules import journey_event_sql, journey_evidence_sql, journey_sign_sql
from cdp.land.fates import arrived_sql
from cdp.land.roll_call import standing_sql, withdrawn_sql
from cdp.link.canary_records import NEAR_MISSES, drawn_sql, near_miss_sql, paired_sql
from cdp.link.comparisons import comparisons_for
from cdp.link.examine import rules_met_sql
from cdp.link.explain import explained_sql
from cdp.link.keys import Key
from cdp.link.readings import add_readings_sql, count_readings_sql
from cdp.link.settings import level_weights_sql, vector_settings
from cdp.mapping import addresses_sql, event_rows_sql
from cdp.overruled import overruled_sql
from cdp.pain.kinds import opportunity_sql, own_kind_sql
from cdp.review.queue import rival_value_sql, shared_value_sql
from cdp.segments.fields import Fields
from cdp.segments.rule import members_sql
from cdp.signs import several_sql, shared_sql
from cdp.standardise.events import event_key_sql
from cdp.standardise.fast import fast_sql
from cdp.survive import contested_golden_sql, golden_attributes, golden_sql, lone_golden_sql, provenance_sql
from cdp.traits.measures import measured_sql
from cdp.traits.person import Given, trait_sql
from cdp.version_diff import filled_sql, held_sql
from cdp.why.records import guarded, sharers_sql
from tests.conftest import AS_OF, Company

SNAPSHOTS = Path(__file__).parent / "snapshots"
_OWN_EMAIL = EmailRecipe(normalise=("gmail_dots", "plus_tags"), algorithm="sha1", salt="${SALT}", salt_at="after")
_NATIONAL = PhoneRecipe(normalise="national", algorithm="md5")
CANARY_COLUMNS = ["rid", "source", "entity_kind", "given", "given_key", "family", "family_key", "birth_date", "email"]
COMPARED = [
    Compared("email", "VARCHAR", "VARCHAR"),
    Compared("email_all", "VARCHAR[]", "VARCHAR[]"),
    Compared("points", "VARCHAR", "DOUBLE"),
    Compared("city", None, "VARCHAR"),
    Compared("fax", "VARCHAR", None),
]
TRAITS = TraitsConfig.model_validate(
    {
        "traits": {
            "visits_90d": {"description": "", "from": "interaction", "measure": "count", "last_days": 90},
            "spent": {"description": "", "from": "interaction", "measure": "sum", "of": "amount"},
            "shop": {
                "description": "",
                "from": "interaction",
                "where": "action = 'ordered'",
                "measure": "last",
                "of": "place",
            },
            "digital": {"description": "", "from": "interaction", "measure": "share", "of": "medium = 'digital'"},
            "device": {"description": "", "from": "interaction", "measure": "most_common", "of": "device_type"},
            "products": {"description": "", "from": "interaction", "measure": "distinct", "of": "products"},
            "pause": {"description": "", "from": "interaction", "measure": "median_gap"},
            "rank": {"description": "", "quintile_of": "spent", "where": "spent > 0"},
            "kind": {"description": "", "sql": "case when rank = 5 then lower(city) end"},
        }
    }
).traits
"""A trait of every sort."""
COLUMNS = ["given_name", "given_key", "given_native", "family_name", "family_key", "family_native", "email", "city"]
FIELDS = Fields(
    {
        "profile": {"country": "VARCHAR", "points": "DOUBLE", "birth_date": "DATE"},
        "trait": {"orders": "BIGINT", "last_order": "TIMESTAMP"},
        "contactability": {"purpose": "VARCHAR", "channel": "VARCHAR", "allowed": "BOOLEAN"},
    },
    frozenset({"profile", "trait"}),
    datetime(2026, 6, 30, 12),
)
CONDITIONS = {
    "all": [
        {"field": "country", "in": ["KR", "JP"]},
        {"any": [{"field": "last_order", "within_days": 90}, {"field": "birth_date", "before": "1990-01-01"}]},
        {"not": {"field": "contactability.allowed", "is": True, "where": {"channel": ["email", "sms"]}, "times": 2}},
        {"field": "points", "missing": True},
    ]
}
SHOP = """
    source: shop
    party: first
    channel: web
    connector: {kind: jsonl, path: orders.jsonl}
    record: {id: $.login, updated_at: $.at, where: "(json ->> '$.login') <> ''"}
    attributes: {given_name: $.first, family_name: $.last, email: [$.mail, "$.mails[*]"]}
    address: [{city: $.city}, {each: $.places, city: "@.city"}]
    events:
      - {type: {constant: order}, id: $.no, time: $.at, order_number: $.no, identifiers: {email: $.mail}}
      - {each: $.steps, type: "@.status", time: "@.at", order_number: $.no}
    consents: [{purpose: {constant: news}, channel: {constant: email}, state: $.ok}]
    suppress: [{where: "(json ->> '$.mail') like '%@staff.example'", reason: employee}]
    expect: {required: [email]}
"""
ORDER = (
    '{"login": "u1", "at": "2026-01-01", "first": "Mary", "last": "Jones", "mail": "m@mail.example", "no": "W1", '
    '"ok": "Y", "city": "Leeds", "places": [{"city": "York"}], "steps": [{"status": "packed", "at": "2026-01-02"}]}'
)


@pytest.fixture
def shop(company: Company) -> Company:
    return company.source(SHOP).file("orders.jsonl", ORDER)


def _comparison_sql(_: Config) -> str:
    comparisons = comparisons_for(["given", "given_key", "given_native", "family_key", "email", "city_key"], {})
    levels = [f"-- {c.name}\n{c.incomparable}\n" + "\n".join(each.condition for each in c.levels) for c in comparisons]
    return "\n".join(levels)


def _weights_sql(_: Config) -> str:
    settings = vector_settings(comparisons_for(["email", "city_key"], {}))
    return "\n+ ".join(level_weights_sql({**settings, "probability_two_random_records_match": 0.5}).values())


def _golden(config: Config, name: str) -> str:
    return golden_sql(next(each for each in golden_attributes(config, COLUMNS) if each.name == name))


def _of_third_parties(config: Config) -> Config:
    sources = (source.model_copy(update={"party": Party.THIRD}) for source in config.sources)
    return replace(config, sources=tuple(sources))


def _for_service_alone(config: Config) -> Config:
    terms = Licence(purposes=("service",))
    contact = config.contact.model_copy(update={"purposes": {"offers": Purpose(channels=("email",))}})
    sources = (source.model_copy(update={"licence": terms}) for source in config.sources)
    return replace(config, sources=tuple(sources), contact=contact)


STATEMENTS: dict[str, Callable[[Config], str]] = {
    "standing": lambda _: standing_sql("select * from landed"),
    "withdrawn": lambda _: withdrawn_sql("select * from landed", 7),
    "arrived": lambda config: arrived_sql(config.source("shop"), ["json"]),
    "addresses": lambda config: addresses_sql(config.source("shop").address),
    "event_rows": lambda config: event_rows_sql(config.source("shop").events[1], "landed"),
    "said": lambda config: said_sql(config.source("shop"), [Path("landing/shop/00000001.parquet")]),
    "event_key": lambda config: event_key_sql(config, {"email": "r.e", "record": "r.r", "order_number": "r.o"}),
    "fast_email": lambda _: fast_sql("email", "r.email", "''") or "",
    "comparisons": _comparison_sql,
    "level_weights": _weights_sql,
    "explained": lambda _: explained_sql(
        [(Key("email", "email"),), (Key("names", "given", "{0}", "family"), Key("city", "city"))]
    ),
    "rules_met": lambda _: rules_met_sql([(Key("email", "email"),), (Key("given", "given"), Key("city", "city"))]),
    "sharer": lambda config: sharers_sql(guarded(config, ["given_key", "email", "phone", "city"])),
    "credibility": lambda _: credibility_sql(["given_key", "email", "city_key"]),
    "reading": lambda _: count_readings_sql("md5({})".format),
    "given_readings": lambda _: add_readings_sql("md5({})".format),
    "canary_pairs": lambda _: paired_sql({"email", "phone"}),
    "canary_twin": lambda _: (
        near_miss_sql(NEAR_MISSES[1], CANARY_COLUMNS, comparisons_for(CANARY_COLUMNS, {}), 1) or ""
    ),
    "canaries_drawn": lambda _: drawn_sql(CANARY_COLUMNS, ["email"], 100_000),
    "sign_of_over_merge": lambda _: several_sql(["given_name"], {"given_name": "coalesce(given_key, given_native)"}),
    "sign_of_under_merge": lambda _: shared_sql(["birth_date"], {"birth_date": "birth_date"}),
    "golden_email": lambda config: _golden(config, "email"),
    "golden_address": lambda config: _golden(config, "address"),
    "overruled_email": lambda _: overruled_sql("email", ("email",), "VARCHAR", "value"),
    "overruled_address": lambda _: overruled_sql(
        "address",
        ("street", "city"),
        "STRUCT(street VARCHAR, city VARCHAR)",
        "concat_ws(', ', value.street, value.city)",
    ),
    "golden_of_contested": lambda config: contested_golden_sql(golden_attributes(config, COLUMNS)),
    "golden_of_lone": lambda config: lone_golden_sql(golden_attributes(config, COLUMNS)),
    "provenance": lambda config: provenance_sql(golden_attributes(config, COLUMNS)),
    "holder": lambda config: holder_sql(config, COLUMNS),
    "partner_hash_of_email": lambda _: f"select {PartnerHash('hashed_email', _OWN_EMAIL, '').sql('email')} from record",
    "partner_hash_of_phone": lambda _: (
        f"select {PartnerHash('hashed_phone', _NATIONAL, 'KR').sql('phone')} from record"
    ),
    "person_row": lambda _: person_row_sql([*COLUMNS, "city_key"]),
    "written": lambda _: written_sql([*COLUMNS, "city_key"]),
    "changed_record": lambda _: changed_record_sql(["full_name_raw", "email_raw"], "earlier"),
    "journey_event": lambda config: journey_event_sql(config.journey),
    "journey_evidence": lambda config: "\nunion all\n".join(map(journey_evidence_sql, config.journey.layers())),
    "journey_sign": lambda config: journey_sign_sql(config.journey),
    "rival_value": lambda _: rival_value_sql(["national_id", "tax_number"]),
    "shared_value": lambda _: shared_value_sql({"national_id": 10, "login": 3}),
    "mark": lambda config: mark_sql(config, COLUMNS),
    "differing": lambda _: differing_sql(COMPARED),
    "value_change": lambda _: value_change_sql(COMPARED),
    "interaction_measure": lambda _: measured_sql(
        "interaction", {name: trait for name, trait in TRAITS.items() if trait.measure}, {"products"}
    ),
    "trait": lambda _: trait_sql(
        TRAITS, layers(TRAITS), Given({"city": '"city"'}, ["interaction_measure"], ["lifetime_value"])
    ),
    "held": lambda _: held_sql({"membership"}),
    "contact_person": lambda _: contact_person_sql(["phone", "country", "birth_date"]),
    "contact_address": lambda config: contact_address_sql(config.contact, ["email", "street", "city", "country"]),
    "third_party_address": lambda config: third_party_address_sql(
        _of_third_parties(config), ["email", "street", "city"]
    ),
    "unlicensed_address": lambda config: unlicensed_address_sql(_for_service_alone(config), ["email"]),
    "tying": lambda _: f"select * from {tying_sql(['bought', 'partner'])}",
    "contactability": lambda _: contactability_sql(),
    "segment_of_conditions": lambda _: members_sql(Segment.model_validate(CONDITIONS), FIELDS),
    "segment_of_expression": lambda _: members_sql(Segment(sql="points > 3 and trait.orders > 2"), FIELDS),
    "own_kind": lambda _: own_kind_sql(
        "damaged_goods",
        OwnKind(of="action = 'delivered'", hurts="topic = 'damaged'"),
        ["golden_id", "time", "source", "event_id", "action", "topic"],
    ),
    "opportunity": lambda _: opportunity_sql({"long_wait": ["golden_id", "time", "hurt_at", "agent"]}),
    "filled": lambda _: filled_sql(["email", "fax"], ["email", "city"]),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_sql_from_configuration_is_as_shown(shop: Company, name: str) -> None:
    made = "\n".join(line.rstrip() for line in STATEMENTS[name](shop.workspace.config).strip().splitlines()) + "\n"
    path = SNAPSHOTS / f"{name}.sql"
    if os.environ.get("CDP_UPDATE_SNAPSHOTS"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["reading", "given_readings"])
def test_what_only_some_companies_need_translates_to_spark(shop: Company, name: str) -> None:
    sql = STATEMENTS[name](shop.workspace.config)
    (spark,) = sqlglot.transpile(sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert "link_input" in spark


ENGINE_ALONE = re.compile(r"\s*(copy|set|drop|create or replace temp view landed)\b", re.IGNORECASE)
"""Reading and writing files, settings: each engine has its own words for them."""


def test_every_statement_of_a_run_translates_to_spark(shop: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    statements: list[str] = []
    for name in ("run", "arrow"):
        real = getattr(Database, name)
        monkeypatch.setattr(
            Database, name, lambda self, sql, *rest, real=real: (statements.append(sql), real(self, sql, *rest))[1]
        )
    with shop.workspace as ws:
        ws.run(as_of=AS_OF)
        (mary,) = ws.table("profile").project("golden_id").fetchall()[0]
        stance = Stance("told me", by="anna")
        ws.decisions.override(mary, {"email": "new@mail.example"}, stance)
        ws.decisions.override(mary, {"city": "York"}, stance)
        ws.run(as_of=AS_OF)
        ws.review()
    assert len(statements) > 100
    assert any("list_prepend" in sql for sql in statements)
    for sql in statements:
        if ENGINE_ALONE.match(sql):
            continue
        readable = re.sub(r"read_parquet\([^()]*\)", "landed", sql)
        sqlglot.transpile(readable, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent.parent / "cdp").rglob("*.sql")), ids=lambda path: path.stem
)
def test_every_file_of_sql_makes_the_table_it_is_named_for(path: Path) -> None:
    (tree,) = sqlglot.parse(path.read_text(encoding="utf-8"), dialect="duckdb")
    assert tree is not None
    assert tree.this.name == path.stem
