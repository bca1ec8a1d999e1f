"""The report of a run, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cdp.cli.difference import print_diff
from cdp.cli.screen import counted, say, table, warn

if TYPE_CHECKING:
    from cdp.household import Households
    from cdp.intervals import Estimate, Share
    from cdp.quarantine import Quarantine, Rejection
    from cdp.run_report import RunReport

_SHOWN = 10
_MANY = 0.01
"""Share of the records: more distinct values that cannot be read speak of a wrong setting, not of slips."""
_JUDGED = 100
"""Records that there must be to tell."""


def _learned(report: RunReport) -> list[str]:
    """Sentences on what the records themselves told."""
    assert report.clusters is not None and report.link is not None
    link, once = report.link, report.clusters.one_per_person
    told = []
    if link.expected_recall is not None and link.rules:
        rules, found = counted(len(link.rules), "rule"), f"{link.expected_recall:.0%}"
        told.append(f"blocking by {rules}, expected to find {found} of the pairs of one person on cautious assumptions")
    if link.trained and link.taught is not None:
        told.append(f"answers of stewards: {link.taught.told}")
    if link.refused:
        told.append(
            f"{counted(link.refused, 'pair')} with one account or number refused: names and birth dates say otherwise"
        )
    if link.unreliable:
        told.append(f"differs too often within one person to forbid a match: {', '.join(link.unreliable)}")
    if once:
        told.append(f"found to hold each person once: {', '.join(once)}")
    return told


def _people(report: RunReport) -> list[str]:
    """Sentences on how many people there are, and how much was taken to find them."""
    assert report.clusters is not None
    per_person = report.records / report.people if report.people else 0.0
    told = f"[bold]{report.people:,} people[/] from {report.records:,} records: {per_person:.2f} records per person"
    if report.changed is not None:
        again = counted(report.circle or 0, "record")
        return [
            told,
            f"taken: {counted(report.changed, 'record')} that changed; {again} grouped again, all others stay",
        ]
    because = [f"taken: every record, for {report.full_because}"] if report.full_because else []
    return [f"{told}, {report.clusters.largest:,} at most", *because]


def _living_together(found: Households) -> str:
    """Return a sentence on households."""
    told = f"{found.people:,} of them live in {counted(found.households, 'household')} of several people"
    if found.refused_addresses or found.refused_groups:
        crowded, large = f"{found.refused_addresses:,}", f"{found.refused_groups:,}"
        told += f" (refused for too many people: addresses {crowded}, groups {large})"
    return told


def _known_of_itself(report: RunReport) -> list[str]:
    """Sentences on how good the result is, as far as that can be known without a truth; or when that was measured."""
    if report.assessment is None or report.link is None:
        return [f"how good that is was last measured with {report.assessed}: `cdp status`"] if report.assessed else []
    precision, recall = report.assessment.precision, report.assessment.recall
    expected = f"expected precision {_estimated(precision)}"
    told = [expected if recall is None else f"{expected}, recall {_estimated(recall)}"]
    canaries = report.link.canaries
    if canaries is not None:
        apart = ", ".join(f"{kind} {share.value:.1%}" for kind, share in canaries.kept_apart.items())
        beside = f"; kept apart: {apart}" if apart else ""
        told.append(f"canaries: {_counted_share(canaries.found)} of the made-up duplicates found{beside}")
    return told


def _estimated(share: Estimate) -> str:
    return f"{share.value:.3f} ({share.low:.3f}–{share.high:.3f})"


def _counted_share(share: Share) -> str:
    return f"{share.value:.1%} ({share.low:.1%}–{share.high:.1%})"


def assessed_row(each: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return kind, measure, value, interval and counts of a row of `self_assessment`."""
    interval = f"{each['low']:.4f} – {each['high']:.4f}"
    counts = None if each["part"] is None else f"{each['part']:,} of {each['of']:,}"
    return each["kind"], each["measure"], f"{each['value']:.4f}", interval, counts


def print_assessment(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print what a version knows of itself: rows of `self_assessment`, the calibration curve left out."""
    known = [each for each in rows if each["kind"] != "calibration"]
    shown = [assessed_row(each) for each in known]
    if shown:
        version = known[0]["version"]
        measured = f" (measured with {version}, the last run of everything)" if version else ""
        title = "how good it is, as far as can be known without a truth" + measured
        table(title, ("", "measure", "value", "95 % interval", "counted"), shown)


def print_run(report: RunReport) -> None:
    """Print what a run did."""
    for each in report.mended:
        warn(f"mended: {each}")
    rows = [(c.source, c.rows_in, c.loaded, c.unchanged, c.quarantined, c.suppressed) for c in report.sources]
    numbers = [row[1:] for row in rows]
    total = ("total", *map(sum, zip(*numbers, strict=True)))
    table("rows", ("source", "in", "loaded", "unchanged", "quarantined", "suppressed"), [*rows, total])
    _print_reasons(report)
    _print_withdrawn(report)
    print_problems(report.problems, report.records)
    if report.status == "unchanged":
        say(f"nothing new: {report.version} with {report.people:,} people stays published\n")
        return
    if report.link is None and report.diff is not None:
        print_diff(report.diff)
        _print_outcome(report)
        return
    assert report.clusters is not None and report.link is not None
    for told in _people(report):
        say(told)
    if report.households is not None:
        say(_living_together(report.households))
    link = report.link
    how = (
        f"model {link.model}{' (trained in this run)' if link.trained else ''}"
        if link.model
        else "unique identifiers only"
    )
    say(f"linked by {how}: {link.candidates:,} pairs looked at, {link.matches:,} kept, {link.deterministic:,} certain")
    for told in (*_learned(report), *_known_of_itself(report)):
        say(told)
    for told in (*_spoken_of(report), *_understood(report)):
        say(told)
    if report.decisions:
        say("decisions of stewards: " + ", ".join(f"{n:,} {state}" for state, n in report.decisions.items()))
    if report.identity:
        say(
            "identities since the last version: "
            + ", ".join(f"{n:,} {change}" for change, n in report.identity.items())
        )
    say("")
    if report.diff is not None and report.diff.before is not None:
        print_diff(report.diff)
    table("seconds", ("stage", "seconds"), [*report.seconds.items(), ("total", sum(report.seconds.values()))])
    for warning in report.assessment.warnings if report.assessment else ():
        warn(warning)
    _print_outcome(report)


def _spoken_of(report: RunReport) -> Iterator[str]:
    """Yield sentences on how many events, and words on consent, speak of a known person."""
    for what, outcomes in (("events", report.events), ("words on consent", report.consents)):
        if outcomes:
            count, known = sum(outcomes.values()), outcomes.get("attributed", 0)
            yield f"{what}: {count:,}, of which {known:,} ({known / count:.0%}) speak of a known person"


def _understood(report: RunReport) -> Iterator[str]:
    """Yield sentences on what people did."""
    found = report.understood
    if found is None or not found.purchases:
        return
    yield f"purchases: {found.purchases:,}, told until {found.told_until[:16].replace('T', ' ')} UTC"
    if found.without_rate:
        yield f"{found.without_rate:,} of them are in a currency without a rate in events.yml: their worth is unknown"


def _print_outcome(report: RunReport) -> None:
    if report.status == "published":
        say(f"published {report.version}")
        return
    say(f"[bold]{report.version} waits as a candidate[/]: nothing was published")
    say("next: look at `cdp diff`, then `cdp promote` publishes it, `cdp discard` lets it go")


def print_problems(problems: Sequence[Sequence[Any]], records: int) -> None:
    """Print the values that could not be read, and what was left out: (of what, problem, how many) each."""
    if not problems:
        return
    largest = sorted(problems, key=lambda problem: -problem[2])
    more = f" (the largest {_SHOWN} of {len(problems)})" if len(problems) > _SHOWN else ""
    table(f"values that could not be read, or were left out{more}", ("of", "problem", "how many"), largest[:_SHOWN])
    values = [(attribute, number) for attribute, _, number in largest if attribute != "record"]
    suspect = dict.fromkeys(attribute for attribute, number in values if number > _MANY * records)
    if suspect and records >= _JUDGED:
        warn(f"many values of {', '.join(suspect)}: check the mapping, `date_order` and `region` of their sources")


def print_quarantine(refused: Quarantine) -> None:
    """Print where refused rows lie, and why they were refused, never their values."""
    if not refused.total:
        return
    title = f"the first {len(refused.rows)} of {counted(refused.total, 'row')} in quarantine"
    table(title, ("source", "unit", "place", "reason"), [quarantine_row(each) for each in refused.rows])
    for file in refused.files[:_SHOWN]:
        say(f"quarantine: {file}")
    say("all of them: `cdp quarantine`; with the rows as received: `cdp quarantine --raw`\n")


def quarantine_row(each: Rejection) -> tuple[Any, ...]:
    """Return source, unit, place and reason."""
    return each.source, each.unit, each.position, each.reason


def _print_withdrawn(report: RunReport) -> None:
    """Print how many records their sources no longer deliver, and where that could not be told."""
    withdrawn = [f"{counted(c.withdrawn, 'record')} of {c.source}" for c in report.sources if c.withdrawn]
    if withdrawn:
        say(f"no longer delivered, so withdrawn: {', '.join(withdrawn)}")
    for c in report.sources:
        if c.missing:
            warn(
                f"{c.source}: {counted(c.missing, 'record')} not delivered, but none was withdrawn: "
                f"rows whose record id cannot be read may be theirs; `cdp quarantine {c.source}` shows them"
            )


def _print_reasons(report: RunReport) -> None:
    reasons = [(c.source, reason, n) for c in report.sources for reason, n in c.reasons.items()]
    if reasons:
        table("quarantined and suppressed", ("source", "reason", "rows"), reasons)
    redacted = [(c.source, kind, n) for c in report.sources for kind, n in sorted(c.redacted.items())]
    if redacted:
        table("taken out of free text before it landed", ("source", "what", "numbers"), redacted)
    unmapped = [(c.source, ", ".join(c.unmapped)) for c in report.sources if c.unmapped]
    if unmapped:
        table("columns that nothing maps (name them under `ignore` to silence this)", ("source", "columns"), unmapped)
