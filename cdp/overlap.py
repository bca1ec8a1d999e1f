"""How many people two companies share, without exchange of raw data: keyed hashes of identifiers, compared as sets.

Both sides write `cdp overlap export` with the same secret, exchange the files, and compare. Who lacks the secret can
neither read an identifier out of a hash nor try one; who has it can try those that he knows already, and no others.
Numbers below ten are told as such and no more.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cdp.database import quote
from cdp.errors import UsageError
from cdp.export import writing

if TYPE_CHECKING:
    from cdp.store import Store

IDENTIFIERS = ("email", "phone")
"""Attributes whose values are compared: each has one standard form, the same for everybody."""
FEWEST = 10
"""Smaller numbers are not told: they could be somebody."""
_SHORTEST_SECRET = 16
_HEADER = ["identifier", "hash"]


@dataclass(frozen=True)
class Overlap:
    """What two companies share of one identifier; None: fewer than ten."""

    identifier: str
    ours: int | None
    """Distinct values of ours."""
    theirs: int | None
    both: int | None
    people: int | None
    """People of ours who have one of the shared values."""


def export_hashes(store: Store, variable: str, to: Path) -> int:
    """Write the hashes of all identifiers of the published people, sorted, as CSV (identifier, hash); return how many.

    `variable` names the environment variable of the secret. Raises UsageError for a secret that is missing or short,
    StorageError when the file cannot be written.
    """
    own = _hashes(store, _secret(variable))
    rows = [(name, digest) for name in IDENTIFIERS for digest in sorted(own[name])]
    with writing(to), to.open("w", encoding="ascii", newline="") as file:
        csv.writer(file).writerows([_HEADER, *rows])
    return len(rows)


def compare_hashes(store: Store, variable: str, file: Path) -> list[Overlap]:
    """Return what a file of another company's hashes shares with the published people, by identifier.

    Raises UsageError for a secret that is missing or short, and for a file that is none of `export_hashes`.
    """
    theirs, own = _read(file), _hashes(store, _secret(variable))
    found = []
    for name in IDENTIFIERS:
        shared = own[name].keys() & theirs[name]
        people = set().union(*(own[name][digest] for digest in shared))
        counts = (len(own[name]), len(theirs[name]), len(shared), len(people))
        found.append(Overlap(name, *(count if count >= FEWEST else None for count in counts)))
    return found


def _secret(variable: str) -> bytes:
    secret = os.environ.get(variable, "")
    if len(secret) < _SHORTEST_SECRET:
        problem = f"the environment variable {variable} holds no secret of {_SHORTEST_SECRET} characters or more"
        raise UsageError(problem, "agree on one with the other company, and set it")
    return secret.encode()


def _hashes(store: Store, secret: bytes) -> dict[str, dict[str, set[str]]]:
    """Return the people by hash, by identifier; every value that a record in clear holds counts."""
    found: dict[str, dict[str, set[str]]] = {}
    there = store.table("record").columns
    for name in IDENTIFIERS:
        held = found.setdefault(name, {})
        if name not in there:
            continue
        rows = store.rows(
            f"""
            select {quote(name)} as value, list(distinct golden_id) as people
            from record join membership using (source, record_id)
            where {quote(name)} is not null and record.party = 'first' group by 1
            """
        )
        for row in rows:
            digest = hmac.new(secret, f"{name}:{row['value']}".encode(), hashlib.sha256).hexdigest()
            held[digest] = set(row["people"])
    return found


def _read(file: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: set() for name in IDENTIFIERS}
    try:
        with file.open(encoding="ascii", newline="") as rows:
            reader = csv.reader(rows)
            if next(reader, None) != _HEADER:
                raise ValueError
            for identifier, digest in reader:
                found[identifier].add(digest)
    except (OSError, ValueError, KeyError, csv.Error) as fault:
        raise UsageError(f"{file.name} is no file of `cdp overlap export`", "ask the other company for one") from fault
    return found
