"""Published tables of journeys: stages with their evidence, what follows what, entries, touchpoints, loyalty."""

from __future__ import annotations

from cdp.contracts.table import Column, Table

_LINE = Column("product_line", "VARCHAR", "line of products; null: all of them together")

JOURNEY_STAGE = Table(
    "journey_stage",
    "every entry of a person into a stage of the journey, in one line of products or in all of them together",
    ("golden_id", "product_line", "stage", "nth"),
    (
        Column("golden_id", "VARCHAR", "the person"),
        _LINE,
        Column(
            "stage",
            "VARCHAR",
            "`awareness`, `consider`, `evaluate`, `buy`, `renewal`, `enjoy`, `advocate` or `bond`",
        ),
        Column("nth", "BIGINT", "1 for the first entry into this stage"),
        Column("journey", "BIGINT", "which journey of the person it belongs to; null: to none that led to a purchase"),
        Column("entered_at", "TIMESTAMP", "when, UTC"),
        Column("last_at", "TIMESTAMP", "latest evidence of the stay, UTC"),
        Column("left_at", "TIMESTAMP", "when it ended, UTC; null: it goes on"),
        Column("left_by", "VARCHAR", "the stage or action that ended it, or `silence`"),
        Column("source", "VARCHAR", "source of the event that is the evidence"),
        Column("event_id", "VARCHAR", "that event"),
        Column("channel", "VARCHAR", "its channel"),
        Column("action", "VARCHAR", "its action"),
        Column("campaign", "VARCHAR", "its campaign"),
        Column("rule", "VARCHAR", "rule of journey_definition that it met"),
        Column("is_current", "BOOLEAN", "the person is in it as of the horizon"),
    ),
)
JOURNEY_TRANSITION = Table(
    "journey_transition",
    "how often one entry into a stage follows another; a person in one line of products after the other",
    ("product_line", "from_stage", "to_stage"),
    (
        _LINE,
        Column("from_stage", "VARCHAR", "stage before; null: it was the first"),
        Column("to_stage", "VARCHAR", "stage after; null: none came after so far"),
        Column("people", "BIGINT", "people who went this way"),
        Column("entries", "BIGINT", "how often they did"),
        Column("median_days", "DOUBLE", "days from one entry to the next"),
        Column("share", "DOUBLE", "of the entries into from_stage"),
    ),
)
JOURNEY_DWELL = Table(
    "journey_dwell",
    "how many people are or were in a stage, and how long they stay, from the entry until something ends it: "
    "a stage, an action, or silence (then with the silent days); stays that go on count as lasting longer than so far",
    ("product_line", "stage"),
    (
        _LINE,
        Column("stage", "VARCHAR", "stage of the journey"),
        Column("people", "BIGINT", "people who ever entered it"),
        Column("entries", "BIGINT", "how often they did"),
        Column("now", "BIGINT", "people in it as of the horizon"),
        Column("again", "BIGINT", "entries of people who had been there before"),
        Column(
            "quarter_days",
            "DOUBLE",
            "days after which a quarter of the stays is over, by Kaplan & Meier; null: not yet",
        ),
        Column("median_days", "DOUBLE", "days after which half of them is over"),
        Column("three_quarters_days", "DOUBLE", "days after which three quarters of them are over"),
        Column("silent", "BIGINT", "stays that silence ended"),
    ),
)
JOURNEY_PATH = Table(
    "journey_path",
    "the stages that journeys take before a purchase",
    ("product_line", "path"),
    (
        _LINE,
        Column("path", "VARCHAR", "stages in order, ` → ` between; empty: straight to the purchase"),
        Column("people", "BIGINT", "people who went it"),
        Column("journeys", "BIGINT", "how often they did"),
        Column("under_way", "BIGINT", "journeys that are neither bought nor over"),
        Column("bought", "BIGINT", "journeys that led to a purchase"),
        Column("bought_share", "DOUBLE", "of the journeys that are not under way"),
        Column("median_days", "DOUBLE", "days from the first stage to the purchase"),
        Column("revenue", "DOUBLE", "what was bought, returns taken off, in the company's currency"),
    ),
)
JOURNEY_ENTRY = Table(
    "journey_entry",
    "where journeys begin, and how many of them lead to a purchase; those under way do not count",
    ("product_line", "entry", "split", "part"),
    (
        _LINE,
        Column(
            "entry",
            "VARCHAR",
            "`awareness`, `consideration`, `second chance` (at evaluation, others having been considered) or "
            "`straight to purchase`",
        ),
        Column("split", "VARCHAR", "`all`, `channel`, `touchpoint` or `history`"),
        Column("part", "VARCHAR", "the channel, the touchpoint, `first time` or `seen before`; null for `all`"),
        Column("people", "BIGINT", "people who began so"),
        Column("journeys", "BIGINT", "how often they did"),
        Column("bought", "BIGINT", "journeys that led to a purchase"),
        Column("purchase_share", "DOUBLE", "of the journeys"),
        Column(
            "others_share",
            "DOUBLE",
            "the same of all other journeys that do not begin with a purchase: lift compares with these",
        ),
        Column("lift", "DOUBLE", "purchase_share / others_share; null for journeys that begin with a purchase"),
        Column("lift_low", "DOUBLE", "95 % interval of the lift, from …; null where none or all of them led to one"),
        Column("lift_high", "DOUBLE", "… to"),
        Column("revenue", "DOUBLE", "what was bought, returns taken off, in the company's currency"),
    ),
)
TOUCHPOINT = Table(
    "touchpoint",
    "what touchpoints do for purchases: paths of touches, broken off by a purchase or by silence; in one line of "
    "products the touches and purchases of the line, with the touches between that tell no line",
    ("product_line", "kind", "touchpoint"),
    (
        _LINE,
        Column("kind", "VARCHAR", "`action`: channel and action; `campaign`"),
        Column("touchpoint", "VARCHAR", "the touchpoint; null: purchases without any touch before"),
        Column("people", "BIGINT", "people who met it"),
        Column("reach", "DOUBLE", "share of all people with interactions, of a line: with any in it"),
        Column("paths", "BIGINT", "paths with it"),
        Column("bought", "BIGINT", "of these, paths that led to a purchase"),
        Column("first", "BIGINT", "how often it was the first touch before a purchase …"),
        Column("middle", "BIGINT", "… stood between others …"),
        Column("last", "BIGINT", "… or was the last one; the first may be the last too"),
        Column("removal_effect", "DOUBLE", "share of the purchases lost if whoever comes to it went no further"),
        Column("share_of_value", "DOUBLE", "its part in all removal effects"),
        Column("value", "DOUBLE", "that part of what was bought after touches, in the company's currency"),
    ),
)
LOYALTY = Table(
    "loyalty",
    "people who buy repeatedly, or did, from the company or in one line of products: active ones show it in more than "
    "purchases",
    ("golden_id", "product_line"),
    (
        Column("golden_id", "VARCHAR", "the person"),
        _LINE,
        Column("kind", "VARCHAR", "`active`, `passive`, or `lapsed`: a loyalist once"),
        Column("at_risk", "BOOLEAN", "a passive loyalist who considers again"),
        Column("loyal_since", "TIMESTAMP", "the purchase that made a loyalist, UTC"),
        Column("last_purchase_at", "TIMESTAMP", "the latest purchase, UTC"),
        Column("purchases", "BIGINT", "purchases in the days up to the horizon that the definition of loyal names"),
        Column("value", "DOUBLE", "what these were worth, returns taken off, in the company's currency"),
        Column("signs", "VARCHAR[]", "signs of activity shown, whatever the line"),
        Column(
            "considers_since", "TIMESTAMP", "since when the person considers again (in the line), UTC; null: does not"
        ),
    ),
)
JOURNEY_DEFINITION = Table(
    "journey_definition",
    "the definitions by which this version tells stages, touchpoints and loyalty (journey.yml)",
    ("kind", "stage", "name"),
    (
        Column(
            "kind",
            "VARCHAR",
            "`entry` and `end` of a stage, `loyal`, `lapsed`, `active`, `sign` of activity, `at risk`, `touch`",
        ),
        Column("stage", "VARCHAR", "the stage, of entry and end"),
        Column("name", "VARCHAR", "name of the rule or sign"),
        Column("actions", "VARCHAR[]", "what it looks for: actions, or stages"),
        Column("condition", "VARCHAR", "SQL condition over the interaction"),
        Column("count", "INTEGER", "how many there must be"),
        Column("within_days", "INTEGER", "in how many days; of an end: after so many days without evidence"),
        Column("per", "VARCHAR", "what is counted: `interaction` or `visit`"),
        Column("after", "VARCHAR[]", "stages that must have been entered before"),
    ),
)
JOURNEY = (
    JOURNEY_STAGE,
    JOURNEY_TRANSITION,
    JOURNEY_DWELL,
    JOURNEY_PATH,
    JOURNEY_ENTRY,
    TOUCHPOINT,
    LOYALTY,
    JOURNEY_DEFINITION,
)
"""All of them."""
