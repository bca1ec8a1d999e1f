"""Writes drafts as source files, each guess with its confidence and reason behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from cdp.discover.draft import Chosen, Draft

_PLAIN = re.compile(
    r"(?!(?:true|false|null|yes|no|on|off)\Z)[^\W\d][\w]*(?: [\w]+)*|\$(?:\.[^\W\d]\w*)+", re.IGNORECASE
)
_COMMENT_AT = 50
"""Column at which comments begin, where the line is not longer."""


def source_yaml(draft: Draft) -> str:
    """Return the text of a source file."""
    return "\n".join(line.rstrip() for line in _lines(draft)) + "\n"


def company_yaml(name: str, region: Chosen, timezone: Chosen | None) -> str:
    """Return the text of cdp.yml."""
    zone = timezone or Chosen("UTC", 0.2, "nothing tells")
    lines = [
        "# The company and its machine. `cdp schema` describes every key.",
        f"company: {scalar(name)}",
        _commented(f"region: {region.value}", region),
        _commented(f"timezone: {zone.value}", zone),
    ]
    return "\n".join(lines) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    yield "# Made by looking at the data: what stands behind # is how sure each guess is, and why. Mend what is wrong."
    yield f"source: {draft.source}"
    yield _commented(f"party: {draft.party.value}", draft.party)
    yield _commented(f"channel: {draft.channel.value}", draft.channel)
    yield f"trust: {draft.trust}"
    for name in ("region", "timezone", "date_order"):
        if chosen := getattr(draft, name):
            yield _commented(f"{name}: {chosen.value}", chosen)
    yield f"connector: {inline(draft.connector)}"
    yield from _record(draft)
    for nth, event in enumerate(draft.events):
        yield from ("", "events:")[nth == 1 :] if nth < 1 else ()
        yield from _event(event)
    if draft.consents:
        yield from ("", "consents:")
    for consent in draft.consents:
        values = ", ".join(f"{key}: {inline(each.value)}" for key, each in consent.items())
        yield _commented(f"  - {{{values}}}", consent["state"])
    yield from _left(draft)


def _record(draft: Draft) -> Iterator[str]:
    if not draft.record:
        return
    yield from ("", "record:")
    yield from (_line(2, key, chosen) for key, chosen in draft.record.items())
    if draft.attributes:
        yield from ("", "attributes:")
    yield from (_several(name, chosen) for name, chosen in draft.attributes.items())
    if draft.addresses:
        yield from ("", "address:")
    for address in draft.addresses:
        for nth, (part, chosen) in enumerate(address.items()):
            yield _commented(f"  {'-' if nth == 0 else ' '} {part}: {inline(chosen.value)}", chosen)


def _event(event: dict[str, Any]) -> Iterator[str]:
    for nth, (key, given) in enumerate(event.items()):
        start = f"  {'-' if nth == 0 else ' '} {key}:"
        if isinstance(given, dict):
            yield start
            yield from (_line(6, name, chosen) for name, chosen in given.items())
        elif isinstance(given, Chosen):
            yield _commented(f"{start} {inline(given.value)}", given)
        else:
            yield f"{start} {given}"


def _left(draft: Draft) -> Iterator[str]:
    if draft.left:
        yield from ("", "# Not mapped (to keep one, map it; to leave it out for good, name it under `ignore`):")
    for each in draft.left:
        meaning = "" if each.meaning == "other" else f"{each.meaning}? "
        yield f"#   {' '.join(each.column.split())}: {meaning}{each.confidence:.0%}: {each.reason}"


def _several(name: str, chosen: list[Chosen]) -> str:
    if len(chosen) == 1:
        return _line(2, name, chosen[0])
    values = ", ".join(inline(each.value) for each in chosen)
    return _commented(f"  {name}: [{values}]", min(chosen, key=lambda each: each.confidence))


def _line(indent: int, key: str, chosen: Chosen) -> str:
    return _commented(f"{' ' * indent}{scalar(key)}: {inline(chosen.value)}", chosen)


def _commented(text: str, chosen: Chosen) -> str:
    return f"{text:<{_COMMENT_AT}}  # {chosen.told}"


def inline(value: Any) -> str:
    """Return a value as YAML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {inline(each)}" for key, each in value.items()) + "}"
    return scalar(str(value))


def scalar(text: str) -> str:
    """Return a text as a YAML scalar, quoted unless it is plain words."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
