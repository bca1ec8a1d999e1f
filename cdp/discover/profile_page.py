"""A profile of data as one HTML page with pictures."""

from __future__ import annotations

from html import escape

from cdp.charts import Column, Group, Panel, Row, bar_chart, heat_map
from cdp.discover.profile import Overlap, Profile, TableProfile
from cdp.offline_page import figure, html_table, offline_page

_HEAD = ("column", "means", "filled", "distinct", "length", "shapes", "commonest", "placeholders", "outliers")
_OVERLAP = "Of the distinct values of each source (row), the share that the other one (column) has too."


def profile_page(found: Profile) -> str:
    """Return the page: what sources share, and a picture and a table for each."""
    rows = sum(each.rows for each in found.tables)
    told = f"{len(found.tables)} tables, {rows:,} rows looked at"
    names = dict.fromkeys(each.identifier for each in found.overlaps if each.shared)
    shared = [figure(_shared(found, name), _OVERLAP) for name in names]
    return offline_page("Profile of the data", told, "\n".join((*shared, *map(_section, found.tables))))


def _shared(found: Profile, identifier: str) -> str:
    pairs = [each for each in found.overlaps if each.identifier == identifier]
    names = [each.table for each in found.tables if any(each.table in (pair.left, pair.right) for pair in pairs)]
    rows = tuple(Row(name, tuple(_share(pairs, name, other) for other in names)) for name in names)
    return heat_map(f"Shared {identifier}", _OVERLAP, [Group("", rows)], [Column(name) for name in names])


def _share(pairs: list[Overlap], name: str, other: str) -> float | None:
    if name == other:
        return None
    for each in pairs:
        if (each.left, each.right) == (name, other):
            return each.left_share
        if (each.right, each.left) == (name, other):
            return each.right_share
    return None


def _section(each: TableProfile) -> str:
    return f"<h2>{escape(each.table)}</h2>\n{figure(_columns(each), _caption(each))}\n{html_table(_HEAD, _rows(each))}"


def _caption(each: TableProfile) -> str:
    return f"{each.rows:,} rows" + ("." if each.complete else ": the first ones; there are more.")


def _columns(each: TableProfile) -> str:
    rows = tuple(
        Row(column.column, (column.fill, column.distinct / (column.fill * each.rows) if column.fill else None))
        for column in each.columns
    )
    panels = [Panel("filled", _percent, most=1.0), Panel("distinct of the filled", _percent, most=1.0)]
    told = "How many rows have a value, and how many of the values are different."
    return bar_chart(f"Columns of {each.table}", told, [Group("", rows)], panels)


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _rows(each: TableProfile) -> list[tuple[str, ...]]:
    return [
        (
            column.column,
            f"{column.meaning} ({column.confidence:.0%})",
            f"{column.fill:.1%}",
            f"{column.distinct:,}",
            f"{column.shortest}-{column.longest}",
            "; ".join(f"{pattern} {share:.0%}" for pattern, share in column.patterns),
            "; ".join(f"{value} ({times:,})" for value, times in column.common),
            f"{column.placeholders:,}",
            f"{column.outliers:,}",
        )
        for column in each.columns
    ]
