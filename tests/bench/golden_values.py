"""Golden values right: how often a profile says what its person's error-free value is.

    python -m tests.bench.golden_values --bench DIR [--n 100000] [--seed 1]

DIR holds `gen_people.py`, which keeps the clean values beside the records it spoils. Counted are the filled values of
the profiles made of several records that are all one person's; a value is right when it differs from the clean one in
letter case, spaces and punctuation at most (phones: in the last ten digits). The most that any choice could reach is
the share of the values of which some record of the person has the right one.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import duckdb

from tests.bench.labelled_sets import Places, gen_people

CLEAN = {
    "given_name": "first_name",
    "family_name": "last_name",
    "birth_date": "dob",
    "email": "email",
    "phone": "phone",
    "city": "city",
    "postal_code": "postcode",
}
"""Attribute to the column of its clean value."""

_TABLES = """
create table person_of as
select golden_id, any_value(person) as person
from membership join truth using (source, record_id)
group by golden_id having count(*) > 1 and count(distinct person) = 1;

create table clean as
unpivot (select person, {clean} from clean_values) on {attributes} into name attribute value right_value;

create table golden as
unpivot (select golden_id, {own} from profile) on {attributes} into name attribute value golden_value;

create table recorded as
unpivot (select golden_id, {own} from record join membership using (source, record_id)) on {attributes}
into name attribute value any_value;

create table reachable as
select distinct golden_id, attribute
from recorded join person_of using (golden_id) join clean using (person, attribute)
where comparable(attribute, any_value) = comparable(attribute, right_value);
"""
_RIGHT = """
select attribute, count(*) as n,
       avg(cast(comparable(attribute, golden_value) = comparable(attribute, right_value) as integer)) as is_right,
       avg(cast(reachable.golden_id is not null as integer)) as most
from golden join person_of using (golden_id) join clean using (person, attribute)
left join reachable using (golden_id, attribute)
group by rollup (attribute) order by attribute nulls last
"""
_COMPARABLE = """
create macro comparable(attribute, value) as
case when attribute = 'phone' then right(regexp_replace(value, '[^0-9]', '', 'g'), 10)
     else regexp_replace(lower(value), '[^a-z0-9@]', '', 'g') end
"""


def measure(bench: Path, people: int, seed: int) -> list[tuple[str | None, int, float, float]]:
    """Run the whole job; return (attribute or None for all, values, share right, share that could be right)."""
    with tempfile.TemporaryDirectory() as name, duckdb.connect() as db:
        at = Places(bench, bench, Path(name))
        ws, truth = gen_people(people, seed).lay_out(at)
        with ws:
            ws.run()
            published = ws.published.current()
            assert published is not None
            for table in ("profile", "membership", "record"):
                db.execute(f"create table {table} as from {ws.published.relation(published, table)}")
            db.execute(f"create table truth as from read_csv('{truth}', all_varchar = true)")
            clean = "select cast(cluster as varchar) as person, * exclude (cluster)"
            db.execute(f"create table clean_values as {clean} from '{at.work}/people_clean.parquet'")
            db.execute(_COMPARABLE)
            db.execute(_tables())
            return db.execute(_RIGHT).fetchall()


def _tables() -> str:
    own = ", ".join(f"cast({name} as varchar) as {name}" for name in CLEAN)
    clean = ", ".join(f"cast({column} as varchar) as {name}" for name, column in CLEAN.items())
    return _TABLES.format(own=own, clean=clean, attributes=", ".join(CLEAN))


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    print("| attribute | golden values | right | could be right |\n|---|---|---|---|")
    for attribute, n, right, most in measure(told.bench.resolve(), told.n, told.seed):
        print(f"| {attribute or 'all'} | {n:,} | {right:.4f} | {most:.4f} |")


if __name__ == "__main__":
    main()
