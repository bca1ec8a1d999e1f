"""What splitting a whole address finds."""

from __future__ import annotations

from typing import NamedTuple


class AddressParts(NamedTuple):
    """The parts of an address as they are written; None for what could not be told."""

    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str = ""
    """ISO code of the country whose customs the address follows; '' when unknown."""
