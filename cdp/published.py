"""The folder of published versions: immutable snapshots, one of them current. Reading needs nothing else."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cdp.contracts import BY_NAME, TABLES, Table, empty_sql
from cdp.database import literal
from cdp.durable import make_durable
from cdp.errors import NotFound, StorageError

CURRENT = "CURRENT"
CANDIDATE = "CANDIDATE"
"""Names the version that waits for `cdp promote` or `cdp discard`; there is none while nothing waits."""
MANIFEST = "manifest.json"
_MENDED_BY = "`cdp run` goes back to the newest version that is whole, or makes one"


@dataclass(frozen=True)
class TableFile:
    """One table of a version."""

    file: str
    """Path below the folder of published versions; versions may share files."""
    rows: int
    hash: str
    """Hash of the rows, whatever their order."""
    delta: str = ""
    """File of rows that came since `file` was written; none when empty."""
    gone: str = ""
    """File of the keys of the rows in `file` that count no longer; see Table.replaced_by."""

    @property
    def files(self) -> list[str]:
        """All files of the table."""
        return [each for each in (self.file, self.delta, self.gone) if each]


@dataclass(frozen=True)
class Manifest:
    """What a version is made of and from."""

    version: str
    parent: str | None
    run: int
    created_at: str
    as_of: str
    """Date for which licences and other limits were judged."""
    config_hash: str
    model: str | None
    watermark: int
    """Last landed package that went in."""
    valid_until: str | None
    """First day on which something in it expires."""
    content_hash: str
    """Hash over all tables but the times of publishing; equal hashes: equal content."""
    rolled_back_to: str | None = None
    decisions: int = 0
    """Newest decision of a steward that went in."""
    ledger: str = ""
    """Id of the ledger that knows the run; empty in versions that were made before manifests named it."""
    insight_hash: str = ""
    """Fingerprint of the settings of what is made of people and events."""
    told_until: str = ""
    """Moment up to which the events tell, ISO 8601 UTC: what is recent is judged as of then."""
    tables: dict[str, TableFile] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the manifest as JSON text."""
        return json.dumps(asdict(self), indent=2)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read a manifest."""
        told: dict[str, Any] = json.loads(text)
        tables = {name: TableFile(**table) for name, table in told.pop("tables").items()}
        return cls(**told, tables=tables)


def published_sql(table: Table, relation: str) -> str:
    """Return the SELECT of a published table; columns that an earlier release did not publish yet are null."""
    return f"{empty_sql(table)} union all by name select * from {relation}"


class Published:
    """Access to `published/` of a workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Manifest | None:
        """Return the manifest of the current version, None when nothing has been published.

        Raises NotFound when CURRENT names no version that is there: see `mend`.
        """
        version = self._named(CURRENT)
        if version is None:
            return None
        if not version:
            raise NotFound("CURRENT is empty", _MENDED_BY)
        if not (self.folder / version / MANIFEST).exists():
            raise NotFound(f"CURRENT names {version}, which is not there", _MENDED_BY)
        return self.manifest(version)

    def candidate(self) -> Manifest | None:
        """Return the manifest of the version that waits for a decision, None when none does."""
        version = self._named(CANDIDATE)
        if version is None or version == self._named(CURRENT) or not self._is_whole(version):
            return None
        return self.manifest(version)

    def _named(self, pointer: str) -> str | None:
        try:
            return (self.folder / pointer).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    def manifest(self, version: str) -> Manifest:
        """Return the manifest of a version; raises NotFound, or StorageError when it is damaged."""
        path = self.folder / version / MANIFEST
        try:
            return Manifest.from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError as fault:
            there = ", ".join(sorted(self.kept_versions())) or "none"
            raise NotFound(f"version {version} is not kept", f"kept versions: {there}") from fault
        except (ValueError, TypeError, KeyError) as fault:
            raise StorageError(f"{path} is damaged", f"delete that file; then {_MENDED_BY}") from fault

    def kept_versions(self) -> set[str]:
        """Return the names of all versions that are there."""
        return {path.parent.name for path in self.folder.glob(f"*/{MANIFEST}")}

    def lineage(self) -> list[Manifest]:
        """Return the current version and its kept ancestors, newest first."""
        found: list[Manifest] = []
        manifest = self.current()
        while manifest is not None:
            found.append(manifest)
            parent = manifest.parent
            manifest = self.manifest(parent) if parent and (self.folder / parent / MANIFEST).exists() else None
        return found

    def next_version(self, last: str | None) -> str:
        """Return the name of the version to be published next; `last` is the newest that ever was, by the ledger."""
        current = self.current()
        newest = max(last or "", current.version if current else "", self._named(CANDIDATE) or "")
        return f"v{int(newest[1:]) + 1 if newest else 1:06d}"

    def mend(self) -> str | None:
        """Let CURRENT name the newest complete version if the one it names is not there or not whole.

        Return what was done, None when nothing was wrong.
        """
        named, waiting = self._named(CURRENT), self._named(CANDIDATE)
        if named is None or self._is_whole(named):
            return None
        wrong = f"published/CURRENT named {named or 'nothing'}, which is not there or not whole"
        for version in sorted((path.parent.name for path in self.folder.glob(f"v*/{MANIFEST}")), reverse=True):
            if version != waiting and self._is_whole(version):
                self.promote(version)
                return f"{wrong}: {version} is current again"
        (self.folder / CURRENT).unlink()
        return f"{wrong}; no other version is: everything is made anew"

    def _is_whole(self, version: str) -> bool:
        try:
            manifest = self.manifest(version)
        except (NotFound, StorageError, OSError):
            return False
        files = (file for table in manifest.tables.values() for file in table.files)
        return all((self.folder / file).exists() for file in files)

    def files(self, manifest: Manifest) -> list[Path]:
        """Return all files of a version."""
        return [self.folder / file for table in manifest.tables.values() for file in table.files]

    def relation(self, manifest: Manifest, table: str) -> str:
        """Return the SQL that reads a table; raises NotFound for a table the version does not have."""
        if table not in manifest.tables:
            raise NotFound(f"version {manifest.version} has no table {table}", f"it has {', '.join(manifest.tables)}")
        held = manifest.tables[table]
        read = {name: f"read_parquet({literal(str(self.folder / name))})" for name in held.files}
        if not held.delta:
            return read[held.file]
        key = ", ".join(BY_NAME[table].replaced_by)
        return (
            f"(select * from {read[held.file]} as base anti join {read[held.gone]} as gone using ({key}) "
            f"union all by name select * from {read[held.delta]})"
        )

    def relations(self, manifest: Manifest | None) -> dict[str, str]:
        """Return the SQL of every published table of a version; of none, and of what it does not have, an empty one."""
        held = {name: self.relation(manifest, name) for name in manifest.tables} if manifest else {}
        return {table.name: held.get(table.name, f"({empty_sql(table)})") for table in TABLES}

    def promote(self, version: str) -> None:
        """Make a version the current one: one atomic rename, the only commit of a run."""
        self._point(CURRENT, version)

    def set_candidate(self, version: str) -> None:
        """Let a complete version wait for a decision, instead of any other that waits."""
        self._point(CANDIDATE, version)

    def drop_candidate(self) -> None:
        """Let no version wait any more; `prune` deletes its files."""
        (self.folder / CANDIDATE).unlink(missing_ok=True)

    def _point(self, pointer: str, version: str) -> None:
        part = self.folder / f".{pointer}.part"
        part.write_text(version + "\n", encoding="utf-8")
        make_durable(part, self.folder)
        part.replace(self.folder / pointer)
        make_durable(self.folder)
