"""The tables of the ledger, and how a ledger of an earlier release gets what it lacks."""

from __future__ import annotations

import sqlalchemy as sa

from cdp.decision import META as DECISIONS

_META = sa.MetaData()

SETTING = sa.Table(
    "setting",
    _META,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
RUN = sa.Table(
    "run",
    _META,
    sa.Column("run", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("started_at", sa.Text, nullable=False),
    sa.Column("finished_at", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("version", sa.Text),
    sa.Column("report", sa.Text),
)
PACKAGE = sa.Table(
    "package",
    _META,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("run", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("cursor", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("rows_in", sa.Integer, nullable=False),
    sa.Column("loaded", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("quarantined", sa.Integer, nullable=False),
    sa.Column("suppressed", sa.Integer, nullable=False),
    sa.Column("landed_at", sa.Text, nullable=False),
    sa.Column("reading", sa.Text, nullable=False),
    sa.Column("withdrawn", sa.Integer, nullable=False, server_default="0"),
    sa.Index("package_by_unit", "source", "unit", "seq"),
)
PACKAGE_REASON = sa.Table(
    "package_reason",
    _META,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("reason", sa.Text, primary_key=True),
    sa.Column("rows", sa.Integer, nullable=False),
)
IDENTITY_HISTORY = sa.Table(
    "identity_history",
    _META,
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("nth", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("change", sa.Text, nullable=False),
    sa.Column("golden_id", sa.Text, nullable=False),
    sa.Column("other_golden_id", sa.Text),
    sa.Column("records", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("run", sa.Integer),
    sa.Column("cause", sa.Text),
    sa.Column("source_l", sa.Text),
    sa.Column("record_id_l", sa.Text),
    sa.Column("source_r", sa.Text),
    sa.Column("record_id_r", sa.Text),
    sa.Column("weight", sa.Double),
    sa.Column("evidence", sa.Text),
    sa.Column("decision", sa.Integer),
)
INHERITED_CLAIM = sa.Table(
    "inherited_claim",
    _META,
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("golden_id", sa.Text, primary_key=True),
    sa.Column("claimant", sa.Text, nullable=False),
    sa.Column("heir", sa.Text, nullable=False),
    sa.Column("age", sa.BigInteger, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
)
ACTIVATION = sa.Table(
    "activation",
    _META,
    sa.Column("activation", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("segment", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("excluded", sa.Text, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
)
"""Segments that were exported: who, when, what for, from which version, how many; reasons of those left out as JSON."""


def make_tables(connection: sa.Connection) -> None:
    """Make the tables and columns that are not there yet, those of decisions too."""
    _META.create_all(connection)
    DECISIONS.create_all(connection)
    _widen(connection)


def _widen(connection: sa.Connection) -> None:
    """Add the columns that a ledger made by an earlier release lacks; they may be null, or have a default."""
    found = sa.inspect(connection)
    for table in (*_META.sorted_tables, *DECISIONS.sorted_tables):
        kept = {column["name"] for column in found.get_columns(table.name)}
        for column in table.columns:
            if column.name not in kept:
                told = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
                connection.execute(sa.text(f"alter table {table.name} add column {told}"))
