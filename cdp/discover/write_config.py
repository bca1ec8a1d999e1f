"""Writes what was discovered into a workspace: a new one, or one more source of one that is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cdp.config import SourceConfig, load_company, load_config
from cdp.discover import Discovery, discover
from cdp.discover.draft import Chosen, Draft
from cdp.discover.happenings import Owner
from cdp.discover.sample import sample_of
from cdp.discover.settle import look
from cdp.discover.table import Table
from cdp.discover.write_yaml import company_yaml, source_yaml
from cdp.errors import UsageError
from cdp.workspace import Workspace

_IDENTITY = "# How records are matched; nothing needs to be said. `cdp schema` describes every key.\n{}\n"
_GOLDEN = "# Which value wins; what is not said here follows the semantic type. `cdp schema` describes every key.\n{}\n"


def new_workspace(folder: Path, data: Sequence[str]) -> tuple[Path, Discovery]:
    """Return the folder of the workspace to be, and what the data are; nothing is written yet.

    Raises UsageError when the folder has a configuration or the data hold neither people nor events, SourceError.
    """
    target = folder.resolve()
    if (target / "config").exists():
        raise UsageError(f"{target} already has a config/", "choose another folder, or `cdp add SOURCE --from DATA`")
    found = discover(data, target)
    if not found.drafts:
        told = "; ".join(found.left[:5])
        raise UsageError(f"neither people nor what they did were found: {told}", "name other data, or `cdp init` alone")
    return target, found


def write_workspace(folder: Path, found: Discovery) -> Workspace:
    """Write the configuration of a new workspace; raises ConfigError when it does not hold."""
    sources = folder / "config" / "sources"
    sources.mkdir(parents=True)
    (folder / "config" / "cdp.yml").write_text(company_yaml(folder.name, found.region, found.timezone), "utf-8")
    (folder / "config" / "identity.yml").write_text(_IDENTITY, "utf-8")
    (folder / "config" / "golden.yml").write_text(_GOLDEN, "utf-8")
    for draft in found.drafts:
        (sources / f"{draft.source}.yml").write_text(source_yaml(draft), "utf-8")
    load_config(folder / "config")
    return Workspace(folder)


def new_source(ws: Workspace, source: str, data: Sequence[str]) -> Draft:
    """Return the draft of one more source of a workspace; nothing is written yet.

    Of several tables in the data the one called like the source is taken. Raises UsageError when there is none, or
    the source is there already, SourceError.
    """
    if not re.fullmatch("[a-z][a-z0-9_]*", source):
        raise UsageError(f"{source!r} is no name for a source", "use small letters, digits and _, a letter first")
    if _path(ws, source).exists():
        raise UsageError(f"there is a source {source} already", "choose another name, or edit its file")
    found = discover(data, ws.folder, list(_known(ws)), everything=True)
    named = [draft for draft in found.drafts if draft.source == source] or found.drafts
    if len(named) != 1:
        names = ", ".join(draft.source for draft in named) or "; ".join(found.left[:5])
        raise UsageError(
            f"the data hold {len(named)} tables of people or events: {names}", "name one of them as SOURCE"
        )
    return replace(named[0], source=source)


def write_source(ws: Workspace, draft: Draft) -> Path:
    """Write the file of one more source; raises ConfigError when the configuration does not hold."""
    path = _path(ws, draft.source)
    path.parent.mkdir(exist_ok=True)
    path.write_text(source_yaml(draft), "utf-8")
    load_config(ws.folder / "config")
    return path


def _path(ws: Workspace, source: str) -> Path:
    return ws.folder / "config" / "sources" / f"{source}.yml"


def _known(ws: Workspace) -> Iterator[Owner]:
    """The sources of people that a workspace has, with what their columns are."""
    load_company(ws.folder / "config")
    if not any((ws.folder / "config" / "sources").glob("*.yml")):
        return
    for source in ws.config.sources:
        key = source.record.id if source.record else None
        if key is None or not (key.column or key.path):
            continue
        connector = source.connector.model_dump(mode="json", exclude_defaults=True) | {"kind": source.connector.kind}
        yield _owner(source, key.path or key.column or "", sample_of(source.source, connector, ws.folder))


def _owner(source: SourceConfig, key: str, table: Table) -> Owner:
    kept = Chosen("", 1, "as configured")
    draft = Draft(source.source, table.connector, kept, kept, source.trust)
    draft.record = {"id": Chosen(key, 1, "as configured")}
    draft.attributes = {name: [kept] for name in source.attributes}
    return draft, look(table)
