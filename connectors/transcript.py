"""Kind `transcript`: chats and calls written down; each turn of a conversation is a row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal

import pyarrow as pa
from pydantic import Field, model_validator

from connectors.columns import counted_from, with_positions
from connectors.contract import RESERVED, ConnectorConfig, Rejected
from connectors.delivery import LazyDelivery
from connectors.encoding import as_utf8, printable
from connectors.files import SourceFile, pull_files
from connectors.text import CapturingRegex, Regex, SearchedTextConfig, captured
from connectors.text_positions import locate, searched
from connectors.transcript_turns import Turn, read_turns

_BATCH_TURNS = 4_096
_OWN_COLUMNS = ("conversation", "turn", "speaker", "time", "text", "emails", "phones", "found", *RESERVED)


class TranscriptConfig(SearchedTextConfig):
    """Settings of a `transcript` source."""

    kind: Literal["transcript"] = "transcript"
    separator: Regex | None = Field(
        default=None, description="What stands between the conversations of a file; a file is one if left out."
    )
    fields: dict[str, CapturingRegex] = Field(
        default={},
        description="Columns that are the same for all turns of a conversation, such as its number or day, and where "
        "they stand in its text: a regular expression with one group each.",
    )

    @model_validator(mode="after")
    def _distinct_columns(self) -> TranscriptConfig:
        return self.with_distinct_columns((*_OWN_COLUMNS, *self.fields, *self.patterns))


class TranscriptConnector:
    """Reads conversations: chats as people export them, WebVTT and SubRip, JSON, or lines `[10:32] Agent: …`."""

    Config: ClassVar[type[ConnectorConfig]] = TranscriptConfig

    def __init__(self, config: TranscriptConfig, base: Path) -> None:
        self._config = config
        self._base = base
        self._separator = re.compile(config.separator, re.MULTILINE) if config.separator else None
        self._fields = {name: re.compile(pattern, re.MULTILINE) for name, pattern in config.fields.items()}
        self._patterns = {name: re.compile(pattern, re.MULTILINE) for name, pattern in config.patterns.items()}
        texts = ("conversation", "speaker", "time", "text", "found", *self._fields)
        lists = ("emails", "phones", *self._patterns)
        names = [*((name, pa.string()) for name in texts), *((name, pa.list_(pa.string())) for name in lists)]
        self._schema = pa.schema([*names, ("turn", pa.int32())])

    def pull(self, cursors: Mapping[str, str]) -> Iterator[LazyDelivery]:
        """Yield a delivery per file."""
        return pull_files(self._config.path, self._base, cursors, self._read)

    def _read(self, file: SourceFile, rejected: list[Rejected]) -> Iterator[pa.RecordBatch]:
        with as_utf8(file, self._config.encoding) as source:
            text = source.decode(source.path.read_bytes()[source.start :]).replace("\r\n", "\n")
            rows: list[dict[str, Any]] = []
            for number, (line, conversation) in enumerate(self._conversations(text), 1):
                fault = source.fault(conversation)
                try:
                    turns = [] if fault else read_turns(self._without_fields(conversation))
                except ValueError as trouble:
                    turns, fault = [], str(trouble)
                if fault or not turns:
                    reason = fault or "no turn of a conversation is in it"
                    rejected.append(Rejected(line, reason, printable(conversation.strip())))
                rows += self._rows(f"{file.unit}#{number}", conversation, turns)
        for first in range(0, max(len(rows), 1), _BATCH_TURNS):
            yield self._batch(rows[first : first + _BATCH_TURNS], first + 1)

    def _conversations(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield each conversation that is not only white space, with the line it starts on."""
        ends = [match.span() for match in self._separator.finditer(text)] if self._separator else []
        start = 0
        for end, after in (*ends, (len(text), len(text))):
            if text[start:end].strip():
                yield text.count("\n", 0, start) + 1, text[start:end]
            start = after

    def _without_fields(self, text: str) -> str:
        """Return a conversation without the whole lines that fields are read from: they look like turns."""
        for pattern in self._fields.values():
            found = pattern.search(text)
            if found and text[: found.start()][-1:] in {"", "\n"} and text[found.end() :][:1] in {"", "\n"}:
                text = text[: found.start()] + text[found.end() :]
        return text

    def _rows(self, conversation: str, text: str, turns: list[Turn]) -> Iterator[dict[str, Any]]:
        shared = {name: captured(pattern, text) for name, pattern in self._fields.items()}
        for number, turn in enumerate(turns, 1):
            found = locate(searched(turn.text), self._config.regions, self._patterns, self._config.own_domains)
            values: dict[str, Any] = {name: [] for name in ("emails", "phones", *self._patterns)}
            for each in found:
                kept = values[f"{each.kind}s" if each.kind in {"email", "phone"} else each.kind]
                kept += [each.value] * (each.value not in kept)
            yield {
                "conversation": conversation,
                "turn": number,
                "speaker": turn.speaker,
                "time": turn.time,
                "text": turn.text,
                "found": json.dumps([each._asdict() for each in found], ensure_ascii=False) if found else None,
                **shared,
                **values,
            }

    def _batch(self, rows: list[dict[str, Any]], first: int) -> pa.RecordBatch:
        columns = [pa.array([row[each.name] for row in rows], each.type) for each in self._schema]
        return with_positions(columns, self._schema.names, counted_from(first, len(rows)))
