"""Guards: values that stand for none, and values that everybody holds, never make two records one person."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from cdp.database import Database
from cdp.link.guards import generation_sql
from cdp.standardise.cleaner import Problem
from cdp.standardise.registry import CLEANERS
from tests.conftest import AS_OF, Company

_NOBODY = """
anonymous anon guest visitor user customer anonymous_user unidentified not_identified not_authenticated
id ID userid user_id userId distinct_id distinctid distinctId anonymous_id anonymousId device_id uuid guid email
null NULL Null none None NONE nil NIL <nil> (none) nan NaN undefined UNDEFINED $undefined void
true false True FALSE 0 00 000 0000 00000000 -1 unknown Unknown UNKNOWN N/A n/a #N/A NA na notset not-set not_set
missing default empty blank invalid error test optout opt_out - -- . [] {} "" '' {{user_id}} ${id}
00000000-0000-0000-0000-000000000000 00000000000000000000000000000000 00000000000000000000000000000000000000
ffffffff-ffff-ffff-ffff-ffffffffffff FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF 9999999999 1234567890 xxxxxxxx
"""
_NOBODY_IN_WORDS = """
|[object Object]|not available|Not Available|not applicable|not authenticated|distinct id|not set
(not set)|no id|user id|None None|
"""
NOBODY = [*_NOBODY.split(), *_NOBODY_IN_WORDS.strip().replace("\n", "|").split("|"), " "]
"""What Segment, PostHog and Adobe refuse as the id of a person, and their like."""
TYPES = ("email", "phone", "customer_id", "national_id", "loyalty_id", "device_id", "passport", "hashed_email")
_LOCALS = """
anonymous guest null undefined none nil nan distinct_id true false 0 unknown n/a na not_authenticated test noreply
00000000-0000-0000-0000-000000000000
"""
LOCALS = _LOCALS.split()


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("value", NOBODY)
def test_what_stands_for_nobody_is_no_value(kind: str, value: str) -> None:
    assert isinstance(CLEANERS[kind].clean(value, "GB"), Problem)


@pytest.mark.parametrize("local", LOCALS)
def test_nobodys_mailbox_is_no_value(local: str) -> None:
    assert CLEANERS["email"].clean(f"{local}@mail.example.com", "") == Problem.PLACEHOLDER


@pytest.mark.parametrize("value", ["7", "111", "U1", "C-00017", "anna", "null7", "Trueman", "id4711", "-12", "0042"])
def test_ids_that_look_odd_stay(value: str) -> None:
    assert not isinstance(CLEANERS["customer_id"].clean(value, ""), Problem)


ACCOUNTS = """
    source: people
    party: first
    channel: crm
    connector: {kind: csv, path: people.csv}
    record: {id: id}
    attributes:
      given_name: first
      family_name: last
      birth_date: born
      email: mail
      phone: phone
      customer_id: login
      device_id: device
"""


def test_records_that_share_placeholders_alone_stay_apart(company: Company) -> None:
    rows = [f"{nth},{name}@mail.example.com,{name},{name}" for nth, name in enumerate([*LOCALS, *LOCALS])]
    source = ACCOUNTS.replace("      given_name: first\n      family_name: last\n      birth_date: born\n", "")
    company.source(source.replace("      phone: phone\n", ""))
    company.file("people.csv", "\n".join(["id,mail,login,device", *rows]))
    with company.workspace as ws:
        assert ws.run(as_of=AS_OF).people == len(rows)


SYLLABLES = ("ba", "ko", "ri", "ten", "mu", "sal", "vi", "dor", "ne", "lu", "gra", "pim", "jo", "fen", "wy", "zed")
PERSONS = 9_000


def _hairball(rnd: random.Random) -> Iterator[str]:
    """One or two records each of persons who share phone, mailbox and device."""
    for person in range(PERSONS):
        given, family = ("".join(rnd.choices(SYLLABLES, k=4)) for _ in range(2))
        born = f"{rnd.randrange(1940, 2005)}-{rnd.randrange(1, 13):02d}-{rnd.randrange(1, 29):02d}"
        for again in range(2 if person % 9 == 0 else 1):
            yield f"{person}-{again},{given},{family},{born},n/a@x.com,020 7946 0000,,D-1"


def test_a_hairball_of_shared_values_fuses_nobody(company: Company) -> None:
    header = "id,first,last,born,mail,phone,login,device"
    company.source(ACCOUNTS).file("people.csv", "\n".join([header, *_hairball(random.Random(7))]))
    with company.workspace as ws:
        report = ws.run(as_of=AS_OF)
        assert PERSONS - report.people < 5, "a few may be alike in name and birth date by chance"
        sizes = ws.table("membership").query("m", "select max(n) from (select count(*) n from m group by golden_id)")
        assert sizes.fetchall() == [(2,)]
        shared = "select count(*) from m where evidence['phone'] <> 0 or evidence['email'] <> 0"
        assert ws.table("match").query("m", shared).fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("raw", "generation"),
    [
        ("Dobbins Jr", "2"),
        ("Smith, Jr., John", "2"),
        ("Dobbins Senior", "1"),
        ("Morris II", "2"),
        ("Hale III", "3"),
        ("Seniora", None),
        ("Jr", None),
    ],
)
def test_a_generation_is_read_from_the_end_of_a_name(db: Database, raw: str, generation: str | None) -> None:
    db.run("create temp table record as select 7 as rid, $1 as family_name_raw", [raw])
    found = db.rows(generation_sql("family_name_raw"))
    assert found == ([] if generation is None else [(7, "generation", generation)])
