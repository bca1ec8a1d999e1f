"""The steward's interface: decide who is one person and who is not, set a golden value, take a decision back.

People and records are those of the published version. A decision holds from the next run on, and in every later one.
"""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cdp.decision import Act, Decision, RecordKey
from cdp.decision_closure import in_force, refuse_conflict
from cdp.errors import NotFound, UsageError
from cdp.override import standard_values, write_override

if TYPE_CHECKING:
    from cdp.decision_preview import Foreseen
    from cdp.store import Store
    from cdp.workspace import Workspace


@dataclass(frozen=True)
class Stance:
    """Who decides, and why; `dry_run`: everything is checked, nothing decided, and the decision has number 0."""

    reason: str
    by: str | None = None
    """The user of the operating system, when None."""
    dry_run: bool = False


class Decisions:
    """The decisions of a workspace. A person is named by golden_id, a record by SOURCE/RECORD_ID.

    What decides returns the decision as it was made. It raises NotFound for a person or record that the published
    version does not have, UsageError for what contradicts a decision in force or makes no sense, and changes nothing
    then.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def all(self) -> list[Decision]:
        """Return every decision ever made, in that order."""
        return self._workspace.ledger.decisions()

    def states(self) -> dict[int, str]:
        """Return what has become of each decision by its number: as in the published table `decision`.

        One that the published version does not know yet is `new`: it holds from the next run on.
        """
        with self._workspace.store() as store:
            published = {row["decision"]: row["state"] for row in store.rows("select decision, state from decision")}
        decisions = self.all()
        withdrawn = {each.withdraws for each in decisions}
        known = {each.number: published.get(each.number, "new") for each in decisions}
        return {number: "withdrawn" if number in withdrawn else state for number, state in known.items()}

    def foresee(self, decision: Decision) -> list[Foreseen]:
        """Return the people that a decision of a dry run touches, as they would be with it."""
        from cdp.decision_preview import foresee

        return foresee(self._workspace, decision)

    def merge(self, golden_ids: Sequence[str], stance: Stance) -> Decision:
        """Decide that people are one: the records that claimed their ids are linked."""
        with self._workspace.store() as store:
            people = {_person(store, each) for each in golden_ids}
            if len(people) < 2:
                raise UsageError("these ids are one person already", "name the golden_ids of two people or more")
            anchors = sorted(_anchor(store, each) for each in people)
        return self._make(Act.MERGE, stance, one=tuple(anchors))

    def split(self, golden_id: str, records: Sequence[str], stance: Stance) -> Decision:
        """Decide that records are not of a person: they are parted from all its other ones."""
        with self._workspace.store() as store:
            own = set(_records_of(store, _person(store, golden_id)))
            taken = {_record(store, text) for text in records}
        if not taken <= own:
            raise UsageError(
                f"{len(taken - own)} of these records do not belong to {golden_id}", "`cdp show` lists its records"
            )
        return self._part(Act.SPLIT, taken, own - taken, stance)

    def must_link(self, named: Sequence[str], stance: Stance) -> Decision:
        """Decide that records, or people (the records that claimed their ids), are one person."""
        with self._workspace.store() as store:
            keys = {_record(store, each) if "/" in each else _anchor(store, _person(store, each)) for each in named}
        if len(keys) < 2:
            raise UsageError("these are one record", "name two records or people at least")
        return self._make(Act.MUST_LINK, stance, one=tuple(sorted(keys)))

    def cannot_link(self, one: Sequence[str], other: Sequence[str], stance: Stance) -> Decision:
        """Decide that no record of one side is one person with a record of the other.

        A person named stands for all its records, but for those that the other side names one by one.
        """
        with self._workspace.store() as store:
            told = [{_record(store, each) for each in side if "/" in each} for side in (one, other)]
            people = [{_person(store, each) for each in side if "/" not in each} for side in (one, other)]
            all_of = [{key for person in side for key in _records_of(store, person)} for side in people]
        if people[0] & people[1]:
            raise UsageError("both sides name the same person", "`cdp split` takes records out of a person")
        return self._part(Act.CANNOT_LINK, told[0] | (all_of[0] - told[1]), told[1] | (all_of[1] - told[0]), stance)

    def override(
        self, golden_id: str, values: Mapping[str, str], stance: Stance, until: date | None = None
    ) -> Decision:
        """Decide what a golden value is, whatever the records say, up to and with the day `until`.

        `values` is one attribute and its value, or parts of the address, which then replace all of it. Values are
        cleaned like those of records; raises UsageError for one that cannot be read as its attribute.
        """
        if until is not None and until < date.today():
            raise UsageError(f"{until} is over", "name today or a later day, or none")
        with self._workspace.store() as store:
            person = _person(store, golden_id)
            attribute, standard = standard_values(self._workspace.config, _columns(store), values)
            anchor = _anchor(store, person)
        draft = Decision(
            Act.OVERRIDE,
            who(stance),
            why(stance),
            (anchor,),
            attribute=attribute,
            golden_id=person,
            until=until.isoformat() if until else None,
        )
        return self._record(draft, stance, standard)

    def make_all(self, drafts: Sequence[Decision]) -> list[Decision]:
        """Make decisions that are drawn up already, all or none. Raises UsageError as `merge` and `split` do."""
        today = date.today()
        return self._workspace.ledger.add_decisions(drafts, lambda made, all_: refuse_conflict(made, all_, today))

    def withdraw(self, number: int, stance: Stance) -> Decision:
        """Decide that an earlier decision holds no longer. Raises NotFound, or UsageError when it does not hold."""
        decisions = self.all()
        if not any(each.number == number for each in decisions):
            raise NotFound(f"there is no decision {number}", "`cdp decisions` lists them")
        if not any(each.number == number for each in in_force(decisions)):
            raise UsageError(
                f"decision {number} is withdrawn, or is a withdrawal itself", "decide anew what is to hold"
            )
        return self._record(Decision(Act.WITHDRAW, who(stance), why(stance), withdraws=number), stance)

    def _part(self, act: Act, one: set[RecordKey], other: set[RecordKey], stance: Stance) -> Decision:
        if not one or not other:
            raise UsageError("a side would have no record", "leave at least one record on either side")
        return self._make(act, stance, one=tuple(sorted(one)), other=tuple(sorted(other)))

    def _make(
        self, act: Act, stance: Stance, *, one: tuple[RecordKey, ...], other: tuple[RecordKey, ...] = ()
    ) -> Decision:
        return self._record(Decision(act, who(stance), why(stance), one, other), stance)

    def _record(self, draft: Decision, stance: Stance, values: Mapping[str, str] | None = None) -> Decision:
        today = date.today()
        if stance.dry_run:
            refuse_conflict(draft, [*self.all(), draft], today)
            return draft

        def check(made: Decision, decisions: list[Decision]) -> None:
            refuse_conflict(made, decisions, today)
            if values:
                write_override(self._workspace.folder, made.number, values)

        return self._workspace.ledger.add_decisions([draft], check)[0]


def who(stance: Stance) -> str:
    """Return who decides."""
    return (stance.by or getpass.getuser()).strip()


def why(stance: Stance) -> str:
    """Return the reason; raises UsageError without one."""
    if not stance.reason.strip():
        raise UsageError("a decision needs a reason", "say why, for those who ask later (`--reason`)")
    return stance.reason.strip()


def _person(store: Store, golden_id: str) -> str:
    return store.resolve(golden_id.strip().lower())


def _anchor(store: Store, golden_id: str) -> RecordKey:
    found = store.rows(
        "select source, record_id from membership where golden_id = $id and is_anchor", {"id": golden_id}
    )
    return RecordKey(**found[0])


def _records_of(store: Store, golden_id: str) -> list[RecordKey]:
    found = store.rows("select source, record_id from membership where golden_id = $id", {"id": golden_id})
    return [RecordKey(**row) for row in found]


def _record(store: Store, text: str) -> RecordKey:
    source, slash, record_id = text.strip().partition("/")
    if not slash:
        raise UsageError("a record is named by its source and its key there", "write SOURCE/RECORD_ID")
    found = store.rows(
        "select source, record_id from membership where source = $source and record_id = $record_id",
        {"source": source, "record_id": record_id},
    )
    if not found:
        raise NotFound(
            f"{store.manifest.version} has no such record of the source {source!r}",
            "`cdp show` lists the records of a person; what was landed since is known after the next `cdp run`",
        )
    return RecordKey(**found[0])


def _columns(store: Store) -> set[str]:
    return {row["column_name"] for row in store.rows("select column_name from (describe profile)")}
