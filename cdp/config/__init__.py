"""The configuration of a workspace: `cdp.yml`, `sources/*.yml`, `identity.yml`, `golden.yml`, and what is optional."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from cdp.config.benchmarks import BENCHMARKS, Benchmark, read_benchmarks
from cdp.config.company import CompanyConfig
from cdp.config.contact import ContactConfig
from cdp.config.events import ACTIONS, EventsConfig, currency_of
from cdp.config.experience import ExperienceConfig
from cdp.config.golden import GoldenConfig
from cdp.config.identity import Attribute, IdentityConfig
from cdp.config.journey import JourneyConfig
from cdp.config.pain import PainConfig
from cdp.config.segments import SegmentsConfig
from cdp.config.source import Party, SourceConfig
from cdp.config.trait_check import trait_faults
from cdp.config.traits import TraitsConfig
from cdp.config.yaml_file import line_of, read_yaml
from cdp.contracts import PROFILE
from cdp.errors import ConfigError, ConfigProblem
from cdp.semantics import ADDRESS_PARTS, TYPES, Holding, SemanticType
from cdp.version import __version__

TRAITS = "traits.yml"
FILES: dict[str, type[BaseModel]] = {
    "cdp.yml": CompanyConfig,
    "identity.yml": IdentityConfig,
    "golden.yml": GoldenConfig,
    "events.yml": EventsConfig,
    "journey.yml": JourneyConfig,
    "experience.yml": ExperienceConfig,
    "contact.yml": ContactConfig,
    "pain.yml": PainConfig,
    "segments.yml": SegmentsConfig,
    TRAITS: TraitsConfig,
}
"""Files beside the sources, with their models."""
OPTIONAL = frozenset({"events.yml", "journey.yml", "experience.yml", "contact.yml", "pain.yml", "segments.yml", TRAITS})
"""Files that need not be there: what they do not say, the product knows by itself."""
_MONEY = {"currency", "rates"}
"""What of events.yml no event depends on."""
_WORDS = {"words", "title", "description"}
"""What of the company and of a source is for people alone."""
_TYPED = {"number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "birth_date": "DATE"}
"""Semantic types whose golden values are no text."""


@dataclass(frozen=True)
class Config:
    """Everything a run needs to know, read and validated once."""

    folder: Path
    company: CompanyConfig
    sources: tuple[SourceConfig, ...]
    identity: IdentityConfig
    golden: GoldenConfig
    events: EventsConfig
    journey: JourneyConfig
    traits: TraitsConfig
    experience: ExperienceConfig
    benchmarks: tuple[Benchmark, ...]
    contact: ContactConfig
    pain: PainConfig
    segments: SegmentsConfig

    @property
    def hash(self) -> str:
        """Fingerprint of the settings of which people and events depend, and of the product's version.

        The Splink settings that they name are among them. Equal hashes: equal people and events from equal data, for
        the same day and model.
        """
        parts = [self.company.model_dump(mode="json", exclude=_WORDS)]
        parts += [part.model_dump(mode="json") for part in (self.identity, self.golden)]
        parts += [source.model_dump(mode="json", exclude=_WORDS) for source in self.sources]
        meaning = self.events.model_dump(mode="json", exclude=_MONEY)
        text = json.dumps([*parts, meaning], sort_keys=True)
        return _fingerprint(__version__.encode(), text.encode(), self._splink_settings, *self._salts)

    @property
    def insight_hash(self) -> str:
        """Fingerprint of the settings of what is made of people and events: they are taken up without matching anew."""
        traits = {name: trait.model_dump(mode="json") for name, trait in self.traits.all.items()}
        told = (self.journey, self.experience, *self.benchmarks, self.contact, self.pain, self.segments)
        parts = [self.events.model_dump(mode="json", include=_MONEY), traits]
        parts += [part.model_dump(mode="json") for part in told]
        return _fingerprint(json.dumps(parts, sort_keys=True).encode())

    @property
    def currency(self) -> str:
        """Currency in which the worth of orders is told."""
        return self.events.currency or currency_of(self.company.region)

    @property
    def profile_columns(self) -> dict[str, str]:
        """Columns that a profile may have, with their types; which it has, the data tell."""
        names = {**TYPES, **self.identity.attributes}
        types = {name: _TYPED.get(self.semantic_type(name).name, "VARCHAR") for name in names}
        several = {f"{name}_all": f"{kind}[]" for name, kind in types.items()}
        parts = dict.fromkeys(ADDRESS_PARTS, "VARCHAR")
        return {**types, **several, **parts, **{column.name: column.type for column in PROFILE.columns}}

    @property
    def _splink_settings(self) -> bytes:
        """Content of the Splink settings that identity.yml names; empty when it names none or the file is missing."""
        named = self.identity.splink_settings
        path = self.folder / named if named else None
        return path.read_bytes() if path and path.is_file() else b""

    @property
    def _salts(self) -> list[bytes]:
        """What the salts of partners' hashes are now: another one makes other hashes."""
        named = sorted({name for source in self.sources for name in source.hashing.salts})
        return [os.environ.get(name, "").encode() for name in named]

    @property
    def sources_by_trust(self) -> list[SourceConfig]:
        """Sources in the order they are landed: own ones before partners' and bought ones, the most trusted first.

        Who lands first claims the golden_id.
        """
        parties = list(Party)
        return sorted(self.sources, key=lambda source: (parties.index(source.party), -source.trust, source.source))

    def semantic_type(self, attribute: str) -> SemanticType:
        """Return the semantic type of an attribute: declared in identity.yml, else the type of that name."""
        declared = self.identity.attributes.get(attribute)
        return TYPES[declared.type if declared else attribute]

    def holding(self, attribute: str) -> Holding:
        """Return how persons hold an attribute."""
        declared = self.identity.attributes.get(attribute)
        return (declared.holding if declared else None) or self.semantic_type(attribute).holding

    @property
    def attached(self) -> list[str]:
        """Sources whose licence does not let their records tie records of others."""
        return [source.source for source in self.sources if source.licence.may_link == "no"]

    def source(self, name: str) -> SourceConfig:
        """Return the source of this name."""
        return next(each for each in self.sources if each.source == name)


def _fingerprint(*told: bytes) -> str:
    return hashlib.sha256(b"\x1f".join(told)).hexdigest()[:16]


def load_company(folder: Path) -> CompanyConfig:
    """Read `cdp.yml` alone; raises ConfigError."""
    return read_yaml(folder / "cdp.yml", CompanyConfig, "cdp.yml")


def load_segments(folder: Path) -> SegmentsConfig:
    """Read `segments.yml` alone, none if it is not there; raises ConfigError."""
    path = folder / "segments.yml"
    return read_yaml(path, SegmentsConfig, path.name) if path.exists() else SegmentsConfig()


def load_config(folder: Path) -> Config:
    """Read the configuration below `folder`.

    Raises ConfigError listing every problem in every file.
    """
    problems = _misnamed(folder)
    parts = _read_parts(folder, problems)
    sources = _read_sources(folder, problems)
    benchmarks = _read_benchmarks(folder, problems)
    if not sources and not problems:
        problems.append(ConfigProblem("sources/", None, "*.yml", "no source is declared", "add a file, one per source"))
    if problems:
        raise ConfigError(problems)
    config = Config(folder=folder, sources=sources, benchmarks=benchmarks, **parts)
    if faults := [*_unknown_attributes(config), *_unknown_actions(config), *_faulty_traits(config)]:
        raise ConfigError(faults)
    return config


def _read_parts(folder: Path, problems: list[ConfigProblem]) -> dict[str, Any]:
    """Read the files beside the sources, each under its name in Config; those that cannot be read add to `problems`."""
    parts: dict[str, Any] = {}
    for name, model in FILES.items():
        part = "company" if name == "cdp.yml" else name.removesuffix(".yml")
        if name in OPTIONAL and not (folder / name).exists():
            parts[part] = model()
            continue
        try:
            parts[part] = read_yaml(folder / name, model, name)
        except ConfigError as fault:
            problems += fault.problems
    return parts


def _read_sources(folder: Path, problems: list[ConfigProblem]) -> tuple[SourceConfig, ...]:
    """Read the files of sources/; those that cannot be read, or are not called as their source, add to `problems`."""
    sources = []
    for path in sorted((folder / "sources").glob("*.yml")):
        shown_as = f"sources/{path.name}"
        try:
            source = read_yaml(path, SourceConfig, shown_as)
        except ConfigError as fault:
            problems += fault.problems
            continue
        if source.source != path.stem:
            remedy = f"call the file {source.source}.yml, or rename the source"
            problems.append(ConfigProblem(shown_as, 1, "source", f"is {source.source!r}", remedy))
        sources.append(source)
    return tuple(sources)


def _read_benchmarks(folder: Path, problems: list[ConfigProblem]) -> tuple[Benchmark, ...]:
    """Read benchmarks.csv, none if it is not there; rows that cannot be read add to `problems`."""
    path = folder / BENCHMARKS
    if not path.exists():
        return ()
    try:
        return tuple(read_benchmarks(path, BENCHMARKS))
    except ConfigError as fault:
        problems += fault.problems
        return ()


def _misnamed(folder: Path) -> list[ConfigProblem]:
    """Files that look like configuration and would not be read."""
    endings = [path.relative_to(folder) for path in (*folder.glob("*.yaml"), *folder.glob("sources/*.yaml"))]
    unknown = sorted({path.name for path in folder.glob("*.yml")} - set(FILES))
    known = ", ".join(FILES)
    return [
        ConfigProblem(path.as_posix(), None, "file", "is not read: its name ends in .yaml", f"call it {path.stem}.yml")
        for path in sorted(endings)
    ] + [
        ConfigProblem(
            name, None, "file", "is not read: no file of the configuration has that name", f"there are {known}"
        )
        for name in unknown
    ]


def _unknown_attributes(config: Config) -> list[ConfigProblem]:
    """Attributes that are neither a semantic type nor declared in identity.yml."""
    known = set(TYPES) | set(config.identity.attributes)
    remedy = "use a semantic type (`cdp schema --types`), or declare it in identity.yml under `attributes`"
    problems = []
    for source in config.sources:
        identifiers = {name for event in source.events for name in event.identifiers} - {"record"}
        for name in sorted((set(source.attributes) | identifiers | set(source.expect.required)) - known):
            problems.append(
                ConfigProblem(f"sources/{source.source}.yml", None, name, "is not a known attribute", remedy)
            )
    for name in sorted(set(config.golden.attributes) - known - {"address"}):
        problems.append(ConfigProblem("golden.yml", None, name, "is not a known attribute", remedy))
    for name in sorted(set(config.identity.guards) - known):
        problems.append(ConfigProblem("identity.yml", None, name, "is not a known attribute", remedy))
    return problems


def _faulty_traits(config: Config) -> list[ConfigProblem]:
    """Traits that cannot be computed."""
    faults = trait_faults(tuple(config.traits.all.items()), tuple(config.profile_columns.items()))
    path = config.folder / TRAITS
    return [
        ConfigProblem(
            TRAITS, line_of(path, "traits", *each.keys), ".".join(("traits", *each.keys)), each.problem, each.remedy
        )
        for each in faults
    ]


def _unknown_actions(config: Config) -> list[ConfigProblem]:
    """Actions in journey.yml that no event can have, as far as the mappings tell: some take them from the data."""
    told = [event.action for source in config.sources for event in source.events if event.action]
    if any(action.constant is None for action in told):
        return []
    known = {*ACTIONS, *config.events.actions, *(str(action.constant) for action in told)}
    remedy = "use one of the common vocabulary, or declare it under `actions` in events.yml"
    return [
        ConfigProblem("journey.yml", None, action, "is not an action that an event has", remedy)
        for action in sorted(config.journey.actions - known)
    ]


__all__ = [
    "Attribute",
    "Benchmark",
    "CompanyConfig",
    "Config",
    "EventsConfig",
    "ExperienceConfig",
    "GoldenConfig",
    "IdentityConfig",
    "JourneyConfig",
    "PainConfig",
    "SourceConfig",
    "TraitsConfig",
    "load_company",
    "load_config",
    "load_segments",
]
