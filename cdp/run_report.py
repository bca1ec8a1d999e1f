"""What a run tells: its report, who watches it, and the time that its stages take."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from cdp.cluster import Clustered
from cdp.gate import VersionDiff
from cdp.household import Households
from cdp.land import SourceCount
from cdp.link import Linked
from cdp.self_assessment import SelfAssessment
from cdp.understand import Understood


class Watch(Protocol):
    """Somebody who follows a run."""

    def stage(self, name: str) -> None:
        """A stage begins."""
        ...

    def tell(self, text: str) -> None:
        """Something within the stage is being done."""
        ...


class Nobody:
    """Nobody follows the run."""

    def stage(self, name: str) -> None:
        """Nobody listens."""

    def tell(self, text: str) -> None:
        """Nobody listens."""


@dataclass
class RunReport:
    """What a run did."""

    run: int
    status: str
    """`published`, `candidate` when the version waits for a decision, or `unchanged` when there was nothing new."""
    version: str | None = None
    sources: list[SourceCount] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    people: int = 0
    households: Households | None = None
    records: int = 0
    events: dict[str, int] = field(default_factory=dict)
    """Events by what became of them: attributed, or why not."""
    consents: dict[str, int] = field(default_factory=dict)
    """Words on consent, likewise."""
    understood: Understood | None = None
    """What people did."""
    problems: list[tuple[str, str, int]] = field(default_factory=list)
    """(attribute, problem, distinct values) that have no standard form; see Standardised."""
    link: Linked | None = None
    clusters: Clustered | None = None
    assessment: SelfAssessment | None = None
    """How good the result is, as far as it can be known without a truth; None when that was not measured anew."""
    assessed: str = ""
    """Version with which it was measured: this one, or the last one that a run of everything made."""
    decisions: dict[str, int] = field(default_factory=dict)
    """Decisions of stewards by what has become of them: in force, withdrawn, ended, sleeping."""
    identity: dict[str, int] = field(default_factory=dict)
    """Merges, splits, retirements and revivals since the last version."""
    diff: VersionDiff | None = None
    """How much differs from the version before."""
    exceeded: list[str] = field(default_factory=list)
    """Limits in cdp.yml that were exceeded, a sentence each: the version waits for a decision then."""
    changed: int | None = None
    """Records that were new, changed or gone, when the run took those alone; None when it took everything."""
    circle: int | None = None
    """Records that they reach through matches, themselves included: these were grouped again."""
    full_because: str = ""
    """Why it took everything, although there was a version to go on from."""
    content_hash: str = ""
    model: str | None = None
    """Version of the matching model behind the published version."""
    mended: list[str] = field(default_factory=list)
    """What had come to harm and was mended before the run."""

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values for JSON."""
        return asdict(self)


class Clock:
    """Times the stages and tells who watches."""

    def __init__(self, report: RunReport, watch: Watch) -> None:
        self._report, self._watch = report, watch

    def tell(self, text: str) -> None:
        """Tell of something within a stage."""
        self._watch.tell(text)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage."""
        self._watch.stage(name)
        started = time.perf_counter()
        yield
        self._report.seconds[name] = round(time.perf_counter() - started, 3)
