"""Stage *coverage*: what each source tells, of how many people, and whether it still does."""

from __future__ import annotations

import pyarrow as pa

from cdp.config import Config
from cdp.database import Database, statement


def make_coverage(db: Database, config: Config) -> None:
    """Make `coverage` from `member`, `interaction` and `horizon`; see its contract."""
    told = [{"source": each.source, "party": each.party.value, "channel": each.channel} for each in config.sources]
    with db.registered("source_channel", pa.Table.from_pylist(told, schema=_CHANNEL)):
        db.run(statement("cdp", "coverage"))


_CHANNEL = pa.schema([("source", pa.string()), ("party", pa.string()), ("channel", pa.string())])
