"""Segments are counted, shown beside everybody, explained and saved; drafts as well as those declared."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdp.audience.declaring import drop_segment, write_segment
from cdp.audience.members import fields_of
from cdp.audience.why_in import why_in
from cdp.config.segments import Segment
from cdp.errors import ConfigError, NotFound, UsageError
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company


def test_segments_are_published_with_their_people(ws: Workspace, ids: dict[str, str]) -> None:
    with ws.store() as store:
        people = {row["segment"]: row["people"] for row in store.rows("from segment")}
        members = store.rows("select golden_id from segment_member where segment = 'seoul' order by all")
        buyers = store.rows("select share, description, rule from segment where segment = 'buyers'")[0]
        _, told = store.sql(str(buyers["rule"]))
    assert people == {"buyers": 1, "everybody": 4, "nobody": 0, "seoul": 2}
    assert [row["golden_id"] for row in members] == sorted([ids["ann"], ids["bob"]])
    assert (buyers["share"], buyers["description"]) == (0.25, "Who ordered this month")
    assert told == [(ids["ann"],)]


def test_counting_now_agrees_with_what_is_published(ws: Workspace) -> None:
    shown = {each.segment: (each.people, each.share) for each in ws.segments.all()}
    assert shown == {"buyers": (1, 0.25), "everybody": (4, 1.0), "nobody": (0, 0.0), "seoul": (2, 0.5)}


def test_a_segment_stands_beside_everybody(ws: Workspace) -> None:
    parts = {(part.dimension, part.part): part for part in ws.segments.show("seoul").portrait}
    korea = parts["country", "KR"]
    assert (korea.people, korea.share, korea.share_of_all, korea.lift) == (2, 1.0, 0.75, 1.3333)
    assert parts["country", "JP"].people == 0
    assert parts["age", "35-44"].people == 1
    assert parts["bought through", "store"].people == 2


def test_a_segment_of_nobody_has_no_shares(ws: Workspace) -> None:
    assert {part.share for part in ws.segments.show("nobody").portrait} == {None}


def test_a_draft_is_counted_without_being_saved(ws: Workspace) -> None:
    assert ws.segments.count("{field: city, is: Busan}") == 2
    assert ws.segments.count({"sql": "birth_date < date '1980-01-01'"}) == 1
    assert ws.segments.preview({"field": "city", "is": "Seoul"}).people == 2
    assert {each.segment for each in ws.segments.all()} == {"buyers", "everybody", "nobody", "seoul"}


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        ("{field: citty, is: Busan}", "did you mean city"),
        ("{field: city, at_least: 3}", "is a text"),
        ("{field: city}", "compared in one way"),
        ("{sql: (select 1)}", "only a simple expression"),
        ("{sql: city + 1}", "the rule cannot be carried out"),
        ("[1", "no YAML or JSON"),
        ("just words", "has no keys"),
        ("{all: [{field: city, is: Busan, or: Seoul}]}", "there is no such key"),
    ],
)
def test_a_wrong_draft_is_told(ws: Workspace, draft: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        ws.segments.count(draft)


def test_each_condition_is_held_against_the_person(ws: Workspace, ids: dict[str, str]) -> None:
    reasons = [(each.depth, each.condition, each.holds) for each in ws.segments.why("buyers", ids["bob"])]
    assert reasons == [
        (0, "all of", False),
        (1, "purchase.time is in the last 30 days", False),
        (1, "country is KR", True),
    ]
    values = [each.value for each in ws.segments.why("buyers", ids["ann"])]
    assert values[2] == "KR"
    assert len(values[1]) == 2


def test_an_expression_is_explained_part_by_part(ws: Workspace, ids: dict[str, str]) -> None:
    with ws.store() as store:
        rule = Segment(sql="city = 'Seoul' and country = 'JP'")
        reasons = why_in(store, fields_of(store), rule, ids["ann"])
    assert [(each.depth, each.value, each.holds) for each in reasons] == [
        (0, None, False),
        (1, {"profile.city": "Seoul"}, True),
        (1, {"profile.country": "KR"}, False),
    ]


def test_segments_overlap(ws: Workspace) -> None:
    shared = {(each.segment, each.other): (each.people, each.share) for each in ws.segments.overlap()}
    assert shared["seoul", "everybody"] == (2, 1.0)
    assert shared["everybody", "seoul"] == (2, 0.5)
    assert shared["buyers", "seoul"] == (1, 1.0)
    assert ("nobody", "nobody") not in shared


def test_who_or_what_is_not_there_is_told(ws: Workspace) -> None:
    with pytest.raises(NotFound, match="did you mean `seoul`"):
        ws.segments.show("seol")
    with pytest.raises(NotFound):
        ws.segments.why("seoul", "gnobody")


def test_a_saved_segment_stands_in_the_file_with_all_else_kept(people: Company) -> None:
    people.config(
        "segments.yml", "# ours\nsegments:\n  marys:   # by name\n    all:\n      - {field: given_name, is: Mary}\n"
    )
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
        assert ws.segments.save("novaks", {"description": "one family", "field": "family_name", "is": "Novak"}) == 1
        text = (ws.folder / "config" / "segments.yml").read_text()
        assert text.startswith(
            "# ours\nsegments:\n  marys:   # by name\n    all:\n      - {field: given_name, is: Mary}\n"
        )
        assert text.endswith("  novaks:\n    description: one family\n    field: family_name\n    is: Novak\n")
        ws.segments.save("novaks", {"title": {"en": "the Novaks", "ko": "노박"}, "field": "family_name", "is": "Novak"})
        ws.segments.save("novaks", {"field": "family_name", "is": "Novák"})
        declared = ws.segments.declared()["novaks"]
        assert declared.title and declared.title.told == {"en": "the Novaks", "ko": "노박", "ja": "the Novaks"}
        report = ws.run(as_of=AS_OF)
        assert (report.status, report.changed) == ("published", 0)
        assert [each.segment for each in ws.segments.all()] == ["marys", "novaks"]
        ws.segments.drop("marys")
        assert [each.segment for each in ws.segments.all()] == ["novaks"]
        with pytest.raises(NotFound):
            ws.segments.drop("marys")
        with pytest.raises(UsageError, match="is no name"):
            ws.segments.save("a/b", {"field": "family_name", "is": "Novak"})


def test_segments_are_written_as_people_write_them(tmp_path: Path) -> None:
    gone, following = (
        "  gone: {field: country, is: KR}   # here\n\n",
        "  # of the desk\n  next: {field: city, is: Seoul}\n",
    )
    before = f"# ours\nsegments:\n{gone}{following}"
    (tmp_path / "segments.yml").write_text(before, encoding="utf-8")
    born = {"field": "birth_date", "before": "2000-01-01"}
    told = {"field": "purchase.time", "where": {"kind": ["order", "return"]}, "times": 2, "within_days": 30}
    rule = {"all": [{"field": "country", "in": ["KR", "JP"]}, {"not": {"any": [born, told]}}, {"not": told}]}
    write_segment(tmp_path, "gone", Segment.model_validate({**rule, "description": "who left"}))
    assert (
        (tmp_path / "segments.yml").read_text(encoding="utf-8")
        == """\
# ours
segments:
  gone:
    description: who left
    all:
      - {field: country, in: [KR, JP]}
      - not:
          any:
            - {field: birth_date, before: 2000-01-01}
            - {field: purchase.time, within_days: 30, where: {kind: [order, return]}, times: 2}
      - not: {field: purchase.time, within_days: 30, where: {kind: [order, return]}, times: 2}

  # of the desk
  next: {field: city, is: Seoul}
"""
    )
    drop_segment(tmp_path, "gone")
    assert (tmp_path / "segments.yml").read_text(encoding="utf-8") == f"# ours\nsegments:\n{following}"


def test_a_declared_field_that_does_not_exist_stops_the_run(people: Company) -> None:
    people.config("segments.yml", "segments: {rich: {field: wealth, at_least: 3}}")
    with pytest.raises(ConfigError, match=r"segments\.rich: there is no field wealth"), people.workspace as ws:
        ws.run(as_of=AS_OF)


def test_an_expression_that_the_engine_refuses_stops_the_run(people: Company) -> None:
    people.config("segments.yml", "segments: {odd: {sql: given_name + 1 > 2}}")
    with pytest.raises(ConfigError, match=r"segments\.odd: its expression"), people.workspace as ws:
        ws.run(as_of=AS_OF)
