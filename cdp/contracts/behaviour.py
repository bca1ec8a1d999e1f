"""Published tables of what people do: events, whose they are, and purchases."""

from __future__ import annotations

from cdp.contracts.table import Column, Table

EVENT = Table(
    "event",
    "what happened, on every channel; each file sorted by event_key; joined to people through event_owner",
    ("source", "event_id"),
    (
        Column("event_key", "VARCHAR", "strongest identifier it came with, `<kind>:<value>`; null when none"),
        Column("event_id", "VARCHAR", "id inside the source"),
        Column("source", "VARCHAR", "source of the event"),
        Column("channel", "VARCHAR", "where it happened"),
        Column("type", "VARCHAR", "what happened, in the source's words"),
        Column("time", "TIMESTAMP", "when, UTC; null where the source's time cannot be read"),
        Column("order_number", "VARCHAR", "order it belongs to"),
        Column("device_id", "VARCHAR", "device or browser it came from"),
        Column("amount", "DOUBLE", "money, in `currency`"),
        Column("currency", "VARCHAR", "ISO 4217 code"),
        Column("text", "VARCHAR", "what was written or said"),
        Column("identifiers", "VARCHAR", "all identifiers it came with, JSON object"),
        Column("properties", "VARCHAR", "anything else, JSON object"),
        Column("action", "VARCHAR", "the same as `type` in the common vocabulary (events.yml); null: none fits"),
        Column("medium", "VARCHAR", "`digital` or `physical`: shops, calls and letters are physical"),
        Column("service", "VARCHAR", "`self-service` or `assisted` by an agent"),
        Column("device_type", "VARCHAR", "kind of device, such as ios, android or web"),
        Column("agent", "VARCHAR", "who served the customer: clerk, agent of the call centre"),
        Column("place", "VARCHAR", "shop or other place where it happened"),
        Column("topic", "VARCHAR", "what it was about"),
        Column("campaign", "VARCHAR", "campaign it belongs to"),
        Column("products", "VARCHAR[]", "products it was about"),
        Column("product_lines", "VARCHAR[]", "lines of these products (events.yml)"),
        Column("session_id", "VARCHAR", "visit: `<source>/<its first event>`; a device's events without a long pause"),
    ),
    replaced_by=("source",),
)
MENTION = Table(
    "mention",
    "what the free text of events mentions, found without any service; joined to event by source and event_id",
    ("source", "event_id", "kind", "value", "begins"),
    (
        Column("source", "VARCHAR", "source of the event"),
        Column("event_id", "VARCHAR", "id of the event inside the source"),
        Column(
            "kind",
            "VARCHAR",
            "`email`, `phone`, a pattern of events.yml such as `order_number`, `name`, `date`, `product_line`, "
            "`topic`; of the whole text `language` (en, ko, ja) and `sentiment` (positive, negative, mixed)",
        ),
        Column("value", "VARCHAR", "standard form: small letters, E.164, ISO date, name of the line or topic"),
        Column("begins", "INTEGER", "characters of the text before it"),
        Column("ends", "INTEGER", "characters of the text up to its end"),
        Column("confidence", "DOUBLE", "how sure it is, 0 to 1, by the rule that found it; no probability"),
    ),
    replaced_by=("source",),
)
EVENT_OWNER = Table(
    "event_owner",
    "which person an event_key speaks of, and when",
    ("event_key", "from_time"),
    (
        Column("event_key", "VARCHAR", "as in event"),
        Column("from_time", "TIMESTAMP", "from this moment on, UTC; null: always"),
        Column("to_time", "TIMESTAMP", "before this moment, UTC; null: still"),
        Column("golden_id", "VARCHAR", "the person; null when nobody or several could be meant"),
        Column("reason", "VARCHAR", "why"),
    ),
)
PURCHASE = Table(
    "purchase",
    "orders and returns; an order that several systems tell counts once",
    ("order_id",),
    (
        Column("order_id", "VARCHAR", "order number, else `<source>/<event_id>`"),
        Column("golden_id", "VARCHAR", "who ordered; null when nobody or several could be meant"),
        Column("kind", "VARCHAR", "`order`, or `return`: goods brought back without their order's number"),
        Column("time", "TIMESTAMP", "when it was ordered, UTC"),
        Column("channel", "VARCHAR", "where it was ordered"),
        Column("medium", "VARCHAR", "`digital` or `physical`"),
        Column("place", "VARCHAR", "shop where it was ordered"),
        Column("source", "VARCHAR", "source of the event that tells the order: the most trusted one with an amount"),
        Column("event_id", "VARCHAR", "that event"),
        Column("products", "VARCHAR[]", "what was ordered"),
        Column("product_lines", "VARCHAR[]", "lines of these products"),
        Column("amount", "DOUBLE", "price, in `currency`; of a return negative"),
        Column("currency", "VARCHAR", "ISO 4217 code"),
        Column("value", "DOUBLE", "the amount in the company's currency; null where events.yml has no rate"),
        Column("returned_value", "DOUBLE", "worth of what of it came back, in the company's currency"),
        Column(
            "status",
            "VARCHAR",
            "how far it is: `ordered`, `packed`, `shipped`, `out for delivery`, `delivery failed`, `delivered`, "
            "`ready for pickup`, `picked up`, `cancelled`, `returned`",
        ),
        Column("status_time", "TIMESTAMP", "since when, UTC"),
        Column(
            "fulfilled_at", "TIMESTAMP", "when the goods were handed over: at the till, delivered or picked up, UTC"
        ),
    ),
)
COVERAGE = Table(
    "coverage",
    "what each source tells on each channel, of how many people, and whether it still does",
    ("source", "channel"),
    (
        Column("source", "VARCHAR", "the source"),
        Column("party", "VARCHAR", "first, second or third"),
        Column("channel", "VARCHAR", "channel of its records or events"),
        Column("records", "BIGINT", "records that it keeps, told with the source's own channel"),
        Column("people", "BIGINT", "people who have one of these"),
        Column("people_share", "DOUBLE", "share of all people"),
        Column("events", "BIGINT", "events that it told"),
        Column("known_events", "BIGINT", "those that speak of a known person"),
        Column("active_people", "BIGINT", "people of whom these speak"),
        Column("first_event_at", "TIMESTAMP", "time of the first one, UTC"),
        Column("last_event_at", "TIMESTAMP", "time of the last one, UTC"),
        Column("events_28d", "BIGINT", "events of the last 28 days before the horizon"),
        Column("events_28d_before", "BIGINT", "events of the 28 days before these"),
    ),
)
INTERACTION = Table(
    "interaction",
    "events with the person they speak of: `event` joined to `event_owner`",
    ("source", "event_id"),
    (
        Column("golden_id", "VARCHAR", "the person; null when nobody or several could be meant"),
        Column("attributed_by", "VARCHAR", "why it is this person, or nobody"),
        *EVENT.columns,
    ),
)
