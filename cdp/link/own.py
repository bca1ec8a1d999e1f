"""What identity.yml declares in place of the automatic model: comparisons, blocking, a Splink settings file."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from cdp.config import Config
from cdp.database import quote
from cdp.errors import ConfigError, ConfigProblem
from cdp.link.agreement import Comparison, Level
from cdp.link.keys import Key
from cdp.link.plan import Rule
from cdp.link.prepare import COLUMN_OF
from cdp.link.settings import Settings


def with_own_comparisons(comparisons: list[Comparison], config: Config, inputs: Collection[str]) -> list[Comparison]:
    """Replace or add the comparisons that identity.yml declares; raises ConfigError for columns there are none of."""
    own = config.identity.comparisons
    _check("comparisons", {column for each in own.values() for column in each.columns}, inputs)
    declared = {
        name: Comparison(
            name,
            " or ".join(f"{quote(c + '_l')} is null or {quote(c + '_r')} is null" for c in each.columns),
            tuple(Level(level.label, level.sql, level.m, level.u) for level in each.levels),
            frozenset(each.columns),
            each.personal,
        )
        for name, each in own.items()
    }
    kept = [declared.pop(comparison.name, comparison) for comparison in comparisons]
    return [*kept, *declared.values()]


def own_blocking(config: Config, inputs: Collection[str]) -> tuple[Rule, ...] | None:
    """Return the blocking rules that identity.yml declares; raises ConfigError for columns there are none of."""
    if config.identity.blocking is None:
        return None
    rules = [tuple(COLUMN_OF.get(name, name) for name in rule) for rule in config.identity.blocking]
    _check("blocking", {name for rule in rules for name in rule}, inputs)
    return tuple(tuple(Key(name, name) for name in rule) for rule in rules)


def own_settings(config: Config) -> Settings | None:
    """Return the hand-made Splink settings, if identity.yml names a file; raises ConfigError if it is unreadable."""
    if config.identity.splink_settings is None:
        return None
    path = config.folder / config.identity.splink_settings
    try:
        settings = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        problem, remedy = f"{path.name} is missing or not JSON", "save the settings with Splink's save_model_to_json"
        raise ConfigError([ConfigProblem("identity.yml", None, "splink_settings", problem, remedy)]) from fault
    return {**settings, "unique_id_column_name": "rid", "retain_intermediate_calculation_columns": True}


def _check(key: str, named: Collection[str], inputs: Collection[str]) -> None:
    unknown = sorted(set(named) - set(inputs))
    if unknown:
        problem = f"reads {', '.join(unknown)}; there are {', '.join(inputs)}"
        raise ConfigError([ConfigProblem("identity.yml", None, key, problem, "use attributes that sources map")])
