"""The trained model: Splink settings JSON, frozen term frequencies, and what it was trained on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cdp.database import Database, literal, quote
from cdp.durable import make_durable
from cdp.errors import StorageError
from cdp.link.calibration import Canaries
from cdp.link.classes import PairClass
from cdp.link.readings import COLUMN as READINGS
from cdp.link.readings import load_readings
from cdp.link.taught import Taught

FREQUENCIES = "frequency.parquet"
READINGS_FILE = "reading.parquet"
SOURCES = "one_per_person.json"
"""Sources that hold each person once: learned from the people that the model makes, so after it."""
SETTINGS = "splink.json"
"""Splink settings alone, as any Splink user opens them."""


@dataclass(frozen=True)
class Model:
    """A version of the model, as it lies in `models/<version>/`."""

    version: str
    settings: dict[str, Any]
    """Splink settings with trained m and u: `Linker(…, settings)` opens it."""
    columns: list[str]
    """Columns of the link input it was trained on."""
    blocking: list[list[str]]
    """Sets of columns that make candidate pairs."""
    trained_records: int
    personal: list[str]
    """Comparisons that speak of one person rather than of a household."""
    fingerprint: str = ""
    """Of the comparisons and the declared blocking it was trained with."""
    pair_classes: list[PairClass] = field(default_factory=list)
    """Kinds of pairs among the candidates it was trained on."""
    family_rarity: float = 0.0
    """Log2 odds of one person's pair against two of a family; told apart by it where the kinds of pairs are few."""
    expected_recall: float | None = None
    """Share of the pairs of one person that blocking is expected to find."""
    least_frequency: dict[str, float] = field(default_factory=dict)
    """Per column: the term frequency of a value that stands once or was never seen."""
    caps: list[int] = field(default_factory=list)
    """Per blocking rule: records that may share its values, at most."""
    canaries: Canaries | None = None
    """What became of made-up duplicates and near-misses when it was trained."""
    one_per_person: list[str] | None = None
    """Sources that hold each person once, as the records told that it was trained on; None: not learned yet."""

    taught: Taught | None = None
    """What became of stewards' answers when it was trained; None: there were none."""

    def differing(self, comparison: str) -> float:
        """Return the share of the pairs of one person that differ in a comparison, be it by a letter."""
        levels = next(c for c in self.settings["comparisons"] if c["output_column_name"] == comparison)
        return 1.0 - float(levels["comparison_levels"][1]["m_probability"])


class ModelStore:
    """The folder of model versions; a version is immutable once written.

    A model is in use once a version made with it is published: `promoted` are the models of the published versions
    that are kept, newest version first. Without it every model counts as promoted, the newest first. `waiting` is the
    model of the candidate, if any: kept, but not in use.
    """

    def __init__(
        self, folder: Path, secret: str, promoted: Sequence[str] | None = None, waiting: str | None = None
    ) -> None:
        self.folder = folder
        self._secret = secret
        self._promoted = promoted
        self._waiting = waiting

    def versions(self) -> list[str]:
        """Return the versions there are, oldest first."""
        return sorted(path.parent.name for path in self.folder.glob("*/model.json"))

    def next_version(self) -> str:
        """Return the name of the version to be trained next."""
        newest = max([*self.versions(), *(self._promoted or ())], default="m0")
        return f"m{int(newest[1:]) + 1:04d}"

    def latest(self) -> Model | None:
        """Return the model of the newest published version that has one, None when there is none."""
        there = self.versions()
        promoted = there[::-1] if self._promoted is None else [name for name in self._promoted if name in there]
        return self.load(promoted[0]) if promoted else None

    def remove_unpromoted(self) -> None:
        """Delete the models that no kept version was made with: their run failed, was cut off or discarded."""
        if self._promoted is None:
            return
        for path in self.folder.glob("*"):
            if path.is_dir() and path.name not in (*self._promoted, self._waiting):
                shutil.rmtree(path)

    def load(self, version: str) -> Model:
        """Return a model by its version; raises StorageError when it is damaged."""
        path = self.folder / version / "model.json"
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            classes = [PairClass(**each) for each in told.pop("pair_classes")]
            canaries, taught = told.pop("canaries", None), told.pop("taught", None)
            sources = path.with_name(SOURCES)
            once = json.loads(sources.read_text(encoding="utf-8")) if sources.exists() else None
            return Model(
                **{**told, "one_per_person": once},
                pair_classes=classes,
                canaries=Canaries.from_dict(canaries) if canaries else None,
                taught=Taught.from_dict(taught) if taught else None,
            )
        except (ValueError, TypeError, KeyError) as fault:
            raise StorageError(f"{path} is damaged", f"delete {path.parent}: the next run trains anew") from fault

    def save(self, db: Database, model: Model) -> None:
        """Write a model and its lexicon (tables `frequency` and `reading`), all or nothing."""
        final = self.folder / model.version
        part = final.with_name(f".{model.version}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        db.run(
            f"""
            copy (select column_name, {self.hashed("value")} as value_hash, tf
                  from frequency where value is not null order by all)
            to {literal(str(part / FREQUENCIES))} (format parquet)
            """
        )
        if READINGS in model.columns:
            db.run(f"copy reading to {literal(str(part / READINGS_FILE))} (format parquet)")
        (part / SETTINGS).write_text(json.dumps(model.settings, indent=2), encoding="utf-8")
        (part / "model.json").write_text(json.dumps(asdict(model), indent=2), encoding="utf-8")
        make_durable(*part.iterdir(), part)
        part.rename(final)
        make_durable(self.folder)

    def keep_one_per_person(self, version: str, sources: Sequence[str]) -> None:
        """Keep with a model the sources that hold each person once, for good."""
        final = self.folder / version / SOURCES
        part = final.with_name(f".{SOURCES}.part")
        part.write_text(json.dumps(list(sources)), encoding="utf-8")
        make_durable(part)
        part.rename(final)
        make_durable(final.parent)

    def load_lexicon(self, db: Database, model: Model) -> None:
        """Make `frequency`, for the values that `link_input` has, and `reading`, if the model knows readings."""
        if READINGS in model.columns:
            load_readings(db, str(self.folder / model.version / READINGS_FILE))
        self._load_frequencies(db, model)

    def _load_frequencies(self, db: Database, model: Model) -> None:
        """Make `frequency` (column_name, value, tf); the value null stands for all that the model does not know."""
        values = " union all ".join(
            f"select distinct {literal(name)} as column_name, {quote(name)} as value "
            f"from link_input where {quote(name)} is not null"
            for name in model.least_frequency
        )
        db.run(
            f"""
            create or replace temp table frequency as
            select known.column_name, known.value, frozen.tf
            from ({values or "select '' as column_name, '' as value where false"}) known
            join read_parquet({literal(str(self.folder / model.version / FREQUENCIES))}) frozen
              on frozen.column_name = known.column_name and frozen.value_hash = {self.hashed("known.value")}
            """
        )
        for name, least in model.least_frequency.items():
            db.run("insert into frequency values ($1, null, $2)", [name, least])

    def hashed(self, value: str) -> str:
        """Return SQL of the keyed hash of an SQL text, as it is kept."""
        return f"left(sha256({literal(self._secret)} || {value}), 32)"
