"""A run that takes only what is new: from the last version and its state, to tables as a full run makes them.

The stages from *cluster* to *survive* see the circle of records that the change reaches, and nobody else. What they
make of it then takes the place of what the last version says of these records and people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from cdp.changed import find_changed
from cdp.config import Config
from cdp.contracts import EVENT, EVENT_OWNER, PURCHASE, SELF_ASSESSMENT
from cdp.database import Database, quote
from cdp.decision import Decision
from cdp.published import Manifest, Published, published_sql
from cdp.standardise import Part
from cdp.traits import keep_measures
from cdp.traits.standing import Standing
from cdp.version_files import EVENT_ORDER, MENTION_ORDER, SELECTS, Change

MOST = 0.25
"""Share of the records that may have changed; a full run is faster for more."""


@dataclass(frozen=True)
class Increment:
    """What changed since the last version, in a database that has its state attached."""

    db: Database
    config: Config
    published: Published
    base: Manifest

    def find(self, packages: Mapping[str, Sequence[Path]], as_of: date) -> int:
        """Make `changed_key` (source, record_id) of all that `packages`, landed since, or the new day change."""
        before, was = self.published.relation(self.base, "record"), date.fromisoformat(self.base.as_of)
        return find_changed(self.db, self.config, packages, before, was, as_of)

    def part(self, packages: Mapping[str, Sequence[Path]], as_of: date) -> Part:
        """Return what is to be standardised: the changed records, and the events of sources with something new.

        On a new day these are also the sources that have a time in the future.
        """
        self.db.run(
            f"create or replace temp view standing_row as {self._base('record')} anti join changed_key using {_KEY}"
        )
        taken = {name for name, paths in packages.items() if paths}
        if as_of.isoformat() != self.base.as_of:
            taken |= {source for (source,) in self.db.rows("select distinct source from state.unsettled")}
        return Part("changed_key", "standing_row", frozenset(taken))

    def place(self, part: Part, decisions: Sequence[Decision]) -> None:
        """Tell changed records, and events taken anew, from all others; see `link_touched` for what it reads."""
        db = self.db
        db.run(f"create or replace temp table changed_row as {SELECTS['record']}")
        db.run(_PLACED)
        db.run(f"create or replace temp table former_row as {self._base('record')} where false")
        if db.value("select count(*) from changed_id semi join state.record_key using (id)"):
            db.run(f"insert into former_row {self._base('record')} semi join changed_key using {_KEY}")
        unlike = "where not starts_with(kind, 'decision ')"
        db.run(f"create or replace temp view former_match as {self._base('match')} {unlike}")
        self._make_decided_key(decisions)
        sources = {"sources": sorted(part.sources)}
        db.run("create or replace temp table taken_source as select unnest($sources::varchar[]) as source", sources)
        db.run(_EVENTS_PLACED.format(event=self._base("event"), mention=self._base("mention")))
        db.drop("record", "alternate")

    def _make_decided_key(self, decisions: Sequence[Decision]) -> None:
        """Make `decided_key` (source, record_id): records of decisions, and of the people whose values they set."""
        keys = {key for each in decisions for side in each.sides for key in side}
        named = [{"source": key.source, "record_id": key.record_id} for key in keys]
        people = [{"golden_id": each.golden_id} for each in decisions if each.golden_id]
        with (
            self.db.registered("named", pa.Table.from_pylist(named, schema=_NAMED)),
            self.db.registered("person", pa.Table.from_pylist(people, schema=_PERSON)),
        ):
            self.db.run(
                f"""
                create or replace temp table decided_key as
                from named
                union
                select source, record_id from ({self._base("membership")}) semi join person using (golden_id)
                """
            )

    def concerned(self) -> dict[str, tuple[str, str]]:
        """Return the rows of the people whom the circle held, or holds, before and after; see `Sides`."""
        return {
            "profile": ("former_profile", "circle_profile"),
            "membership": ("former_member", "circle_membership"),
            "household": ("former_household", "circle_household"),
            "event": ("former_event", "taken_event"),
        }

    def former_members(self) -> str:
        """Make `former_member`, the membership of the people whom the circle held, and `former_profile`; return the
        name of the first.
        """
        self.db.run(_FORMER_PEOPLE.format(membership=self._base("membership"), profile=self._base("profile")))
        return "former_member"

    def widen(self) -> dict[str, Change]:
        """Put what was made of the circle in place of what the last version says of it.

        Makes the views `record`, `alternate`, `member` and `profile` of all. Returns what changed in the published
        tables that go on.
        """
        db = self.db
        for name in (*_OF_PEOPLE, "contradiction"):
            db.run(f"create or replace temp table {quote('circle_' + name)} as {SELECTS.get(name, f'from {name}')}")
        db.run("drop view provenance; drop view lone; drop view evidence")
        db.drop("record", "alternate", "member", "profile")
        db.run(_WHOLE.format(membership=self._spliced("membership"), profile=self._spliced("profile")))
        measured = published_sql(SELF_ASSESSMENT, self.published.relation(self.base, "self_assessment"))
        db.run(f"create or replace temp table self_assessment as {measured}")
        of_people = {
            name: Change("from former_golden", f"from {quote('circle_' + name)}", order, former)
            for name, (order, former) in _OF_PEOPLE.items()
        }
        gone = _GONE_MATCH.format(match=self._base("match"))
        no_longer = _GONE_CONTRADICTION.format(contradiction=self._base("contradiction"))
        contradiction = Change(no_longer, "from circle_contradiction", _PAIR)
        record = Change("select source, record_id from changed_key", "from changed_row", former="former_row")
        match = Change(gone, _NEW_MATCH)
        event = Change("from taken_source", "from taken_event", EVENT_ORDER)
        mention = Change("from taken_source", "from taken_mention", MENTION_ORDER)
        further = {"match": match, "contradiction": contradiction, "record": record}
        return {**of_people, "event": event, "mention": mention, **further}

    def add_households(self) -> Change:
        """Let the households that were found again take the place of what the last version says of the same people.

        Makes the view `household` of all. Returns what changed.
        """
        self.db.run(_HOUSEHOLDS.format(household=self._base("household")))
        return Change("from former_housed", "from circle_household", "household_id, golden_id", "former_household")

    def standing(self) -> Standing | None:
        """Tell which measures of people stand from the last version; None: it had other traits, or other rates."""
        base = self.base
        if base.insight_hash != self.config.insight_hash or not base.told_until:
            return None
        event, owner, purchase = (
            ", ".join(quote(column.name) for column in each.columns) for each in (EVENT, EVENT_OWNER, PURCHASE)
        )
        told = _OTHER_EVENTS.format(event_owner=self._base("event_owner"), columns=event, owner=owner)
        bought = _OTHER_PURCHASES.format(purchase=self._base("purchase"), columns=purchase)
        return Standing("state", datetime.fromisoformat(base.told_until), {"interaction": told, "purchase": bought})

    def keep(self) -> None:
        """Bring the state up to date; it then wants a stamp."""
        self.db.run(_KEPT)
        keep_measures(self.db, "state")

    def _spliced(self, name: str) -> str:
        stays = f"{self._base(name)} anti join former_golden using (golden_id)"
        return f"select * from ({stays} union all by name from {quote('circle_' + name)})"

    def _base(self, name: str) -> str:
        return f"select * from {self.published.relation(self.base, name)}"


_KEY = "(source, record_id)"
_NAMED = pa.schema([("source", pa.string()), ("record_id", pa.string())])
_PERSON = pa.schema([("golden_id", pa.string())])
_OF_PEOPLE = {
    "profile": ("", "former_profile"),
    "membership": ("golden_id, source, record_id", "former_member"),
    "cluster_quality": ("golden_id", ""),
    "provenance": ("", ""),
}
"""Published tables that hold rows of people: what they are sorted by, and the table of the rows that go, if any."""
_PLACED = """
create or replace temp view current_row as from standing_row union all by name from changed_row;
create or replace temp table changed_id as
select coalesce(known.id, (select coalesce(max(id), 0) from state.record_key) + row_number() over (
           order by known.id is not null, source, record_id
       )) as id,
       source, record_id, record.claim
from changed_key left join state.record_key known using (source, record_id) left join record using (source, record_id);
create or replace temp view current_key as
select id, source, record_id, claim from state.record_key where id not in (select id from changed_id)
union all
select id, source, record_id, claim from changed_id where claim is not null
"""
_EVENTS_PLACED = """
insert into unsettled
select source, record_id from state.unsettled
where if(record_id is null, source not in (select source from taken_source),
         (source, record_id) not in (select (source, record_id) from changed_key));
create or replace temp table taken_event as from event;
drop table event;
create or replace temp view former_event as {event} semi join taken_source using (source);
create or replace temp view event as {event} anti join taken_source using (source) union all by name from taken_event;
create or replace temp table taken_mention as from mention;
drop table mention;
create or replace temp view mention as
{mention} anti join taken_source using (source) union all by name from taken_mention;
insert into consent_given by name select * from state.consent_given anti join taken_source using (source)
"""
_FORMER_PEOPLE = """
create or replace temp table former_golden as
with concerned as (select source, record_id from wanted union select source, record_id from changed_id)
select distinct golden_id from ({membership}) semi join concerned using (source, record_id);
create or replace temp table former_member as {membership} semi join former_golden using (golden_id);
create or replace temp table former_profile as {profile} semi join former_golden using (golden_id)
"""
_WHOLE = """
create or replace temp view record as
select hash(source, record_id) as rid, * exclude (nth) from current_row where nth = 0;
create or replace temp view alternate as
select hash(source, record_id) as rid, * from current_row where nth > 0;
create or replace temp view member as
select hash(source, record_id) as rid, * from ({membership});
create or replace temp view profile as {profile};
create or replace temp table concerned_golden as
from former_golden union select golden_id from circle_membership
"""
_HOUSEHOLDS = """
create or replace temp table circle_household as from household;
create or replace temp table former_household as
select * from ({household}) where hash(golden_id) in (select person from neighbour);
create or replace temp table former_housed as select golden_id from former_household;
drop table household;
create or replace temp view household as
select * from ({household}) anti join former_housed using (golden_id)
union all by name
from circle_household
"""
_OTHER_EVENTS = """
with former as (select event_key, hash({columns}) as content from former_event),
taken as (select event_key, hash({columns}) as content from taken_event),
former_owner as (select event_key, golden_id, hash({owner}) as content from ({event_owner})),
owner as (select event_key, golden_id, hash({owner}) as content from event_owner),
other_key as (
    select event_key from former anti join taken using (content)
    union
    select event_key from taken anti join former using (content)
    union
    select event_key from former_owner anti join owner using (content)
    union
    select event_key from owner anti join former_owner using (content)
)
select golden_id from former_owner semi join other_key using (event_key) where golden_id is not null
union
select golden_id from owner semi join other_key using (event_key) where golden_id is not null
"""
"""Everybody who has other events than in the last version; also who was, or became, the owner of one."""
_OTHER_PURCHASES = """
with former as (select golden_id, hash({columns}) as content from ({purchase})),
now as (select golden_id, hash({columns}) as content from purchase)
select golden_id from former anti join now using (content) where golden_id is not null
union
select golden_id from now anti join former using (content) where golden_id is not null
"""
"""Everybody who has other orders and returns than in the last version."""
_GONE_MATCH = """
with changed as (
    select source, record_id from changed_id semi join touched using (id)
    union
    select source, record_id from current_key semi join touched using (id)
),
old as ({match}),
key as (select source_l, record_id_l, source_r, record_id_r, kind from old)
select * from key semi join changed on changed.source = source_l and changed.record_id = record_id_l
union
select * from key semi join changed on changed.source = source_r and changed.record_id = record_id_r
union
select * from key where starts_with(kind, 'decision ')
"""
_PAIR = "source_l, record_id_l, source_r, record_id_r"
_GONE_CONTRADICTION = """
with concerned as (select source, record_id from wanted union select source, record_id from changed_id),
old as ({contradiction})
select * from old semi join concerned on concerned.source = source_l and concerned.record_id = record_id_l
union
select * from old semi join concerned on concerned.source = source_r and concerned.record_id = record_id_r
"""
_NEW_MATCH = """
with new as (
    select * from touched_match
    union all
    select l.source as source_l, l.record_id as record_id_l, r.source as source_r, r.record_id as record_id_r,
           weight, kind, evidence, class_weight
    from match join wanted l on l.rid = rid_l join wanted r on r.rid = rid_r
    where starts_with(kind, 'decision ')
)
select source_l, record_id_l, source_r, record_id_r, weight, round(1 / (1 + pow(2, -weight)), 6) as probability, kind,
       evidence, class_weight
from new
"""
_KEPT = """
delete from state.stamp;
delete from state.record_key where id in (select id from changed_id);
insert into state.record_key select id, source, record_id, claim from changed_id where claim is not null;
delete from state.key_value where id in (select id from rekeyed);
insert into state.key_value by name select * from key_now;
delete from state.crowded where (rule, k) in (select (rule, k) from crowd);
insert into state.crowded select rule, k, becomes from crowd where becomes > cap;
delete from state.content where id in (select id from rekeyed);
insert into state.content by name select * from content_now;
delete from state.twin where id in (select id from rekeyed);
insert into state.twin select id, first from twin_now;
delete from state.component where id in (select id from circle) or id in (select id from changed_id);
insert into state.component
select id, min(id) over (partition by component) from component join numbered using (rid);
delete from state.contradicted
where id_l in (select id from touched) or id_r in (select id from touched);
insert into state.contradicted
select id_l, id_r from contradicted_now;
delete from state.home_key where person in (select person from neighbour);
insert into state.home_key select person, k from home_key;
delete from state.generic_value;
insert into state.generic_value by name select * from generic_value;
delete from state.unsettled;
insert into state.unsettled select * from unsettled;
delete from state.consent_given;
insert into state.consent_given by name select * from consent_given
"""
