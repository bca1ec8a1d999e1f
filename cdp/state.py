"""What the next run must know of this one, beside the published version, to take only what is new.

`cache/state.duckdb` holds it, and may be deleted at any time: the next run is then a full one. It serves only together
with the version it was kept with, under the same configuration and libraries. While a candidate waits, and until a full
run has published, what belongs to the published version lies aside: should the other never be published, it serves on.

| table | columns |
|---|---|
| `record_key` | id (stays while the record lives), source, record_id, claim (order in which record keys landed) |
| `key_value` | id, entity_kind and the blocking keys of the record, hashed |
| `crowded` | rule (number of the blocking rule), k (what records share by it, hashed), n: so many share k, too many |
| `content` | id, hash of all that is compared |
| `twin` | id, first: a record that says the same as many others is compared with the first of them alone |
| `component` | id, component: records that matches connect, however weakly |
| `contradicted` | id_l, id_r: candidate pairs whose names and birth dates contradict each other |
| `generic_value` | attribute, value, holders: values that too many persons hold |
| `unsettled` | source, record_id: records with a date that lies in the future yet; without id: the source's events |
| `consent_given` | as stage standardise made it |
| `interaction_measure`, `purchase_measure` | golden_id and the traits that are measured over events, and orders |
| `home_key` | person (hash of the golden_id), k: what of an address ties people to each other, hashed |
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import duckdb

from cdp.config import Config
from cdp.database import Database, StatementFailed, literal
from cdp.published import Manifest
from cdp.traits import keep_measures
from cdp.version import __version__

FILE = "state.duckdb"
ASIDE = "aside.duckdb"
"""What belongs to the published version, while `FILE` belongs to one that is not published yet."""


class State:
    """The file of what a run keeps for the next; attached, its tables are `state.<table>`."""

    def __init__(self, cache: Path) -> None:
        self._path = cache / FILE
        self._aside = cache / ASIDE

    def attach(self, db: Database, current: Manifest, config: Config) -> bool:
        """Attach what is kept, if it belongs to the published version; a file that cannot be read does not."""
        if not self._path.exists():
            return False
        try:
            db.run(f"attach {literal(str(self._path))} as state")
            if db.rows("select version, fingerprint from state.stamp") == [(current.version, fingerprint(config))]:
                return True
        except StatementFailed:
            pass
        db.run("detach database if exists state")
        return False

    def keep(self, db: Database) -> None:
        """Begin a new file and fill it from the tables of a full run, as linking and clustering left them.

        The former one is set aside.
        """
        db.run("detach database if exists state")
        if self._path.exists():
            self._path.replace(self._aside)
        self.forget(db)
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        db.run(f"attach {literal(str(self._path))} as state")
        self._path.chmod(0o600)
        db.run(_KEPT)

    def keep_homes(self, db: Database) -> None:
        """Add what the stage household left, if anything is kept."""
        if _is_attached(db):
            db.run("insert into state.home_key select person, k from home_key")

    def keep_measures(self, db: Database) -> None:
        """Add what the stage traits measured, if anything is kept."""
        if _is_attached(db):
            keep_measures(db, "state")

    def set_aside(self, db: Database) -> None:
        """Leave a copy of what is attached aside: what is kept from here on is that of a candidate."""
        db.run("checkpoint state")
        shutil.copyfile(self._path, self._aside)
        self._aside.chmod(0o600)

    def take_back(self) -> None:
        """Go on from what was set aside, if anything: what was kept instead has not been published."""
        if self._aside.exists():
            self._aside.replace(self._path)

    def let_go(self) -> None:
        """Delete what was set aside: a newer version is published."""
        self._aside.unlink(missing_ok=True)

    def stamp(self, db: Database, version: str, config: Config) -> None:
        """Say to which version what is kept belongs, now that it is published."""
        db.run("insert into state.stamp values ($1, $2)", [version, fingerprint(config)])

    def forget(self, db: Database) -> None:
        """Delete the file."""
        db.run("detach database if exists state")
        for path in self._path.parent.glob(FILE + "*"):
            path.unlink()


def _is_attached(db: Database) -> bool:
    return bool(db.value("select count(*) from duckdb_databases() where database_name = 'state'"))


_KEPT = """
set force_compression = 'uncompressed';
create table state.record_key as select rid as id, source, record_id, claim from record;
create table state.key_value as select rid as id, * exclude (rid) from key_value;
create table state.crowded as from crowded;
create table state.content as select rid as id, content from content;
create table state.twin as select rid as id, first from twin;
create table state.component as select rid as id, component from component;
create table state.contradicted as select rid_l as id_l, rid_r as id_r from contradicted;
create table state.generic_value as from generic_value;
create table state.unsettled as from unsettled;
create table state.consent_given as from consent_given;
create table state.home_key (person ubigint, k ubigint);
create table state.interaction_measure (golden_id varchar);
create table state.purchase_measure (golden_id varchar);
create table state.stamp (version varchar, fingerprint varchar);
reset force_compression
"""
"""Most of it are hashes: looking for a way to compress them would take as long as writing them."""


def fingerprint(config: Config) -> str:
    """Return what a kept state must have been made under to serve: configuration, this product, its tables, DuckDB."""
    return hashlib.sha256(json.dumps([config.hash, __version__, duckdb.__version__, _KEPT]).encode()).hexdigest()[:16]
