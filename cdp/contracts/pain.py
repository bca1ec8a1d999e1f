"""Published tables of pain points: where it hurts, when it hurt whom, and what remedies changed."""

from __future__ import annotations

from cdp.contracts.table import Column, Table

_KIND = Column(
    "kind",
    "VARCHAR",
    "`bad_score`, `worsening_score`, `repeated_contact`, `abandoned_cart`, `long_wait`, `slow_delivery`, "
    "`failed_pickup`, `returned_goods`, `bounced_message`, or one of pain.yml",
)
_PART = (
    _KIND,
    Column(
        "split",
        "VARCHAR",
        "`all`, or what it is split by: `channel`, `step`, `store`, `agent`, `device`, `product_line`, `campaign`, "
        "`topic`",
    ),
    Column("part", "VARCHAR", "which of them; empty for `all`"),
)

PAIN_POINT = Table(
    "pain_point",
    "where it hurts, ranked: a kind of pain as a whole or in one part, now, before and elsewhere",
    ("kind", "split", "part"),
    (
        Column("rank", "BIGINT", "1 first: what turned or is worse, by `value_at_stake`; then what is as usual"),
        *_PART,
        Column(
            "state",
            "VARCHAR",
            "`turned`: it rose in the watched weeks; `worse` than its own baseline; `worse than peers`; `usual`",
        ),
        Column("people", "BIGINT", "known people whom it hurt in the period"),
        Column("value_per_person", "DOUBLE", "value at stake by person, in the company's currency"),
        Column("value_at_stake", "DOUBLE", "people times value per person, goods of unknown people included"),
        Column(
            "stake",
            "VARCHAR",
            "what that is: `goods` of the carts, orders and returns themselves, or `revenue` that the people left in "
            "the last `revenue_days` (pain.yml)",
        ),
        Column("period_from", "TIMESTAMP", "begin of the recent weeks, UTC"),
        Column("period_to", "TIMESTAMP", "their end, UTC: up to when it is sure whether it hurt"),
        Column("events", "BIGINT", "events that hurt in the period"),
        Column("opportunities", "BIGINT", "events in which it could have hurt"),
        Column("rate", "DOUBLE", "events / opportunities"),
        Column("low", "DOUBLE", "95 % interval of the rate (Wilson)"),
        Column("high", "DOUBLE", "95 % interval of the rate (Wilson)"),
        Column("baseline_from", "TIMESTAMP", "begin of the weeks of the baseline, UTC"),
        Column("baseline_to", "TIMESTAMP", "their end, UTC; from here on turns are looked for"),
        Column("baseline_events", "BIGINT", "events that hurt in the baseline"),
        Column("baseline_opportunities", "BIGINT", "events in which it could have hurt then"),
        Column("baseline", "DOUBLE", "rate of the baseline; where the part had none, that of its kind"),
        Column("p", "DOUBLE", "probability of so many events at the baseline's rate (Fisher); null: too few to test"),
        Column("q", "DOUBLE", "the same among all that was tested (Benjamini-Hochberg)"),
        Column("peers", "DOUBLE", "rate of the other parts of the split in the period"),
        Column("p_peers", "DOUBLE", "probability of so many events at the rate of the peers (Fisher)"),
        Column("q_peers", "DOUBLE", "the same among all that was tested (Benjamini-Hochberg)"),
        Column("warning", "BOOLEAN", "early warning: it turned, and is above its baseline still"),
        Column("turned_at", "TIMESTAMP", "begin of the week in which it turned, UTC; null without a warning"),
        Column("p_turn", "DOUBLE", "bound of the probability of such a rise by chance (Page's cumulative sum)"),
        Column("q_turn", "DOUBLE", "the same among all that was tested (Benjamini-Hochberg)"),
        Column("example_people", "VARCHAR[]", "golden_ids, those with most at stake first"),
        Column("example_events", "VARCHAR[]", "`<source>/<event_id>`, those about most first"),
        Column(
            "belongs_to",
            "VARCHAR",
            "`<split>=<part>` of the pain point of this kind that carries most of it, such as `store=K03`; null: it is "
            "a cause of its own, or as usual",
        ),
    ),
)
PAIN_WEEK = Table(
    "pain_week",
    "the weeks of every pain point, with the band in which the usual ones lie",
    ("kind", "split", "part", "week"),
    (
        *_PART,
        Column("week", "TIMESTAMP", "its begin, UTC; weeks count back from the end of the period of the pain point"),
        Column("opportunities", "BIGINT", "events in which it could have hurt"),
        Column("events", "BIGINT", "events that hurt"),
        Column("rate", "DOUBLE", "events / opportunities"),
        Column("baseline", "DOUBLE", "usual rate, drawn towards that of the kind where little is known"),
        Column("low", "DOUBLE", "19 of 20 usual weeks are not below (binomial)"),
        Column("high", "DOUBLE", "and not above"),
        Column("cusum", "DOUBLE", "cumulative sum of log likelihood ratios (Page); null before the watched weeks"),
    ),
)
PAIN_EVENT = Table(
    "pain_event",
    "every event that hurt somebody",
    ("kind", "source", "event_id", "topic"),
    (
        _KIND,
        Column("golden_id", "VARCHAR", "whom; null when nobody or several could be meant"),
        Column(
            "time",
            "TIMESTAMP",
            "when it hurt, UTC: when the cart was given up, the goods were late, the next call came",
        ),
        Column("source", "VARCHAR", "source of the event it is about: the order, the first call"),
        Column("event_id", "VARCHAR", "id inside the source"),
        Column("channel", "VARCHAR", "where"),
        Column("step", "VARCHAR", "action or touchpoint"),
        Column("place", "VARCHAR", "shop"),
        Column("agent", "VARCHAR", "who served the customer"),
        Column("device_type", "VARCHAR", "kind of device"),
        Column("product_lines", "VARCHAR[]", "lines of the products it is about"),
        Column("campaign", "VARCHAR", "campaign it belongs to"),
        Column("topic", "VARCHAR", "what it was about; of scores the question"),
        Column("value", "DOUBLE", "worth of the goods it is about, in the company's currency; null: it is about none"),
    ),
)
REMEDY = Table(
    "remedy",
    "what was done about a pain (pain.yml), and its rate before and after",
    ("nth",),
    (
        Column("nth", "INTEGER", "place in pain.yml"),
        *_PART,
        Column("what", "VARCHAR", "what was done"),
        Column("since", "TIMESTAMP", "since when, UTC"),
        Column("before_from", "TIMESTAMP", "begin of the weeks before, UTC"),
        Column("after_to", "TIMESTAMP", "end of the weeks after, as far as they are settled, UTC"),
        Column("before_events", "BIGINT", "events that hurt before"),
        Column("before_opportunities", "BIGINT", "events in which it could have hurt before"),
        Column("rate_before", "DOUBLE", "events / opportunities before"),
        Column("after_events", "BIGINT", "events that hurt after"),
        Column("after_opportunities", "BIGINT", "events in which it could have hurt after"),
        Column("rate_after", "DOUBLE", "events / opportunities after"),
        Column("change", "DOUBLE", "rate after minus rate before"),
        Column("low", "DOUBLE", "95 % interval of the change (Newcombe)"),
        Column("high", "DOUBLE", "95 % interval of the change (Newcombe)"),
        Column("p", "DOUBLE", "probability of such a change by chance (Fisher, two-sided)"),
    ),
)
