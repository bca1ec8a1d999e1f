"""Under which name the rows of a unit are known: a file that was renamed or sent again is known by its first name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cdp.land.landing import Landing
from cdp.ledger import Package


class Units:
    """The units of a source, and the packages that each has delivered.

    A delivery whose whole content came before is known under the name it had then, and so is all that its unit
    delivers later.
    """

    def __init__(self, landing: Landing, packages: Iterable[Package]) -> None:
        self._landing = landing
        self._by_content: dict[str, str] = {}
        self._by_unit: dict[str, str] = {}
        self._files: dict[str, list[Path]] = {}
        self.packages: list[tuple[int, str, Path]] = []
        """(seq, name of the unit, file) of every package that holds rows, oldest first."""
        self.withdrawals: list[Path] = []
        """Files of the packages of withdrawn records."""
        for package in packages:
            if package.withdrawn:
                self.withdrawals.append(landing.package_file(package.source, package.seq))
                continue
            name = self.add(package)
            if package.loaded:
                file = landing.package_file(package.source, package.seq)
                self.packages.append((package.seq, name, file))
                self._files.setdefault(name, []).append(file)

    def name(self, unit: str, content_hash: str) -> str:
        """Return the name under which the rows of a delivery are known; an empty hash stands for no rows."""
        return self._by_content.get(content_hash) or self._by_unit.get(unit, unit)

    def files(self, name: str) -> list[Path]:
        """Return the files of the packages that were known under a name before this run."""
        return self._files.get(name, [])

    def add(self, package: Package) -> str:
        """Take a package in; return the name under which its rows are known."""
        name = self.name(package.unit, package.content_hash)
        self._by_unit[package.unit] = name
        if package.content_hash:
            self._by_content.setdefault(package.content_hash, name)
        return name
