"""Landing a source of a test company, and what came of it."""

from __future__ import annotations

from cdp.database import Database
from cdp.land import Landing, SourceCount, land
from tests.conftest import AS_OF, Company


def landed(company: Company, name: str = "people") -> SourceCount:
    ws = company.workspace
    with ws, Database() as db:
        landing = Landing(ws.folder / "landing", ws.ledger)
        count = land(db, landing, ws.ledger, ws.config.source(name), ws.folder, 1, lambda _: None)
    assert count.rows_in == count.loaded + count.unchanged + count.quarantined + count.suppressed
    return count


def fates(count: SourceCount) -> tuple[int, int, int, int]:
    return count.loaded, count.unchanged, count.quarantined, count.suppressed


def shown(company: Company, table: str, columns: str) -> list[tuple[object, ...]]:
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        return sorted(ws.table(table).project(columns).fetchall())
