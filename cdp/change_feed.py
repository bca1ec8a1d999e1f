"""The change feed: the rows of `change` of all versions after one that a downstream system knows."""

from __future__ import annotations

from cdp.contracts import CHANGE, empty_sql
from cdp.errors import NotFound
from cdp.published import Manifest, Published
from cdp.store import Store


def feed_since(published: Published, since: str) -> Store:
    """Open the current version with a table `change` that holds the changes of every version after `since`.

    Oldest version first. Raises NotFound when a version in between is not kept, or `since` is none of those that the
    current version came from.
    """
    store = Store(published)
    relations = [published.relation(each, "change") for each in versions_since(published, since)]
    changes = " union all by name ".join(f"select * from {each}" for each in relations) or empty_sql(CHANGE)
    store.connection.execute(f"create or replace view change as {changes}")
    return store


def versions_since(published: Published, since: str) -> list[Manifest]:
    """Return the versions after `since` that lead to the current one, oldest first; raises NotFound for a gap."""
    lineage = published.lineage()
    later: list[Manifest] = []
    for manifest in lineage:
        if manifest.version == since:
            return later[::-1]
        if "change" not in manifest.tables:
            break
        later.append(manifest)
        if manifest.parent == since:
            return later[::-1]
    if not lineage:
        raise NotFound("nothing has been published yet", "run `cdp run` first")
    current = lineage[0].version
    raise NotFound(
        f"the changes since {since} are not kept: no unbroken line of versions leads from it to {current}",
        f"take all of `profile` of {current} once (`cdp export profile`), from then on the changes since {current}; "
        "raise retain_versions in cdp.yml to keep more",
    )
