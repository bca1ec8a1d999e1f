"""Households found in the demo company, held against its truth.

    python tests/bench/households.py [--people 20000] [--seed 1]

Records tell of a person's home when the golden address is there, or more records name it than any other (homes are
told apart by their postal code): a mover whose records are all old cannot be known. Nor can a house in Korea whose lot
one of its people always writes, and everybody else its road. A true household is measured when records tell it of two
people or more, and right when the people found to live together are exactly these; the others count neither way.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cdp.demo import generate
from cdp.store import Store
from cdp.workspace import Workspace

AS_OF = date(2026, 6, 30)


@dataclass(frozen=True)
class Measured:
    """How well the published households agree with the true ones."""

    measured: int
    """True households of which the records of two people or more tell."""
    right: int
    """Found exactly."""
    untold: int
    """True households of several published people whose home stands in the records of fewer than two."""
    precision: float
    """Share of the found pairs that truly live together."""
    recall: float
    """Share of the true pairs, of people whose records name the home, that were found."""


_RESIDENT = """
create or replace temp table resident as
with counted as (
    select golden_id, truth.person as person, count(*) as records
    from membership join read_csv($records, header = true, all_varchar = true) truth using (source, record_id)
    where truth.person is not null group by all
),
main as (
    select golden_id, person from counted
    qualify row_number() over (partition by golden_id order by records desc, person) = 1
),
home as (
    select person, household, postal_code, address like '%호%' as has_unit
    from read_csv($people, header = true, all_varchar = true)
),
named as (
    select person, record.postal_code, regexp_matches(street_key, '(dong|ga|ri)[0-9]') as by_lot, count(*) as records
    from main join membership using (golden_id) join record using (source, record_id)
    where record.postal_code is not null and street_key is not null group by all
),
placed as (
    select person from main join profile using (golden_id) join home using (person, postal_code)
    union
    select person from (select person, postal_code, sum(records) as records from named group by all) named
    join home using (person)
    group by person
    having max(records) filter (named.postal_code = home.postal_code)
         > coalesce(max(records) filter (named.postal_code <> home.postal_code), 0)
),
written as (
    select household, person, by_lot, has_unit
    from placed join home using (person) join named using (person, postal_code)
),
told as (
    select distinct one.person from written one
    where one.has_unit or not exists (from written where household = one.household and person <> one.person)
       or exists (
           from written other
           where other.household = one.household and other.person <> one.person and other.by_lot = one.by_lot
       )
)
select golden_id, main.person, home.household, told.person is not null as told, found.household_id as found
from main join home using (person)
left join told on told.person = main.person
left join household found using (golden_id)
"""
"""Each published person with their true household, whether records tell of the home, and the household found."""

_RIGHT = """
with home as (
    select household, list(distinct person order by person) as people from resident where told group by household
    having count(distinct person) > 1
),
untold as (
    select household from resident group by household having count(distinct person) > 1
    except select household from home
),
found as (
    select found, list(distinct person order by person) filter (told) as people from resident
    where found is not null group by found
),
seen as (
    select distinct home.household
    from home join found using (people)
)
select (select count(*) from home), (select count(*) from seen), (select count(*) from untold)
"""

_PAIRS = """
with pair as (
    select distinct l.person as one, r.person as other, l.household = r.household as living_together
    from resident l join resident r on l.found = r.found where l.person < r.person
),
true_pair as (
    select distinct l.person as one, r.person as other
    from resident l join resident r using (household) where l.person < r.person and l.told and r.told
)
select (select count(*) from pair), (select count(*) from pair where living_together), (select count(*) from true_pair),
       (select count(*) from true_pair semi join pair using (one, other))
"""


def measure(store: Store, truth: Path) -> Measured:
    """Hold the published households against the folder `truth` of the demo company."""
    bound = {name: str(truth / f"{name}.csv") for name in ("records", "people")}
    store.connection.execute(_RESIDENT, bound)
    (row,) = store.connection.execute(_RIGHT).fetchall()
    (pairs,) = store.connection.execute(_PAIRS).fetchall()
    measured, right, untold = row
    found, good, true, both = pairs
    return Measured(measured, right, untold, good / found if found else 1.0, both / true if true else 1.0)


def main() -> None:
    """Make the company, unify it, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, Workspace.init(Path(name) / "ws") as ws:
        generate(ws.folder / "data", told.people, told.seed)
        report = ws.run(as_of=AS_OF)
        with ws.store() as store:
            figures = measure(store, ws.folder / "data" / "truth")
    if report.households is None:
        sys.exit("the run made no households")
    print("| people | households found | measured | right | untold | pairs: precision | recall | seconds |")
    print("|---|---|---|---|---|---|---|---|")
    share = figures.right / figures.measured if figures.measured else 1.0
    pairs = f"{figures.precision:.4f} | {figures.recall:.4f}"
    found, seconds = report.households.households, report.seconds["household"]
    print(
        f"| {report.people:,} | {found:,} | {figures.measured:,} | {figures.right:,} ({share:.2%}) "
        f"| {figures.untold:,} | {pairs} | {seconds:.2f} |"
    )


if __name__ == "__main__":
    main()
