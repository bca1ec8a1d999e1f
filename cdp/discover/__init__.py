"""Looks at data and drafts a configuration: kinds, record ids, what columns mean, whose data, events told from records.

Sees samples and distinct values only (`cdp.discover.sample.SAMPLE` rows per table).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cdp.discover.draft import Chosen, Draft, read
from cdp.discover.happenings import Owner, event_of, mail_received, shares, tells_events
from cdp.discover.meaning import Guess
from cdp.discover.origin import TRUST, common_region, party_and_channel, region, timezone
from cdp.discover.people import addresses, attributes, consents, holds_people, is_staff, is_telling, record_id
from cdp.discover.sample import tables_of
from cdp.discover.settle import Looked, look


@dataclass(frozen=True)
class Discovery:
    """What was found in the data."""

    drafts: list[Draft]
    region: Chosen
    """The country that most tables speak for."""
    timezone: Chosen | None
    left: list[str]
    """Files and tables that became no source, with the reason."""


def discover(data: Sequence[str], base: Path, known: Sequence[Owner] = (), *, everything: bool = False) -> Discovery:
    """Return drafts of sources for data: files, folders, globs and database addresses.

    `base` is the workspace; `known` are sources that are there already, whose people events may be of. Lists of
    employees are left out unless `everything`. Raises UsageError when there is nothing to read, SourceError.
    """
    tables, left = tables_of(data, base)
    looked = [look(table) for table in tables]
    owners: list[Owner] = list(known)
    drafts = []
    for each in looked:
        draft = _draft(each)
        if holds_people(each) and is_staff(each) and not everything:
            left.append(f"{each.table.name}: people who work here, by its name")
            continue
        if holds_people(each):
            _add_people(draft, each)
            owners.append((draft, each))
        drafts.append((draft, each))
    _share_accounts(owners)
    for draft, each in drafts:
        _add_events(draft, each, owners)
        draft.left = _unmapped(draft, each)
    left += [f"{each.table.name}: neither people nor what they did" for draft, each in drafts if not draft.is_something]
    chosen = common_region(each for draft, each in drafts if draft.is_something)
    return Discovery([draft for draft, _ in drafts if draft.is_something], chosen, timezone(chosen), left)


def _draft(looked: Looked) -> Draft:
    party, channel = party_and_channel(looked)
    country = region(looked)
    return Draft(
        looked.table.name,
        looked.table.connector,
        party,
        channel,
        TRUST[party.value],
        region=country,
        timezone=timezone(country),
        date_order=_date_order(looked),
    )


def _date_order(looked: Looked) -> Chosen | None:
    """The order that the dates of a table need, where all columns that tell say the same."""
    dates = looked.of("birth_date", "time", "date", "created_at", "updated_at")
    orders = {looked.evidence[each.column].order for each in dates} - {"", "ymd"}
    if len(orders) != 1:
        return None
    return Chosen(orders.pop(), 0.9, "the only one in which its dates can be dates")


def _add_people(draft: Draft, looked: Looked) -> None:
    key = record_id(looked, tells_events(looked, people=True))
    draft.record = {"id": key}
    if updated := [each for each in looked.of("updated_at", "created_at") if not looked.has_several(each.column)]:
        draft.record["updated_at"] = read(looked.table.column(updated[0].column), updated[0])
    if draft.party.value == "third" and (expires := looked.of("expires")):
        draft.record["expires"] = read(looked.table.column(expires[0].column), expires[0])
    draft.attributes = attributes(looked, key.value)
    draft.addresses = addresses(looked)
    draft.consents = consents(looked)


def _share_accounts(owners: Sequence[Owner]) -> None:
    """A record id that another source of people names is a customer number that systems share."""
    for draft, looked in owners:
        key = draft.record["id"]
        if "customer_id" in draft.attributes or not isinstance(key.value, str):
            continue
        others = [other for _, other in owners if other is not looked]
        columns = [(other, each) for other in others for each in other.of("customer_id") if is_telling(other, each)]
        if any(shares(other, each, looked, key.value) for other, each in columns):
            draft.attributes["customer_id"] = [Chosen(key.value, 0.8, "another source names it")]


def _add_events(draft: Draft, looked: Looked, owners: list[Owner]) -> None:
    if looked.table.is_mail:
        draft.events = [mail_received()]
        return
    people = bool(draft.record)
    if not tells_events(looked, people=people):
        return
    event = event_of(looked, owners, people=people)
    if event is None:
        return
    draft.events = [event]
    if people and "updated_at" not in draft.record:
        draft.record["updated_at"] = event["time"]


def _unmapped(draft: Draft, looked: Looked) -> list[Guess]:
    """The columns that a draft does not read."""
    text = repr(replace(draft, connector={}))
    return [
        each
        for each in looked.guesses.values()
        if repr(looked.table.column(each.column).reads) not in text and f'"{each.column}"' not in text
    ]


__all__ = ["Discovery", "discover"]
