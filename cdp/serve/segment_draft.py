"""A rule in the making as a tree of groups: how it travels in the address of the page, is changed, and becomes a rule.

A place in the tree is a path: `0` is the whole, `0.2` the third part of it, `0.2.1` the second part of that one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cdp.errors import UsageError

JOINS = ("all", "any", "none")
"""How the parts of a group are joined, as people choose it; a rule written by hand may also say `not_all`."""
OPPOSITE = {"all": "not_all", "not_all": "all", "any": "none", "none": "any"}
_PLAIN = {"none": "any", "not_all": "all"}
ROOT = "0"


@dataclass(frozen=True)
class Leaf:
    """One condition on one field."""

    condition: Mapping[str, Any]
    """As segments.yml has it: field, the comparison, where, times."""
    negated: bool = False


@dataclass(frozen=True)
class Group:
    """Conditions and groups that are joined."""

    join: str = "all"
    parts: tuple[Node, ...] = ()


Node = Leaf | Group


def read_draft(text: str) -> Group:
    """Return a draft from its text; groups may be empty. Raises UsageError for a text of elsewhere."""
    try:
        read = _node(json.loads(text)) if text else Group()
    except ValueError as fault:
        raise UsageError("the address of the page is cut off", "begin anew with an empty rule") from fault
    return read if isinstance(read, Group) else Group("all", (read,))


def _node(plain: Any) -> Node:
    if not isinstance(plain, dict):
        raise ValueError(plain)
    for join in ("all", "any"):
        if isinstance(plain.get(join), list):
            return Group(join, tuple(map(_node, plain[join])))
    if "not" not in plain:
        return Leaf(plain)
    inner = _node(plain["not"])
    return replace(inner, negated=not inner.negated) if isinstance(inner, Leaf) else opposite(inner)


def opposite(group: Group) -> Group:
    """Return the group that holds where a group does not."""
    return replace(group, join=OPPOSITE[group.join])


def draft_text(draft: Group) -> str:
    """Return a draft as text for an address, empty groups too."""
    return json.dumps(_plain(draft), ensure_ascii=False, separators=(",", ":"), default=str)


def _plain(node: Node) -> dict[str, Any]:
    if isinstance(node, Leaf):
        return {"not": dict(node.condition)} if node.negated else dict(node.condition)
    joined = {_PLAIN.get(node.join, node.join): [_plain(part) for part in node.parts]}
    return {"not": joined} if node.join in _PLAIN else joined


def rule_of(draft: Group) -> dict[str, Any] | None:
    """Return the rule of a draft as a person would write it: no empty groups, none around a single part.

    None while there is no condition at all.
    """
    short = _shortened(draft)
    return _plain(short) if short else None


def _shortened(node: Node) -> Node | None:
    if isinstance(node, Leaf):
        return node
    parts = tuple(short for part in node.parts if (short := _shortened(part)))
    if len(parts) != 1:
        return replace(node, parts=parts) if parts else None
    (only,) = parts
    if node.join not in _PLAIN:
        return only
    return replace(only, negated=not only.negated) if isinstance(only, Leaf) else opposite(only)


def found_at(draft: Group, path: str) -> Node:
    """Return what stands at a place. Raises UsageError where nothing does."""
    node: Node = draft
    for number in _steps(path):
        if not isinstance(node, Group) or number >= len(node.parts):
            raise _nowhere()
        node = node.parts[number]
    return node


def added_at(draft: Group, path: str, new: Node) -> Group:
    """Return the draft with a new last part in the group at a place. Raises UsageError where there is no group."""
    group = found_at(draft, path)
    if not isinstance(group, Group):
        raise _nowhere()
    return changed_at(draft, path, replace(group, parts=(*group.parts, new)))


def changed_at(draft: Group, path: str, new: Node | None) -> Group:
    """Return the draft with something else at a place; None takes away what stands there, of the whole all parts.

    Raises UsageError where nothing stands.
    """
    found_at(draft, path)
    changed = _changed(draft, _steps(path), new)
    return changed if isinstance(changed, Group) else Group(draft.join)


def _changed(node: Node, steps: list[int], new: Node | None) -> Node | None:
    if not steps or not isinstance(node, Group):
        return new
    number, *further = steps
    part = _changed(node.parts[number], further, new)
    parts = (*node.parts[:number], *((part,) if part else ()), *node.parts[number + 1 :])
    return replace(node, parts=parts)


def _steps(path: str) -> list[int]:
    numbers = path.split(".")
    if numbers[0] != ROOT or not all(number.isdecimal() for number in numbers):
        raise _nowhere()
    return [int(number) for number in numbers[1:]]


def _nowhere() -> UsageError:
    return UsageError("the address of the page names no part of the rule", "begin anew with an empty rule")
