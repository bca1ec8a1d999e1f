"""Which page comes after a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from connectors.json_path import steps_of

if TYPE_CHECKING:
    from connectors.http_client import Answer
    from connectors.http_json import Pagination


@dataclass(frozen=True)
class PageRequest:
    """What tells a page from the others."""

    parameters: dict[str, str] = field(default_factory=dict)
    """Beside those of every request."""
    link: str | None = None
    """Its address, where the page before gave it; it then holds all other parameters too."""
    before: int = 0
    """Number of records before it."""
    number: int = 0
    """Number of pages before it."""


def first_page(pagination: Pagination | None) -> PageRequest:
    """Return what to ask for the first page."""
    return PageRequest(_parameters(pagination, 0, 0, None)) if pagination else PageRequest()


def next_page(pagination: Pagination | None, asked: PageRequest, answer: Answer, records: int) -> PageRequest | None:
    """Return what to ask after a page of so many records; None when it was the last."""
    if pagination is None:
        return None
    before, number = asked.before + records, asked.number + 1
    if pagination.by in {"page", "offset"}:
        return PageRequest(_parameters(pagination, before, number, None), None, before, number) if records else None
    told = value_at(answer.content, pagination.next) if pagination.next else answer.next_link
    if told is None or told == "" or isinstance(told, bool | dict | list):
        return None
    if pagination.by == "link":
        return PageRequest({}, str(told), before, number)
    return PageRequest(_parameters(pagination, before, number, str(told)), None, before, number)


def value_at(content: Any, path: str) -> Any:
    """Return the value at a path through names; None when there is none."""
    for step in steps_of(path):
        content = content.get(step) if isinstance(content, dict) else None
    return content


def _parameters(pagination: Pagination, before: int, number: int, token: str | None) -> dict[str, str]:
    size = {pagination.size_parameter: str(pagination.size)} if pagination.size_parameter else {}
    match pagination.by:
        case "page":
            return {**size, pagination.parameter or "page": str(pagination.first + number)}
        case "offset":
            return {**size, pagination.parameter or "offset": str(before)}
        case "cursor" if pagination.parameter and token:
            return {**size, pagination.parameter: token}
    return size
