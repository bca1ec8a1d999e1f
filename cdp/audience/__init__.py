"""Segments as marketers use them: counted live, held against everybody, explained, saved, and sent out by consent."""

from cdp.audience.activation import Activated
from cdp.audience.segments import Segments, Shown

__all__ = ["Activated", "Segments", "Shown"]
