"""Precision and recall of what is found in free text, held against the truth of the demo company's call notes.

`python -m tests.bench.mentions [--people 20000] [--seed 1]` makes the company's files, takes the notes whose content
the truth tells, and finds what they mention with the demo's configuration. A find is right when the truth has it for
that note; names are compared without blanks, phones by their last eight digits.
"""

from __future__ import annotations

import argparse
import csv
import re
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from cdp.config import load_config
from cdp.demo import generate
from cdp.standardise.mention_finder import MentionFinder
from cdp.workspace import template_folder
from connectors import KINDS

KINDS_HELD = ("email", "phone", "order_number", "ticket", "name", "date", "topic")

Finds = dict[str, set[tuple[str, str]]]
"""By kind the (event_id, value) of each find."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder) / "data", people=asked.people, seed=asked.seed)
        notes = read_notes(Path(folder))
        truth = read_truth(Path(folder) / "data" / "truth" / "mentions.csv")
    known = {event_id for finds in truth.values() for event_id, _ in finds}
    began = time.perf_counter()
    found = find_all({event_id: text for event_id, text in notes.items() if event_id in known})
    seconds = time.perf_counter() - began
    print(f"{len(known):,} notes, {len(known) / seconds:,.0f} a second\n")
    print("| kind | told | found | precision | recall |\n|---|---|---|---|---|")
    for kind in KINDS_HELD:
        right = len(found[kind] & truth[kind])
        shares = f"{right / max(len(found[kind]), 1):.4f} | {right / max(len(truth[kind]), 1):.4f}"
        print(f"| {kind} | {len(truth[kind]):,} | {len(found[kind]):,} | {shares} |")


def read_notes(folder: Path) -> dict[str, str]:
    """Return the notes by number, as the demo's own source reads them."""
    source = load_config(template_folder()).source("call_center")
    rows = [
        row
        for delivery in KINDS[source.connector.kind](source.connector, folder).pull({})
        for batch in delivery.batches()
        for row in batch.to_pylist()
    ]
    return {row["no"]: row["text"] for row in rows}


def read_truth(file: Path) -> Finds:
    """Return what the notes tell, by kind."""
    told: Finds = defaultdict(set)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            told[row["kind"]].add((row["event_id"], _standard(row["kind"], row["value"])))
    return told


def find_all(notes: dict[str, str]) -> Finds:
    """Return what is found in notes, by kind."""
    config = load_config(template_folder())
    finder = MentionFinder(config.events, ["KR", "JP", "US"])
    found: Finds = defaultdict(set)
    for event_id, text in notes.items():
        for each in finder.find(text, config.company.region):
            found[each.kind].add((event_id, _standard(each.kind, each.value)))
    return found


def _standard(kind: str, value: str) -> str:
    if kind == "phone":
        return re.sub(r"\D", "", value)[-8:]
    return "".join(value.split()) if kind == "name" else value


if __name__ == "__main__":
    main()
