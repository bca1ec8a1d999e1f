"""Unmerge: when what brought people together goes away, everything is as if they had never been one."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from cdp.workspace import Workspace
from tests.conftest import AS_OF, CDP, Company

SOURCE = """
    source: {name}
    party: first
    channel: crm
    connector: {{kind: csv, path: {name}.csv}}
    record: {{id: id, expires: until}}
    attributes: {{customer_id: [a, b], points: points}}
    consents: [{{purpose: {{constant: news}}, channel: {{constant: email}}, state: ok}}]
"""
ORDERS = """
    source: orders
    party: first
    channel: web
    connector: {kind: csv, path: orders.csv}
    events: [{type: {constant: order}, id: no, time: at, identifiers: {customer_id: a}}]
"""
HEADER = "id,a,b,points,ok,until\n"
ACCOUNTS = ["C1001", "C1002", "C1003", "C1004", "C1005"]
TABLES = ("profile", "membership", "provenance", "cluster_quality", "event_owner", "consent")

accounts = st.sampled_from(ACCOUNTS)
records = st.lists(st.tuples(accounts, st.integers(0, 9), st.sampled_from("YN")), min_size=2, max_size=6)
bridges = st.tuples(st.lists(accounts, min_size=2, max_size=2, unique=True), st.integers(0, 9), st.sampled_from("YN"))


class Shop:
    """A company whose records are told by account numbers; one record, `desk/b`, may hold two of them."""

    def __init__(self, folder: Path, base: list[tuple[str, int, str]]) -> None:
        self.company = Company(folder).source(SOURCE.format(name="crm")).source(SOURCE.format(name="desk"))
        self.company.source(ORDERS)
        self.company.config("cdp.yml", CDP + "checks: {max_golden_loss_share: 1}\n")
        self.company.config("identity.yml", "attributes: {points: {type: number}}")
        self.company.config("golden.yml", "attributes: {points: {rule: max}}")
        rows = "".join(f"r{n},{account},,{points},{ok},\n" for n, (account, points, ok) in enumerate(base))
        self.company.file("crm.csv", HEADER + rows)
        orders = "".join(f"W{n},2026-01-0{n + 1},{account}\n" for n, account in enumerate(ACCOUNTS))
        self.company.file("orders.csv", "no,at,a\n" + orders)

    def run(self, desk: str = "", as_of: date = AS_OF) -> tuple[dict[str, list[Any]], dict[str, int]]:
        """Run with these rows of the desk; return the published tables, and the identity changes."""
        self.company.file("desk.csv", HEADER + desk)
        with self.company.workspace as ws:
            report = ws.run(as_of=as_of)
            return published(ws), report.identity


def published(ws: Workspace) -> dict[str, list[Any]]:
    with ws.store() as store:
        return {name: sorted(store.table(name).fetchall(), key=repr) for name in TABLES}


def bridge(row: tuple[list[str], int, str], until: str = "") -> str:
    (one, other), points, ok = row
    return f"b,{one},{other},{points},{ok},{until}\n"


@settings(max_examples=1, deadline=None, phases=[Phase.explicit, Phase.generate])
@example([("C1001", 0, "Y"), ("C1002", 3, "N"), ("C1004", 5, "Y")], (["C1001", "C1002"], 9, "N"), True)
@example([("C1001", 0, "Y"), ("C1002", 3, "N"), ("C1004", 5, "Y")], (["C1004", "C1002"], 9, "Y"), False)
@given(records, bridges, st.booleans())
def test_a_bridging_record_that_is_withdrawn_leaves_no_trace(
    base: list[tuple[str, int, str]], row: tuple[list[str], int, str], expires: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder) / "ws", base)
        before, _ = shop.run()
        bridged, came = shop.run(bridge(row, "2026-07-31" if expires else ""))
        assert bridged != before
        if expires:
            after, undone = shop.run(bridge(row, "2026-07-31"), date(2026, 8, 1))
        else:
            shop.company.source(
                SOURCE.format(name="desk") + "    suppress: [{where: \"id = 'b'\", reason: withdrawn}]\n"
            )
            after, undone = shop.run(bridge(row))
        assert after == before
        merged = len({account for account, *_ in base} & set(row[0])) == 2
        assert came.get("merge", 0) == undone.get("revive", 0) == merged


@settings(max_examples=2, deadline=None, phases=[Phase.explicit, Phase.generate])
@example([("C1001", 0, "Y"), ("C1005", 0, "Y")], (["C1001", "C1005"], 0, "Y"))
@given(records, bridges)
def test_a_record_that_changes_to_a_bridge_and_back_leaves_no_trace(
    base: list[tuple[str, int, str]], row: tuple[list[str], int, str]
) -> None:
    """The record that bridges is the oldest of all, so that every id gives way to its own for a while."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder) / "ws", base)
        (shop.company.folder / "crm.csv").rename(shop.company.folder / "later.csv")
        shop.company.file("crm.csv", HEADER)
        alone = "b,C9999,,5,Y,\n"
        shop.run(alone)
        (shop.company.folder / "later.csv").replace(shop.company.folder / "crm.csv")
        before, _ = shop.run(alone)
        _, came = shop.run(bridge(row))
        after, undone = shop.run(alone)
        assert after == before
        touched = len({account for account, *_ in base} & set(row[0]))
        assert came.get("merge", 0) == undone.get("revive", 0) == touched
