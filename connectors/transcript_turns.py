"""The turns of a conversation in the shapes that chats and calls are written down in: who, when, what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple


class Turn(NamedTuple):
    """What one speaker said at once."""

    speaker: str | None
    time: str | None
    """As it is written: a time of day, a moment, or seconds since the beginning; a day told above goes before it."""
    text: str


_CLOCK = r"(?:(?:오전|오후|午前|午後)\s?)?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DAY = r"\d{4}\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,2}\s?[日일]?"
_TIME = rf"(?:{_DAY}[\sT]?)?{_CLOCK}"
_SPEAKER = r"[^\W\d][^:：\[\]\t\n]{0,39}?"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"\[(?P<speaker>{_SPEAKER})\]\s\[(?P<time>{_TIME})\]\s(?P<text>.*)",
        rf"(?P<time>{_CLOCK})\t(?P<speaker>[^\t]+)\t(?P<text>.*)",
        rf"[\[(]?(?P<time>{_TIME})[\])]?[,\s-]*\s(?P<speaker>{_SPEAKER})\s?[:：]\s?(?P<text>.*)",
        rf"(?P<speaker>{_SPEAKER})\s[\[(](?P<time>{_TIME})[\])]\s?[:：]?\s?(?P<text>.*)",
        rf"(?P<speaker>{_SPEAKER})\s?[:：](?!//)\s?(?P<text>.*)",
    )
)
"""Turns as KakaoTalk and LINE export them, with the time before or after the speaker, and without one."""
_DAY_LINE = re.compile(
    rf"[-\s]*(?P<day>{_DAY})[\s(（]*(?:[월화수목금토일](?:요일)?|[月火水木金土日](?:曜日?)?|\w{{3,9}})?[)）\s-]*"
)
_CUE = re.compile(r"(?P<start>(?:\d+:)?\d{2}:\d{2}[.,]\d{3})\s*-->\s*(?:\d+:)?\d{2}:\d{2}[.,]\d{3}")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+(?P<speaker>[^>]+)>")
_TAG = re.compile(r"</?[a-z][^>]*>")
_SPEAKERS = ("speaker", "role", "from", "author", "sender", "name", "user")
_TIMES = ("time", "timestamp", "at", "ts", "start", "sent_at", "created_at", "date")
_TEXTS = ("text", "message", "content", "body", "utterance", "transcript")


def read_turns(text: str) -> list[Turn]:
    """Return the turns of a conversation; text before the first turn belongs to none.

    Raises ValueError when what looks like JSON cannot be read as such, or holds no turns.
    """
    begin = text.lstrip()
    if begin.startswith(("{", "[{")) or re.match(r"\[\s*\{", begin):
        return _from_json(text)
    if begin.startswith("WEBVTT") or _CUE.search(text[:2000]):
        return list(_from_cues(text))
    return list(_from_lines(text))


def _from_lines(text: str) -> Iterator[Turn]:
    """Yield turns line by line; a line that begins none goes on with the one before it."""
    current: Turn | None = None
    day = ""
    for line in text.split("\n"):
        if told := _DAY_LINE.fullmatch(line.strip()):
            day = f"{told['day'].strip()} "
            continue
        match = next((found for shape in _SHAPES if (found := shape.fullmatch(line.strip()))), None)
        if match is None:
            if current and line.strip():
                current = current._replace(text=f"{current.text}\n{line.strip()}")
            continue
        if current:
            yield current
        time = match.groupdict().get("time")
        moment = time if time is None or re.match(_DAY, time) else f"{day}{time}"
        current = Turn(match["speaker"].strip(), moment, match["text"].strip())
    if current:
        yield current


def _from_cues(text: str) -> Iterator[Turn]:
    """Yield the cues of WebVTT or SubRip, with the time since the beginning at which each starts."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if cue := _CUE.match(line.strip()):
            said = []
            for more in lines[place + 1 :]:
                if not more.strip():
                    break
                said.append(more.strip())
            whole = "\n".join(said)
            voice = _VOICE.search(whole)
            plain = _TAG.sub("", whole).strip()
            spoken = None if voice else _SHAPES[-1].fullmatch(plain)
            speaker = voice["speaker"].strip() if voice else spoken["speaker"] if spoken else None
            yield Turn(speaker, cue["start"], spoken["text"] if spoken else plain)


def _from_json(text: str) -> list[Turn]:
    try:
        document = json.loads(text)
    except ValueError as fault:
        raise ValueError("it looks like JSON and is none") from fault
    turns = _list_of_turns(document)
    if turns is None:
        raise ValueError("the JSON document holds no list of turns with a text each")
    return [Turn(_first(each, _SPEAKERS), _first(each, _TIMES), _first(each, _TEXTS) or "") for each in turns]


def _list_of_turns(document: Any) -> list[dict[str, Any]] | None:
    """Return the first list of objects that have a text, of the document or of one of its parts."""
    if isinstance(document, list):
        turns = [each for each in document if isinstance(each, dict)]
        return turns if any(_first(each, _TEXTS) for each in turns) else None
    parts = document.values() if isinstance(document, dict) else ()
    return next((found for part in parts if (found := _list_of_turns(part)) is not None), None)


def _first(turn: dict[str, Any], names: tuple[str, ...]) -> str | None:
    value = next((turn[name] for name in names if turn.get(name) not in (None, "")), None)
    if isinstance(value, dict):
        return _first(value, ("name", "id", *_TEXTS))
    return None if value is None else str(value)
