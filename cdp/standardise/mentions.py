"""From `event` to `mention`: what the free text of events mentions. Python looks at distinct texts."""

from __future__ import annotations

import pyarrow as pa

from cdp.config import Config
from cdp.database import Database, statement
from cdp.standardise.mention_finder import MentionFinder

_USUAL_REGIONS = ("KR", "JP", "US")
"""Countries whose national phone numbers are looked for besides those of the company and its sources."""
_FOUND = pa.schema(
    [
        *((name, pa.string()) for name in ("text", "region", "kind", "value")),
        *((name, pa.int32()) for name in ("begins", "ends")),
        ("confidence", pa.float64()),
    ]
)


def make_mentions(db: Database, config: Config) -> None:
    """Make `mention` from the texts of `event`; see its contract."""
    home = config.company.region
    regions = {source.source: source.region or home for source in config.sources}
    finder = MentionFinder(config.events, [home, *regions.values(), *_USUAL_REGIONS])
    told = pa.table({"source": list(regions), "region": list(regions.values())}, schema=_REGION)
    with db.registered("told", told):
        db.run("create or replace temp table told_region as from told")
    texts = db.rows("select distinct text, region from event join told_region using (source) where text is not null")
    found = [(text, region, *mention) for text, region in sorted(texts) for mention in finder.find(text, region)]
    columns = list(zip(*found, strict=True)) or [()] * len(_FOUND)
    table = pa.table([pa.array(values, each.type) for values, each in zip(columns, _FOUND, strict=True)], schema=_FOUND)
    with db.registered("told", table):
        db.run("create or replace temp table told_mention as from told")
    db.run(statement("cdp.standardise", "mention"))
    db.drop("told_region", "told_mention")


_REGION = pa.schema([("source", pa.string()), ("region", pa.string())])
