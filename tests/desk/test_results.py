"""Results in a notebook and in other libraries: tables, charts, Arrow."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest

import facta
from facta.desk import MeasureResult
from facta.domain import MissingExtra, NoChart, Table

READING = "trade(FJI -- TON)[2004] > 12 M USD"


class Sight(HTMLParser):
    """What a reader sees of a piece of HTML: the cells of its table, and its caption."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: dict[str, list[str]] = {"th": [], "td": [], "caption": []}
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._inside = tag
        if tag in self.seen:
            self.seen[tag].append("")

    def handle_data(self, data: str) -> None:
        if self._inside in self.seen:
            self.seen[self._inside][-1] += data


class Made(Table):
    """Rows made by hand."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self._rows = list(rows)

    def rows(self) -> list[dict[str, Any]]:
        return self._rows


@pytest.fixture(scope="module")
def store(islands: Path) -> Path:
    return islands / "store"


@pytest.fixture(scope="module")
def results(islands: Path, store: Path) -> dict[str, Any]:
    """Return a result of each kind that has figures."""
    return {
        "ask": facta.ask(READING, store=store),
        "check": facta.check(islands / "islands.yml", store=store),
        "cite": facta.cite(READING, store=store),
        "explain": facta.explain(READING),
        "forecast": facta.forecast("trade(FJI -- TON)[2008] > 10 M USD", as_of="2006-12-31", store=store),
        "measure": facta.measure("trade", "FJI -- TON", store=store),
        "measures": facta.measures("FJI", "TON", store=store),
        "score": facta.score(islands / "islands.yml", store=store),
        "sources": facta.sources(store=store),
        "trace": facta.trace(READING, store=store),
        "turns": facta.turns("FJI", "TON", measure="trade", store=store),
        "watch": facta.watch(islands / "islands.yml", store=store),
    }


def test_every_result_is_a_small_table_with_a_caption_and_named_columns(results: dict[str, Any]) -> None:
    for name, result in results.items():
        html = result._repr_html_()
        assert '<th scope="col">' in html or not result.rows(), name
        assert Sight(html).seen["caption"][0].count("row"), name
        assert len(html) < 12_000, name


def test_a_table_shows_missing_as_a_dash_and_nothing_as_markup() -> None:
    sight = Sight(Made({"a<b": "<script>alert(1)</script>", "n": None}, {"a<b": "x & y", "n": 0.25})._repr_html_())
    assert sight.seen["th"] == ["a<b", "n"]
    assert sight.seen["td"] == ["<script>alert(1)</script>", "–", "x & y", "0.25"]


def test_a_long_table_shows_its_first_rows_and_says_so() -> None:
    sight = Sight(Made(*({"n": place} for place in range(1000)))._repr_html_())
    assert sight.seen["caption"] == ["1,000 rows, the first 20"]
    assert sight.seen["td"] == [str(place) for place in range(20)]


def test_long_text_is_cut_and_lists_stand_in_a_line() -> None:
    sight = Sight(Made({"long": "x" * 500, "list": ["a", {"b": 1}]})._repr_html_())
    assert sight.seen["td"] == ["x" * 89 + "…", "a, b: 1"]


def test_a_table_of_nothing_says_so() -> None:
    assert Sight(Made()._repr_html_()).seen["caption"] == ["0 rows"]


def test_every_result_goes_into_a_frame_as_it_is(results: dict[str, Any]) -> None:
    for name, result in results.items():
        size = len(result.rows())
        assert result.to_polars().height == result.to_arrow().num_rows == size, name
        assert pl.DataFrame(result).height == pa.table(result).num_rows == size, name


def test_a_measure_is_a_table_that_a_database_reads(results: dict[str, Any]) -> None:
    trade = results["measure"]
    assert isinstance(trade, MeasureResult)
    found = duckdb.sql("SELECT period, value FROM trade WHERE source = 'cow_trade' AND period = '2004'").fetchall()
    assert found == [("2004", 13.0)]
    assert [series.book for series in trade] == [trade[place].book for place in range(len(trade))]


def test_an_extra_that_is_not_there_is_named(results: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtra, match=r"polars is not installed. Install it with `pip install 'facta\[frames\]'`"):
        results["ask"].to_polars()


@pytest.mark.parametrize("name", ["ask", "check", "forecast", "measure"])
def test_a_chart_is_a_picture_with_words(name: str, results: dict[str, Any], tmp_path: Path) -> None:
    plot = results[name].plot()
    html = plot._repr_html_()
    assert f'alt="{plot.title.replace(">", "&gt;")}"' in html
    assert html.count("<img ") == 1
    root = ElementTree.parse(plot.save(tmp_path / "chart.svg")).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.find(".//{*}title") is not None


def test_a_chart_of_many_books_says_what_it_leaves_out(build: Callable[..., MeasureResult]) -> None:
    assert build(8).plot().source.endswith("; 2 shorter series are left out")
    assert "left out" not in build(6).plot().source


@pytest.fixture
def build(results: dict[str, Any]) -> Callable[..., MeasureResult]:
    """Return ``build(n)``: the first series, n times over."""
    first = results["measure"][0]

    def repeat(count: int) -> MeasureResult:
        books = (replace(first.book, reporter=f"R{place}") for place in range(count))
        return MeasureResult("trade", "FJI -- TON", tuple(replace(first, book=book) for book in books))

    return repeat


def test_what_no_chart_shows_says_what_to_take_instead(results: dict[str, Any]) -> None:
    with pytest.raises(NoChart, match=r"no chart shows SourcesResult\. Take its rows"):
        results["sources"].plot()
    with pytest.raises(NoChart, match="no chart shows trade of FJI -- KIR, of which no source has anything"):
        MeasureResult("trade", "FJI -- KIR", ()).plot()


def test_every_result_with_figures_cites_itself(results: dict[str, Any]) -> None:
    for name in ("ask", "check", "cite", "measure", "sources", "trace", "turns"):
        assert any("Barbieri" in citation for citation in results[name].cite()), name
    assert results["measures"].cite() == results["explain"].cite() == ()
