"""What to expect of a buyer: what those who were alike a year ago spent in the year that followed.

Buyers are put into cells as of 365 days before the horizon: by days since their latest order, number of orders in the
year before, and third by worth of an order. What the people of a cell spent from then to the horizon, on average, is
expected of those who are in the cell now. Nothing is fitted: each cell tells how many people it rests on, and a 95 %
interval of its mean.
"""

from __future__ import annotations

from cdp.database import Database, statement
from cdp.intervals import Z

DAYS = 365
"""How far back the people alike are looked for, and for how long ahead something is expected."""
LEAST = 30
"""People that a cell must rest on; with fewer, the next one counts: any worth, or fewer orders."""


def make_value_cells(db: Database, days: int = DAYS) -> None:
    """Make `value_cell` (see its contract) and `lifetime_value` (golden_id, and the columns of `trait` about it).

    Reads purchase and horizon.
    """
    db.run(statement("cdp.traits", "value_buyer"), {"days": days})
    db.run(statement("cdp.traits", "value_member"))
    db.run(statement("cdp.traits", "value_cell"), {"least": LEAST, "z": Z})
    db.run(statement("cdp.traits", "lifetime_value"))
    db.drop("value_buyer", "value_member")
