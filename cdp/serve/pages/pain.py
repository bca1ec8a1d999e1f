"""Where it hurts customers: the ranked list, and one pain point with its weeks, examples and remedies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from cdp import pain_report
from cdp.pain_charts import Wording, pain_trend
from cdp.serve.page import Html, Page, Reading, Version
from cdp.serve.pages.area import Area
from cdp.svg import in_page

router = APIRouter()
AREA = Area("pain", router, "/pain")
SHOWN = 60
"""Pain points of a page."""
_WORDED = {**{name: name for name in ("channel", "device", "topic", "product_line", "campaign")}, "store": "place"}
"""Splits whose parts have words in each language, and the texts where these stand."""


@router.get("/pain", include_in_schema=False)
def pain_page(page: Html, store: Reading, version: Version, everything: bool = False) -> Response:
    """What turned or is worse, by people and value at stake."""
    points = pain_report.pain_points(store, everything=everything)
    return page.render(
        "pain.html",
        area="pain",
        causes=pain_report.by_cause(points)[:SHOWN],
        remedies=pain_report.remedies(store),
        everything=everything,
        **pain_words(page, version.config.currency),
    )


@router.get("/pain/{kind}", include_in_schema=False)
def point_page(page: Html, store: Reading, version: Version, kind: str, where: str | None = None) -> Response:
    """One pain point."""
    found = pain_report.pain_point(store, kind, where or None)
    done = [(row["since"], page.texts("pain.remedy_mark")) for row in found.remedies]
    chart = pain_trend(found.weeks, found.point["turned_at"], done, _wording(page, found.point))
    return page.render(
        "pain_point.html",
        area="pain",
        found=found,
        point=found.point,
        chart=in_page(chart),
        belongs_to=pain_report.cause_of(found),
        shown=SHOWN,
        names=version.names(store, [row["golden_id"] for row in found.examples if row["golden_id"]]),
        **pain_words(page, version.config.currency),
    )


@router.get("/api/pain")
def pain(store: Reading, everything: bool = False) -> dict[str, Any]:
    """The ranked pain points (all of them with `everything`), and the remedies."""
    return {
        "points": pain_report.pain_points(store, everything=everything),
        "remedies": pain_report.remedies(store),
    }


@router.get("/api/pain/{kind}")
def point(store: Reading, kind: str, where: str | None = None) -> dict[str, Any]:
    """One pain point; `where` is like `store=K03`."""
    return asdict(pain_report.pain_point(store, kind, where or None))


def pain_words(page: Page, currency: str) -> dict[str, Any]:
    """Return what both templates need to name things."""
    return {
        "currency": currency,
        "kind_name": lambda kind: page.texts.known("pain.kind", kind),
        "kind_told": lambda kind: _told(page, kind),
        "where_name": lambda row: where_name(page, row),
        "link": link,
    }


def _told(page: Page, kind: str) -> str:
    """Return what a kind of the product means; nothing for one of the company that pain.yml does not describe."""
    return page.texts("pain.told." + kind) if page.texts.knows("pain.told", kind) else ""


def where_name(page: Page, row: Mapping[str, Any]) -> str:
    """Return where a pain point is, in the visitor's language."""
    split, part = row["split"], row["part"]
    if split == "all":
        return page.texts("pain.everywhere")
    if split == "step":
        named = page.texts.known("action", part)
        name = page.texts.known("touchpoint", part) if named == part.replace("_", " ") else named
    elif split == "topic" and page.texts.knows("experience.question", part):
        name = page.texts("experience.question." + part)
    else:
        name = page.texts.known(_WORDED[split], part) if split in _WORDED else part
    return f"{page.texts('pain.split.' + split)} {name}"


def link(row: Mapping[str, Any]) -> str:
    """Return the address of the page of a pain point."""
    where = pain_report.place(row)
    return f"/pain/{row['kind']}" + (f"?{urlencode({'where': where})}" if where else "")


def _wording(page: Page, row: Mapping[str, Any]) -> Wording:
    t, f = page.texts, page.formats
    return Wording(
        title=f"{t.known('pain.kind', row['kind'])} · {where_name(page, row)}",
        told=t("pain.chart_told"),
        band=t("pain.band"),
        turned=t("pain.turned_mark"),
        day=f.date,
        week=lambda week: t(
            "pain.week_told",
            day=f.date(week["week"]),
            events=f.number(week["events"]),
            of=f.number(week["opportunities"]),
        ),
    )
