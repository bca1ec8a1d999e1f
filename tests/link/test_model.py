"""The model on disk is a Splink model: any Splink user can open it and predict."""

from __future__ import annotations

import json
from pathlib import Path

from splink import DuckDBAPI, Linker

from cdp.database import Database
from cdp.link import ModelStore
from cdp.link.prepare import make_link_input, meanings_of
from tests.conftest import Company
from tests.link.linking import link_records
from tests.link.test_link import COLUMNS, make_people


def test_splink_opens_the_settings_and_predicts(db: Database, people: Company, tmp_path: Path) -> None:
    make_people(db, 300)
    store = ModelStore(tmp_path / "models", "secret")
    link_records(db, people.workspace.config, list(COLUMNS), store)
    make_link_input(db, meanings_of(list(COLUMNS), {}), ["customer_id", "loyalty_id"])
    records = db.arrow("select *, count(*) over (partition by given) as given_count from link_input").to_pandas()

    settings = json.loads((tmp_path / "models" / "m0001" / "splink.json").read_text())
    api = DuckDBAPI()
    linker = Linker(api.register(records), settings)
    predicted = linker.inference.predict(threshold_match_weight=10).as_pandas_dataframe()
    right = (predicted["rid_l"] - 1) // 2 == (predicted["rid_r"] - 1) // 2
    assert right.sum() > 200
    assert right.mean() > 0.95
