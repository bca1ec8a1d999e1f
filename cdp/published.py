"""The folder of published versions: immutable snapshots, one of them current. Reading needs nothing else."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cdp.errors import NotFound, StorageError

CURRENT = "CURRENT"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class TableFile:
    """One table of a version."""

    file: str
    """Path below the folder of published versions; versions may share files."""
    rows: int
    hash: str
    """Hash of the rows, whatever their order."""


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


class Published:
    """Access to `published/` of a workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Manifest | None:
        """Return the manifest of the current version, None when nothing has been published."""
        try:
            version = (self.folder / CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        return self.manifest(version)

    def manifest(self, version: str) -> Manifest:
        """Return the manifest of a version; raises NotFound, or StorageError when it is damaged."""
        path = self.folder / version / MANIFEST
        try:
            return Manifest.from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError as fault:
            there = ", ".join(sorted(path.parent.name for path in self.folder.glob(f"*/{MANIFEST}"))) or "none"
            raise NotFound(f"version {version} is not kept", f"kept versions: {there}") from fault
        except (ValueError, TypeError, KeyError) as fault:
            raise StorageError(f"{path} is damaged", f"name another version in {self.folder / CURRENT}") from fault

    def lineage(self) -> list[Manifest]:
        """Return the current version and its kept ancestors, newest first."""
        found: list[Manifest] = []
        manifest = self.current()
        while manifest is not None:
            found.append(manifest)
            parent = manifest.parent
            manifest = self.manifest(parent) if parent and (self.folder / parent / MANIFEST).exists() else None
        return found

    def next_version(self) -> str:
        """Return the name of the version to be published next."""
        current = self.current()
        return f"v{int(current.version[1:]) + 1 if current else 1:06d}"

    def path(self, manifest: Manifest, table: str) -> Path:
        """Return the file of a table; raises NotFound for a table the version does not have."""
        if table not in manifest.tables:
            raise NotFound(f"version {manifest.version} has no table {table}", f"it has {', '.join(manifest.tables)}")
        return self.folder / manifest.tables[table].file

    def promote(self, version: str) -> None:
        """Make a version the current one: one atomic rename, the only commit of a run."""
        part = self.folder / f".{CURRENT}.part"
        with part.open("w", encoding="utf-8") as file:
            file.write(version + "\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.folder / CURRENT)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
