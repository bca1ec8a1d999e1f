"""What may be asked, and what is told when there is no model to ask."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from cdp.errors import NotFound, UsageError
from cdp.why import PairWhy, PersonWhy
from cdp.why.picture import why_chart
from cdp.workspace import Workspace
from tests.conftest import AS_OF, PEOPLE, Company

ACCOUNTS = PEOPLE.replace("given_name: first\n      family_name: last\n      email: mail", "customer_id: mail")


@pytest.mark.parametrize(
    "asked",
    [(), ("crm/c1", "crm/c1"), ("crm/c1", "g00000000000000000000"), ("crm/c1", "crm/c2", "crm/c3")],
)
def test_anything_else_is_a_usage_error(ws: Workspace, asked: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="name two records"):
        ws.why(*asked)


@pytest.mark.parametrize("asked", [("crm/mary@mail.example", "crm/c1"), ("g0123456789abcdef0123",)])
def test_what_is_not_there_is_told_without_personal_values(ws: Workspace, asked: tuple[str, ...]) -> None:
    with pytest.raises(NotFound) as fault:
        ws.why(*asked)
    assert "mary" not in str(fault.value)


def test_without_a_model_the_published_evidence_is_told(company: Company) -> None:
    company.source(ACCOUNTS).file("people.csv", "id,first,last,mail\n1,,,A7\n2,,,A7\n3,,,B8\n")
    with company.workspace as ws:
        ws.run(as_of=AS_OF)
        found = ws.why("people/1", "people/2")
        assert isinstance(found, PairWhy)
        assert found.evidence.kinds == ("same customer_id",)
        assert [(bar.name, bar.end) for bar in found.evidence.waterfall] == [("certain", 50.0)]
        assert found.unknown is not None and found.changes == ()
        stranger = ws.why("people/1", "people/3")
        assert isinstance(stranger, PairWhy) and stranger.is_match is None


def test_a_changed_configuration_leaves_what_is_published(settled: Company) -> None:
    with settled.workspace as ws:
        before = ws.why("people/1", "people/2")
        settled.config("identity.yml", "blocking: [[email]]")
        after = ws.why("people/1", "people/2")
    assert isinstance(before, PairWhy) and isinstance(after, PairWhy)
    assert before.unknown is None and after.unknown is not None
    assert before.evidence.weight == after.evidence.weight
    assert after.evidence.waterfall[-1].end == after.evidence.weight
    told = {bar.name: bar.weight for bar in after.evidence.waterfall}
    assert told["email"] == pytest.approx(
        {bar.name: bar.weight for bar in before.evidence.waterfall}["email"], abs=1e-3
    )


def test_every_answer_is_drawn(ws: Workspace) -> None:
    person = ws.why("crm/bridge1")
    assert isinstance(person, PersonWhy)
    other = ws.why("crm/far1")
    assert isinstance(other, PersonWhy)
    for found, drawn in (
        (ws.why("crm/far1", "shop/far2"), 1),
        (person, len(person.steps)),
        (ws.why(person.golden_id, other.golden_id), 3),
    ):
        root = ElementTree.fromstring(why_chart(found, -2.0))
        words = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
        assert words.count("match weight") == drawn
        assert "ties from -2" in words
