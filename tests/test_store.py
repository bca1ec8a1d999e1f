"""Reading what is published: find by anything, one person's story, SQL that reaches nothing else, exports."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from cdp.contracts import TABLES, VIEWS
from cdp.database import quote
from cdp.errors import NotFound, StorageError, UsageError
from cdp.export import export_table
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company

CRM = """
    source: crm
    party: first
    channel: store
    region: KR
    connector: {kind: csv, path: crm.csv}
    record: {id: no, updated_at: at}
    attributes: {full_name: name, email: mail, phone: tel, loyalty_id: card}
    consents: [{purpose: {constant: marketing}, channel: {constant: email}, state: ok, since: at}]
"""
ORDERS = """
    source: orders
    party: first
    channel: web
    connector: {kind: csv, path: orders.csv}
    events: [{type: {constant: order}, id: no, time: at, order_number: no, amount: sum, identifiers: {email: mail}}]
"""


@pytest.fixture
def shop(company: Company) -> Workspace:
    company.source(CRM).source(ORDERS)
    company.file(
        "crm.csv",
        """
        no,name,mail,tel,card,ok,at
        C1,김민수,minsu@mail.example,010-1234-5678,H-77,Y,2026-01-01
        C2,Kim Min-su,minsu@mail.example,+82 10 1234 5678,,N,2025-01-01
        C3,山田 太郎,taro@mail.example,010-9999-8888,,Y,2026-01-01
        """,
    )
    company.file(
        "orders.csv", "no,at,sum,mail\nW1,2026-02-01,100,minsu@mail.example\nW2,2026-02-02,5,who@mail.example\n"
    )
    ws = company.workspace
    ws.run(as_of=AS_OF)
    return ws


@pytest.mark.parametrize(
    ("text", "found_by"),
    [
        ("minsu@mail.example", "email"),
        (" MINSU@mail.example ", "email"),
        ("010 1234 5678", "phone"),
        ("+82-10-1234-5678", "phone"),
        ("김민수", "name"),
        ("민수", "name"),
        ("minsu", "name"),
        ("Kim Min-su", "name"),
        ("gim", "name"),
        ("C2", "record crm/C2"),
        ("crm/C2", "record crm/C2"),
        ("h77", "loyalty_id"),
        ("W1", "order W1 (orders)"),
    ],
)
def test_find_by_anything(shop: Workspace, text: str, found_by: str) -> None:
    hits = shop.find(text)
    assert hits, text
    assert hits[0]["found_by"] == found_by
    assert hits[0]["name"] == "김민수"
    assert hits[0]["records"] == 2


def test_find_names_with_umlauts_in_any_spelling(people: Company) -> None:
    people.file("people.csv", "id,first,last,mail\n1,Jörg,Müller,j@mail.example\n2,Uwe,Goethe,u@mail.example\n")
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
        for text in ("Mueller", "müller", "Muller", "Joerg Mueller", "MUELLER"):
            assert [hit["name"] for hit in ws.find(text)] == ["Jörg Müller"], text
        for text in ("Goethe", "Göthe"):
            assert [hit["name"] for hit in ws.find(text)] == ["Uwe Goethe"], text


def test_a_mail_is_found_by_its_hash_and_a_hash_by_its_mail(company: Company) -> None:
    digest = {name: sha256(f"{name}@mail.example".encode()).hexdigest() for name in ("clear", "hashed")}
    company.source(CRM.replace("loyalty_id: card", "hashed_email: card"))
    company.file(
        "crm.csv", f"no,name,mail,tel,card,ok,at\nC1,Mary,clear@mail.example,,,,\nC2,Peter,,,{digest['hashed']},,\n"
    )
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        assert [(hit["name"], hit["found_by"]) for hit in ws.find(digest["clear"].upper())] == [("Mary", "email")]
        assert [(hit["name"], hit["found_by"]) for hit in ws.find("Hashed@mail.example")] == [("Peter", "hashed_email")]


def test_find_kanji_and_nobody(shop: Workspace) -> None:
    assert [hit["name"] for hit in shop.find("山田")] == ["山田 太郎"]
    assert shop.find("nobody@mail.example") == []
    assert shop.find("   ") == []
    assert shop.find("'; drop table profile; --") == []


def test_a_person_with_everything(shop: Workspace) -> None:
    golden_id = shop.find("C1")[0]["golden_id"]
    with shop.store() as store:
        person = store.person(golden_id)
    assert person.profile["phone"] == "+821012345678"
    assert [each["record_id"] for each in person.records] == ["C1", "C2"]
    assert [each["order_number"] for each in person.timeline] == ["W1"]
    assert [(each["channel"], each["state"]) for each in person.consent] == [("email", "granted")]
    assert {each["attribute"] for each in person.provenance} >= {"given_name", "email", "phone"}
    assert person.matches[0]["weight"] > 0
    assert "email" in person.matches[0]["evidence"]


def test_how_a_person_holds_together(shop: Workspace) -> None:
    with shop.store() as store:
        person = store.person(shop.find("C1")[0]["golden_id"])
        quality = person.cluster_quality
        alone = store.person(shop.find("C3")[0]["golden_id"]).cluster_quality
    assert quality is not None
    assert alone is not None
    assert (quality["records"], quality["record_id_l"], quality["record_id_r"]) == (2, "C1", "C2")
    assert quality["weakest_link"] == pytest.approx(person.matches[0]["weight"])
    assert (alone["records"], alone["weakest_link"], alone["cohesion"]) == (1, None, None)


def test_a_person_with_everybody_of_the_household(company: Company) -> None:
    company.source(CRM.rstrip() + "\n    address: {street: home, postal_code: zip}\n")
    company.file(
        "crm.csv",
        """
        no,name,mail,tel,card,ok,at,home,zip
        C1,김민수,minsu@mail.example,010-1234-5678,,Y,2026-01-01,"시정로 11, 112동 1701호",61903
        C2,이서연,seoyeon@mail.example,010-8765-4321,,Y,2026-01-01,시정로11 112-1701,61903
        C3,박지훈,jihun@mail.example,010-9999-8888,,Y,2026-01-01,시정로11 112-1702,61903
        """,
    )
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        golden_id, other, alone = (ws.find(each)[0]["golden_id"] for each in ("C1", "C2", "C3"))
        with ws.store() as store:
            household = store.person(golden_id).household
            assert [each["golden_id"] for each in household] == sorted([golden_id, other])
            assert {(each["reason"], *each["shared"]) for each in household} == {("same unit of a building", "address")}
            assert store.person(alone).household == []


def test_a_version_from_before_a_table_was_published_can_be_read_and_is_made_anew(shop: Workspace) -> None:
    manifest = shop.published.current()
    assert manifest is not None
    kept = {name: table for name, table in manifest.tables.items() if name not in ("household", "cluster_quality")}
    path = shop.published.folder / manifest.version / "manifest.json"
    path.write_text(replace(manifest, tables=kept).to_json())
    with shop.store() as store:
        person = store.person(shop.find("C1")[0]["golden_id"])
    assert (person.household, person.cluster_quality) == ([], None)
    assert shop.run(as_of=AS_OF).status == "published"


def test_a_merged_id_leads_to_the_one_that_lives_on(people: Company) -> None:
    with people.workspace as ws:
        people.file("people.csv", "id,first,last,mail\n1,Mary,Jones,m@mail.example\n2,Mary,Jones,other@mail.example\n")
        people.config("identity.yml", "match_weight: 40")
        ws.run(as_of=AS_OF)
        old = dict(ws.table("membership").project("record_id, golden_id").fetchall())
        people.file("people.csv", "id,first,last,mail\n1,Mary,Jones,m@mail.example\n2,Mary,Jones,m@mail.example\n")
        people.config("identity.yml", "{}")
        report = ws.run(as_of=AS_OF)
        assert report.identity == {"merge": 1}
        with ws.store() as store:
            person = store.person(old["2"])
            assert person.golden_id == old["1"]
            assert person.history[0]["change"] == "merge"
            with pytest.raises(NotFound):
                store.person("g0000")


def test_every_published_table_is_as_promised(shop: Workspace) -> None:
    with shop.store() as store:
        for table in (*TABLES, *VIEWS):
            described = store.connection.execute(f"describe {table.name}").fetchall()
            types = {row[0]: row[1].replace('"', "") for row in described}
            promised = {column.name: column.type for column in table.columns}
            assert {name: types.get(name) for name in promised} == promised, table.name
            if not table.open:
                assert list(types) == list(promised), table.name
            keys = ", ".join(map(quote, table.key))
            twice = store.connection.execute(f"select {keys} from {table.name} group by all having count(*) > 1")
            assert twice.fetchall() == [], table.name


def test_sql_reads_the_tables_and_nothing_else(shop: Workspace, tmp_path: Path) -> None:
    with shop.store() as store:
        assert store.sql("select count(*) as people from profile") == (["people"], [(2,)])
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    for attempt in (
        f"select * from '{secret}'",
        f'select * from "{secret}"',
        f"select * from read_csv('{secret}')",
        f"copy profile to '{tmp_path}/out.csv'",
        "set enable_external_access = true",
        "attach 'other.db'",
        "nonsense",
    ):
        with shop.store() as store, pytest.raises(UsageError):
            store.sql(attempt)
    assert not (tmp_path / "out.csv").exists()


def test_sql_never_tells_a_value_of_the_data(shop: Workspace) -> None:
    for query in (
        "select cast(full_name as integer) from profile",
        "select email::date from record",
        "select error(email) from record",
    ):
        with shop.store() as store, pytest.raises(UsageError) as caught:
            store.sql(query)
        assert "Exception" in caught.value.message
        for value in ("김민수", "mail.example"):
            assert value not in str(caught.value)


def test_sql_gives_moments_with_a_zone_as_utc(shop: Workspace) -> None:
    query = "select timestamptz '2026-01-01 09:00+09' as at, 1 as at from profile order by golden_id limit 1"
    with shop.store() as store:
        assert store.sql(query) == (["at", "at"], [(datetime(2026, 1, 1), 1)])
    with shop.store() as store:
        assert store.sql("select now()")[1][0][0].tzinfo is None


def test_an_empty_query_is_told(shop: Workspace) -> None:
    for query in ("", "  ", "-- nothing"):
        with shop.store() as store, pytest.raises(UsageError, match="empty"):
            store.sql(query)


def test_published_files_cannot_be_written_through_sql(shop: Workspace) -> None:
    path = shop.published.folder / "v000001" / "profile.parquet"
    before = path.read_bytes()
    with shop.store() as store, pytest.raises(UsageError):
        store.sql(f"copy (select 1) to '{path}'")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "explain", ["explain analyze", "EXPLAIN (ANALYZE)", "explain /* x */ analyze", "-- x\nexplain analyze", "explain"]
)
def test_explaining_carries_nothing_out(shop: Workspace, explain: str) -> None:
    current, profile = shop.published.folder / "CURRENT", shop.published.folder / "v000001" / "profile.parquet"
    before = current.read_bytes(), profile.read_bytes()
    with shop.store() as store:
        for path, how in ((current, "csv, header false"), (profile, "parquet, use_tmp_file false")):
            with pytest.raises(UsageError):
                store.sql(f"{explain} copy (select 'v9' as a) to '{path}' (format {how})")
        assert store.sql("explain select * from profile")[1]
        assert store.sql("Explain /* the plan */ from profile")[1]
        with pytest.raises(UsageError, match="only queries"):
            store.sql("explain analyze select 1")
    assert (current.read_bytes(), profile.read_bytes()) == before


def test_sql_reaches_no_file_but_those_of_its_version(shop: Workspace) -> None:
    shop.run(as_of=AS_OF, retrain=True)
    other = shop.published.folder / "v000001" / "profile.parquet"
    with shop.store() as store:
        for statement in (f"from read_parquet('{other}')", f"from read_text('{shop.published.folder}/CURRENT')"):
            with pytest.raises(UsageError, match="Permission"):
                store.sql(statement)


def test_a_store_answers_again_and_again(shop: Workspace, tmp_path: Path) -> None:
    with shop.store() as store:
        assert [store.sql("select 1")[1] for _ in range(2)] == [[(1,)]] * 2
        assert export_table(store, "profile", str(tmp_path / "p.csv")) == 2
        assert store.table("profile").fetchall()


def test_a_limit_below_one_is_refused(shop: Workspace) -> None:
    with pytest.raises(UsageError, match="limit"):
        shop.find("minsu", -1)


@pytest.mark.parametrize("name", ["bad.duckdb", "file/x.csv", "file/x.duckdb"])
def test_an_export_that_cannot_be_written_is_told(shop: Workspace, tmp_path: Path, name: str) -> None:
    (tmp_path / "bad.duckdb").write_text("not a database")
    (tmp_path / "file").write_text("not a folder")
    with shop.store() as store:
        with pytest.raises(StorageError, match="could not be written"):
            export_table(store, "profile", str(tmp_path / name))
        assert export_table(store, "profile", str(tmp_path / "good.duckdb")) == 2


def test_export_everywhere(shop: Workspace, tmp_path: Path) -> None:
    for name in ("p.parquet", "p.csv", "p.jsonl", "p.duckdb"):
        with shop.store() as store:
            assert export_table(store, "profile", str(tmp_path / name)) == 2
    with shop.store() as store:
        export_table(store, "profile", f"sqlite:///{tmp_path}/p.sqlite")
    assert pq.read_table(tmp_path / "p.parquet").num_rows == 2
    assert duckdb.sql(f"select count(*) from read_csv('{tmp_path}/p.csv')").fetchall() == [(2,)]
    assert duckdb.sql(f"select count(*) from read_json('{tmp_path}/p.jsonl')").fetchall() == [(2,)]
    with duckdb.connect(str(tmp_path / "p.duckdb")) as con:
        assert con.execute("select count(*) from profile").fetchall() == [(2,)]
    with sqlite3.connect(tmp_path / "p.sqlite") as sqlite:
        assert sqlite.execute("select email_all from profile where full_name = '김민수'").fetchall() == [
            ('["minsu@mail.example"]',)
        ]
    with shop.store() as store:
        for target in ("p.xls", "nosuchdb://x"):
            with pytest.raises(UsageError):
                export_table(store, "profile", target)
        with pytest.raises(NotFound, match="no table"):
            export_table(store, "secrets", "p.csv")


def test_reading_before_anything_is_published(people: Company) -> None:
    with people.workspace as ws, pytest.raises(NotFound, match="cdp run"):
        ws.find("x")
