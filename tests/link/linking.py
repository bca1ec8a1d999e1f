"""Links the records of a database as a run does."""

from __future__ import annotations

from cdp.config import Config
from cdp.database import Database
from cdp.link import Linked, ModelStore, gather, link


def link_records(
    db: Database, config: Config, columns: list[str], store: ModelStore, *, retrain: bool = False
) -> Linked:
    """Gather what the records give and link them."""
    return link(db, config, gather(db, config, columns), store, retrain=retrain)
