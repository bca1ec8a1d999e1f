"""Linking what changed: changed records with all others, exactly as a full run with the same model would.

What a pair of records weighs depends on its two records, and on little else: whether a value is generic (guards),
whether too many records share a blocking key, and whether a record says the same as many others. Where a changed record
tips one of these, the other records concerned count as touched too, and all pairs of a touched record are made anew.
The partition depends on the records that matches connect, so the *circle* of all whom the touched ones reach through
matches, now or before, is what the later stages have to do again.

Ids here are those of `state.record_key`; `current_key` (id, source, record_id, claim) has those of all present records.
"""

from __future__ import annotations

from dataclasses import dataclass

from cdp.config import Config
from cdp.database import Database, literal, quote, statement
from cdp.link.blocking import MANY, content_sql, key_values_sql
from cdp.link.deterministic import add_deterministic
from cdp.link.guards import (
    drop_unreliable_constraints,
    generic_limit,
    generic_values,
    linking_identifiers,
    make_constraints,
)
from cdp.link.keys import meanings as key_meanings
from cdp.link.keys import rules_named
from cdp.link.lexicon import add_lexicon
from cdp.link.material import Material, attribute_meanings, gather_with
from cdp.link.model import Model, ModelStore
from cdp.link.own import own_blocking
from cdp.link.plan import Rule
from cdp.link.sharers import Sharers
from cdp.link.weigh import weigh


@dataclass(frozen=True)
class Circle:
    """What a change touches."""

    material: Material
    touched: int
    """Records whose pairs were made anew."""
    candidates: int
    records: int
    """Records whose people have to be found again."""
    unreliable: list[str]
    generic_values: int
    refused: int


class TooMuchChanged(Exception):
    """The change is of a kind that only a full run can follow; the message says which."""


def link_touched(
    db: Database, config: Config, columns: list[str], model: Model, store: ModelStore, weakest: float
) -> Circle:
    """Make `record`, `alternate`, `link_input`, `match`, `contradicted` and `constraint_value` of the circle.

    Reads the `state`; `changed_id` (id, source, record_id); `current_row`, every present row as published;
    `former_row`, the rows of changed records as they were; `current_key`; `origin`; `former_match`, the matches as
    published; and `decided_key` (source, record_id), the records that decisions speak of. Makes also `touched` (id),
    `rekeyed` (id), `key_now`, `content_now` and `twin_now` of those; `crowd`, see `Sharers`; `circle` (id); `wanted`
    (id, source, record_id, claim, rid) of the circle; `generic_value`; `contradicted_now` (id_l, id_r); and
    `touched_match`, the matches of touched records by record key. Raises TooMuchChanged.
    """
    return _Linking(db, config, columns, model, store, weakest).link()


@dataclass
class _Linking:
    db: Database
    config: Config
    columns: list[str]
    model: Model
    store: ModelStore
    weakest: float

    def link(self) -> Circle:
        db = self.db
        db.run("create or replace temp table touched as select id from changed_id")
        self._renew_generic_values()
        rules = self._rekey()
        db.run("create or replace temp table rekeyed as select * from touched")
        sharers = Sharers(db, rules, self.model.caps)
        sharers.find()
        self._touch_holders()
        sharers.add_those_of_touched()
        db.run(statement("cdp.link", "near"))
        candidates = db.count("near")
        db.run(statement("cdp.link", "reach"))
        db.run(_REACH_ROW)
        refused = self._weigh()
        self._make_circle()
        material = self._restrict("circle", "reach_row", whole=True)
        self._add_lexicon()
        db.run(_CIRCLE_MATCH)
        make_constraints(db, self.config, self.columns)
        compared = [name for name in material.identifiers if name in material.inputs]
        differing = {name: self.model.differing(name) for name in compared}
        return Circle(
            material=material,
            touched=db.count("touched"),
            candidates=candidates,
            records=db.count("circle"),
            unreliable=drop_unreliable_constraints(db, self.config, differing),
            generic_values=db.count("generic_value"),
            refused=refused,
        )

    def _renew_generic_values(self) -> None:
        """Make `generic_value` as it is now, and touch the holders of values whose standing changed."""
        db, meanings = self.db, attribute_meanings(self.config, self.columns)
        limited = {kind: names for kind, names in meanings.items() if generic_limit(self.config, kind) is not None}
        db.run(_EMPTY_AFFECTED)
        for kind, names in limited.items():
            for name in names:
                for rows in ("former_row", "changed_row"):
                    db.run(
                        f"insert into affected_value select distinct {literal(kind)}, {quote(name)} from {rows} "
                        f"where {quote(name)} is not null"
                    )
        db.run(_ALL_AS_RECORDS)
        generic_values(db, self.config, meanings, among="affected_value")
        db.run("drop view record; drop view alternate")
        db.run(_TIPPED)
        if db.count("tipped"):
            for kind, names in limited.items():
                for name in names:
                    db.run(
                        f"""
                        insert into touched
                        select distinct id from current_row join current_key using (source, record_id)
                        where {quote(name)} in (select value from tipped where attribute = {literal(kind)})
                          and id not in (select id from touched)
                        """
                    )
        db.run(_ALL_GENERIC)

    def _rekey(self) -> tuple[Rule, ...]:
        """Make `key_now`, `content_now` and `twin_now` of the touched records; touch those whose twin is another."""
        db = self.db
        while True:
            others = db.value("select count(*) from touched anti join changed_id using (id)")
            material = self._restrict("touched", "current_row" if others else "changed_row")
            db.run(content_sql(db))
            db.run(_CONTENT_NOW)
            db.run(statement("cdp.link", "twin_now"), {"many": MANY})
            db.run(_OTHER_TWIN)
            if not db.count("other_twin"):
                break
            db.run("insert into touched select id from other_twin")
        own = own_blocking(self.config, material.inputs)
        known = key_meanings(material.inputs, material.identifiers)
        rules = rules_named(self.model.blocking, known) if own is None else own
        db.run("create or replace temp table twin as select rid from twin_now join numbered using (id)")
        db.run(key_values_sql(rules))
        db.run(_KEY_NOW)
        db.drop("key_value", "content", "twin", "link_input", "further_value", "other_twin")
        db.run("drop view link_value")
        return rules

    def _touch_holders(self) -> None:
        """Touch who shares an identifier of one person alone with a touched record, now or before."""
        for name in linking_identifiers(self.config, self.columns):
            column = quote(name)
            self.db.run(
                f"""
                insert into touched
                with told as (
                    select {column} as value from former_row where {column} is not null
                    union
                    select {column} from current_row semi join
                    (select source, record_id from current_key semi join touched using (id)) using (source, record_id)
                    where {column} is not null
                )
                select distinct id from current_row join current_key using (source, record_id)
                where {column} in (select value from told) and id not in (select id from touched)
                """
            )

    def _weigh(self) -> int:
        """Make `touched_match` and `contradicted_now` of the pairs that are `near`; return how many were refused."""
        from cdp.link.explain import MATCH
        from cdp.link.scorer import make_vectors

        db = self.db
        db.run(_INVOLVED)
        material = self._restrict("involved", "reach_row")
        self._add_lexicon()
        db.run(_CANDIDATE)
        db.run(MATCH)
        if db.count("candidate"):
            make_vectors(db, material.comparisons, "candidate", "vector")
            weigh(db, self.model)
        db.run("create or replace temp table touched_rid as select rid from numbered semi join touched using (id)")
        _, refused = add_deterministic(db, material.proofs, "touched_rid")
        db.run(_TOUCHED_MATCH)
        db.run(_NEW_CONTRADICTED)
        db.drop("candidate", "vector", "match", "link_input", "further_value", "near")
        db.run("drop view link_value")
        return refused

    def _make_circle(self) -> None:
        """Make `circle` (id): all whom the touched records reach through matches, now or before."""
        self.db.run(statement("cdp.link", "circle"), {"weakest": min(0.0, self.weakest)})

    def _restrict(self, ids: str, rows: str = "current_row", *, whole: bool = False) -> Material:
        """Make `record`, `alternate`, `numbered` (rid, id) and the link input of the present records with these ids.

        `rows` has the rows of all of them. Records are `whole`, or have their standard columns alone.
        """
        standard = ", ".join(f"own.{quote(name)}" for name in ("source", "record_id", "nth", *self.columns))
        self.db.run(_RESTRICTED.format(ids=ids, rows=rows, columns="own.*" if whole else standard))
        material = gather_with(self.db, self.config, self.columns, self.model.columns)
        if material.inputs != self.model.columns:
            raise TooMuchChanged("records have further values of a kind that none had before")
        return material

    def _add_lexicon(self) -> None:
        """Give `link_input` what the model knows of its values."""
        self.store.load_lexicon(self.db, self.model)
        add_lexicon(self.db, self.model.columns, self.model.least_frequency, self.store.hashed)


_EMPTY_AFFECTED = "create or replace temp table affected_value (attribute varchar, value varchar)"
_ALL_AS_RECORDS = """
create or replace temp view record as select hash(source, record_id) as rid, * from current_row where nth = 0;
create or replace temp view alternate as select hash(source, record_id) as rid, * from current_row where nth > 0
"""
_TIPPED = """
create or replace temp table tipped as
with was as (select attribute, value from state.generic_value semi join affected_value using (attribute, value)),
becomes as (select attribute, value from generic_value)
(select * from was except select * from becomes) union (select * from becomes except select * from was)
"""
_ALL_GENERIC = """
insert into generic_value select * from state.generic_value anti join affected_value using (attribute, value)
"""

_RESTRICTED = """
create or replace temp table wanted as
select id, source, record_id, claim,
       cast(row_number() over (order by source, record_id) as integer) as rid
from current_key semi join {ids} using (id);
create or replace temp table numbered as select rid, id from wanted;
create or replace temp table wanted_row as
select wanted.rid, wanted.claim, {columns}, origin.trust, origin.one_per_person
from {rows} own join wanted using (source, record_id) join origin using (source);
create or replace temp table record as select * exclude (nth) from wanted_row where nth = 0;
create or replace temp table alternate as select * exclude (claim) from wanted_row where nth > 0 order by rid, nth;
drop table wanted_row
"""

_KEY_NOW = """
create or replace temp table key_now as
select id, key_value.* exclude (rid) from key_value join numbered using (rid)
"""
_CONTENT_NOW = """
create or replace temp table content_now as select id, content from content join numbered using (rid)
"""
_OTHER_TWIN = """
create or replace temp table other_twin as
with asked as (
    select content from content_now
    union
    select content from state.content semi join touched using (id)
),
member as (select id from state.content semi join asked using (content) anti join touched using (id))
select id
from member
left join state.twin was using (id)
left join twin_now becomes using (id)
where was.first is distinct from becomes.first
"""

_REACH_ROW = """
create or replace temp table reach_row as
select own.* from current_row own
semi join (select source, record_id from current_key semi join reach using (id)) as within using (source, record_id)
"""
_INVOLVED = """
create or replace temp table involved as
select id from touched
union
select one from near
union
select other from near
"""
_CANDIDATE = """
create or replace temp table candidate as
select least(l.rid, r.rid) as rid_l, greatest(l.rid, r.rid) as rid_r
from near join numbered l on l.id = one join numbered r on r.id = other
"""
_TOUCHED_MATCH = """
create or replace temp table touched_match as
select l.source as source_l, l.record_id as record_id_l, r.source as source_r, r.record_id as record_id_r,
       weight, kind, evidence, class_weight
from match join wanted l on l.rid = rid_l join wanted r on r.rid = rid_r
"""
_NEW_CONTRADICTED = """
create or replace temp table contradicted_now as
select l.id as id_l, r.id as id_r from contradicted join numbered l on l.rid = rid_l join numbered r on r.rid = rid_r
"""


_CIRCLE_MATCH = """
create or replace temp table match as
with untouched as (select * from wanted anti join touched using (id))
select l.rid as rid_l, r.rid as rid_r, old.weight, old.class_weight, old.kind, old.evidence
from former_match old
join untouched l on l.source = source_l and l.record_id = record_id_l
join untouched r on r.source = source_r and r.record_id = record_id_r
union all
select l.rid, r.rid, weight, class_weight, kind, evidence
from touched_match
join wanted l on l.source = source_l and l.record_id = record_id_l
join wanted r on r.source = source_r and r.record_id = record_id_r;
create or replace temp table contradicted as
with pair as (
    select id_l, id_r from contradicted_now
    union all
    select id_l, id_r from state.contradicted
    where id_l not in (select id from touched) and id_r not in (select id from touched)
)
select least(l.rid, r.rid) as rid_l, greatest(l.rid, r.rid) as rid_r
from pair join numbered l on l.id = id_l join numbered r on r.id = id_r
"""
