"""Can I send now? What may be sent to a person at a moment: yes or no, why, and from when on."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from cdp.as_of import moment_of
from cdp.config.contact import Basis
from cdp.contact.contactability import contact_address_sql
from cdp.contact.policy import laws, policy_of
from cdp.contact.quiet_hours import QuietHours
from cdp.contact.reasons import Reason, reasons_sql
from cdp.contact.time_zones import zones_of
from cdp.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cdp.config import Config
    from cdp.config.contact import ContactConfig
    from cdp.store import Store

_PASSES = {Reason.UNDER_AGE, Reason.FREQUENCY_CAP, Reason.QUIET_HOURS}
"""What only time stands behind."""


@dataclass(frozen=True)
class Answer:
    """Whether something may be sent to a person for a purpose through a channel at a moment."""

    purpose: str
    channel: str
    allowed: bool
    reasons: tuple[str, ...]
    """All that stands in the way, the weightiest first; see `Reason`."""
    possible_from: datetime | None
    """From when on it may be sent, UTC, if nothing else happens: the moment asked for where it is allowed then; None
    where waiting does not help."""
    address: str | None
    """Where to send it; None where waiting does not help."""
    basis: str
    """What allows it: `opt-in`, `opt-out` or `not needed`."""
    consent: str | None
    """The person's own word: `granted`, `denied`, or None."""
    consent_since: datetime | None
    reconfirm_by: date | None
    """Day on which the consent ends unless it is given anew."""
    laws: tuple[str, ...]
    """Where the rules that apply are written."""


def reach(
    store: Store, config: Config, golden_id: str, at: datetime, purpose: str | None = None, channel: str | None = None
) -> list[Answer]:
    """Return whether one person may be sent something at `at` (UTC), for every declared purpose and channel, or those
    named.

    A merged golden_id leads to the one that lives on. Raises NotFound for an unknown person, UsageError for a purpose
    or channel that contact.yml does not declare, or a purpose that may not go through the channel.
    """
    contact = config.contact
    asked = ways_asked(contact, purpose, channel)
    alive = store.resolve(golden_id)
    rows = store.rows(_ROWS, {"id": alive, "at": at.astimezone(UTC).replace(tzinfo=None)})
    known = {(row["purpose"], row["channel"]): row for row in rows}
    country = rows[0]["country"] if rows else config.company.region
    held = {} if known.keys() >= set(asked) else _held(store, contact, alive)
    return [
        _judged(contact, known[each], at) if each in known else _without_row(contact, *each, country, held, at)
        for each in asked
    ]


def moment_asked(text: str | None, zone: ZoneInfo) -> datetime:
    """Return the moment that a text names, now without one; a day means its noon. Raises UsageError."""
    if text is None:
        return datetime.now(UTC)
    day = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
    return moment_of(f"{text}T12:00" if day else text, zone).astimezone(UTC)


_ROWS = f"select *, {reasons_sql('cast($at as timestamp)')} as reasons from contactability where golden_id = $id"


_OWN_PROFILE = "with profile as materialized (select * from main.profile where golden_id = $id)"


def ways_asked(contact: ContactConfig, purpose: str | None, channel: str | None) -> list[tuple[str, str]]:
    """Return the declared purposes with their channels, or those named alone. Raises UsageError when there is none."""
    _check("purpose", purpose, contact.purposes)
    _check("channel", channel, contact.channels)
    asked = [
        (name, way)
        for name, declared in contact.purposes.items()
        for way in declared.channels
        if purpose in (None, name) and channel in (None, way)
    ]
    if not asked:
        raise UsageError(
            f"{purpose} does not go through {channel}", "add it to the channels of the purpose in contact.yml"
        )
    return asked


def _check(what: str, name: str | None, declared: Collection[str]) -> None:
    if name is not None and name not in declared:
        near = get_close_matches(name, declared, n=1)
        told = f"did you mean `{near[0]}`?" if near else f"contact.yml declares {', '.join(sorted(declared))}"
        raise UsageError(f"there is no {what} {name!r}", told)


def _judged(contact: ContactConfig, row: dict[str, Any], at: datetime) -> Answer:
    quiet_until = _quiet_until(row, at)
    reasons = [Reason(each) for each in row["reasons"]]
    if quiet_until != at:
        reasons.append(Reason.QUIET_HOURS)
    possible_from = _possible_from(row, reasons, at)
    return Answer(
        purpose=row["purpose"],
        channel=row["channel"],
        allowed=not reasons,
        reasons=tuple(reasons),
        possible_from=possible_from,
        address=row["address"] if possible_from else None,
        basis=row["basis"],
        consent=row["consent"],
        consent_since=row["consent_since"],
        reconfirm_by=row["reconfirm_by"],
        laws=tuple(laws(contact, row["purpose"], row["channel"], row["country"])),
    )


def _quiet_until(row: dict[str, Any], at: datetime) -> datetime | None:
    """Return when the quiet hours are over that hold for a row of contactability at a moment; `at` when none do."""
    if row["quiet_from"] is None:
        return at
    return QuietHours(row["quiet_from"], row["quiet_to"], row["time_zones"].split(", ")).until(at)


def _possible_from(row: dict[str, Any], reasons: Collection[Reason], at: datetime) -> datetime | None:
    """Return from when on time alone makes a message possible, None when it does not."""
    if not set(reasons) <= _PASSES:
        return None
    begin = at
    if Reason.UNDER_AGE in reasons:
        begin = max(begin, datetime.combine(row["of_age_on"], time(), UTC))
    if Reason.FREQUENCY_CAP in reasons:
        begin = max(begin, row["free_from"].replace(tzinfo=UTC))
    found = _quiet_until(row, begin)
    ends = row["reconfirm_by"]
    return None if found is None or (ends and found.date() >= ends) else found


def _held(store: Store, contact: ContactConfig, golden_id: str) -> dict[str, str]:
    """Return the addresses of a person by attribute."""
    addresses = contact_address_sql(contact, store.columns("profile"))
    found = store.rows(f"{_OWN_PROFILE} select attribute, address from ({addresses})", {"id": golden_id})
    return {each["attribute"]: each["address"] for each in found}


def _without_row(
    contact: ContactConfig, purpose: str, channel: str, country: str, held: Mapping[str, str], at: datetime
) -> Answer:
    """Return the answer where contactability has no row: no consent where one is needed, or no address; else, where
    nothing is told of anybody, what the rules of the country say.
    """
    policy = policy_of(contact, purpose, channel, country)
    stands = {Reason.NO_CONSENT: policy.basis is Basis.OPT_IN, Reason.NO_ADDRESS: policy.attribute not in held}
    row = {
        **dict.fromkeys(("consent", "consent_since", "reconfirm_by", "of_age_on", "free_from")),
        **asdict(policy),
        "time_zones": ", ".join(zones_of(country, None)),
        "address": held.get(policy.attribute),
        "reasons": [reason for reason, there in stands.items() if there],
    }
    return _judged(contact, row, at)
