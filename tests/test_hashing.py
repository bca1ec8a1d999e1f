"""Hashed identifiers of partners, each by its own recipe, matched to clear values of ours."""

from __future__ import annotations

import base64
import hashlib

import pytest

from cdp.config import load_config
from cdp.config.hashing import EmailRecipe, PhoneRecipe
from cdp.database import Database
from cdp.errors import ConfigError
from cdp.hashing import PartnerHash, make_salts, partner_hashes
from tests.conftest import AS_OF, Company
from tests.test_neutrality import FAMILY, GIVEN

CRM = """
    source: crm
    party: first
    channel: crm
    region: KR
    connector: {kind: csv, path: "crm*.csv"}
    record: {id: id}
    attributes: {given_name: given, family_name: family, email: mail, phone: phone}
"""
AIRLINE = """
    source: airline
    party: second
    channel: partner
    region: KR
    connector: {kind: csv, path: airline.csv}
    record: {id: no, one_record_per_person: no}
    attributes: {hashed_email: mail, hashed_phone: phone}
    hashing:
      email: {normalise: [trim, lower, gmail_dots, plus_tags], algorithm: sha256, salt: "${AIRLINE_SALT}"}
      phone: {normalise: national, algorithm: md5}
    events:
      - {type: {constant: flight}, time: flown, identifiers: {hashed_email: mail}}
"""
SALT = "pepper/1"
PEOPLE = 60


def mail_of(number: int) -> str:
    return f"{GIVEN[number % len(GIVEN)]}.{number}+news@gmail.com".lower()


def phone_of(number: int) -> str:
    return f"0109{number * 7919 % 10_000_000:07d}"


def crm_rows(first: int, last: int) -> bytes:
    rows = [
        f"{n},{GIVEN[n % len(GIVEN)]},{FAMILY[n * 7 % len(FAMILY)]},{mail_of(n)},{phone_of(n)}"
        for n in range(first, last)
    ]
    return "\n".join(["id,given,family,mail,phone", *rows, ""]).encode()


def airline_row(number: int) -> str:
    name = mail_of(number).split("+")[0].replace(".", "")
    digest = hashlib.sha256(f"{SALT}{name}@gmail.com".encode()).digest()
    phone = hashlib.md5(phone_of(number).encode()).hexdigest().upper()
    return f"K{number},{base64.b64encode(digest).decode()},{phone},2026-05-01 10:00"


@pytest.fixture
def partners(company: Company, monkeypatch: pytest.MonkeyPatch) -> Company:
    """Our customers, and an airline that knows the same people by salted hashes alone."""
    monkeypatch.setenv("AIRLINE_SALT", SALT)
    rows = "\n".join(["no,mail,phone,flown", *map(airline_row, range(PEOPLE)), ""])
    return company.source(CRM).source(AIRLINE).file("airline.csv", rows.encode()).file("crm1.csv", crm_rows(0, 55))


def attached(company: Company) -> set[str]:
    """The members of the airline whose person is the one of ours with their number."""
    with company.workspace as ws:
        of = {
            (source, id): golden
            for source, id, golden in ws.table("membership").project("source, record_id, golden_id").fetchall()
        }
    return {id for (source, id), golden in of.items() if source == "airline" and of.get(("crm", id[1:])) == golden}


@pytest.mark.parametrize(
    ("recipe", "value", "hashed"),
    [
        (EmailRecipe(), "a.b+c@gmail.com", "a.b+c@gmail.com"),
        (EmailRecipe(normalise=("plus_tags",)), "a.b+c@gmail.com", "a.b@gmail.com"),
        (EmailRecipe(normalise=("gmail_dots",)), "a.b+c@gmail.com", "ab+c@gmail.com"),
        (EmailRecipe(normalise=("gmail_dots", "plus_tags")), "a.b+c@googlemail.com", "ab@googlemail.com"),
        (EmailRecipe(normalise=("gmail_dots",)), "a.b@mail.example", "a.b@mail.example"),
        (EmailRecipe(salt="${SALT}"), "a@mail.example", "saltya@mail.example"),
        (EmailRecipe(salt="${SALT}", salt_at="after"), "a@mail.example", "a@mail.examplesalty"),
        (PhoneRecipe(), "+821052340188", "+821052340188"),
        (PhoneRecipe(normalise="e164_digits"), "+821052340188", "821052340188"),
        (PhoneRecipe(normalise="national"), "+821052340188", "01052340188"),
        (PhoneRecipe(normalise="national"), "+12065550143", None),
    ],
)
@pytest.mark.parametrize("algorithm", ["sha256", "sha1", "md5"])
def test_a_recipe_makes_what_the_partner_makes(
    recipe: EmailRecipe | PhoneRecipe, value: str, hashed: str | None, algorithm: str
) -> None:
    made = PartnerHash("hashed_email", recipe.model_copy(update={"algorithm": algorithm}), "KR")
    with Database() as db:
        db.run("create temp table partner_salt as select 'SALT' as name, 'salty' as salt")
        found = db.value(f"select {made.sql('$1')}", [value])
    assert found == (hashed and hashlib.new(algorithm, hashed.encode()).hexdigest())


@pytest.mark.parametrize(
    ("region", "value", "dialled"), [("US", "+12065550143", "2065550143"), ("JP", "+819012345678", "09012345678")]
)
def test_national_numbers_are_those_of_the_region(region: str, value: str, dialled: str) -> None:
    made = PartnerHash("hashed_phone", PhoneRecipe(normalise="national"), region)
    with Database() as db:
        assert db.value(f"select {made.sql('$1')}", [value]) == hashlib.sha256(dialled.encode()).hexdigest()


def test_the_common_form_needs_no_further_hash(people: Company) -> None:
    assert partner_hashes(people.workspace.config) == []


def test_members_known_by_salted_hashes_alone_find_their_person(partners: Company) -> None:
    with partners.workspace as ws:
        ws.run(as_of=AS_OF)
        flights = ws.table("interaction").filter("source = 'airline' and golden_id is not null").fetchall()
    assert attached(partners) == {f"K{number}" for number in range(55)}
    assert len(flights) == PEOPLE
    partners.file("crm2.csv", crm_rows(55, PEOPLE))
    with partners.workspace as ws:
        report = ws.run(as_of=AS_OF)
        in_parts = ws.table("membership").project("source, record_id, golden_id").fetchall()
        ws.run(as_of=AS_OF, full=True)
        whole = ws.table("membership").project("source, record_id, golden_id").fetchall()
    assert attached(partners) == {f"K{number}" for number in range(PEOPLE)}
    assert report.changed == PEOPLE - 55
    assert sorted(in_parts) == sorted(whole)


def test_a_salt_is_named_and_never_written(partners: Company) -> None:
    source = partners.folder / "config" / "sources" / "airline.yml"
    source.write_text(source.read_text().replace("${AIRLINE_SALT}", "s3cret"))
    with pytest.raises(ConfigError, match="environment variable") as caught:
        load_config(partners.folder / "config")
    assert "s3cret" not in str(caught.value)


def test_a_salt_that_is_not_set_is_named(partners: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIRLINE_SALT")
    with Database() as db, pytest.raises(ConfigError, match="AIRLINE_SALT"):
        make_salts(db, partners.workspace.config)


def test_another_salt_is_another_configuration(partners: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    before = partners.workspace.config.hash
    monkeypatch.setenv("AIRLINE_SALT", "other")
    assert partners.workspace.config.hash != before
