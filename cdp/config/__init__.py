"""The configuration of a workspace: `cdp.yml`, `sources/*.yml`, `identity.yml`, `golden.yml`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from cdp.config.company import CompanyConfig
from cdp.config.golden import GoldenConfig
from cdp.config.identity import Attribute, IdentityConfig
from cdp.config.source import Party, SourceConfig
from cdp.config.yaml_file import read_yaml
from cdp.errors import ConfigError, ConfigProblem
from cdp.semantics import TYPES, Holding, SemanticType
from cdp.version import __version__

FILES: dict[str, type[BaseModel]] = {
    "cdp.yml": CompanyConfig,
    "identity.yml": IdentityConfig,
    "golden.yml": GoldenConfig,
}
"""Files beside the sources, with their models."""


@dataclass(frozen=True)
class Config:
    """Everything a run needs to know, read and validated once."""

    folder: Path
    company: CompanyConfig
    sources: tuple[SourceConfig, ...]
    identity: IdentityConfig
    golden: GoldenConfig

    @property
    def hash(self) -> str:
        """Fingerprint of all settings, of the Splink settings they name, and of the product's version.

        Equal hashes: equal results on equal data, for the same day and model.
        """
        parts = [self.company, *self.sources, self.identity, self.golden]
        text = json.dumps([part.model_dump(mode="json") for part in parts], sort_keys=True)
        told = [__version__.encode(), text.encode(), self._splink_settings]
        return hashlib.sha256(b"\x1f".join(told)).hexdigest()[:16]

    @property
    def _splink_settings(self) -> bytes:
        """Content of the Splink settings that identity.yml names; empty when it names none or the file is missing."""
        named = self.identity.splink_settings
        path = self.folder / named if named else None
        return path.read_bytes() if path and path.is_file() else b""

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

    def source(self, name: str) -> SourceConfig:
        """Return the source of this name."""
        return next(each for each in self.sources if each.source == name)


def load_company(folder: Path) -> CompanyConfig:
    """Read `cdp.yml` alone; raises ConfigError."""
    return read_yaml(folder / "cdp.yml", CompanyConfig, "cdp.yml")


def load_config(folder: Path) -> Config:
    """Read the configuration below `folder`.

    Raises ConfigError listing every problem in every file.
    """
    problems = _misnamed(folder)
    read: dict[str, BaseModel] = {}
    for name, model in FILES.items():
        try:
            read[name] = read_yaml(folder / name, model, name)
        except ConfigError as fault:
            problems += fault.problems
    sources = []
    for path in sorted((folder / "sources").glob("*.yml")):
        shown_as = f"sources/{path.name}"
        try:
            source = read_yaml(path, SourceConfig, shown_as)
        except ConfigError as fault:
            problems += fault.problems
            continue
        if source.source != path.stem:
            problems.append(
                ConfigProblem(
                    shown_as,
                    1,
                    "source",
                    f"is {source.source!r}",
                    f"call the file {source.source}.yml, or rename the source",
                )
            )
        sources.append(source)
    if not sources and not problems:
        problems.append(ConfigProblem("sources/", None, "*.yml", "no source is declared", "add a file, one per source"))
    if problems:
        raise ConfigError(problems)
    company, identity, golden = read["cdp.yml"], read["identity.yml"], read["golden.yml"]
    assert (
        isinstance(company, CompanyConfig) and isinstance(identity, IdentityConfig) and isinstance(golden, GoldenConfig)
    )
    config = Config(folder, company, tuple(sources), identity, golden)
    if unknown := _unknown_attributes(config):
        raise ConfigError(unknown)
    return config


def _misnamed(folder: Path) -> list[ConfigProblem]:
    """Files that look like configuration and would not be read."""
    found = [path.relative_to(folder) for path in (*folder.glob("*.yaml"), *folder.glob("sources/*.yaml"))]
    return [
        ConfigProblem(path.as_posix(), None, "file", "is not read: its name ends in .yaml", f"call it {path.stem}.yml")
        for path in sorted(found)
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


__all__ = [
    "Attribute",
    "CompanyConfig",
    "Config",
    "GoldenConfig",
    "IdentityConfig",
    "SourceConfig",
    "load_company",
    "load_config",
]
