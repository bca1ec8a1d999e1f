"""Sends a segment out for one purpose and channel: whoever may be reached, and nobody else.

Consent, bounces, age and frequency are judged anew at the moment of the export, from the current version. Values whose
licence has ended since it was made, or does not cover the purpose, stay behind. Every export is recorded in the ledger,
without a value of anybody.
"""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cdp.audience.members import answered
from cdp.audience.spreadsheet import write_spreadsheet
from cdp.contact.contactability import contact_address_sql
from cdp.contact.quiet_hours import QuietHours
from cdp.contact.reasons import Reason, reasons_sql
from cdp.database import literal, quote
from cdp.errors import UsageError
from cdp.export import copy_select, writing
from cdp.reach import ways_asked
from cdp.semantics import ADDRESS_PARTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cdp.config import Config
    from cdp.ledger import Ledger
    from cdp.store import Store

_USUAL = ("full_name", "given_name", "family_name", "country")
"""Columns of profile that an export has, where there are such, unless others are named."""
_PARTS_OF = {"full_name": ("given_name", "family_name"), **dict.fromkeys(ADDRESS_PARTS, ("address",))}
"""Columns whose values stand under another name in `provenance`."""


@dataclass(frozen=True)
class Order:
    """What is to be exported, what for, and by whom."""

    segment: str
    purpose: str
    channel: str
    to: Path
    by: str | None = None
    """Who exports it; the user of the operating system if not given."""
    columns: tuple[str, ...] = ()
    """Columns of profile beside golden_id and address; the name and country if none is named."""
    at: datetime | None = None
    """Moment of sending, with a zone; now if not given."""


@dataclass(frozen=True)
class Activated:
    """What came of an export."""

    segment: str
    purpose: str
    channel: str
    version: str
    file: str
    members: int
    """People of the segment; each is either in the file or counted once in `excluded`."""
    people: int
    """People in the file."""
    excluded: Mapping[str, int]
    """People left out, by the weightiest reason."""
    quiet_now: int
    """People in the file to whom nothing may be sent at this hour: the column `not_before` tells from when on."""
    values_left_out: Mapping[str, int]
    """Values whose licence has ended, or does not cover the purpose, by column."""


def activate(store: Store, config: Config, ledger: Ledger, rule: str, order: Order) -> Activated:
    """Write the people of `rule`, a SELECT of golden_ids, who may be reached to a file: .csv, .parquet or .jsonl.

    Its columns: golden_id, the address under the name of its attribute, `not_before` (UTC; null: at once), and those of
    the order. Raises UsageError for a purpose, channel, column or kind of file that there is not, StorageError when the
    file cannot be written.
    """
    activated = foresee(store, config, rule, order)
    _write(store, config, _rows_sql(_columns(store, order), _attribute(config, order)), order.to)
    told = {name: getattr(activated, name) for name in ("segment", "purpose", "channel", "version", "people", "file")}
    ledger.add_activation({**told, "by": (order.by or getpass.getuser()).strip()}, activated.excluded)
    return activated


def foresee(store: Store, config: Config, rule: str, order: Order) -> Activated:
    """Return what an export would hold, without a file or a record of it. Raises UsageError as `activate` does.

    Makes `judged`, `expired` and `quiet`.
    """
    ways_asked(config.contact, order.purpose, order.channel)
    columns, at = _columns(store, order), (order.at or datetime.now(UTC)).astimezone(UTC)
    barred = [source.source for source in config.sources if not source.licence.covers(order.purpose)]
    judged = judged_sql(config, store.table("profile").columns, rule, order)
    answered(store, f"create or replace temp table judged as {judged}", {"at": at.replace(tzinfo=None)})
    store.connection.execute(
        f"create or replace temp table expired as {_EXPIRED}", {"day": at.date(), "barred": barred}
    )
    store.connection.execute(_LICENCE, {"attribute": _attribute(config, order)})
    return _counted(store, order, columns, _make_quiet(store, at))


def _attribute(config: Config, order: Order) -> str:
    return config.contact.channels[order.channel].address


def _columns(store: Store, order: Order) -> list[str]:
    """Return the columns of profile that are asked for. Raises UsageError."""
    there = [column for column in store.table("profile").columns if not column.endswith("_all")]
    if unknown := [name for name in order.columns if name not in there]:
        raise UsageError(f"profile has no column {', '.join(unknown)} to export", f"it has {', '.join(there)}")
    asked = order.columns or tuple(name for name in _USUAL if name in there)
    return [name for name in dict.fromkeys(asked) if name != "golden_id"]


def judged_sql(config: Config, profile: Sequence[str], rule: str, order: Order) -> str:
    """Return the SELECT of (golden_id, address, reason, quiet_from, quiet_to, time_zones) of all people of a rule.

    `reason` is the weightiest that stands in the way as of `$at`; null: none. Without a row in contactability it is
    that there is no address, else that there is no consent.
    """
    attribute = literal(_attribute(config, order))
    return f"""
    with member as ({rule}),
    known as (
        select *, {reasons_sql("cast($at as timestamp)")}[1] as standing
        from contactability
        where purpose = {literal(order.purpose)} and channel = {literal(order.channel)}
    ),
    held as (select golden_id from ({contact_address_sql(config.contact, profile)}) where attribute = {attribute})
    select member.golden_id, known.address, known.quiet_from, known.quiet_to, known.time_zones,
           case when known.golden_id is not null then known.standing
                when held.golden_id is null then '{Reason.NO_ADDRESS}'
                else '{Reason.NO_CONSENT}' end as reason
    from member left join known using (golden_id) left join held using (golden_id)
    """


_EXPIRED = """
select
    provenance.golden_id,
    list(provenance.attribute) as attributes,
    list(provenance.attribute) filter (record.expires_at < $day) as ended
from provenance
join record using (source, record_id)
semi join judged on judged.golden_id = provenance.golden_id
where record.nth = 0 and (record.expires_at < $day or list_contains($barred, record.source))
group by 1
"""
"""Golden values whose record's licence has ended by the day of the export, or leaves its purpose out."""
_LICENCE = f"""
update judged set reason = '{Reason.LICENCE}'
from expired
where expired.golden_id = judged.golden_id and judged.reason is null and list_contains(expired.ended, $attribute)
"""


def _make_quiet(store: Store, at: datetime) -> int:
    """Make `quiet` (quiet_from, quiet_to, time_zones, not_before) of the hours that are quiet now; return how many
    people they hold back.
    """
    hours = store.rows("select distinct quiet_from, quiet_to, time_zones from judged where quiet_from is not null")
    connection = store.connection
    connection.execute(_NO_QUIET)
    for each in hours:
        until = QuietHours(each["quiet_from"], each["quiet_to"], each["time_zones"].split(", ")).until(at)
        if until != at:
            row = {**each, "until": until.replace(tzinfo=None) if until else datetime.max}
            connection.execute(_QUIET, row)
    return int(store.rows("select count(*) as n from quiet where reason is null")[0]["n"])


_NO_QUIET = """
create or replace temp table quiet as select *, cast(null as timestamp) as not_before from judged where false
"""
_QUIET = """
insert into quiet by name
select *, cast($until as timestamp) as not_before
from judged
where quiet_from = $quiet_from and quiet_to = $quiet_to and time_zones = $time_zones
"""


def _rows_sql(columns: Sequence[str], attribute: str) -> str:
    chosen = "".join(f", {_licensed_sql(name)} as {quote(name)}" for name in columns if name != attribute)
    return f"""
    select judged.golden_id, judged.address as {quote(attribute)}, quiet.not_before {chosen}
    from judged join profile using (golden_id) left join quiet using (golden_id) left join expired using (golden_id)
    where judged.reason is null order by judged.golden_id
    """


def _licensed_sql(column: str) -> str:
    """SQL of a value of profile, null where the licence of what it comes from has ended or leaves the purpose out."""
    return f"case when not {_has_ended_sql(column)} then profile.{quote(column)} end"


def _has_ended_sql(column: str) -> str:
    names = ", ".join(map(literal, _PARTS_OF.get(column, (column,))))
    return f"list_has_any(coalesce(expired.attributes, []), [{names}])"


def _write(store: Store, config: Config, select: str, path: Path) -> None:
    if path.suffix.lower() != ".csv":
        copy_select(store, select, path)
        return
    with writing(path):
        done = store.connection.execute(select)
        names = [each[0] for each in done.description or []]
        write_spreadsheet(path, names, iter(done.fetchone, None), config.company.region)


def _counted(store: Store, order: Order, columns: Sequence[str], quiet: int) -> Activated:
    reasons = store.rows("select reason, count(*) as people from judged group by 1 order by people desc, reason")
    ended = ", ".join(
        f"count(*) filter ({_has_ended_sql(name)} and profile.{quote(name)} is not null) as {quote(name)}"
        for name in columns
    )
    left_out: dict[str, Any] = {}
    if columns:
        left_out = store.rows(
            f"select {ended} from judged join profile using (golden_id) left join expired using (golden_id) "
            "where judged.reason is null"
        )[0]
    return Activated(
        segment=order.segment,
        purpose=order.purpose,
        channel=order.channel,
        version=store.manifest.version,
        file=order.to.name,
        members=sum(each["people"] for each in reasons),
        people=sum(each["people"] for each in reasons if each["reason"] is None),
        excluded={each["reason"]: each["people"] for each in reasons if each["reason"] is not None},
        quiet_now=quiet,
        values_left_out={name: count for name, count in left_out.items() if count},
    )
