"""Charts: well-formed SVG that names itself, draws what it is given, and asks for nothing outside."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from cdp.charts import (
    Column,
    Fall,
    Group,
    Moment,
    Panel,
    Point,
    Row,
    Waterfall,
    bar_chart,
    curve,
    heat_map,
    histogram,
    shares,
    trend,
    waterfalls,
)

SVG = "{http://www.w3.org/2000/svg}"
GROUPS = [
    Group("name <&>", (Row("same", (8.0, 0.7)), Row("differs", (-2.0, None)))),
    Group("", (Row("x" * 60, (0, 1)),)),
]
BARS = bar_chart("Weights & more", "What it shows.", GROUPS, [Panel("bits", "{:+.1f}".format), Panel("m", str, most=1)])
HEAT = heat_map(
    "Kinds", "Shares.", [Group("a", (Row("same", (0.9, 0.001)),))], [Column("1", ("n",)), Column("2")], ["note"]
)
BINS = histogram(
    "Matches", "By weight.", [(-3.0, 10), (-2.0, 0), (-1.0, 40)], 1.0, (-2.0, "from -2"), ("weight", "pairs")
)
CURVE = curve(
    "Calibration",
    "Seen and expected.",
    [Point(-2.0, 0.2, 0.5, 0.4, 0.6, "9 <seen>"), Point(0.0, 0.5, 0.5, 0.3, 0.7, "few")],
    ("weight", "share"),
    ("expected", "seen"),
)
FALLS = waterfalls(
    "Why <two> match",
    "What adds and what takes away.",
    [
        Waterfall(
            "a and b",
            (
                Fall("prior", "any two", 0.0, -10.0),
                Fall("phone", "same", -10.0, 10.0),
                Fall("name", "김" * 40, 10.0, 5.0),
                Fall("weight", "", 0.0, 5.0, is_total=True),
            ),
        )
    ],
    (-2.0, "ties from -2"),
)


TREND = trend(
    "추천 지수",
    "By month.",
    [
        Moment("2026-04", 10.0, 0.0, 20.0, "90 <answers>"),
        Moment("2026-05", 40.0, -10.0, 90.0, "3 answers", enough=False),
    ],
    (-100.0, 100.0),
    [(32.0, "others & 2025")],
)
SHARES = shares(
    "Answers", "Of all.", [Group("", (Row("web (20)", (0.5, 0.3, 0.2)), Row("app", (1.0, 0.0, None))))], ("+", "o", "-")
)


@pytest.mark.parametrize("svg", [BARS, HEAT, BINS, CURVE, FALLS, TREND, SHARES])
def test_a_chart_is_well_formed_and_says_what_it_shows(svg: str) -> None:
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    names = (root.get("aria-labelledby") or "").split()
    assert [root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")] == names
    assert root.find(f"{SVG}desc").text
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def words(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def bars(svg: str, style: str) -> list[dict[str, float]]:
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    return [
        {name: float(rect.get(name)) for name in ("x", "y", "width", "height")}
        for rect in found
        if rect.get("class") == style
    ]


def test_bars_are_as_long_as_their_values_and_numbered() -> None:
    assert {"name <&>", "same", "+8.0", "-2.0", "0.7"} <= set(words(BARS))
    assert "x" * 41 + "…" in words(BARS)
    (against,) = bars(BARS, "against")
    same = bars(BARS, "for")[0]
    assert same["width"] == pytest.approx(4 * against["width"], rel=0.01)
    assert same["x"] == pytest.approx(against["x"] + against["width"], abs=0.2)


def test_cells_hold_percentages_unless_next_to_nothing() -> None:
    assert "90%" in words(HEAT)
    assert "0%" not in words(HEAT)
    assert len(bars(HEAT, "for")) == 2


def test_bins_are_as_high_as_their_counts() -> None:
    ten, none, forty = bars(BINS, "for")
    assert forty["height"] == pytest.approx(4 * ten["height"], rel=0.01)
    assert none["height"] == 0
    assert {"from -2", "weight", "pairs", "40"} <= set(words(BINS))


def test_a_curve_has_a_dot_where_something_was_seen_and_a_line_through_what_was_expected() -> None:
    root = ElementTree.fromstring(CURVE)
    dots = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in root.iter(f"{SVG}circle")]
    way = [tuple(map(float, place.split(","))) for place in root.find(f"{SVG}polyline").get("points").split()]
    assert len(dots) == len(way) == 2
    assert [x for x, _ in dots] == [x for x, _ in way]
    assert dots[0][1] < way[0][1], "more was seen than expected: higher up"
    assert dots[1][1] == way[1][1]


def test_a_waterfall_starts_each_bar_where_the_last_one_ended() -> None:
    (rise,) = bars(FALLS, "for")
    prior, fall = bars(FALLS, "against")
    (total,) = bars(FALLS, "way-sum")
    assert rise["x"] == prior["x"]
    assert rise["width"] == pytest.approx(2 * prior["width"], abs=0.2)
    assert fall["x"] + fall["width"] == pytest.approx(rise["x"] + rise["width"], abs=0.2)
    assert total["x"] == pytest.approx(prior["x"] + prior["width"], abs=0.2)
    assert total["x"] + total["width"] == pytest.approx(fall["x"], abs=0.2)
    assert {"-10.0", "+20.0", "-5.0", "+5.0", "ties from -2"} <= set(words(FALLS))
    assert "김" * 22 + "…" in words(FALLS)


def test_a_trend_lies_in_its_band_and_few_answers_are_hollow() -> None:
    root = ElementTree.fromstring(TREND)
    dots = [(dot.get("class"), float(dot.get("cy"))) for dot in root.iter(f"{SVG}circle")]
    band = [tuple(map(float, place.split(","))) for place in root.find(f"{SVG}polygon").get("points").split()]
    assert [style for style, _ in dots] == ["for", "few"]
    (_, high), (_, higher), (_, lower), (_, low) = band
    assert (high + low) / 2 == pytest.approx(dots[0][1], abs=0.1)
    assert (higher + lower) / 2 == pytest.approx(dots[1][1], abs=0.1)
    assert lower - higher == pytest.approx(5 * (low - high), abs=0.2)
    assert {"추천 지수", "2026-04", "2026-05", "others & 2025", "-100", "0"} <= set(words(TREND))


def test_shares_fill_the_row_and_none_is_left_out() -> None:
    web, app = bars(SHARES, "for")[1:]
    (neither,), (against,) = bars(SHARES, "neither")[1:], bars(SHARES, "against")[1:]
    assert web["width"] + neither["width"] + against["width"] == pytest.approx(app["width"], abs=0.2)
    assert against["x"] == pytest.approx(neither["x"] + neither["width"], abs=0.2)
    assert {"web (20)", "50%", "30%", "20%", "100%", "+", "o", "-"} <= set(words(SHARES))
