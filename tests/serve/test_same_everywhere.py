"""What a page shows, its command tells with --json and its JSON route too: the same names, from the same functions."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.test_cli import cdp
from tests.conftest import Company
from tests.serve.conftest import Server

OWN = {"written"}
"""What commands tell of files that they wrote."""


def shape(value: Any) -> Any:
    """Return the names in a value; of a list those of its first entry."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items() if name not in OWN}
    return [shape(each) for each in value[:1]] if isinstance(value, list) else None


def told(shop: Company, *words: str) -> Any:
    """Return what a command tells as JSON."""
    return json.loads(cdp(*words, "--json", cwd=shop.folder))


@pytest.mark.parametrize(
    ("words", "route"),
    [
        (("find", "김하늘"), "/api/find?q=%EA%B9%80%ED%95%98%EB%8A%98"),
        (("overview",), "/api/overview"),
        (("journey",), "/api/journey"),
        (("experience",), "/api/experience"),
        (("pain",), "/api/pain"),
        (("traits",), "/api/traits"),
        (("segments",), "/api/segments"),
        (("segments", "fields"), "/api/segments/fields"),
        (("segments", "overlap"), "/api/segments/overlap"),
        (("segments", "exports"), "/api/segments/exports"),
        (("review", "--list"), "/api/review"),
    ],
)
def test_reports_are_the_same_as_command_and_as_route(
    shop: Company, server: Server, words: tuple[str, ...], route: str
) -> None:
    assert shape(told(shop, *words)) == shape(server.get(route).json())


@pytest.mark.parametrize(
    ("words", "route"),
    [
        (("why",), "/api/person/{}/why"),
        (("history",), "/api/person/{}/history"),
        (("journey",), "/api/person/{}/journey"),
        (("questions",), "/api/person/{}/questions"),
        (("reach",), "/api/reach/{}"),
    ],
)
def test_a_person_is_told_the_same_as_command_and_as_route(
    shop: Company, server: Server, golden_id: Callable[[str], str], words: tuple[str, ...], route: str
) -> None:
    haneul = golden_id("haneul@mail.example")
    assert shape(told(shop, *words, haneul)) == shape(server.get(route.format(haneul)).json())


def test_all_that_is_known_of_a_person_is_told_at_once(
    shop: Company, server: Server, golden_id: Callable[[str], str]
) -> None:
    haneul = golden_id("haneul@mail.example")
    shown, one = told(shop, "show", haneul), server.get(f"/api/person/{haneul}").json()
    events = shown.pop("timeline")
    assert shape(shown) == shape(one)
    assert {"devices", "segments", "scores", "traits", "household", "purchases"} <= shown.keys()
    timeline: Any = server.get(f"/api/person/{haneul}/timeline").json()
    assert timeline["total"] == len(events) == 2

    traits = told(shop, "traits", "show", haneul)
    assert shape(traits["traits"]) == shape(shown["traits"])
    assert shape(traits["worth"]) == shape(server.get(f"/api/person/{haneul}/worth").json())
