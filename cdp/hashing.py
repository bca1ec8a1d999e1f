"""Hashed identifiers of partners: our clear values made into hashes by each partner's own recipe, to be compared.

A hash with SHA-256 of the clean value, unsalted, is the common form; every other recipe gives our values a further
hash. What a recipe makes depends on one value alone, so that a new record changes nothing about the others.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from cdp.config import Config
from cdp.config.hashing import EmailRecipe, PhoneRecipe
from cdp.database import Database, literal
from cdp.errors import ConfigError, ConfigProblem
from cdp.semantics import HASH_OF

SALTS = "partner_salt"
"""Table (name, salt) of the salts, so that none stands in a statement."""
_NO_PREFIX = "+1"
"""Country code whose numbers are written without what is dialled before them within the country."""
_GMAIL = "split_part({0}, '@', 2) in ('gmail.com', 'googlemail.com')"


@dataclass(frozen=True)
class PartnerHash:
    """A recipe that some source hashes an identifier by."""

    hashed: str
    """Attribute of the hashes: `hashed_email` or `hashed_phone`."""
    recipe: EmailRecipe | PhoneRecipe
    region: str
    """Country of national numbers; empty where the recipe has none."""

    @property
    def clear(self) -> str:
        """Attribute of the clear values."""
        return HASH_OF[self.hashed]

    def sql(self, value: str) -> str:
        """Return the SQL of the hash, hexadecimal, of a clean value; null where the recipe makes none of it."""
        recipe = self.recipe
        text = _email_sql(recipe, value) if isinstance(recipe, EmailRecipe) else _phone_sql(recipe, value, self.region)
        if recipe.salt is not None:
            salt = f"(select salt from {SALTS} where name = {literal(recipe.salt)})"
            text = f"{salt} || {text}" if recipe.salt_at == "before" else f"{text} || {salt}"
        return f"{recipe.algorithm}({text})"


def partner_hashes(config: Config) -> list[PartnerHash]:
    """Return the recipes that sources hash by, each once, without the common form."""
    found: dict[PartnerHash, None] = {}
    for source in config.sources:
        for hashed, recipe in source.hashing.recipes.items():
            region = source.region or config.company.region
            own = region if isinstance(recipe, PhoneRecipe) and recipe.normalise == "national" else ""
            if not _is_common(recipe):
                found[PartnerHash(hashed, recipe, own)] = None
    return list(found)


def make_salts(db: Database, config: Config) -> None:
    """Make `partner_salt` (name, salt) from the environment; raises ConfigError when a salt is not set."""
    db.run(f"create or replace temp table {SALTS} (name varchar, salt varchar)")
    for source in config.sources:
        for name in source.hashing.salts:
            if name not in os.environ:
                file, problem = f"sources/{source.source}.yml", f"needs the environment variable {name}, which is unset"
                raise ConfigError([ConfigProblem(file, None, "hashing", problem, "set it, then go on")])
            db.run(f"insert into {SALTS} values ($name, $salt)", {"name": name, "salt": os.environ[name]})


def _is_common(recipe: EmailRecipe | PhoneRecipe) -> bool:
    changes = {"gmail_dots", "plus_tags"} & set(recipe.normalise) if isinstance(recipe, EmailRecipe) else ()
    plain = not changes if isinstance(recipe, EmailRecipe) else recipe.normalise == "e164"
    return plain and recipe.algorithm == "sha256" and recipe.salt is None


def _email_sql(recipe: EmailRecipe, value: str) -> str:
    text = value
    if "plus_tags" in recipe.normalise:
        text = f"regexp_replace({text}, '[+][^@]*@', '@')"
    if "gmail_dots" in recipe.normalise:
        dotless = f"replace(split_part({text}, '@', 1), '.', '') || '@' || split_part({text}, '@', 2)"
        text = f"case when {_GMAIL.format(text)} then {dotless} else {text} end"
    return text


def _phone_sql(recipe: PhoneRecipe, value: str, region: str) -> str:
    if recipe.normalise == "e164":
        return value
    if recipe.normalise == "e164_digits":
        return f"ltrim({value}, '+')"
    from phonenumbers import PhoneMetadata, country_code_for_region

    code = f"+{country_code_for_region(region)}"
    metadata = PhoneMetadata.metadata_for_region(region)
    prefix = (metadata.national_prefix if metadata and code != _NO_PREFIX else None) or ""
    dialled = f"{literal(prefix)} || substr({value}, {len(code) + 1})"
    return f"case when starts_with({value}, {literal(code)}) then {dialled} end"
