"""Golden values that a steward sets: read like those of records, and each kept in a file of its own.

The ledger names the decision, its file holds the value: the ledger has no personal values.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path

from cdp.config import Config
from cdp.decision import Act, Decision
from cdp.decision_closure import in_force
from cdp.durable import make_durable
from cdp.errors import StorageError, UsageError
from cdp.semantics import ADDRESS_PARTS
from cdp.standardise.cleaner import Problem
from cdp.standardise.registry import CLEANERS

FOLDER = "overrides"
"""Folder of a workspace with one file per override, named for its decision; the owner's alone."""
ADDRESS = "address"
"""Attribute that stands for all parts of the address: they survive together."""


def standard_values(config: Config, columns: Collection[str], values: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return the attribute that is set, and the standard text of each of its columns.

    `columns` are those of the profile. Raises UsageError for an attribute without golden value, for several that are no
    parts of an address, and for a value that cannot be read; the error names no value.
    """
    unknown = [name for name in values if name not in columns or not _is_golden(config, name)]
    if unknown or not values:
        raise UsageError(
            f"{', '.join(unknown) or 'nothing'} has no golden value that can be set",
            "set an attribute that sources give (names by given_name and family_name, an address by its parts)",
        )
    address = all(name in ADDRESS_PARTS for name in values)
    if len(values) > 1 and not address:
        raise UsageError("one decision sets one attribute, or parts of the address", "decide one by one")
    country = values.get("country", "") if address else ""
    standard = {name: _standard(config, name, text, country) for name, text in values.items()}
    return ADDRESS if address else next(iter(values)), standard


def _is_golden(config: Config, column: str) -> bool:
    return column in CLEANERS or column in config.identity.attributes


def _standard(config: Config, attribute: str, text: str, country: str) -> str:
    cleaner = CLEANERS[config.semantic_type(attribute).name]
    region = country if len(country) == 2 else config.company.region
    context = {"region": region, "country": region, "date_order": f"|{date.today().isoformat()}", "none": ""}
    cleaned = cleaner.clean(text, context[cleaner.context])
    if isinstance(cleaned, Problem) or cleaned[0] is None:
        why = cleaned if isinstance(cleaned, Problem) else Problem.MALFORMED
        raise UsageError(f"the value is {why} as {attribute}", "write it as a record would (dates as 2026-12-31)")
    return cleaned[0]


def write_override(workspace: Path, number: int, values: Mapping[str, str]) -> None:
    """Keep what decision `number` sets: standard text by column. Returns when it is on the disk."""
    folder = workspace / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = _path(workspace, number)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(values, file, ensure_ascii=False)
    make_durable(path, folder)


def read_overrides(workspace: Path, decisions: Iterable[Decision]) -> dict[int, dict[str, str]]:
    """Return what each override in force sets, by number. Raises StorageError as `read_override` does."""
    return {
        each.number: read_override(workspace, each.number) for each in in_force(decisions) if each.act is Act.OVERRIDE
    }


def read_override(workspace: Path, number: int) -> dict[str, str]:
    """Return what decision `number` sets. Raises StorageError when its file is missing or damaged."""
    path = _path(workspace, number)
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as fault:
        raise StorageError(
            f"{path.relative_to(workspace)} is missing or damaged: the value that decision {number} sets is lost",
            f"put the file back from a backup, or withdraw the decision: `cdp withdraw {number}`",
        ) from fault


def _path(workspace: Path, number: int) -> Path:
    return workspace / FOLDER / f"{number:08d}.json"
