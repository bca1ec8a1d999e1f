"""What an area of the UI is."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter


@dataclass(frozen=True)
class Area:
    """Pages that belong together."""

    name: str
    """Also the name of its texts and templates."""
    router: APIRouter
    path: str | None = None
    """Where the menu leads; None: it is not in the menu."""
