"""Which decisions are in force, and whether they can all be true: links are followed to the end before parts are held.

Must-links are an equivalence: who is one person with one of a group is one with all of it. A cannot-link holds between
the groups that its two sides reach.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import date

from cdp.decision import LINKS, PARTS, Act, Decision, RecordKey
from cdp.errors import UsageError


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that hold: neither withdrawn nor a withdrawal; overrides whatever their end."""
    decisions = list(decisions)
    withdrawn = {each.withdraws for each in decisions}
    return [each for each in decisions if each.act is not Act.WITHDRAW and each.number not in withdrawn]


class Groups:
    """Records that must-links make one person (disjoint sets, Galler & Fischer 1964)."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._parent: dict[RecordKey, RecordKey] = {}
        for decision in decisions:
            if decision.act in LINKS:
                for key in decision.one[1:]:
                    self.unite(decision.one[0], key)

    def of(self, key: RecordKey) -> RecordKey:
        """Return the record that stands for the group of a record."""
        root = key
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(key, key)) != root:
            self._parent[key] = root
            key = above
        return root

    def unite(self, one: RecordKey, other: RecordKey) -> None:
        """Make the groups of two records one; the smaller key stands for it."""
        first, second = sorted((self.of(one), self.of(other)))
        self._parent[second] = first


def refuse_conflict(made: Decision, decisions: Sequence[Decision], today: date) -> None:
    """Raise UsageError when the decision `made`, one of `decisions`, cannot hold beside the others in force.

    The error names the decisions in its way, never a value or a record.
    """
    holding = in_force(decisions)
    for each in holding:
        if each is not made and says_the_same(each, made, today):
            raise UsageError(f"decision {each.number} of {each.by} says so already", _withdraw_first([each.number]))
    if made.act not in (*LINKS, *PARTS):
        return
    groups = Groups(holding)
    for parting in holding:
        if parting.act not in PARTS or not _reached(groups, parting):
            continue
        chain = {parting.number, *_chain(holding, parting.one, parting.other)} - {made.number}
        if not chain:
            raise UsageError("both sides name the same record", "part a record from others, not from itself")
        raise _conflict([each for each in holding if each.number in chain])


def says_the_same(one: Decision, made: Decision, today: date) -> bool:
    """Tell whether a decision in force says what `made` says, word for word."""
    if made.act is Act.OVERRIDE:
        same_person = one.one == made.one or one.golden_id == made.golden_id
        ended = one.until is not None and one.until < today.isoformat()
        return one.act is Act.OVERRIDE and same_person and one.attribute == made.attribute and not ended
    kinds = LINKS if made.act in LINKS else PARTS if made.act in PARTS else ()
    return one.act in kinds and {frozenset(s) for s in one.sides} == {frozenset(s) for s in made.sides}


def _reached(groups: Groups, parting: Decision) -> bool:
    """Tell whether links lead from the one side to the other."""
    return not {groups.of(key) for key in parting.one}.isdisjoint(groups.of(key) for key in parting.other)


def _chain(holding: Iterable[Decision], start: Iterable[RecordKey], goal: Iterable[RecordKey]) -> list[int]:
    """Return the numbers of the fewest links that lead from one of the records `start` to one of `goal`."""
    naming: dict[RecordKey, list[Decision]] = {}
    for decision in holding:
        if decision.act in LINKS:
            for key in decision.one:
                naming.setdefault(key, []).append(decision)
    goals, came_by = set(goal), {key: list[int]() for key in start}
    waiting = deque(came_by)
    while waiting:
        here = waiting.popleft()
        if here in goals:
            return came_by[here]
        for decision in naming.get(here, ()):
            for key in decision.one:
                if key not in came_by:
                    came_by[key] = [*came_by[here], decision.number]
                    waiting.append(key)
    return []


def _conflict(others: Sequence[Decision]) -> UsageError:
    told = ", ".join(f"{each.number} ({each.act} by {each.by}, {each.at[:10]})" for each in others)
    noun = "decision" if len(others) == 1 else "decisions"
    return UsageError(f"this cannot be true beside {noun} {told}", _withdraw_first([each.number for each in others]))


def _withdraw_first(numbers: Sequence[int]) -> str:
    commands = " or ".join(f"`cdp withdraw {number}`" for number in numbers)
    return f"if that was wrong, withdraw it first: {commands}"
