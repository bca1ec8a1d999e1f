"""The folder of landed packages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cdp.errors import StorageError
from cdp.ledger import Ledger, Package, now

ASIDE = ".aside"
"""Folder inside the landing for complete packages that the ledger does not know."""
_PART = ".part"


@dataclass(frozen=True)
class Staged:
    """A package whose files are written under temporary names."""

    package: Package
    files: tuple[tuple[Path, Path], ...]
    """(temporary, final) names."""


class Landing:
    """The folder of packages: `<source>/<seq>.parquet`, beside it `<seq>.quarantine.parquet`; its owner's alone."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.folder = folder
        self._ledger = ledger

    def files(self, source: str, since: int = 0) -> list[Path]:
        """Return the packages of a source that hold rows and landed after the one numbered `since`, oldest first."""
        held = (package for package in self._ledger.packages(source) if package.holds_rows and package.seq > since)
        return [self.package_file(package.source, package.seq) for package in held]

    def package_file(self, source: str, seq: int) -> Path:
        """Return where the rows of a package lie."""
        return self.folder / source / f"{seq:08d}.parquet"

    def quarantine_file(self, source: str, seq: int) -> Path:
        """Return where the rejected rows of a package lie."""
        return self.folder / source / f"{seq:08d}.quarantine.parquet"

    def temporary(self, final: Path) -> Path:
        """Return the name under which a file is written before its package exists; its folder is made."""
        for folder in (self.folder, final.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        return final.with_name(f".{final.name}{_PART}")

    def remove_orphans(self) -> int:
        """Clear away files that no manifest row names, as a run leaves them that was cut off; return how many.

        Half-written ones are deleted; complete packages are moved to `.aside`, for the ledger may be an older one.
        Raises StorageError when the ledger is new: then it is lost, and nothing is touched.
        """
        orphans = list(self._orphans())
        complete = [path for path in orphans if path.suffix != _PART]
        if complete and self._ledger.is_new:
            raise StorageError(
                f"ledger.db is missing or new, but {self.folder} holds packages ({len(complete)})",
                "put ledger.db back from your backup; or, to begin anew, move landing/ and published/ away",
            )
        for path in orphans:
            if path.suffix == _PART:
                path.unlink()
            else:
                self._put_aside(path)
        return len(orphans)

    def _orphans(self) -> Iterator[Path]:
        known = {
            path
            for package in self._ledger.packages()
            for path in (
                self.package_file(package.source, package.seq),
                self.quarantine_file(package.source, package.seq),
            )
        }
        for path in self.folder.glob("*/*"):
            if path.is_file() and path.parent.name != ASIDE and path not in known:
                yield path

    def _put_aside(self, path: Path) -> None:
        folder = self.folder / ASIDE / path.parent.name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.replace(folder / f"{now().replace(':', '')}-{path.name}")
