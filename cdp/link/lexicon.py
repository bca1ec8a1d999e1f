"""The lexicon: how often values stand, and what names are read as. Learned from the records, frozen with the model."""

from __future__ import annotations

from collections.abc import Collection

from cdp.database import Database
from cdp.link.frequencies import add_frequencies, count_frequencies
from cdp.link.readings import COLUMN, Hash, add_readings, count_readings


def learn_lexicon(db: Database, columns: Collection[str], hashed: Hash) -> dict[str, float]:
    """Make `frequency` and, if `columns` has readings, `reading` from `link_input`; see their modules.

    Returns per column the frequency of a value that stands once.
    """
    if COLUMN in columns:
        count_readings(db, hashed)
    return count_frequencies(db, columns)


def add_lexicon(db: Database, columns: Collection[str], least: dict[str, float], hashed: Hash) -> None:
    """Add to `link_input` what `frequency` and `reading` say of its values.

    `columns` are those of the link input, `least` is the frequency of a value that stands once.
    """
    if COLUMN in columns:
        add_readings(db, hashed)
    add_frequencies(db, least)
