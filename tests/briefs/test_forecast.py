"""A forecast on a terminal, and a backtest on a terminal and as a page."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from rich.console import Console, RenderableType

from facta.briefs.outlook import render_backtest, render_forecast, write_backtest_page
from facta.briefs.outlook.forecast import draw_scale
from facta.briefs.words import write_percent
from facta.forecasts import BaseRate, BookForecast, Forecast
from facta.forecasts.backtest import Answer, BacktestReport, Question, summarise_answers

DAY = dt.date(2010, 12, 31)
BOOKS = (BookForecast("alpha", "CHN", 0.8, None, ""), BookForecast("beta", "", 0.4, None, ""))
FOUND = Forecast(
    "trade(CHN -- RUS)[2014] > 1 bn USD", DAY, dt.date(2014, 12, 31), 0.614, 0.25, 0.8, "2000 draws of trade", 12,
    "1998..2009", BaseRate(0.25, 3, 13), None, BOOKS, notes=("alpha ends on 2012-12-31.", "beta, too."),
)  # fmt: skip
NOTHING = replace(
    FOUND, probability=None, low=None, high=None, method="", n=0, window=None, base_rate=None, by_source=(),
    reason="no source has this", notes=(),
)  # fmt: skip


def draw(shown: RenderableType, width: int = 100) -> str:
    """Return what a console without colours prints."""
    console = Console(width=width, markup=False, emoji=False, highlight=False, force_terminal=False)
    with console.capture() as printed:
        console.print(shown)
    return printed.get()


@pytest.fixture
def report() -> BacktestReport:
    """Return a report on three measures."""
    stream = np.random.default_rng(3)
    answers = []
    for number in range(90):
        name, horizon = ("disputes", "flow", "trade")[number % 3], 1 + number % 2
        question = Question(
            name, "level", f"{name}(CHN -- RUS)[2012] > {number} M USD", DAY, DAY.replace(year=2010 + horizon), horizon
        )
        chance = float(stream.random())
        answers.append(Answer(question, chance, 0.5, 0.4, float(stream.random()), float(stream.random() < chance)))
    return summarise_answers(answers)


def test_a_forecast_leads_with_its_probability() -> None:
    text = draw(render_forecast(FOUND))
    assert text.startswith("61%  trade(CHN -- RUS)[2014] > 1 bn USD\n")
    for part in (
        "25% to 80%, over books and base rate", "25%: held in 3 of 13 earlier years", "alpha CHN: 80%", "beta: 40%",
        "2000 draws of trade", "1998..2009, 12 periods", "2014-12-31, as of 2010-12-31", "alpha ends on 2012-12-31.",
    ):  # fmt: skip
        assert part in text


def test_no_probability_is_a_dash_with_its_reason_and_never_zero() -> None:
    text = draw(render_forecast(NOTHING))
    assert text.startswith("–  ")
    assert "no source has this" in text
    assert not re.search(r"\b0%|Range|Base rate|Books|History", text)


def test_one_book_is_not_listed_and_a_trigger_is() -> None:
    text = draw(render_forecast(replace(FOUND, by_source=BOOKS[:1], trigger=0.3)))
    assert "Books" not in text
    assert "fires with 30%" in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_is_wider_than_the_terminal(width: int, report: BacktestReport) -> None:
    assert max(map(len, draw(render_forecast(FOUND), width).splitlines())) <= width
    assert max(map(len, draw(render_backtest(report, DAY, DAY), width).splitlines())) <= width


@pytest.mark.parametrize(
    ("probability", "text"),
    [(None, "–"), (0.0, "0%"), (0.004, "0.4%"), (0.5, "50%"), (0.996, "99.6%"), (1.0, "100%")],
)
def test_only_what_is_certain_reads_as_certain(probability: float | None, text: str) -> None:
    assert write_percent(probability) == text


@pytest.mark.parametrize("places", [(0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (0.0, 0.5, 1.0), (0.2, 0.2, 0.9)])
def test_the_scale_has_one_point_and_one_length(places: tuple[float, float, float]) -> None:
    line = draw_scale(*places)
    assert (len(line), line.count("●")) == (50, 1)


def test_a_backtest_shows_every_group(report: BacktestReport) -> None:
    text = draw(render_backtest(report, DAY, DAY.replace(year=2011)), 120)
    assert text.startswith("90 readings, forecast from 2010-12-31 to 2011-12-31\n")
    for line in report.lines:
        assert re.search(rf"{line.name}( \*)? +{line.n} +{line.held / line.n:.0%}", text)


def read_tables(page: str) -> dict[str, list[list[str]]]:
    """Return the tables of a page by the heading above them, cells split at bars that are not escaped."""
    tables: dict[str, list[list[str]]] = {}
    heading = ""
    for line in page.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("|"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            tables.setdefault(heading, []).append(cells)
    return tables


def test_the_page_is_markdown_whose_tables_parse(report: BacktestReport) -> None:
    page = write_backtest_page(report, DAY, DAY.replace(year=2011), ("CHN", "RUS"), "facta backtest")
    assert page.startswith("# Backtest of the forecasts\n\nMade by `facta backtest`: 90 readings over 2 states")
    tables = read_tables(page)
    assert list(tables) == [
        "All", "By horizon", "By kind of reading", "By measure", "Reliability", "Furthest from what came",
    ]  # fmt: skip
    for rows in tables.values():
        head, rule, *body = rows
        assert set(map(len, rows)) == {len(head)}
        assert set("".join(rule)) == {"-"}
        assert body
    for line in report.lines:
        (row,) = [row for rows in tables.values() for row in rows if row[0].removesuffix(" *") == line.name]
        assert row[1:4] == [str(line.n), f"{line.held / line.n:.0%}", f"{line.brier:.3f}"]
        assert row[0].endswith("*") == line.is_worse
    assert sum(int(row[1]) for row in tables["Reliability"][2:]) == 90
    assert len(tables["Furthest from what came"]) == 2 + len(report.misses)


def test_a_table_stands_apart_from_the_text_around_it(report: BacktestReport) -> None:
    lines = write_backtest_page(report, DAY, DAY, ("CHN",), "facta backtest").splitlines()
    for before, line in pairwise(lines):
        assert line.startswith("|") == before.startswith("|") or "" in (before, line)


def test_a_bar_in_a_reading_breaks_no_table(report: BacktestReport) -> None:
    question = replace(report.misses[0].question, expression="trade(A | B)[2012] > 1")
    page = write_backtest_page(
        replace(report, misses=(replace(report.misses[0], question=question),)), DAY, DAY, ("CHN",), "facta backtest"
    )
    assert {len(row) for row in read_tables(page)["Furthest from what came"]} == {3}
