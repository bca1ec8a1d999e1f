"""What the pages of segments share: the segments lent to a request, what a form holds, and how a draft is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends
from starlette.requests import Request

from cdp.audience import Segments, Shown
from cdp.audience.declaring import drafted
from cdp.config.segments import Condition
from cdp.serve.page import Reading, Version
from cdp.serve.segment_draft import JOINS, ROOT, Group, Leaf, added_at, changed_at
from cdp.workspace import Workspace


def _segments(request: Request, store: Reading, version: Version) -> Iterator[Segments]:
    """Lend the segments to a request, by the version that it reads."""
    workspace = Workspace(request.app.state.folder)
    try:
        yield Segments(workspace, store, version.config)
    finally:
        workspace.close()


Lent = Annotated[Segments, Depends(_segments)]


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace")))


Form = Annotated[dict[str, str], Depends(_form)]


def parts_of(shown: Shown) -> dict[str, list[Any]]:
    """Return the parts of a portrait by dimension."""
    found: dict[str, list[Any]] = {}
    for part in shown.portrait:
        found.setdefault(part.dimension, []).append(part)
    return found


@dataclass(frozen=True)
class LeafView:
    """A condition of a draft, in words, with links that change it."""

    path: str
    words: str
    negated: bool
    edit: str
    drop: str


@dataclass(frozen=True)
class GroupView:
    """A group of a draft, with links that change it."""

    path: str
    join: str
    joins: list[tuple[str, str]]
    """Ways to join its parts, each with its link."""
    parts: list[LeafView | GroupView]
    add: str
    add_group: str
    drop: str
    """Empty for the whole."""


@dataclass(frozen=True)
class DraftView:
    """Shows a draft: `link` returns the address of the builder with a draft and further entries."""

    draft: Group
    link: Callable[..., str]
    words: Callable[[Condition], str]

    def shown(self) -> GroupView:
        """Return the whole draft."""
        return self._group(self.draft, ROOT)

    def _group(self, group: Group, path: str) -> GroupView:
        joins = [*JOINS, *([group.join] if group.join not in JOINS else [])]
        return GroupView(
            path,
            group.join,
            [(join, self.link(changed_at(self.draft, path, replace(group, join=join)))) for join in joins],
            [self._part(part, f"{path}.{number}") for number, part in enumerate(group.parts)],
            self.link(self.draft, at=path),
            self.link(added_at(self.draft, path, Group("any")), at=f"{path}.{len(group.parts)}"),
            self.link(changed_at(self.draft, path, None)) if path != ROOT else "",
        )

    def _part(self, part: Leaf | Group, path: str) -> LeafView | GroupView:
        if isinstance(part, Group):
            return self._group(part, path)
        words = self.words(drafted(part.condition))
        drop = self.link(changed_at(self.draft, path, None))
        return LeafView(path, words, part.negated, self.link(self.draft, at=path), drop)
