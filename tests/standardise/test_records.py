"""From what sources wrote to standard records: mapping, versions, further values, contexts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cdp.database import Database
from cdp.land import Landing, land
from cdp.standardise import Standardised, standardise
from tests.conftest import AS_OF, Company


def standardised(db: Database, company: Company) -> Standardised:
    with company.workspace as ws:
        landing = Landing(ws.folder / "landing", ws.ledger)
        for source in ws.config.sources:
            land(db, landing, ws.ledger, source, ws.folder, 1, lambda _: None)
        packages = {source.source: landing.files(source.source) for source in ws.config.sources}
        return standardise(db, ws.config, packages, AS_OF)


def records(db: Database, columns: str, table: str = "record") -> list[tuple[Any, ...]]:
    return db.rows(f"select {columns} from {table} order by source, record_id")


def source(name: str, body: str) -> str:
    return f"""
        source: {name}
        party: first
        channel: crm
        connector: {{kind: csv, path: {name}.csv}}
        {body.strip()}
    """


def test_values_are_standardised_and_kept_as_written(db: Database, company: Company) -> None:
    company.source(
        source(
            "kr",
            """record: {id: id}
        region: KR
        attributes: {full_name: name, phone: tel, birth_date: born, email: mail, gender: sex}""",
        )
    )
    company.file("kr.csv", "id,name,tel,born,mail,sex\n1,김민수 님,０１０-1234-5678,1990. 3. 5.,Kim@Mail.Example,남\n")
    standardised(db, company)
    assert records(
        db, "given_name, family_name, given_key, family_key, phone, cast(birth_date as varchar), email, gender"
    ) == [("민수", "김", "minsoo", "kim", "+821012345678", "1990-03-05", "kim@mail.example", "M")]
    assert records(db, "full_name_raw, phone_raw, email_raw") == [("김민수 님", "０１０-1234-5678", "Kim@Mail.Example")]


def test_placeholders_are_no_values_and_are_counted(db: Database, company: Company) -> None:
    company.source(source("crm", "record: {id: id}\n        attributes: {email: mail, phone: tel}"))
    company.file("crm.csv", "id,mail,tel\n1,n/a,000-0000-0000\n2,a@mail.example,020 7946 0018\n")
    found = standardised(db, company)
    assert records(db, "email, phone") == [(None, None), ("a@mail.example", "+442079460018")]
    assert ("email", "placeholder", 1) in found.problems
    assert ("phone", "placeholder", 1) in found.problems


def test_the_version_with_the_latest_source_time_is_current(db: Database, company: Company) -> None:
    company.source(source("crm", "record: {id: id, updated_at: at}\n        attributes: {email: mail}"))
    company.file("crm.csv", "id,at,mail\n1,2026-02-01,new@mail.example\n1,2026-01-01,old@mail.example\n")
    standardised(db, company)
    assert records(db, "email, claim % 1000") == [("new@mail.example", 1)]
    company.file("crm.csv", "id,at,mail\n1,2025-12-01,older@mail.example\n")
    standardised(db, company)
    assert records(db, "email") == [("new@mail.example",)]


def test_without_source_time_the_version_that_landed_last_is_current(db: Database, company: Company) -> None:
    company.source(source("crm", "record: {id: id}\n        attributes: {email: mail}"))
    company.file("crm.csv", "id,mail\n1,a@mail.example\n")
    standardised(db, company)
    company.file("crm.csv", "id,mail\n1,b@mail.example\n")
    standardised(db, company)
    assert records(db, "email") == [("b@mail.example",)]


def test_further_values_become_alternates_and_fill_the_first(db: Database, company: Company) -> None:
    company.source(source("crm", "record: {id: id}\n        attributes: {email: [one, two, three]}"))
    company.file("crm.csv", "id,one,two,three\n1,n/a,b@mail.example,c@mail.example\n2,a@mail.example,,\n")
    standardised(db, company)
    assert records(db, "record_id, email") == [("1", "b@mail.example"), ("2", "a@mail.example")]
    assert sorted(records(db, "record_id, nth, email", "alternate")) == [
        ("1", 1, "b@mail.example"),
        ("1", 2, "c@mail.example"),
    ]


def test_nested_json_with_several_addresses(db: Database, company: Company) -> None:
    company.source(
        """
        source: people
        party: first
        channel: crm
        connector: {kind: jsonl, path: people.jsonl}
        record: {id: $.id}
        attributes: {phone: "$.features[*].tel"}
        address: {each: $.features, city: "@.city", street: "@.street"}
        """
    )
    company.file(
        "people.jsonl",
        '{"id": 1, "features": [{"tel": "020 7946 0018"}, {"city": "Leeds", "street": "1 High St"}, '
        '{"city": "York"}, {"tel": "020 7946 0019"}]}\n',
    )
    standardised(db, company)
    assert records(db, "phone, city, street") == [("+442079460018", "Leeds", "1 High St")]
    assert records(db, "nth, phone, city", "alternate") == [(1, "+442079460019", "York")]


def test_the_country_of_a_record_decides_how_its_numbers_are_read(db: Database, company: Company) -> None:
    company.source(
        source(
            "crm",
            """record: {id: id}
        attributes: {phone: tel}
        address: {country: land}""",
        )
    )
    company.file("crm.csv", "id,tel,land\n1,010-1234-5678,대한민국\n2,090-1234-5678,日本\n3,(212) 555-0123,USA\n")
    standardised(db, company)
    assert records(db, "country, phone") == [("KR", "+821012345678"), ("JP", "+819012345678"), ("US", "+12125550123")]


def test_the_order_of_day_and_month_is_inferred_from_the_column(db: Database, company: Company) -> None:
    company.source(source("crm", "record: {id: id}\n        attributes: {birth_date: born}"))
    company.file("crm.csv", "id,born\n1,03/04/1990\n2,25/12/1985\n3,31/02/1990\n")
    standardised(db, company)
    assert records(db, "cast(birth_date as varchar)") == [("1990-04-03",), ("1985-12-25",), (None,)]


def test_records_only_where_declared(db: Database, company: Company) -> None:
    company.source(source("crm", "record: {id: id, where: \"kind = 'customer'\"}\n        attributes: {email: mail}"))
    company.file("crm.csv", "id,kind,mail\n1,customer,a@mail.example\n2,staff,b@mail.example\n")
    standardised(db, company)
    assert records(db, "record_id") == [("1",)]


def test_own_attributes_are_cleaned_as_their_type(db: Database, company: Company) -> None:
    company.config(
        "identity.yml",
        "attributes: {points: {type: number}, vip: {type: boolean}, joined: {type: date}, child: {type: birth_date}}",
    )
    company.source(source("crm", "record: {id: id}\n        attributes: {points: pts, vip: v, joined: j, child: c}"))
    company.file("crm.csv", 'id,pts,v,j,c\n1,"1,234",예,2024. 3. 5.,20200102\n2,many,,,\n')
    standardised(db, company)
    assert records(db, "points, vip, joined, child") == [
        (1234.0, True, date(2024, 3, 5), date(2020, 1, 2)),
        (None, None, None, None),
    ]


def test_a_further_address_fills_the_first_as_a_whole_or_not_at_all(db: Database, company: Company) -> None:
    company.source(
        source(
            "crm",
            """record: {id: id}
        address:
          - {street: s1, city: c1, postal_code: p1, country: land}
          - {street: s2, city: c2, postal_code: p2}""",
        )
    )
    company.file(
        "crm.csv",
        """
        id,s1,c1,p1,land,s2,c2,p2
        1,,London,SW1A 1AA,GB,5 Park Row,Leeds,LS1 4AP
        2,,n/a,,FR,5 Park Row,Leeds,LS1 4AP
        3,,n/a,,FR,,,
        """,
    )
    standardised(db, company)
    assert records(db, "street, city, city_key, postal_code, country") == [
        (None, "London", "london", "SW1A1AA", "GB"),
        ("5 Park Row", "Leeds", "leeds", "LS14AP", None),
        (None, None, None, None, "FR"),
    ]


def test_two_whole_names_of_a_record_never_mix(db: Database, company: Company) -> None:
    company.source(source("crm", "record: {id: id}\n        attributes: {full_name: [one, two], email: [m1, m2]}"))
    company.file("crm.csv", "id,one,two,m1,m2\n1,Kim,Mary Jones,n/a,a@mail.example\n2,n/a,Mary Jones,,\n")
    standardised(db, company)
    (first, second) = records(db, "given_name, given_key, family_name, family_key, email")
    assert "Mary" not in first and "Jones" not in first
    assert first[-1] == "a@mail.example"
    assert second[:4] == ("Mary", "mary", "Jones", "jones")


def test_a_record_whose_licence_has_expired_is_left_out_and_counted(db: Database, company: Company) -> None:
    company.source(source("bought", "record: {id: id, expires: until}\n        attributes: {email: [one, two]}"))
    company.file(
        "bought.csv",
        """
        id,until,one,two
        1,2026-06-29,a@mail.example,b@mail.example
        2,2026-06-30,c@mail.example,
        3,,d@mail.example,
        """,
    )
    found = standardised(db, company)
    assert records(db, "record_id") == [("2",), ("3",)]
    assert db.count("alternate") == 0
    assert ("record", "licence expired", 1) in found.problems


def test_declared_placeholders_are_no_values(db: Database, company: Company) -> None:
    company.config(
        "identity.yml", "guards: {email: {placeholders: [Shop@Mail.Example]}, phone: {placeholders: ['02']}}"
    )
    company.source(source("crm", "record: {id: id}\n        attributes: {email: mail}"))
    company.file("crm.csv", "id,mail\n1,shop@mail.example\n2,SHOP@mail.example \n3,a@mail.example\n")
    standardised(db, company)
    assert records(db, "email") == [(None,), (None,), ("a@mail.example",)]


def test_a_source_time_in_the_future_is_none_and_reported(db: Database, company: Company) -> None:
    company.source(
        source(
            "crm",
            """record: {id: id, updated_at: at}
        timezone: Asia/Tokyo
        attributes: {email: mail}
        consents: [{purpose: {constant: news}, channel: {constant: email}, state: ok}]""",
        )
    )
    company.file(
        "crm.csv",
        """
        id,at,mail,ok
        1,2062-01-01,old@mail.example,Y
        1,2026-06-01,new@mail.example,Y
        2,2026-07-01T23:00:00,a@mail.example,Y
        3,2026-07-02T08:59:59,b@mail.example,Y
        4,2026-07-02T09:00:00,c@mail.example,Y
        5,1 January 2062,d@mail.example,Y
        """,
    )
    found = standardised(db, company)
    assert records(db, "record_id, email, cast(updated_at as varchar)") == [
        ("1", "new@mail.example", "2026-05-31 15:00:00"),
        ("2", "a@mail.example", "2026-07-01 14:00:00"),
        ("3", "b@mail.example", "2026-07-01 23:59:59"),
        ("4", "c@mail.example", None),
        ("5", "d@mail.example", None),
    ]
    assert ("updated_at", "impossible", 3) in found.problems
    assert db.value("select max(since) from consent_given") < datetime(2026, 7, 2)
