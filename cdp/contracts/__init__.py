"""The published tables: a contract with everyone who reads them. Types are DuckDB's; files are plain Parquet."""

from cdp.contracts.behaviour import COVERAGE, EVENT, EVENT_OWNER, INTERACTION, MENTION, PURCHASE
from cdp.contracts.contact import CONTACTABILITY, SEGMENT, SEGMENT_MEMBER
from cdp.contracts.experience import EXPERIENCE
from cdp.contracts.identity import (
    CHANGE,
    CLUSTER_QUALITY,
    CONSENT,
    CONTRADICTION,
    DECISION,
    HOUSEHOLD,
    IDENTITY_HISTORY,
    INHERITED_CLAIM,
    MATCH,
    MEMBERSHIP,
    PROFILE,
    PROVENANCE,
    RECORD,
    SELF_ASSESSMENT,
    VERSION_DIFF,
)
from cdp.contracts.journey import JOURNEY
from cdp.contracts.pain import PAIN_EVENT, PAIN_POINT, PAIN_WEEK, REMEDY
from cdp.contracts.table import Column, Table, empty_sql
from cdp.contracts.traits import TRAIT, VALUE_CELL

TABLES: tuple[Table, ...] = (
    PROFILE,
    MEMBERSHIP,
    CLUSTER_QUALITY,
    HOUSEHOLD,
    PROVENANCE,
    MATCH,
    CONTRADICTION,
    EVENT,
    MENTION,
    EVENT_OWNER,
    CONSENT,
    PURCHASE,
    *JOURNEY,
    COVERAGE,
    TRAIT,
    VALUE_CELL,
    *EXPERIENCE,
    PAIN_POINT,
    PAIN_WEEK,
    PAIN_EVENT,
    REMEDY,
    CONTACTABILITY,
    SEGMENT,
    SEGMENT_MEMBER,
    IDENTITY_HISTORY,
    INHERITED_CLAIM,
    DECISION,
    RECORD,
    SELF_ASSESSMENT,
    CHANGE,
    VERSION_DIFF,
)
VIEWS: tuple[Table, ...] = (INTERACTION,)
"""What readers may ask like a table, and no file holds."""

BY_NAME = {table.name: table for table in TABLES}
"""The published tables by name."""

__all__ = [
    "BY_NAME",
    "CHANGE",
    "EVENT",
    "EVENT_OWNER",
    "IDENTITY_HISTORY",
    "INTERACTION",
    "PROFILE",
    "PURCHASE",
    "RECORD",
    "SELF_ASSESSMENT",
    "TABLES",
    "TRAIT",
    "VALUE_CELL",
    "VERSION_DIFF",
    "VIEWS",
    "Column",
    "Table",
    "empty_sql",
]
