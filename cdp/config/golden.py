"""golden.yml: how the golden value of each attribute is chosen among a person's records."""

from __future__ import annotations

from pydantic import Field

from cdp.config.source import Strict
from cdp.semantics import Rule


class Survivorship(Strict):
    """Rule of one attribute; ties go to higher trust, the newer record, the more credible one, then by record key."""

    rule: Rule
    sources: tuple[str, ...] = Field((), description="Order of sources for source_rank; trust rank when empty.")


class GoldenConfig(Strict):
    """Survivorship; attributes that are not named follow their semantic type."""

    attributes: dict[str, Survivorship] = Field(
        default_factory=dict, description="By attribute; `address` rules the whole address."
    )
