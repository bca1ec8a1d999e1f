"""The command that explains: why two records match, how a person came together, why two people are not one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from cdp.cli.screen import HERE, AsJson, Folder, counted, opened, print_json, say, table, told_evidence, warn
from cdp.errors import StorageError

if TYPE_CHECKING:
    from cdp.why import Change, Evidence, PairWhy, PeopleWhy, PersonWhy, Why

_BAR = 20
"""Letters of a bar in the terminal."""
_WHOLE = ("evidence", "weight", "rarity", "sum", "")
"""Columns of the waterfall that are not broken into lines."""
_RULES = 3
"""So many blocking rules are named."""
_LITTLE = 0.05
"""A change of a weight that is not told."""
_CHANGES = 5
"""So many changes are told."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(why)


def why(
    asked: Annotated[
        list[str], typer.Argument(metavar="RECORD RECORD | GOLDEN_ID [GOLDEN_ID]", help="A record is source/record_id.")
    ],
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Draw the evidence, too.")] = None,
    version: Annotated[str | None, typer.Option("--version", help="Of this published version.")] = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Explain why two records match or not, how a person came together, or why two people are not one."""
    with opened(workspace) as ws:
        found = ws.why(*asked, version=version)
        if svg is not None:
            _draw(found, svg, ws.config.identity.weakest_match)
    if as_json:
        from cdp.why import told_why

        print_json(told_why(found))
        return
    print_why(found)
    if svg is not None:
        _line(f"wrote {svg}")


def print_why(found: Why) -> None:
    """Print an explanation."""
    from cdp.why import PairWhy, PersonWhy

    if found.unknown:
        warn(found.unknown)
    if isinstance(found, PairWhy):
        _print_pair(found)
    elif isinstance(found, PersonWhy):
        _print_person(found)
    else:
        _print_people(found)


def _draw(found: Why, path: Path, weakest: float) -> None:
    from cdp.why.picture import why_chart

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(why_chart(found, weakest), encoding="utf-8")
    except OSError as fault:
        raise StorageError(f"{path} could not be written", "check the folder, its rights and its disk") from fault


def _print_pair(found: PairWhy) -> None:
    one = found.golden_id_left == found.golden_id_right
    people = f"one person, {found.golden_id_left}" if one else f"{found.golden_id_left} and {found.golden_id_right}"
    _line(f"{_verdict(found)}; in {found.version} {people}\n")
    if found.apart:
        _line(f"kept apart: {found.apart}\n")
    if found.through:
        _line(f"joined through {', '.join(found.through)}\n")
    _print_evidence(found.evidence)
    rules = [" + ".join(rule) or "every pair" for rule in found.blocking.rules]
    more = f" … {len(rules) - _RULES:,} more" if len(rules) > _RULES else ""
    told = f" ({counted(len(rules), 'rule')}: {'; '.join(rules[:_RULES])}{more})" if rules else ""
    _line(f"blocking: {found.blocking.told}{told}")
    for guard in found.guards:
        _line(f"{guard.guard}: {guard.told}")
    _line("")
    _print_changes(found.changes, "they would match no more" if found.is_match else "they would match")
    if not one:
        _line(f"next: `cdp why {found.golden_id_left} {found.golden_id_right}`")


def _verdict(found: PairWhy) -> str:
    weight = found.evidence.weight
    if weight is None:
        return "no match in the published version, and no model to weigh them"
    told = f"weight {weight:.1f} ({found.weakest_match:+g} or more ties)"
    return f"{'a match' if found.is_match else 'no match'}, {told}"


def _print_evidence(evidence: Evidence) -> None:
    if not evidence.waterfall:
        return
    bars = [bar for bar in evidence.waterfall if bar.told != "nothing to compare"]
    low = min(min(bar.start, bar.end) for bar in bars)
    scale = _BAR / ((max(max(bar.start, bar.end) for bar in bars) - low) or 1.0)
    rows = [
        (
            bar.name,
            bar.told,
            _compared(bar.left, bar.right),
            f"{bar.end - bar.start:+.1f}",
            f"{bar.rarity:+.1f}" if bar.rarity else "",
            f"{bar.end:.1f}",
            _bar((bar.start - low) * scale, (bar.end - low) * scale),
        )
        for bar in bars
    ]
    columns = ("evidence", "level", "compared", "weight", "rarity", "sum", "")
    table(f"{evidence.left} and {evidence.right}, log2 odds (rarity is part of the weight)", columns, rows, _WHOLE)
    silent = [bar.name for bar in evidence.waterfall if bar.told == "nothing to compare"]
    if silent:
        _line(f"nothing to compare: {', '.join(silent)}")
    splink, kind = evidence.splink_weight, evidence.class_weight
    if splink is not None and kind is not None:
        less = ", but a name alone counts for less" if evidence.name_alone else ""
        _line(f"Splink's weight {splink:.1f}, odds of its kind {kind:.1f}: the lesser counts{less}")
    if evidence.kind_of_pair is not None:
        _line(f"kind of pair: {_kind(evidence)}")


def _compared(left: str, right: str) -> str:
    return left if left == right else f"{left or '·'} | {right or '·'}"


def _bar(start: float, end: float) -> str:
    """A bar of the waterfall: full where it adds, light where it takes away."""
    low, high = round(min(start, end)), round(max(start, end))
    return " " * low + ("█" if end >= start else "░") * max(high - low, 1)


def _kind(evidence: Evidence) -> str:
    kind = evidence.kind_of_pair
    if kind is None:
        return "not known"
    told = f"{kind.nth} of {kind.of} ({kind.share:.0%}), {'one person' if kind.same_person else 'not one person'}"
    alike = f"; most of it agree in {', '.join(kind.agree)}" if kind.agree else ""
    unlike = f"; most differ in {', '.join(kind.differ)}" if kind.differ else ""
    return told + alike + unlike


def _print_changes(changes: Sequence[Change], answer: str, weighed: str = "weight") -> None:
    if not changes:
        return
    rows = [
        (change.told, f"{change.difference:+.1f}", f"{change.weight:.1f}", _then(change, answer))
        for change in [each for each in changes if each.flips or abs(each.difference) >= _LITTLE][:_CHANGES]
    ]
    turns = any(change.flips for change in changes)
    title = "the smallest change that would turn it" if turns else "nothing here would turn it"
    table(title, ("if", "adds", weighed, "then"), rows)


def _then(change: Change, answer: str) -> str:
    if not change.flips:
        return "no change"
    return ": ".join(filter(None, (answer, _parted(change.parts))))


def _print_person(found: PersonWhy) -> None:
    _print_asked(found.asked_for, (found.golden_id,))
    _line(f"{found.golden_id} ({found.version}): {counted(len(found.records), 'record')}\n")
    if len(found.records) == 1:
        _line(f"{found.records[0]} alone")
        return
    table(
        "how it came together, the strongest match first",
        ("step", "brings together", "by the match", "weight", "evidence"),
        [(step.nth, _both(step.left, step.right), _ends(step.evidence), *_told(step.evidence)) for step in found.steps],
    )
    if found.bridge is None:
        _line("no unbroken chain of matches holds all of its records\n")
    else:
        bridge = found.bridge
        others = "1 other match" if bridge.others == 1 else f"{bridge.others:,} other matches"
        _line(f"the bridge is {_ends(bridge.evidence)}, weight {bridge.evidence.weight or 0:.1f}")
        _line(f"  it holds {', '.join(bridge.left)} to {', '.join(bridge.right)}, beside {others}")
        _line(f"  mean weight between them {bridge.mean:.1f}; {_without(bridge.without)}\n")
        _print_changes(bridge.changes, "it would fall apart", "bridge")
    if found.cohesion is not None:
        _line(f"cohesion {found.cohesion:.1f} is the mean weight of all pairs\n")
    if found.against:
        rows = [(_ends(each), *_told(each)) for each in found.against]
        title = (
            f"what speaks against it: pairs that do not match by themselves, {len(rows):,} of {found.against_in_all:,}"
        )
        table(title, ("pair", "weight", "evidence"), rows)


def _both(left: Sequence[str], right: Sequence[str]) -> str:
    return f"{', '.join(left)} + {', '.join(right)}"


def _without(groups: Sequence[Sequence[str]]) -> str:
    if len(groups) == 1:
        return "without it the other matches would hold all records together"
    return f"without it: {_parted(groups)}"


def _parted(groups: Sequence[Sequence[str]]) -> str:
    return " | ".join(", ".join(group) for group in groups)


def _print_people(found: PeopleWhy) -> None:
    _print_asked(found.asked_for, found.golden_ids)
    _line(f"{found.golden_ids[0]} and {found.golden_ids[1]} ({found.version}) are not one person")
    _line(f"  {found.reason}: {found.told}\n")
    _line(
        f"{counted(found.pairs, 'pair')} between them, {found.matches:,} of {found.weakest_match:+g} or more; "
        f"mean weight {found.mean:.1f}\n"
    )
    if found.best:
        rows = [(_ends(each), *_told(each)) for each in found.best]
        table(f"the best {counted(len(rows), 'pair')}", ("pair", "weight", "evidence"), rows)
        _print_evidence(found.best[0])
        _line("")
    if found.blocking:
        _line(f"blocking of the best pair: {found.blocking.told}")
    for guard in found.guards:
        _line(f"{guard.guard}: {guard.told}")
    _line("")
    _print_changes(found.changes, "they would be one person")


def _print_asked(asked: Sequence[str], found: Sequence[str]) -> None:
    for word, golden_id in zip(asked, [*found, *found][: len(asked)], strict=True):
        if "/" not in word and word.lower() != golden_id:
            _line(f"{word} was merged; its person is now {golden_id}")


def _ends(evidence: Evidence) -> str:
    return f"{evidence.left} = {evidence.right}"


def _told(evidence: Evidence) -> tuple[Any, str]:
    kinds = [kind for kind in evidence.kinds if kind != "probabilistic"]
    parts = told_evidence({bar.name: bar.end - bar.start for bar in evidence.telling})
    return evidence.weight, ", ".join(filter(None, (*kinds, parts)))


def _line(text: str) -> None:
    """Print a line as it is: record ids and values may look like markup."""
    say(escape(text))
