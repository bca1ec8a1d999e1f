"""Kind `text`: files of free text such as call notes, cut into entries, with the identifiers found in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
import pyarrow as pa
from pydantic import AfterValidator, Field, field_validator, model_validator

from connectors.columns import with_positions
from connectors.contract import RESERVED, ConnectorConfig, Rejected
from connectors.delivery import LazyDelivery
from connectors.encoding import as_utf8, codec_name, printable
from connectors.files import FileConfig, SourceFile, pull_files
from connectors.text_identifiers import find_emails, find_identifiers, find_phones, search_form

_BATCH_ENTRIES = 4_096
_OWN_COLUMNS = ("text", "emails", "phones", *RESERVED)


def _checked(expression: str) -> str:
    try:
        re.compile(expression)
    except re.error as error:
        raise ValueError(f"`{expression}` is not a valid regular expression: {error}") from error
    return expression


def _checked_with_group(expression: str) -> str:
    pattern = re.compile(_checked(expression))
    if pattern.groups != 1 and "value" not in pattern.groupindex:
        raise ValueError(f"`{expression}` has {pattern.groups} groups: give it exactly one, or name one `(?P<value>…)`")
    return expression


Regex = Annotated[str, AfterValidator(_checked)]
"""A regular expression."""
CapturingRegex = Annotated[str, AfterValidator(_checked_with_group)]
"""A regular expression whose only group, or whose group `value`, is what it finds."""


class SearchedTextConfig(FileConfig):
    """Settings of a source of free text that is searched for identifiers."""

    encoding: str | None = Field(
        default=None,
        description="Encoding of the files, such as utf-8, cp949, shift_jis, euc_jp or utf-16; detected when left out.",
    )
    regions: list[str] = Field(
        default=["KR", "JP", "US"],
        description="Countries whose national phone numbers are looked for, the likelier first. A country whose script "
        "an entry is written in goes before the others. International numbers are always found.",
    )
    patterns: dict[str, Regex] = Field(
        default={}, description=r"Columns and the identifiers they hold, such as `order_number: 'ORD-\d{8}'`."
    )
    own_domains: list[str] = Field(
        default=[], description="E-mail domains of the company itself; addresses there are not a customer's."
    )

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str | None) -> str | None:
        if value is not None:
            codec_name(value)
        return value

    @field_validator("regions")
    @classmethod
    def _known_regions(cls, value: list[str]) -> list[str]:
        from phonenumbers import SUPPORTED_REGIONS

        if unknown := sorted(set(value) - SUPPORTED_REGIONS):
            raise ValueError(f"unknown regions {', '.join(unknown)}: use two capital letters such as KR, JP, US, GB")
        return value

    @field_validator("own_domains")
    @classmethod
    def _plain_domains(cls, value: list[str]) -> list[str]:
        return [domain.lower().lstrip("@.") for domain in value]

    def with_distinct_columns(self, columns: Iterable[str]) -> Self:
        """Return the settings; raises ValueError when two of their columns have one name."""
        names = [name.casefold() for name in columns]
        if clash := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"`fields` and `patterns` need other column names than {', '.join(clash)}")
        return self


class TextConfig(SearchedTextConfig):
    """Settings of a `text` source."""

    kind: Literal["text"] = "text"
    separator: Regex = Field(
        default=r"^-{3,}[ \t]*$", description="What stands between entries; a line of three or more dashes if left out."
    )
    per_file: bool = Field(default=False, description="Whether a file is one entry; then nothing separates.")
    fields: dict[str, CapturingRegex] = Field(
        default={}, description="Columns and where they stand in an entry: a regular expression with one group each."
    )
    body: CapturingRegex | None = Field(
        default=None, description="Which part of an entry is the text itself (`.` matches line ends); all if left out."
    )

    @model_validator(mode="after")
    def _distinct_columns(self) -> TextConfig:
        return self.with_distinct_columns((*_OWN_COLUMNS, *self.fields, *self.patterns))


class TextConnector:
    """Reads free text: an entry is a row, with the e-mail addresses, phone numbers and identifiers in its text."""

    Config: ClassVar[type[ConnectorConfig]] = TextConfig

    def __init__(self, config: TextConfig, base: Path) -> None:
        self._config = config
        self._base = base
        self._separator = re.compile(config.separator, re.MULTILINE)
        self._fields = {name: re.compile(pattern, re.MULTILINE) for name, pattern in config.fields.items()}
        self._body = re.compile(config.body, re.DOTALL) if config.body else None
        self._patterns = {name: re.compile(pattern, re.MULTILINE) for name, pattern in config.patterns.items()}
        columns = [("text", pa.string()), *((name, pa.string()) for name in self._fields)]
        lists = ["emails", "phones", *self._patterns]
        self._schema = pa.schema([*columns, *((name, pa.list_(pa.string())) for name in lists)])

    def pull(self, cursors: Mapping[str, str]) -> Iterator[LazyDelivery]:
        """Yield a delivery per file."""
        return pull_files(self._config.path, self._base, cursors, self._read)

    def _read(self, file: SourceFile, rejected: list[Rejected]) -> Iterator[pa.RecordBatch]:
        with as_utf8(file, self._config.encoding) as source:
            text = source.decode(source.path.read_bytes()[source.start :]).replace("\r\n", "\n")
        entries = [(line, entry, source.fault(entry)) for line, entry in self._entries(text)]
        if sum(fault is not None for _, _, fault in entries) * 2 > len(entries):
            raise source.unreadable("more than half of the entries are")
        for first in range(0, max(len(entries), 1), _BATCH_ENTRIES):
            yield self._batch(entries[first : first + _BATCH_ENTRIES], rejected)

    def _entries(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield each entry that is not only white space, with the line it starts on."""
        separators = [] if self._config.per_file else [match.span() for match in self._separator.finditer(text)]
        starts = [0, *(end for _, end in separators)]
        ends = [*(start for start, _ in separators), len(text)]
        line, counted = 1, 0
        for start, end in zip(starts, ends, strict=True):
            entry = text[start:end].lstrip()
            begin = end - len(entry)
            line, counted = line + text.count("\n", counted, begin), begin
            if entry:
                yield line, entry.rstrip()

    def _batch(self, entries: Iterable[tuple[int, str, str | None]], rejected: list[Rejected]) -> pa.RecordBatch:
        rows, lines = [], []
        for line, entry, fault in entries:
            body = None if fault else entry if self._body is None else captured(self._body, entry)
            if body is None:
                rejected.append(Rejected(line, fault or "`body` finds no text in the entry", printable(entry)))
            else:
                rows.append(self._row(entry, body))
                lines.append(line)
        columns = [pa.array([row[place] for row in rows], kind) for place, kind in enumerate(self._schema.types)]
        return with_positions(columns, self._schema.names, np.array(lines, dtype=np.int64))

    def _row(self, entry: str, body: str) -> list[str | list[str] | None]:
        searched = search_form(body)
        fields = [captured(pattern, entry) for pattern in self._fields.values()]
        emails = find_emails(searched, self._config.own_domains)
        phones = find_phones(searched, self._config.regions, self._patterns.values())
        return [body, *fields, emails, phones, *find_identifiers(searched, self._patterns).values()]


def captured(pattern: re.Pattern[str], text: str) -> str | None:
    """Return what the pattern finds first: its group `value`, else its only group; None when it finds nothing."""
    found = pattern.search(text)
    return found["value" if "value" in pattern.groupindex else 1] if found else None
