"""Matching quality on labelled sets, with the defaults: only the mapping of columns differs.

    python -m tests.bench.matching --data DIR --bench DIR [--only NAME …] [--peers [--peer-venv DIR]]

`--data` holds `resolution/…` with the public sets, `--bench` the generator `gen_people.py`. Prints a table: records,
pairwise precision, recall and F1, seconds of the whole job. `--peers` measures others on the same records too (see
`tests.bench.peers`) and adds their columns; `--peer-venv` keeps their virtual environment for the next time.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from cdp.evaluate import evaluate
from tests.bench.labelled_sets import SETS, LabelledSet, Places
from tests.bench.peers import Peer, hand_over, make_peers


def measure(labelled: LabelledSet, data: Path, bench: Path, peers: Sequence[Peer] = ()) -> str:
    """Run the whole job on a set, and the peers on its records; return its line of the table."""
    with tempfile.TemporaryDirectory() as name:
        ws, truth = labelled.lay_out(Places(data, bench, Path(name)))
        with ws:
            started = time.perf_counter()
            report = ws.run(as_of=labelled.as_of)
            seconds = time.perf_counter() - started
            with ws.store() as store:
                score = evaluate(store, truth)
            cells = [labelled.name, f"{report.records:,}", *(f"{n:.4f}" for n in (score.precision, score.recall))]
            cells += [f"{score.f1:.4f}", f"{seconds:.1f}"]
            if peers:
                records = hand_over(ws, truth, Path(name) / "peers")
                cells += [cell for peer in peers for cell in peer.cells(records)]
    return f"| {' | '.join(cells)} |"


def print_table(sets: Iterable[LabelledSet], data: Path, bench: Path, peers: Sequence[Peer] = ()) -> None:
    """Print the table line by line."""
    titles = ["set", "records", "precision", "recall", "F1", "seconds"]
    titles += [title for peer in peers for title in peer.titles]
    print(f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}")
    for labelled in sets:
        print(measure(labelled, data, bench, peers), flush=True)


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--only", nargs="*", choices=[labelled.name for labelled in SETS], default=None)
    parser.add_argument("--peers", action="store_true", help="measure Splink alone and goldenmatch as well")
    parser.add_argument(
        "--peer-venv", type=Path, default=None, help="virtual environment of the peers, made if missing"
    )
    given = parser.parse_args()
    chosen = [each for each in SETS if (each.by_default if given.only is None else each.name in given.only)]
    with tempfile.TemporaryDirectory() as made:
        peers = make_peers(given.peer_venv or Path(made) / "venv") if given.peers else ()
        print_table(chosen, given.data.resolve(), given.bench.resolve(), peers)


if __name__ == "__main__":
    main()
