"""Landing what the kinds of source deliver: workbooks, documents, web services, object stores, compressed files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cdp.errors import SourceError
from tests.conftest import Company
from tests.connectors import object_server
from tests.connectors.web_service import Asked, Reply, serving
from tests.landing import fates, landed

PEOPLE = [{"id": str(number), "mail": f"p{number}@mail.example"} for number in range(1, 8)]


def csv(people: list[dict[str, str]]) -> bytes:
    return "".join(f"{','.join(row)}\n" for row in (["id", "mail"], *(each.values() for each in people))).encode()


def write_workbook(file: Path, people: list[dict[str, str]]) -> None:
    workbook = openpyxl.Workbook()
    for row in (["id", "mail"], *(list(each.values()) for each in people)):
        workbook.worksheets[0].append(row)
    workbook.create_sheet("empty")
    workbook.save(file)


def write_document(file: Path, people: list[dict[str, str]]) -> None:
    file.write_text(json.dumps({"data": people}, indent=1))


def write_compressed(file: Path, people: list[dict[str, str]]) -> None:
    file.write_bytes(gzip.compress(csv(people)))


def write_object(file: Path, people: list[dict[str, str]]) -> None:
    object_server.put(f"landed/{file.name}", csv(people))


def source(company: Company, connector: dict[str, Any], *, json_rows: bool) -> Company:
    columns = {"id": "$.id", "mail": "$.mail"} if json_rows else {"id": "id", "mail": "mail"}
    return company.source(
        f"""
        source: people
        party: first
        channel: crm
        connector: {json.dumps(connector)}
        record: {{id: {columns["id"]}}}
        attributes: {{email: {columns["mail"]}}}
        """
    )


@pytest.mark.parametrize(
    ("connector", "write", "json_rows"),
    [
        ({"kind": "excel", "path": "people"}, write_workbook, False),
        ({"kind": "excel", "path": "people", "sheet": "all"}, write_workbook, False),
        ({"kind": "json", "path": "people", "records": "$.data"}, write_document, True),
        ({"kind": "csv", "path": "people"}, write_compressed, False),
        ("bucket", write_object, False),
    ],
)
def test_what_came_before_is_unchanged_and_only_what_is_new_is_kept(
    company: Company, connector: Any, write: Callable[[Path, list[dict[str, str]]], None], json_rows: bool
) -> None:
    told = {"kind": "s3", **object_server.settings("landed/people")} if connector == "bucket" else connector
    source(company, told, json_rows=json_rows)
    write(company.folder / "people", PEOPLE[:5])
    assert fates(landed(company)) == (5, 0, 0, 0)
    assert fates(landed(company)) == (0, 5, 0, 0)
    write(company.folder / "people", [PEOPLE[0] | {"mail": "new@mail.example"}, *PEOPLE[1:]])
    assert fates(landed(company)) == (3, 4, 0, 0)


def page(asked: Asked) -> Reply:
    first = (int(asked.parameters["page"]) - 1) * 2
    return Reply({"data": PEOPLE[first : first + 2]})


def test_a_web_service_that_dies_in_the_middle_lands_nothing_and_is_gone_on_with(company: Company) -> None:
    with serving(lambda asked: Reply(status=503) if asked.parameters["page"] == "3" else page(asked)) as service:
        settings = {"kind": "http_json", "url": f"{service.url}/people", "records": "$.data", "attempts": 1}
        source(company, {**settings, "pagination": {"by": "page"}}, json_rows=True)
        with pytest.raises(SourceError, match=r"source people: .* answers 503"):
            landed(company)
        assert list((company.folder / "landing").rglob("*.parquet")) == []
        service.asked.clear()
        service.answer = page
        assert fates(landed(company)) == (7, 0, 0, 0)
        assert [asked.parameters["page"] for asked in service.asked] == ["3", "4", "5"]
        assert fates(landed(company)) == (0, 7, 0, 0)


def test_a_web_service_is_asked_for_what_is_new_only(company: Company) -> None:
    def since(asked: Asked) -> Reply:
        return Reply([each for each in people if each["id"] >= asked.parameters.get("from", "")])

    people = PEOPLE[:5]
    with serving(since) as service:
        settings = {"kind": "http_json", "url": f"{service.url}/people"}
        source(company, {**settings, "incremental": {"parameter": "from", "field": "$.id"}}, json_rows=True)
        assert fates(landed(company)) == (5, 0, 0, 0)
        people = PEOPLE
        assert fates(landed(company)) == (2, 1, 0, 0)
        assert [asked.parameters for asked in service.asked] == [{}, {"from": "5"}]
