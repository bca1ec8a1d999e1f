"""Finds people by anything they gave: e-mail, phone or its last digits, name in any script, record, identifier, order.

A version has a search index, made once (`cdp.find.index`); a question is answered in milliseconds at a million people.
"""

from __future__ import annotations

from cdp.find.finder import Finder
from cdp.find.hit import Hit

__all__ = ["Finder", "Hit"]
