"""Published tables of who is who: people, their records, values, households, decisions, and what became of them."""

from __future__ import annotations

from cdp.contracts.table import Column, Table

_GOLDEN_ID = Column("golden_id", "VARCHAR", "stable id of the person")
_RECORD = (
    Column("source", "VARCHAR", "source of the record"),
    Column("record_id", "VARCHAR", "its key inside the source"),
)
_PAIR = (
    Column("source_l", "VARCHAR", "source of the one record"),
    Column("record_id_l", "VARCHAR", "its key"),
    Column("source_r", "VARCHAR", "source of the other record"),
    Column("record_id_r", "VARCHAR", "its key"),
)

PROFILE = Table(
    "profile",
    "one golden record per person; golden values by attribute (text; DOUBLE, BOOLEAN or DATE for numbers, yes or no, "
    "dates), `<attribute>_all` where a person may have several",
    ("golden_id",),
    (
        _GOLDEN_ID,
        Column("records", "BIGINT", "records that belong to the person"),
        Column("sources", "VARCHAR[]", "sources they come from"),
        Column("updated_at", "TIMESTAMP", "latest source time among them, UTC"),
    ),
    open=True,
    replaced_by=("golden_id",),
    in_one=True,
)
MEMBERSHIP = Table(
    "membership",
    "which records belong to which person; every record exactly once",
    ("source", "record_id"),
    (
        _GOLDEN_ID,
        *_RECORD,
        Column("is_anchor", "BOOLEAN", "the record whose claim names the person"),
        Column("claim", "BIGINT", "order in which record keys landed; of an anchor: that of the claim it holds"),
    ),
    replaced_by=("golden_id",),
)
CLUSTER_QUALITY = Table(
    "cluster_quality",
    "how well the records of each person hold together; weights are log2 odds, null for a person of one record",
    ("golden_id",),
    (
        _GOLDEN_ID,
        Column("records", "BIGINT", "records that belong to the person"),
        Column(
            "weakest_link",
            "DOUBLE",
            "weight of the match that would go first: the weakest one of the strongest chain of matches through all "
            "records; null too where matches do not reach all of them",
        ),
        *_PAIR,
        Column("cohesion", "DOUBLE", "mean weight of all pairs of records, each 20 at most, -0.5 without a match"),
    ),
    replaced_by=("golden_id",),
)
HOUSEHOLD = Table(
    "household",
    "people who live together; who lives alone has no row",
    ("golden_id",),
    (
        Column("household_id", "VARCHAR", "stable id of the household, made from the oldest golden_id in it"),
        _GOLDEN_ID,
        Column(
            "reason",
            "VARCHAR",
            "strongest tie to another member: `same address and family name` (or `and <attribute>`), "
            "`same unit of a building`, `same house`",
        ),
        Column("shared", "VARCHAR[]", "attributes the person shares with another member; `address` always"),
    ),
    replaced_by=("golden_id",),
)
PROVENANCE = Table(
    "provenance",
    "where each golden value comes from and what it was preferred to",
    ("golden_id", "attribute"),
    (
        _GOLDEN_ID,
        Column("attribute", "VARCHAR", "attribute; `address` for all parts of the address"),
        Column("value", "VARCHAR", "the golden value as text"),
        *_RECORD,
        Column(
            "rule",
            "VARCHAR",
            "survivorship rule that chose it; `decision` where a steward set it: source is `decision` then, and "
            "record_id its number",
        ),
        Column(
            "lost",
            "STRUCT(value VARCHAR, source VARCHAR, record_id VARCHAR, reason VARCHAR)[]",
            "other values, best first, and why they lost",
        ),
    ),
    replaced_by=("golden_id",),
)
MATCH = Table(
    "match",
    "scored pairs of records",
    ("source_l", "record_id_l", "source_r", "record_id_r", "kind"),
    (
        *_PAIR,
        Column("weight", "DOUBLE", "match weight: log2 odds that both are one person"),
        Column("probability", "DOUBLE", "the same as a probability"),
        Column("kind", "VARCHAR", "`probabilistic` (Splink), `same <identifier>`, or `decision <number>`"),
        Column("evidence", "MAP(VARCHAR, FLOAT)", "weight by comparison; with the prior, Splink's weight"),
        Column(
            "class_weight",
            "DOUBLE",
            "log2 odds that the pair is of a kind that is one person, not a family; `weight` is never more",
        ),
    ),
    replaced_by=("source_l", "record_id_l", "source_r", "record_id_r", "kind"),
)
CONTRADICTION = Table(
    "contradiction",
    "pairs of records that hang together by matches, and whose names and birth dates say that they are two persons; "
    "such a pair counts -10 where groups are weighed, unless its match is certain",
    ("source_l", "record_id_l", "source_r", "record_id_r"),
    (*_PAIR,),
    replaced_by=("source_l", "record_id_l", "source_r", "record_id_r"),
)
CONSENT = Table(
    "consent",
    "what each person allows",
    ("golden_id", "purpose", "channel"),
    (
        _GOLDEN_ID,
        Column("purpose", "VARCHAR", "what for"),
        Column("channel", "VARCHAR", "through which channel"),
        Column("state", "VARCHAR", "`granted` or `denied`"),
        Column("since", "TIMESTAMP", "when it was said, UTC"),
        Column("source", "VARCHAR", "who recorded it"),
    ),
)
IDENTITY_HISTORY = Table(
    "identity_history",
    "what became of golden ids: every merge, split, retirement and revival, and why",
    ("version", "nth"),
    (
        Column("version", "VARCHAR", "version in which it happened"),
        Column("nth", "INTEGER", "order inside the version"),
        Column("at", "VARCHAR", "when, ISO 8601 UTC"),
        Column("change", "VARCHAR", "`merge`, `split`, `retire`, or `revive`: a merged or retired id lives again"),
        _GOLDEN_ID,
        Column(
            "other_golden_id",
            "VARCHAR",
            "merge: the id that lives on; split: the id of the part taken out; revive: the id that it was part of",
        ),
        Column("records", "INTEGER", "records concerned"),
        Column("reason", "VARCHAR", "what it means"),
        Column("run", "INTEGER", "run that published it; null, like what follows, in rows of earlier releases"),
        Column(
            "cause",
            "VARCHAR",
            "`decision`, `match` (scored otherwise), `record new`, `record returned`, `record changed`, `record gone` "
            "or `rollback`",
        ),
        Column("source_l", "VARCHAR", "source of the record that is the cause, else of one record of the match"),
        Column("record_id_l", "VARCHAR", "its key"),
        Column("source_r", "VARCHAR", "source of the other record of the strongest match that came or went with it"),
        Column("record_id_r", "VARCHAR", "its key"),
        Column("weight", "DOUBLE", "weight of that match, log2 odds; of a split or revival as it was before"),
        Column("evidence", "VARCHAR", "comparisons that spoke for that match, strongest first"),
        Column("decision", "INTEGER", "number of the decision that is the cause"),
    ),
)
INHERITED_CLAIM = Table(
    "inherited_claim",
    "golden ids that passed to another record, because the one that claimed them is gone; the last version counts",
    ("version", "golden_id"),
    (
        Column("version", "VARCHAR", "version in which it passed on"),
        _GOLDEN_ID,
        Column("claimant", "VARCHAR", "keyed hash of the record that made the claim"),
        Column("heir", "VARCHAR", "keyed hash of the record that holds it since"),
        Column("age", "BIGINT", "order in which claims were made"),
        Column("seq", "INTEGER", "newest package when it passed on"),
    ),
)
DECISION = Table(
    "decision",
    "what stewards decided, and what has become of it",
    ("decision",),
    (
        Column("decision", "INTEGER", "its number, in the order in which they were made"),
        Column("act", "VARCHAR", "`merge`, `split`, `must-link`, `cannot-link`, `override` or `withdraw`"),
        Column("decided_by", "VARCHAR", "who decided"),
        Column("decided_at", "VARCHAR", "when, ISO 8601 UTC"),
        Column("reason", "VARCHAR", "why"),
        Column(
            "state",
            "VARCHAR",
            "`in force`, `withdrawn`, `ended` (an override after its last day), or `sleeping`: too few of its records "
            "are there",
        ),
        Column("attribute", "VARCHAR", "override: attribute whose golden value is set"),
        Column("until", "DATE", "override: last day on which it holds; null for good"),
        Column("withdraws", "INTEGER", "withdrawal: the decision that it ends"),
        Column("withdrawn_by", "INTEGER", "the decision that ended it"),
        Column(
            "records",
            "STRUCT(side INTEGER, source VARCHAR, record_id VARCHAR)[]",
            "records that it speaks of; a decision that parts keeps side 0 from side 1",
        ),
        Column("golden_ids", "VARCHAR[]", "people whose records these are now"),
    ),
)
RECORD = Table(
    "record",
    "every current record under a valid licence: standard values and, as `<attribute>_raw`, what the source wrote",
    ("source", "record_id", "nth"),
    (
        *_RECORD,
        Column("nth", "INTEGER", "0 is the record itself; 1, 2 … are its further values"),
        Column("party", "VARCHAR", "first, second or third"),
        Column("updated_at", "TIMESTAMP", "source time, UTC"),
        Column("expires_at", "DATE", "last day on which its values may be used"),
    ),
    open=True,
    replaced_by=("source", "record_id"),
)

SELF_ASSESSMENT = Table(
    "self_assessment",
    "how good the version is, as far as it can be known without a truth; shares from 0 to 1",
    ("kind", "measure"),
    (
        Column(
            "kind",
            "VARCHAR",
            "`expected` (pairwise, without a truth), `canary` (made-up duplicates and near-misses), `over-merge` and "
            "`under-merge` (signs in the people), `calibration` (by match weight)",
        ),
        Column("measure", "VARCHAR", "what is measured; of a calibration the weight, log2 odds, where the bin begins"),
        Column("value", "DOUBLE", "the share"),
        Column("low", "DOUBLE", "95 % interval of it, from here …"),
        Column("high", "DOUBLE", "… to here"),
        Column("part", "BIGINT", "how many show it; null for what is not counted"),
        Column("of", "BIGINT", "of how many: people, canaries"),
        Column("predicted", "DOUBLE", "of a calibration: the mean probability that the model gives; else null"),
        Column("version", "VARCHAR", "version with which it was measured: the last one that a run of everything made"),
    ),
)

CHANGE = Table(
    "change",
    "what differs from the parent version, for those who take differences only; none in a version without a parent",
    ("version", "golden_id", "what", "attribute", "before", "after"),
    (
        Column("version", "VARCHAR", "version in which it changed"),
        Column("golden_id", "VARCHAR", "the person concerned"),
        Column(
            "what",
            "VARCHAR",
            "`created`, `revived` (an id that was gone is back), `merged`, `retired`, `split`, `value`, `membership`, "
            "`consent` or `household`; what a person who is merged or retired had goes without a row of its own",
        ),
        Column(
            "attribute",
            "VARCHAR",
            "value: column of `profile`; membership: source; consent: `<purpose>/<channel>`; else null",
        ),
        Column(
            "before",
            "VARCHAR",
            "value: as text, lists as JSON; membership: record that left; consent: state; household: its id",
        ),
        Column(
            "after",
            "VARCHAR",
            "the same, of now; membership: record that came; merged: the id that lives on; split: the id of the part "
            "taken out",
        ),
    ),
)
VERSION_DIFF = Table(
    "version_diff",
    "how much differs from the parent version, against the limits in `checks` of cdp.yml; none without a parent",
    ("what", "name"),
    (
        Column(
            "what",
            "VARCHAR",
            "`people`; `identity` (what became of golden ids); `value` (by attribute); `record`, `event`, `consent` "
            "(by source)",
        ),
        Column("name", "VARCHAR", "what is counted: kind of change, attribute or source"),
        Column("before", "BIGINT", "how many there were in the parent"),
        Column("after", "BIGINT", "how many there are"),
        Column("added", "BIGINT", "new ones; of a value: filled where there was none"),
        Column("changed", "BIGINT", "those that differ; of records: with another golden_id"),
        Column("removed", "BIGINT", "those that are gone"),
        Column("share", "DOUBLE", "what is held against the limit, as a share of `before`"),
        Column("most", "DOUBLE", "the limit; null where there is none"),
        Column("exceeds", "BOOLEAN", "the limit is exceeded"),
    ),
)
