"""benchmarks.csv: what others report, to be shown beside the company's own figures: metric, value, source, date."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from cdp.config.experience import SCALES
from cdp.config.faults import fault_in_words
from cdp.config.source import Strict
from cdp.errors import ConfigError, ConfigProblem, StorageError

BENCHMARKS = "benchmarks.csv"
COLUMNS = ("metric", "value", "source", "date")
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Benchmark(Strict):
    """A figure of somebody else."""

    metric: _Text = Field(description="nps, csat, ces, rating or recognition, or the name of a question.")
    value: float = Field(
        allow_inf_nan=False, description="As this product counts: nps -100 to 100, csat and recognition 0 to 100."
    )
    source: _Text = Field(description="Who says so.")
    date: date


def read_benchmarks(path: Path, shown_as: str) -> list[Benchmark]:
    """Return the rows of a CSV file with the columns metric, value, source and date (ISO 8601); others are ignored.

    Raises ConfigError with one problem per row that cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as fault:
        raise ConfigError([ConfigProblem(shown_as, None, "file", "is not there", "name a CSV file")]) from fault
    except (OSError, UnicodeDecodeError) as fault:
        problem = ConfigProblem(shown_as, None, "file", f"cannot be read ({type(fault).__name__})", "save it as UTF-8")
        raise ConfigError([problem]) from fault
    rows = csv.DictReader(lines, restkey="more")
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        told = f"there is no column {', '.join(missing)}"
        raise ConfigError([ConfigProblem(shown_as, 1, "header", told, f"write {','.join(COLUMNS)}")])
    found: list[Benchmark] = []
    problems: list[ConfigProblem] = []
    for row in rows:
        try:
            found.append(Benchmark.model_validate({name: row[name] for name in COLUMNS}))
        except ValidationError as fault:
            for error in fault.errors(include_url=False, include_input=False):
                key, remedy = str(error["loc"][0]), "correct the value, or delete the row"
                problems.append(ConfigProblem(shown_as, rows.line_num, key, fault_in_words(dict(error)), remedy))
    if problems:
        raise ConfigError(problems)
    return found


def merged(own: Iterable[Benchmark], new: Iterable[Benchmark]) -> list[Benchmark]:
    """Return benchmarks in order; a new one replaces that of the same metric, source and date."""
    found = {(each.metric, each.source, each.date): each for each in (*own, *new)}
    return [found[key] for key in sorted(found)]


def import_benchmarks(folder: Path, file: Path, questions: Collection[str]) -> tuple[int, int]:
    """Take the rows of `file` into benchmarks.csv of a folder; return how many, and how many are known now.

    One of the same metric, source and date is replaced. A row tells of a metric or of one of the `questions`; raises
    ConfigError for others and for rows that cannot be read, StorageError when the file cannot be written.
    """
    names = dict.fromkeys((*SCALES, "recognition", *questions))
    new = read_benchmarks(file, file.name)
    if unknown := sorted({each.metric for each in new} - set(names)):
        told = f"{', '.join(unknown)}: no metric or question has that name"
        raise ConfigError([ConfigProblem(file.name, None, "metric", told, f"there are {', '.join(names)}")])
    kept = folder / BENCHMARKS
    known = merged(read_benchmarks(kept, BENCHMARKS) if kept.exists() else [], new)
    try:
        write_benchmarks(kept, known)
    except OSError as fault:
        raise StorageError(f"{kept} could not be written", "check the folder, its rights and its disk") from fault
    return len(new), len(known)


def write_benchmarks(path: Path, benchmarks: Sequence[Benchmark]) -> None:
    """Write benchmarks so that `read_benchmarks` reads them."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows((each.metric, f"{each.value:g}", each.source, each.date.isoformat()) for each in benchmarks)
    part.replace(path)
