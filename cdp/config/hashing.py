"""How a partner makes hashes of e-mails and phones, declared in its source's file under `hashing`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _variable(text: str) -> str:
    name = text.removeprefix("${").removesuffix("}")
    if text != f"${{{name}}}" or not name.isidentifier():
        raise ValueError("write the name of an environment variable, such as ${PARTNER_SALT}, never the salt itself")
    return name


Variable = Annotated[str, AfterValidator(_variable), Field(json_schema_extra={"pattern": r"^\$\{\w+\}$"})]
"""`${NAME}`: an environment variable, kept by its name."""


class Recipe(BaseModel):
    """What is done with a clear value before it is sent."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    algorithm: Literal["sha256", "sha1", "md5"] = Field("sha256", description="The hash; hexadecimal or base64.")
    salt: Variable | None = Field(None, description="Text joined to the value, from the environment: ${NAME}.")
    salt_at: Literal["before", "after"] = Field("before", description="Whether the salt stands before the value.")


class EmailRecipe(Recipe):
    """A partner's recipe for e-mail addresses."""

    normalise: tuple[Literal["trim", "lower", "gmail_dots", "plus_tags"], ...] = Field(
        ("trim", "lower"),
        description="trim and lower always hold; gmail_dots takes dots out of names at Gmail, plus_tags `+…` off.",
    )


class PhoneRecipe(Recipe):
    """A partner's recipe for phone numbers."""

    normalise: Literal["e164", "e164_digits", "national"] = Field(
        "e164",
        description="e164: +821012345678; e164_digits: without the +; national: 01012345678, of the source's region.",
    )


class Hashing(BaseModel):
    """The recipes of one partner, by what is hashed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: EmailRecipe = EmailRecipe()
    phone: PhoneRecipe = PhoneRecipe()

    @property
    def recipes(self) -> dict[str, EmailRecipe | PhoneRecipe]:
        """The recipes by the attribute of their hashes."""
        return {"hashed_email": self.email, "hashed_phone": self.phone}

    @property
    def salts(self) -> list[str]:
        """Names of the environment variables that hold a salt."""
        return sorted({each.salt for each in (self.email, self.phone) if each.salt})
