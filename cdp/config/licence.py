"""Terms under which a partner's data, or bought data, may be used: `licence` in the source's file."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Licence(BaseModel):
    """What a company may do with the records of a source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    purposes: tuple[str, ...] | None = Field(
        None, description="Purposes that its values may be used for, as contact.yml names them; unset: any."
    )
    expires: date | None = Field(None, description="Last day on which its values may be used.")
    may_link: Literal["yes", "no"] = Field(
        "yes", description="no: a record joins the one person it fits best, and never ties two records of others."
    )

    def covers(self, purpose: str) -> bool:
        """Tell whether values may be used for a purpose."""
        return self.purposes is None or purpose in self.purposes
