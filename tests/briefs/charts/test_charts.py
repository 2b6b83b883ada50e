"""Charts as SVG: what they hold, what is missing, and that nothing runs or is fetched."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest

from facta.briefs.charts import (
    VERDICT_SHAPES,
    Bar,
    BarChart,
    Chart,
    Event,
    Gauge,
    GaugeChart,
    Level,
    Line,
    LineChart,
    Mark,
    Multiples,
    Point,
    RangeChart,
    RangeRow,
    Span,
    Strip,
    TimelineChart,
    Words,
    render_chart,
    render_sparkline,
    write_csv,
)
from facta.briefs.charts.svg import measure_text
from facta.briefs.words import MARKS
from facta.claims import VerdictWord
from facta.domain import find_unit

WORDS = Words("A < B & C", "bn USD", "Source: x")


def list_points(*values: float | None, partial: int = -1) -> tuple[Point, ...]:
    return tuple(
        Point(dt.date(2000 + place, 7, 2), value, str(2000 + place), is_partial=place == partial)
        for place, value in enumerate(values)
    )


LINES = LineChart(
    WORDS,
    (Line("China", list_points(1.0, 2.0, None, 4.0)), Line("Russia", list_points(1.1, 2.1, 3.1, 4.1))),
    find_unit("M USD"),
    (Level("more than 3 M USD", 3.0, None),),
    (Span("the window", dt.date(2001, 1, 1), dt.date(2002, 12, 31)),),
    (Mark("turn, 90%", dt.date(2001, 6, 1), "turn", dt.date(2001, 1, 1), dt.date(2002, 1, 1)),),
)
CHARTS: dict[str, Chart] = {
    "lines": LINES,
    "bars": BarChart(
        WORDS,
        (Bar("one", 2.0, "2 M USD", "disc"), Bar("none", None), Bar("less", -1.0, "-1 M USD")),
        find_unit("M USD"),
        Level("at most 1 M USD", None, 1.0),
    ),
    "dots": BarChart(WORDS, (Bar("one", 5.0, "rank 5"),), find_unit("rank"), Level("rank 1", 1.0, 1.0), is_dots=True),
    "timeline": TimelineChart(
        WORDS,
        tuple(Event(f"event {n}", dt.date(2001, 1, 1 + n), dt.date(2003, 1, 1)) for n in range(9)),
        Span("", dt.date(2001, 1, 1), dt.date(2004, 1, 1)),
    ),
    "nothing": TimelineChart(WORDS, (), Span("", dt.date(2001, 1, 1), dt.date(2004, 1, 1))),
    "ranges": RangeChart(WORDS, (RangeRow("it grows", 0.5, 0.8, {"model": 0.6, "came about": 1.0}, "came about"),
                                 RangeRow("no words", None, None, {"base rate": 0.2}))),
    "gauges": GaugeChart(WORDS, (Gauge("clash", "dashes", "armed", None, 3.0, "no figure"),
                                 Gauge("fall", "disc", "fired", -2.0, -1.0, "-2 against -1"))),
    "strip": Strip(WORDS, {VerdictWord.SUPPORTED: 45, VerdictWord.MIXED: 1}),
    "multiples": Multiples(WORDS, (LINES, LINES, LINES)),
}  # fmt: skip


@pytest.fixture(params=sorted(CHARTS))
def chart(request: pytest.FixtureRequest) -> Chart:
    return CHARTS[request.param]


def test_a_chart_alone_is_well_formed_with_title_and_description(chart: Chart) -> None:
    root = ET.fromstring(render_chart(chart, is_alone=True))
    space = "{http://www.w3.org/2000/svg}"
    title, desc = root.find(f"{space}title"), root.find(f"{space}desc")
    assert title is not None
    assert title.text == WORDS.title
    assert desc is not None
    assert desc.text
    assert root.get("role") == "img"
    assert root.find(f".//{space}script") is None


def test_a_chart_names_no_address_and_has_no_number_that_is_none(chart: Chart) -> None:
    drawn = render_chart(chart)
    assert not re.search(r"https?:|nan|None|\binf\b", drawn)
    assert drawn == render_chart(chart)


def test_every_row_has_a_cell_a_head(chart: Chart) -> None:
    table = chart.tabulate()
    assert all(len(row) == len(table.heads) for row in table.rows)


def test_everything_stands_inside_the_box(chart: Chart) -> None:
    high = chart.draw().height
    places = [(float(x), float(y)) for x, y in re.findall(r'[xM]="?(-?\d+)"? (?:y=")?(-?\d+)', render_chart(chart))]
    assert places
    assert all(-2 <= x <= 402 and -2 <= y <= high + 2 for x, y in places)


def test_a_missing_value_leaves_a_gap_and_is_no_zero() -> None:
    drawn = render_chart(LineChart(WORDS, (Line("A", list_points(5.0, None, 6.0, 7.0)),)))
    line = re.search(r'class="c0 line" d="([^"]*)"', drawn)
    dot = re.search(r'class="c0 dot" d="([^"]*)"', drawn)
    assert line
    assert line.group(1).count("M") == 1
    assert dot  # the value alone before the gap
    assert write_csv(LINES.tabulate()).splitlines()[3] == "2002,,3.1"


def test_a_partial_period_is_hollow() -> None:
    assert 'class="hole"' in render_chart(LineChart(WORDS, (Line("A", list_points(5.0, 6.0, 7.0, partial=1)),)))
    assert 'class="hole"' not in render_chart(LINES)


def test_an_interval_is_a_band_with_columns_of_its_own() -> None:
    points = tuple(Point(dt.date(2000 + n, 7, 2), 2.0, str(2000 + n), low=1.0, high=3.0) for n in range(3))
    chart = LineChart(WORDS, (Line("A", points),))
    assert 'class="c0 band"' in render_chart(chart)
    assert chart.tabulate().heads == ("period", "A", "A, low", "A, high")


def test_a_band_of_something_else_is_named_after_it() -> None:
    points = tuple(Point(dt.date(2000 + n, 7, 2), 5.0, str(2000 + n), low=1.0, high=3.0) for n in range(3))
    assert LineChart(WORDS, (Line("A", points, band="level"),)).tabulate().heads[2:] == (
        "A, level low",
        "A, level high",
    )


def test_the_names_of_a_claim_and_of_a_window_stand_apart() -> None:
    span = Span("2005..2020", dt.date(2005, 1, 1), dt.date(2020, 12, 31))
    points = tuple(Point(dt.date(2000 + n, 7, 2), 2.0, str(2000 + n)) for n in range(21))
    chart = LineChart(WORDS, (Line("A", points),), levels=(Level("less than 10", None, 10.0),), spans=(span,))
    texts = re.findall(r'<text class="(?:note|claimed)" x="([\d.]+)" y="([\d.]+)">([^<]*)', render_chart(chart))
    one, other = sorted((float(x), float(y), measure_text(text)) for x, y, text in texts)
    assert one[0] + one[2] < other[0] or abs(one[1] - other[1]) > 12


def test_lines_are_told_apart_without_colour() -> None:
    drawn = render_chart(LINES)
    assert ">China</text>" in drawn
    assert ">Russia</text>" in drawn
    tips = re.findall(r'class="[sd] c\d" d="M\d+ \d+([^"]*)"', drawn)
    assert len(set(tips)) == 2  # each ends in a shape of its own


def test_a_claim_is_drawn_in_words_and_as_a_half_plane() -> None:
    drawn = render_chart(LINES)
    assert "claimed: more than 3 M USD" in drawn
    assert 'class="tint"' in drawn
    assert 'class="claim"' in drawn


def test_the_first_rank_is_at_the_top() -> None:
    chart = LineChart(WORDS, (Line("A", list_points(1.0, 50.0)),), find_unit("rank"))
    line = re.search(r'd="M\d+ (\d+)l\d+ ?(-?\d+)', render_chart(chart).partition("c0 line")[2])
    assert line
    assert int(line.group(2)) > 0


def test_an_axis_holds_zero_unless_zero_says_nothing() -> None:
    def draw(unit: str) -> str:
        return render_chart(LineChart(WORDS, (Line("A", list_points(95.0, 100.0)),), find_unit(unit)))

    assert ">0<" in draw("M USD")
    assert ">0<" not in draw("points")
    assert ">0.5<" not in render_chart(LineChart(WORDS, (Line("A", list_points(0.0, 1.0)),), find_unit("count")))


def test_many_events_are_counted_and_none_is_said() -> None:
    assert "… and 2 more in the table" in render_chart(CHARTS["timeline"])
    assert len(CHARTS["timeline"].tabulate().rows) == 9
    assert "nothing on record" in render_chart(CHARTS["nothing"])


def test_a_missing_figure_is_said() -> None:
    assert "no figure" in render_chart(CHARTS["bars"])


def test_every_verdict_has_a_shape_of_its_own() -> None:
    assert set(VERDICT_SHAPES) == set(VerdictWord) == set(MARKS)
    assert len(set(VERDICT_SHAPES.values())) == len(VerdictWord)


def test_small_multiples_share_one_scale() -> None:
    low, high = (LineChart(WORDS, (Line("A", list_points(*values)),)) for values in ((1.0, 2.0), (50.0, 90.0)))
    drawn = "".join(Multiples(WORDS, (low, high)).draw().parts)
    assert drawn.count(">100</text>") == 2


def test_a_sparkline_breaks_where_a_value_is_missing() -> None:
    assert render_sparkline([1.0, 2.0, None, 3.0]).count("M") == 3  # two runs, and the last value as a dot
    assert render_sparkline([None, None]) == ""
