"""How many columns of known data `cdp init --from` types right: `python -m tests.bench.typing --data DIR`.

The right answers stand in `column_types.yml`, written by looking at the data. A column whose answer is `nothing` is
right when it is taken for none of the meanings that are mapped.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from ruamel.yaml import YAML

from cdp.cli.screen import say, table
from cdp.demo import generate
from cdp.discover.meaning import PLAIN
from cdp.discover.people import holds_people, record_id
from cdp.discover.sample import tables_of
from cdp.discover.settle import Looked, look

ANSWERS = Path(__file__).parent / "column_types.yml"
_COPY = re.compile(r"^COPY public\.(\w+) \(([^)]*)\) FROM stdin;\n(.*?)^\\\.$", re.MULTILINE | re.DOTALL)
Wrong = tuple[str, str, str, str]
"""Table, column, what it was taken for, what it is."""


def sakila(data: Path, place: Path) -> Path:
    """Write the tables of a PostgreSQL dump into an SQLite file; return its path."""
    dump = next((data / "behaviour" / "sakila").glob("*copy.sql")).read_text("utf-8")
    file = place / "sakila.sqlite"
    db = sqlite3.connect(file)
    for name, columns, rows in _COPY.findall(dump):
        names = columns.split(", ")
        values = [[None if each == "\\N" else each for each in row.split("\t")] for row in rows.splitlines()]
        key = f", primary key ({name}_id)" if f"{name}_id" in names[0] else ""
        db.execute(f"create table {name} ({', '.join(f'{each} text' for each in names)}{key})")
        db.executemany(f"insert into {name} values ({', '.join('?' for _ in names)})", values)
    db.commit()
    db.close()
    return file


def places(data: Path, work: Path) -> dict[str, list[str]]:
    """Where the data of each set are."""
    generate(work / "demo", people=3000, seed=3)
    truth = work / "demo" / "truth"
    for file in truth.iterdir():
        file.unlink()
    return {
        "Senzing truth set": [
            str(each) for each in sorted((data / "resolution" / "senzing_truthset").glob("[!a]*.csv"))
        ],
        "pseudopeople": [str(data / "resolution" / "pseudopeople")],
        "Sakila": [str(sakila(data, work))],
        "Chinook": [str(data / "behaviour" / "Chinook_Sqlite.sqlite")],
        "demo company": [str(work / "demo")],
    }


def judged(looked: Looked, answers: dict[str, list[str]]) -> Iterator[tuple[bool, Wrong]]:
    """Yield for each column, and for the record id, whether it was typed right."""
    name = looked.table.name
    meanings = {column: meaning for meaning, columns in answers.items() if meaning != "record_id" for column in columns}
    if "nothing" in answers:
        meanings |= {column: "nothing" for column in answers["nothing"] if column not in meanings}
    for column, guess in looked.guesses.items():
        taken = "nothing" if guess.meaning in PLAIN else guess.meaning
        yield taken == meanings[column], (name, column, taken, meanings[column])
    if "record_id" in answers:
        key: Any = record_id(looked, False).value if holds_people(looked) else "no record"
        yield key in answers["record_id"], (name, "record id", str(key), " or ".join(answers["record_id"]))


def main(data: Annotated[Path, typer.Option("--data", help="Folder of the shared data.")]) -> None:
    """Print the share of columns typed right per set, and those that are wrong."""
    answers = YAML(typ="safe").load(ANSWERS.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as name:
        found = {set_name: tables_of(where, Path(name))[0] for set_name, where in places(data, Path(name)).items()}
    rows, wrong = [], []
    for set_name, tables in found.items():
        told = [
            each
            for one in tables
            if one.name in answers[set_name]
            for each in judged(look(one), answers[set_name][one.name])
        ]
        right = sum(good for good, _ in told)
        rows.append((set_name, len(tables), len(told), right, f"{right / len(told):.1%}"))
        wrong += [(set_name, *each) for good, each in told if not good]
    table("columns typed right", ("set", "tables", "columns", "right", "share"), rows)
    table("wrong", ("set", "table", "column", "taken for", "is"), wrong)
    say("columns of record ids are counted too, where a table holds people")


if __name__ == "__main__":
    typer.run(main)
