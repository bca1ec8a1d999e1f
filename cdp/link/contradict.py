"""A second look at the groups: pairs within a group whose names and birth dates contradict each other.

Groups hold together by their matches; pairs that were never compared, or did not match, say nothing there. A family's
records are bridged by one without a name (a partner's, with the shared phone alone). So every pair within a group that
is no match by itself is compared, and what must differ between two persons is weighed: the given name and the birth
date, agreement in anything else left aside. What that says is as sure as the data is clean: where one person's names
often differ, the learned weights are small and no pair contradicts.
"""

from __future__ import annotations

from cdp.database import Database, quote
from cdp.link.agreement import Comparison
from cdp.link.material import Material
from cdp.link.model import Model
from cdp.link.settings import level_weights_sql, rarity_sql

CONTRADICTED = -11.0
"""Names and birth dates that weigh less than this (log2 odds, two thousand to one) are two persons'."""
OTHER_NAME = -6.0
"""So is a given name alone that weighs less than this, when no personal contact agrees: twins share the rest, and a
couple its account."""
CONFIRMED_OTHER_NAME = -4.0
"""So are two given names that weigh less than this, when each stands in two records of the group or more."""
PARENT_AND_CHILD = -6.0
"""So are births a generation apart that weigh less than this, where the names agree and the records do not match by
themselves: a child is named after its parent, and lives there."""
LARGEST_GROUP = 200
"""Larger groups are not looked at again: the pairs would be too many."""
_TELLING = ("given_name", "birth_date")
_PERSONAL_CONTACTS = ("email", "passport", "driver_licence")
"""Comparisons of contacts and documents that a household does not share as a rule."""


def contradiction_sql(model: Model) -> str:
    """Return the condition over a comparison vector; `false` when the records have nothing that contradicts."""
    weights = level_weights_sql(model.settings)
    telling = [f"least(0, {weights[name]})" for name in _TELLING if name in weights]
    against = f"{' + '.join(telling)} < {CONTRADICTED}" if telling else "false"
    if "given_name" not in weights:
        return against
    equal = {each["output_column_name"]: len(each["comparison_levels"]) - 2 for each in model.settings["comparisons"]}
    none_agrees = (
        " and ".join(f"{quote(name)} < {equal[name]}" for name in _PERSONAL_CONTACTS if name in equal) or "true"
    )
    other_name = f"{weights['given_name']} < {OTHER_NAME} and {none_agrees}"
    if not {"birth_date", "family_name"} <= weights.keys():
        return f"{against} or ({other_name})"
    parent_and_child = f"""
        birth_date = 0 and {weights["birth_date"]} < {PARENT_AND_CHILD}
        and given_name > 0 and family_name = {equal["family_name"]}
        and {" + ".join([*weights.values(), *rarity_sql(model.settings).values()])} < 0
    """
    return f"{against} or ({other_name}) or ({parent_and_child})"


def find_contradictions(db: Database, material: Material, model: Model | None) -> None:
    """Make `contradiction` (rid_l, rid_r): pairs within a group of `cluster` that cannot well be one person.

    Reads `link_input`, `match`, `contradicted` (what linking found among the candidates) and `cluster`, and drops the
    first. Without a model there are none.
    """
    db.run(_AMONG_CANDIDATES)
    if model is not None:
        _compare_within(db, material.comparisons, model)
    db.drop("link_input")


def _compare_within(db: Database, comparisons: list[Comparison], model: Model) -> None:
    from cdp.link.scorer import make_vectors

    weights = level_weights_sql(model.settings)
    db.run("create or replace temp table other_name as select rid_l, rid_r from match where false")
    db.run(_WITHIN, {"largest": LARGEST_GROUP})
    if db.count("within"):
        db.run(_WITHIN_RECORD)
        make_vectors(db, comparisons, "within", "within_vector", records="within_record")
        db.run(f"insert into contradiction select rid_l, rid_r from within_vector where {contradiction_sql(model)}")
        if "given_name" in weights:
            unlike = f"{weights['given_name']} < {CONFIRMED_OTHER_NAME}"
            db.run(f"insert into other_name select rid_l, rid_r from within_vector where {unlike}")
        db.drop("within_record", "within_vector")
    if "given_name" in weights:
        db.run(_BETWEEN_CONFIRMED, {"unlike": CONFIRMED_OTHER_NAME})
    db.drop("within", "other_name")


_AMONG_CANDIDATES = """
create or replace temp table contradiction as
select rid_l, rid_r
from contradicted join cluster l on l.rid = rid_l join cluster r on r.rid = rid_r
where l.cluster = r.cluster
"""

_WITHIN = """
create or replace temp table within as
with small as (select cluster from cluster group by cluster having count(*) between 2 and $largest),
member as (select rid, cluster from cluster semi join small using (cluster))
select l.rid as rid_l, r.rid as rid_r
from member l join member r on l.cluster = r.cluster and l.rid < r.rid
anti join match on match.rid_l = l.rid and match.rid_r = r.rid
anti join contradiction known on known.rid_l = l.rid and known.rid_r = r.rid
"""

_WITHIN_RECORD = """
create or replace temp table within_record as
select * from link_input where rid in (select rid_l from within union all select rid_r from within)
"""

_BETWEEN_CONFIRMED = """
insert into contradiction
with named as (select rid, cluster, given from link_input join cluster using (rid) where given is not null),
confirmed as (
    select rid, cluster from named
    semi join (select cluster, given from named group by cluster, given having count(*) > 1) using (cluster, given)
),
unlike as (
    select rid_l, rid_r from match where evidence['given_name'] < $unlike
    union
    select rid_l, rid_r from other_name
)
select rid_l, rid_r
from unlike join confirmed l on l.rid = rid_l join confirmed r on r.rid = rid_r
where l.cluster = r.cluster
"""
