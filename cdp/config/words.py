"""What the company calls its own things: one text for everybody, or one for each language of the pages."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_serializer

from cdp.wording import LANGUAGES, Told


class InLanguages(BaseModel):
    """A text in each language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: str = Field(description="English; what commands, tables and JSON tell.")
    ko: str = Field("", description="Korean; the English one if unset.")
    ja: str = Field("", description="Japanese; the English one if unset.")

    @property
    def told(self) -> Told:
        """The text by language."""
        return {language: getattr(self, language) or self.en for language in LANGUAGES}

    @model_serializer
    def _written(self) -> str | dict[str, str]:
        """Return it as it is written in YAML: one text, or one for each language."""
        if self.en == self.ko == self.ja:
            return self.en
        given = {"en": self.en, "ko": self.ko, "ja": self.ja}
        return {language: text for language, text in given.items() if text}


def _everybody(given: Any) -> Any:
    return dict.fromkeys(LANGUAGES, given) if isinstance(given, str) else given


Words = Annotated[InLanguages, BeforeValidator(_everybody, json_schema_input_type=str | InLanguages)]
"""A text, or `{en: …, ko: …, ja: …}`."""
