"""The folder of landed packages."""

from __future__ import annotations

from pathlib import Path

from cdp.ledger import Ledger


class Landing:
    """The folder of packages: `<source>/<seq>.parquet`, beside it `<seq>.quarantine.parquet`."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.folder = folder
        self._ledger = ledger

    def files(self, source: str) -> list[Path]:
        """Return the packages of a source that hold rows, oldest first."""
        held = (package for package in self._ledger.packages(source) if package.loaded)
        return [self.package_file(package.source, package.seq) for package in held]

    def files_of_unit(self, source: str, unit: str) -> list[Path]:
        """Return the packages of one unit that hold rows, oldest first."""
        held = (each for each in self._ledger.packages(source) if each.loaded and each.unit == unit)
        return [self.package_file(source, each.seq) for each in held]

    def package_file(self, source: str, seq: int) -> Path:
        """Return where the rows of a package lie."""
        return self.folder / source / f"{seq:08d}.parquet"

    def quarantine_file(self, source: str, seq: int) -> Path:
        """Return where the rejected rows of a package lie."""
        return self.folder / source / f"{seq:08d}.quarantine.parquet"

    def remove_orphans(self) -> int:
        """Delete files that no manifest row names (a run was cut off while landing); return how many."""
        known = {
            path
            for package in self._ledger.packages()
            for path in (
                self.package_file(package.source, package.seq),
                self.quarantine_file(package.source, package.seq),
            )
        }
        orphans = [path for path in self.folder.glob("*/*") if path.is_file() and path not in known]
        for path in orphans:
            path.unlink()
        return len(orphans)
