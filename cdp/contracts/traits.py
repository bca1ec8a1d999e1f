"""Published tables of what people are like, and what they may be worth."""

from __future__ import annotations

from cdp.contracts.table import Column, Table

TRAIT = Table(
    "trait",
    "what each person is like: one column per trait (traits.yml, and the usual ones), and what to expect of the person",
    ("golden_id",),
    (
        Column("golden_id", "VARCHAR", "stable id of the person"),
        Column("value_cell", "VARCHAR", "like whom the person is; see value_cell; null: never bought, or like too few"),
        Column("buys_again", "DOUBLE", "share of these who bought within the year that followed"),
        Column("lifetime_value", "DOUBLE", "what these spent on average in the year that followed, returns off"),
        Column("lifetime_value_low", "DOUBLE", "lower end of the 95 % interval of that average"),
        Column("lifetime_value_high", "DOUBLE", "its upper end"),
    ),
    open=True,
)
VALUE_CELL = Table(
    "value_cell",
    "what people who were alike a year before the horizon spent in the year that followed, in the company's currency",
    ("value_cell",),
    (
        Column("value_cell", "VARCHAR", "in words: when they last ordered, how often, and for how much"),
        Column("days_from", "INTEGER", "days since their latest order: from"),
        Column("days_to", "INTEGER", "to; null: or more"),
        Column("orders_from", "INTEGER", "their orders in `counted_days`: from; null: any number"),
        Column("orders_to", "INTEGER", "to; null: or more"),
        Column("counted_days", "INTEGER", "days before over which orders are counted: 365, or as far as orders tell"),
        Column("third", "INTEGER", "third of the buyers by worth of an order: 1 lowest, 3 highest; null: any"),
        Column("average_from", "DOUBLE", "worth of an order on average: more than; null: any"),
        Column("average_to", "DOUBLE", "up to; null: any"),
        Column("people", "BIGINT", "how many they were"),
        Column("bought_again", "BIGINT", "how many of them bought within the year that followed"),
        Column("orders_after", "DOUBLE", "orders of one in that year, on average"),
        Column("value_after", "DOUBLE", "what one spent in that year on average, returns off"),
        Column("low", "DOUBLE", "lower end of the 95 % interval of that average"),
        Column("high", "DOUBLE", "its upper end"),
    ),
)
