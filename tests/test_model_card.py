"""What the model has learned, told from what is published, trained and counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from cdp.errors import NotFound
from cdp.model_page import model_charts, model_facts, model_page
from cdp.workspace import Workspace
from tests.conftest import AS_OF, PEOPLE, Company
from tests.link.test_link import FAMILY, GIVEN

NAMES = [f"{given},{family},{given[:3]}.{family}@mail.example" for given in GIVEN for family in FAMILY]
ROWS = "id,first,last,mail\n" + "".join(f"{n},{NAMES[n // 2]}\n" for n in range(58))


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """29 people with two records each. Only to be read."""
    company = Company(tmp_path_factory.mktemp("company") / "ws").source(PEOPLE).file("people.csv", ROWS)
    with company.workspace as opened:
        opened.run(as_of=AS_OF)
        yield opened


def test_the_card_tells_what_was_learned(ws: Workspace) -> None:
    card = ws.model()
    assert (card.version, card.published, card.trained_records, card.match_weight) == ("m0001", "v000001", 58, -2.0)
    given = next(each for each in card.comparisons if each.name == "given_name")
    assert (given.levels[0].label, given.levels[-1].label, given.personal) == ("same", "differs", True)
    assert given.levels[0].weight > 0 > given.levels[-1].weight
    assert sum(level.m for level in given.levels) == pytest.approx(1)
    assert [(rule.keys, rule.pairs) for rule in card.rules] == [((), 58 * 57 // 2)]
    shares = [kind.share for kind in card.kinds]
    assert sum(shares) == pytest.approx(1)
    assert all(len(kind.levels) == len(card.comparisons) for kind in card.kinds)


def test_the_histogram_holds_every_weighed_match(ws: Workspace) -> None:
    card = ws.model()
    starts = [start for start, _ in card.weights]
    assert [b - a for a, b in pairwise(starts)] == [1.0] * (len(starts) - 1)
    with ws.store() as store:
        assert sum(n for _, n in card.weights) + card.certain == store.manifest.tables["match"].rows


def test_a_model_that_is_gone_is_told(settled: Company) -> None:
    with settled.workspace as ws:
        (ws.folder / "models" / "m0001" / "model.json").unlink()
        with pytest.raises(NotFound, match="m0001, which is gone"):
            ws.model()


def test_without_anything_to_compare_there_is_no_model(company: Company) -> None:
    company.source(PEOPLE.split("    attributes")[0] + "    attributes: {gender: first}\n").file("people.csv", ROWS)
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        with pytest.raises(NotFound, match="without a trained model"):
            ws.model()


def test_a_rolled_back_version_still_tells_its_blocking(settled: Company) -> None:
    with settled.workspace as ws:
        settled.file("people.csv", "id,first,last,mail\n90,Anna,Berg,anna@mail.example\n")
        ws.run(as_of=AS_OF)
        ws.rollback()
        assert all(rule.pairs is not None for rule in ws.model().rules)


class Links(HTMLParser):
    """Collects what a page would ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.asked += [f"{tag} {value}" for name, value in attrs if name in ("src", "href", "data")]
        self.asked += [tag] if tag in ("script", "link", "iframe", "object") else []


def test_the_page_holds_every_chart_and_asks_for_nothing(ws: Workspace) -> None:
    card = ws.model()
    charts, page = model_charts(card), model_page(card)
    assert set(charts) == {"match_weights", "m_and_u", "blocking", "weights", "kinds", "calibration", "canaries"}
    assert all(svg in page for svg in charts.values())
    links = Links()
    links.feed(page)
    assert links.asked == []
    assert not re.search(r"url\(|@import|//(?!www\.w3\.org/2000/svg)", page.replace("<!doctype", ""))
    facts = dict(model_facts(card))
    assert facts["trained on"] == "58 records"
    assert "95 % interval" in facts["expected precision"]


def test_the_card_tells_what_the_version_knows_of_itself(ws: Workspace) -> None:
    card = ws.model()
    kinds = {row["kind"] for row in card.assessment}
    assert kinds == {"expected", "canary", "over-merge", "under-merge"}
    assert [each.weight for each in card.calibration] == sorted(each.weight for each in card.calibration)
    assert sum(each.canaries for each in card.calibration) > 0
