"""A version is read while its search index is still being made; the index follows on the side."""

from __future__ import annotations

import shutil
from pathlib import Path

from cdp.serve.versions import Snapshot
from cdp.timeline import Wanted
from tests.conftest import Company


def index_folder(shop: Company) -> Path:
    return shop.folder / "cache" / "find"


def test_a_person_is_read_before_the_index_is_there_and_after_alike(shop: Company) -> None:
    shutil.rmtree(index_folder(shop), ignore_errors=True)
    with shop.workspace as ws:
        snapshot = Snapshot(ws)
        with snapshot.store.beside() as store:
            owner = store.rows("select golden_id from event_owner order by golden_id limit 1")[0]["golden_id"]
            before = snapshot.timelines(store, owner).page(Wanted(), snapshot.zone)
            snapshot.wait()
            assert snapshot.timelines(store, owner).page(Wanted(), snapshot.zone) == before
            assert before.total > 0
            assert [hit.golden_id for hit in snapshot.people(store, [owner])] == [owner]
        snapshot.close()
    assert len(list(index_folder(shop).iterdir())) == 1


def test_an_index_in_the_making_is_given_up_with_its_version(shop: Company) -> None:
    shutil.rmtree(index_folder(shop), ignore_errors=True)
    with shop.workspace as ws:
        Snapshot(ws).close()
    left = index_folder(shop).iterdir() if index_folder(shop).exists() else ()
    assert not [each for each in left if not each.name.endswith(".duckdb")]
