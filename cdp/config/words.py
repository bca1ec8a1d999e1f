"""What the company calls its own things: one text for everybody, or one for each language of the pages."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_serializer

from cdp.wording import LANGUAGES, Told


class InLanguages(BaseModel):
    """A text in each language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: str = Field(min_length=1, description="English; what commands, tables and JSON tell.")
    ko: str = Field(min_length=1, description="Korean.")
    ja: str = Field(min_length=1, description="Japanese.")

    @property
    def told(self) -> Told:
        """The text by language."""
        return {language: getattr(self, language) for language in LANGUAGES}

    @model_serializer
    def _written(self) -> str | dict[str, str]:
        """Return it as it is written in YAML: one text, or one for each language."""
        return self.en if self.en == self.ko == self.ja else {"en": self.en, "ko": self.ko, "ja": self.ja}


def _everybody(given: Any) -> Any:
    return dict.fromkeys(LANGUAGES, given) if isinstance(given, str) else given


Words = Annotated[InLanguages, BeforeValidator(_everybody, json_schema_input_type=str | InLanguages)]
"""A text, or `{en: …, ko: …, ja: …}`."""
