"""Segments as marketers use them: counted live, held against everybody, explained, saved, and sent out by consent."""

from cdp.audience.activation import Activated, Order
from cdp.audience.segments import Segments, Shown

__all__ = ["Activated", "Order", "Segments", "Shown"]
