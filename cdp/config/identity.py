"""identity.yml: what attributes mean and how records are compared, where the defaults do not fit."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, field_validator

from cdp.config.source import Strict
from cdp.semantics import TYPES, Holding

_NAME = re.compile("[a-z][a-z0-9_]*")
_PUBLISHED = (
    *("source", "record_id", "nth", "party", "updated_at", "expires_at"),
    *("golden_id", "records", "sources", "address"),
)
_IDENTIFIERS = ("record", "order_number")
_INTERNAL = (
    *("rid", "claim", "trust", "one_per_person", "kind"),
    *("third", "filled", "support", "value", "all_values", "lost"),
    *("person", "credibility", "precedence"),
    *("given", "family", "birth_year", "email_user", "email_hash", "phone_hash", "organisation_start"),
)
RESERVED = frozenset((*_PUBLISHED, *_IDENTIFIERS, *_INTERNAL))
"""Names that an attribute may not have: those of published columns, other identifiers, and columns of the stages."""
MATCH_WEIGHT = -2.0
"""Weakest match (log2 odds) that ties records, unless identity.yml says otherwise."""
RESERVED_PARTS = re.compile("fast_.*|.*_(raw|all|key|native)")
"""Names of columns that the product makes from an attribute."""


def _free_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of an attribute: it starts with a-z and goes on with a-z, 0-9 and _")
    if name in RESERVED or RESERVED_PARTS.fullmatch(name):
        raise ValueError(f"{name!r} names a column of the product; choose another name")
    return name


class Attribute(Strict):
    """An attribute of your own, beside those that are named after their semantic type."""

    type: str = Field(description="Semantic type; see `cdp schema --types`.")
    holding: Holding | None = Field(
        None, description="unique, exclusive, several, shared or open, when not as the type says."
    )

    @field_validator("type")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in TYPES:
            raise ValueError(f"{name!r} is not a semantic type; one of {', '.join(sorted(TYPES))}")
        return name


class Guard(Strict):
    """Limits of one attribute."""

    generic_above: int | None = Field(
        None, ge=1, description="A value that more distinct (name, birth date) hold is no evidence any more."
    )
    placeholders: tuple[str, ...] = Field((), description="Values of yours that stand for none.")


class ComparisonLevel(Strict):
    """One degree of agreement, strongest first; `l` and `r` columns as Splink writes them: `email_l = email_r`."""

    label: str
    sql: str = Field(description="Condition over the columns of the link input, suffixed _l and _r.")
    m: float = Field(gt=0, lt=1, description="Share of true pairs at this level, where the data cannot tell.")
    u: float = Field(gt=0, lt=1, description="Share of other pairs at this level, where the data cannot tell.")


class Comparison(Strict):
    """A comparison of your own, instead of the automatic one of that name or beside the automatic ones."""

    columns: tuple[str, ...] = Field(min_length=1, description="Columns of the link input that it reads.")
    levels: tuple[ComparisonLevel, ...] = Field(min_length=1)
    personal: bool = Field(True, description="It speaks of one person rather than of a household.")


class IdentityConfig(Strict):
    """Identity resolution; an empty file means: all automatic."""

    attributes: dict[Annotated[str, AfterValidator(_free_name)], Attribute] = Field(
        default_factory=dict, description="By name: lower-case letters, digits and _."
    )
    guards: dict[str, Guard] = Field(default_factory=dict, description="By attribute.")
    comparisons: dict[str, Comparison] = Field(default_factory=dict, description="By name of the comparison.")
    blocking: tuple[tuple[str, ...], ...] | None = Field(
        None, description="Sets of attributes that candidate pairs must share, instead of the automatic ones."
    )
    match_weight: float | None = Field(
        None, description="Weakest match (log2 odds) that can tie records; automatic when unset."
    )
    splink_settings: Path | None = Field(
        None, description="A Splink settings JSON of your own, used as it is instead of the automatic model."
    )

    @property
    def weakest_match(self) -> float:
        """Weakest match (log2 odds) that ties records."""
        return MATCH_WEIGHT if self.match_weight is None else self.match_weight

    @field_validator("attributes")
    @classmethod
    def _types_keep_their_names(cls, attributes: dict[str, Attribute]) -> dict[str, Attribute]:
        for name, attribute in attributes.items():
            if name in TYPES and attribute.type != name:
                raise ValueError(f"{name!r} is a semantic type of its own; choose another name, or `type: {name}`")
        return attributes
