"""What became of the rows of a source in a run: rows in = loaded + unchanged + quarantined + suppressed."""

from __future__ import annotations

from dataclasses import dataclass, field

from cdp.ledger import Package


@dataclass
class SourceCount:
    """What became of the rows of one source in this run."""

    source: str
    rows_in: int = 0
    loaded: int = 0
    unchanged: int = 0
    quarantined: int = 0
    suppressed: int = 0
    withdrawn: int = 0
    """Records that the source no longer delivers; they are no rows in."""
    missing: int = 0
    """Records that were not delivered and yet not withdrawn: rows whose record id cannot be read may be theirs."""
    reasons: dict[str, int] = field(default_factory=dict)
    """Rows quarantined or suppressed, by reason."""
    redacted: dict[str, int] = field(default_factory=dict)
    """Numbers taken out of what was read in this run, by kind: card number, resident number."""
    unmapped: list[str] = field(default_factory=list)
    """Columns that no mapping reads and no `ignore` names."""

    def add(self, package: Package) -> None:
        """Count a package in."""
        self.rows_in += package.rows_in
        self.loaded += package.loaded
        self.unchanged += package.unchanged
        self.quarantined += package.quarantined
        self.suppressed += package.suppressed
        self.withdrawn += package.withdrawn
        self._add_reasons(package)

    def add_unchanged(self, package: Package) -> None:
        """Count in a unit that was delivered as it was before: what had not been let in is not let in again."""
        self.rows_in += package.rows_in
        self.unchanged += package.loaded + package.unchanged
        self.quarantined += package.quarantined
        self.suppressed += package.suppressed
        self._add_reasons(package)

    def _add_reasons(self, package: Package) -> None:
        for reason, rows in package.reasons.items():
            self.reasons[reason] = self.reasons.get(reason, 0) + rows
