"""Which cleaner serves which semantic type."""

from __future__ import annotations

from cdp.standardise.addresses import ADDRESS, CITY, POSTAL_CODE, REGION, STREET
from cdp.standardise.cleaner import Cleaned, Cleaner, Problem
from cdp.standardise.codes import (
    ACCOUNT,
    BOOLEAN,
    CATEGORY,
    COUNTRY,
    ENTITY_KIND,
    GENDER,
    HASH,
    IDENTIFIER,
    NUMBER,
    ORGANISATION,
)
from cdp.standardise.dates import BIRTH_DATE, MOMENT
from cdp.standardise.emails import EMAIL
from cdp.standardise.names import FAMILY_NAME, FULL_NAME, GIVEN_NAME, PHONETIC_NAME
from cdp.standardise.phones import PHONE
from cdp.standardise.text import nfkc


def _clean_text(raw: str, _: str) -> Cleaned:
    text = nfkc(raw)
    return (text,) if text else Problem.PLACEHOLDER


def _clean_date(raw: str, context: str) -> Cleaned:
    """Calendar date without time; `context` as for birth dates."""
    moment = MOMENT.clean(raw, f"{context.partition('|')[0]}|UTC")
    return moment if isinstance(moment, Problem) or moment[0] is None else (moment[0][:10],)


TEXT = Cleaner(("value",), _clean_text)
DATE = Cleaner(("value",), _clean_date, "date_order", "date")

CLEANERS: dict[str, Cleaner] = {
    "given_name": GIVEN_NAME,
    "family_name": FAMILY_NAME,
    "full_name": FULL_NAME,
    "phonetic_name": PHONETIC_NAME,
    "organisation_name": ORGANISATION,
    "birth_date": BIRTH_DATE,
    "gender": GENDER,
    "email": EMAIL,
    "phone": PHONE,
    "hashed_email": HASH,
    "hashed_phone": HASH,
    "full_address": ADDRESS,
    "street": STREET,
    "city": CITY,
    "region": REGION,
    "postal_code": POSTAL_CODE,
    "country": COUNTRY,
    "national_id": IDENTIFIER,
    "passport": IDENTIFIER,
    "driver_licence": IDENTIFIER,
    "customer_id": ACCOUNT,
    "loyalty_id": IDENTIFIER,
    "device_id": ACCOUNT,
    "entity_kind": ENTITY_KIND,
    "category": CATEGORY,
    "number": NUMBER,
    "boolean": BOOLEAN,
    "date": DATE,
    "text": TEXT,
}
"""Cleaner of each semantic type of `cdp.semantics`."""
