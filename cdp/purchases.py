"""Stage *purchases*: orders and returns, each once whoever tells it, and what they are worth in one currency."""

from __future__ import annotations

import pyarrow as pa

from cdp.config import Config
from cdp.database import Database, statement


def make_purchases(db: Database, config: Config) -> int:
    """Make `purchase` from `interaction`; see its contract. Return the orders whose worth no rate tells."""
    trust = [{"source": source.source, "trust": source.trust} for source in config.sources]
    rates = [{"currency": name, "rate": rate} for name, rate in {**config.events.rates, config.currency: 1.0}.items()]
    with (
        db.registered("source_trust", pa.Table.from_pylist(trust, schema=_TRUST)),
        db.registered("rate", pa.Table.from_pylist(rates, schema=_RATE)),
    ):
        db.run(statement("cdp", "purchase"), {"currency": config.currency})
    return int(db.value("select count(*) from purchase where amount is not null and value is null"))


_TRUST = pa.schema([("source", pa.string()), ("trust", pa.int32())])
_RATE = pa.schema([("currency", pa.string()), ("rate", pa.float64())])
