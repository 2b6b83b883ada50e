"""Which chart a claim gets, and what stands in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

import facta
from facta.briefs.charts import BarChart, Chart, GaugeChart, LineChart, RangeChart, TimelineChart
from facta.briefs.dossier import DossierBrief
from facta.briefs.dossier.drawing import draw_claim, draw_conditions, draw_forecasts, draw_strip
from facta.briefs.dossier.views import list_views, tabulate_verdicts
from facta.claims.conditions import Condition, ConditionState, Sighting
from facta.claims.exhibits import find_exhibit
from facta.desk.workbench import open_evidence


def draw(expression: str) -> Chart | None:
    verdict = facta.ask(expression, as_of="2026-11-22")
    return draw_claim(verdict, find_exhibit(verdict, open_evidence(None, "2026-11-22"), {}, {}))


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("trade(CHN -- RUS)[2014] > 90 bn USD", LineChart),
        ("slope(trade(CHN -- RUS))[2000..2014] > 0", LineChart),
        ("exists(meetings(CHN -> RUS, level=head_of_state))[2013]", TimelineChart),
        ("none(disputes(CHN -- RUS, fatal=yes))[1992..2010]", TimelineChart),
        ("rank(trade(RUS -- CHN), among=G20)[2014] == 1", BarChart),
    ],
)
def test_a_claim_gets_the_chart_of_what_stands_behind_it(expression: str, kind: type) -> None:
    assert isinstance(draw(expression), kind)


def test_a_claim_without_evidence_gets_none() -> None:
    assert draw("trade(FJI -- TON)[1850] > 1 M USD") is None


def test_the_claimed_value_is_drawn_with_its_window() -> None:
    chart = draw("trade(CHN -- RUS)[2014] == 90 bn USD +- 10%")
    assert isinstance(chart, LineChart)
    (level,), (span,) = chart.levels, chart.spans
    assert (level.low, level.high) == (81_000.0, 99_000.0)
    assert (span.first, span.last) == (dt.date(2014, 1, 1), dt.date(2014, 12, 31))
    assert "claimed: 90 bn USD ± 10%" in chart.words.title


def test_a_window_ahead_is_drawn_after_what_is_known() -> None:
    chart = draw("trade(CHN -- RUS)[2030] > 300 bn USD")
    assert isinstance(chart, LineChart)
    assert chart.spans[0].first == dt.date(2030, 1, 1)
    assert max(point.at for line in chart.lines for point in line.points) < chart.spans[0].first


def test_a_figure_alone_stands_beside_its_threshold() -> None:
    chart = draw("rank(trade(RUS -- CHN), among=G20)[2014] <= 3")
    assert isinstance(chart, BarChart)
    assert chart.is_dots
    assert chart.level
    assert (chart.level.low, chart.level.high, chart.level.text) == (None, 3.0, "rank 3 or better")


def test_every_claim_has_a_view_and_the_strip_counts_them(brief: DossierBrief) -> None:
    views = list_views(brief)
    assert [view.number for view in views] == list(range(1, len(brief.verdicts) + 1))
    assert sum(int(str(row[1])) for row in draw_strip(brief).tabulate().rows) == len(views)
    by_id: Mapping[str, Chart | None] = {view.verdict.id: view.chart for view in views}
    assert isinstance(by_id["grows"], LineChart)
    assert by_id["because"] is None


def test_forecasts_are_drawn_by_holder(brief: DossierBrief) -> None:
    charts = draw_forecasts(brief)
    assert charts
    assert all(isinstance(chart, RangeChart) for chart in charts)
    (row,) = (row for chart in charts for row in chart.tabulate().rows if str(row[0]).endswith(" by 2030"))
    assert row[-1] == "until 2030-12-31"


def test_gauges_show_how_far_a_trigger_has_come(brief: DossierBrief) -> None:
    seen = Sighting("count(incidents(A -- B)) >= 3", 1.0, 3.0, -2.0, "count", "registers")
    armed = Condition("grows", "", "if they clash", ("A",), ConditionState.ARMED, dt.date(2022, 1, 1), trigger=seen)
    refused = Condition("because", "", "if", ("A",), ConditionState.NOT_WATCHABLE, dt.date(2022, 1, 1))
    chart = draw_conditions(replace(brief, conditions=(armed, refused)))
    assert isinstance(chart, GaugeChart)
    assert chart.words.title == "0 of 2 conditions fired"
    assert chart.tabulate().rows == ((brief.name_claim("grows"), "armed", 1.0, 3.0),)
    assert draw_conditions(replace(brief, conditions=(refused,))) is None


def test_a_trigger_that_wants_nothing_to_happen_has_no_bar_to_fill(brief: DossierBrief) -> None:
    seen = Sighting("not exists(incidents(A -- B))", 1.0, 0.0, 1.0, "count", "registers")
    unless = Condition("grows", "", "unless", ("A",), ConditionState.EXPIRED, dt.date(2022, 1, 1), trigger=seen)
    chart = draw_conditions(replace(brief, conditions=(unless,)))
    assert isinstance(chart, GaugeChart)
    assert (chart.gauges[0].value, chart.gauges[0].text) == (None, "1 against none")


def test_what_is_open_has_not_failed(brief: DossierBrief) -> None:
    titles = [chart.words.title for chart in draw_forecasts(brief)]
    assert all("settled" in title for title in titles)
    assert not any("0 of" in title for title in titles)


def test_the_saved_figures_are_those_of_the_books(brief: DossierBrief) -> None:
    table = tabulate_verdicts(brief.verdicts)
    figures = [
        book.figure
        for verdict in brief.verdicts
        for reading in verdict.readings
        for book in reading.by_source
        if book.figure is not None
    ]
    assert [row[table.heads.index("figure")] for row in table.rows] == figures


def test_sources_stand_once_and_together(brief: DossierBrief) -> None:
    numbers = [first + place for first, _, origins in brief.shelves for place in range(len(origins))]
    assert numbers == list(range(1, len(brief.references) + 1))
    assert len({origin.citation for origin in brief.references}) == len(brief.references)
