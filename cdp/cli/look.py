"""Commands that look things up: find, show, sql."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cdp.cli.screen import (
    HERE,
    AsJson,
    AsOf,
    Folder,
    Limit,
    counted,
    in_zone,
    opened,
    print_json,
    say,
    table,
    told_evidence,
    wide_table,
)
from cdp.cli.traits import print_traits
from cdp.errors import NotFound

if TYPE_CHECKING:
    from cdp.store import Person


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(find)
    app.command()(show)
    app.command()(sql)


def find(
    text: Annotated[list[str], typer.Argument(help="E-mail, phone, name in any script, record id, order number …")],
    workspace: Folder = HERE,
    as_of: AsOf = None,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Find people by anything they gave."""
    with opened(workspace) as ws:
        hits = ws.find(" ".join(text), limit, ws.version_as_of(as_of) if as_of else None)
    if not hits:
        raise NotFound("nobody found", "try a part of the name, or another identifier")
    if as_json:
        print_json(hits)
        return
    table(
        f"first {limit:,}; --limit shows more" if len(hits) == limit else f"{len(hits):,} found",
        ("golden_id", "name", "found by", "records", "sources"),
        [tuple(hit[name] for name in ("golden_id", "name", "found_by", "records", "sources")) for hit in hits],
    )
    say(f"next: `cdp show {hits[0]['golden_id']}`")


def show(
    golden_id: str,
    workspace: Folder = HERE,
    as_of: AsOf = None,
    why: Annotated[bool, typer.Option("--why", help="Which matches hold the records together.")] = False,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Show one person: profile, where each value comes from, records, consent, traits, timeline (the newest
    events)."""
    with opened(workspace) as ws:
        version = ws.version_as_of(as_of) if as_of else None
        zone = ws.timezone
        found = ws.show(golden_id, version)
        person = replace(found, **in_zone(vars(found), zone))
    if as_json:
        print_json(vars(person))
        return
    _print_person(person, str(zone), limit, why=why)


def _print_person(person: Person, zone: str, limit: int, *, why: bool) -> None:
    for each in person.redirects:
        say(f"{each['golden_id']} was merged into {each['other_golden_id']} in {each['version']}")
    if person.redirects:
        say("")
    table(
        f"profile {person.golden_id} ({person.version}), times of {zone}",
        ("attribute", "value"),
        _filled(person.profile),
    )
    table(
        "where it comes from",
        ("attribute", "value", "from", "rule", "preferred to"),
        [_provenance_row(each) for each in person.provenance],
    )
    table("records", ("record", f"updated ({zone})", "values"), [_record_row(each) for each in person.records])
    if person.cluster_quality and person.cluster_quality["cohesion"] is not None:
        say(f"{_held_together(person.cluster_quality)}\n")
    if why:
        table(
            "why they are one person",
            ("record", "record", "weight", "evidence"),
            [_match_row(each) for each in person.matches],
        )
    if person.consent:
        table(
            "consent",
            ("purpose", "channel", "state", f"since ({zone})", "source"),
            [tuple(each.values())[1:] for each in person.consent],
        )
    others = [each for each in person.household if each["golden_id"] != person.golden_id]
    if others:
        table(
            f"lives in household {others[0]['household_id']} with",
            ("golden_id", "name", "reason", "shares"),
            [(each["golden_id"], each["name"], each["reason"], each["shared"]) for each in others],
        )
    if person.segments:
        say(f"in the segments {', '.join(person.segments)}\n")
    if person.devices:
        columns = ("device", "channel", "different ones", "events", f"last seen ({zone})")
        table("devices", columns, [tuple(each.values()) for each in person.devices])
    print_traits(person.traits, zone)
    newest = person.timeline[-limit:]
    table(
        f"timeline ({len(newest)} of {len(person.timeline)} events)",
        (f"time ({zone})", "channel", "type", "order", "amount", "text"),
        [(e["time"], e["channel"], e["type"], e["order_number"], e["amount"], _short(e["text"])) for e in newest],
    )
    if person.history:
        rows = [(h["version"], h["change"], h["golden_id"], h["other_golden_id"], h["cause"]) for h in person.history]
        table("identity history", ("version", "change", "id", "other id", "cause"), rows)
        say(f"told in sentences: `cdp history {person.asked_for}`")


def _filled(profile: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in profile.items() if value is not None and name != "golden_id"]


def _provenance_row(each: dict[str, Any]) -> tuple[Any, ...]:
    lost = "; ".join(f"{other['value']} ({other['reason']})" for other in each["lost"])
    between = " " if each["rule"] == "decision" else "/"
    return each["attribute"], each["value"], f"{each['source']}{between}{each['record_id']}", each["rule"], lost or None


_META = {"source", "record_id", "nth", "party", "updated_at", "expires_at", "is_anchor"}


def _record_row(each: dict[str, Any]) -> tuple[Any, ...]:
    raw = {
        name.removesuffix("_raw"): value for name, value in each.items() if name.endswith("_raw") and value is not None
    }
    anchor = " (anchor)" if each["is_anchor"] and not each["nth"] else ""
    values = ", ".join(f"{name}: {value}" for name, value in raw.items() if name not in _META)
    return f"{each['source']}/{each['record_id']}{anchor}", each["updated_at"], values


def _match_row(each: dict[str, Any]) -> tuple[Any, ...]:
    one = f"{each['source_l']}/{each['record_id_l']}"
    other = f"{each['source_r']}/{each['record_id_r']}"
    return one, other, each["weight"], told_evidence(each["evidence"])


def _held_together(quality: dict[str, Any]) -> str:
    """Return a sentence on the weakest link and the cohesion of a person's records."""
    mean = f"{quality['cohesion']:.1f} is the mean weight of all pairs"
    if quality["weakest_link"] is None:
        return f"held together by no unbroken chain of matches; {mean}"
    one, other = (f"{quality[f'source_{side}']}/{quality[f'record_id_{side}']}" for side in "lr")
    return f"held together by {one} = {other} at the weakest, weight {quality['weakest_link']:.1f}; {mean}"


def _short(text: str | None, width: int = 80) -> str | None:
    return text if text is None or len(text) <= width else text[: width - 1] + "…"


def sql(statement: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Query the published tables with SQL; nothing else can be reached."""
    with opened(workspace) as ws, ws.store() as store:
        columns, rows = store.sql(statement)
    if as_json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    wide_table(counted(len(rows), "row"), columns, [[_plain(value) for value in row] for row in rows])


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (dict, list)) else value
