"""The charts of results; each shows itself in a notebook."""

from __future__ import annotations

import base64
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from facta.claims import Verdict
from facta.desk.results.checking import CheckResult, DossierResult
from facta.desk.results.measuring import MeasureResult
from facta.domain import NoChart, Series, draws, find_unit
from facta.forecasts import Forecast
from facta.store import UnknownFormat, save_text

if TYPE_CHECKING:
    from facta.briefs.charts import Chart, Level

__all__ = ["Plot", "draw_plot"]

_MOST_LINES = 6  # more cannot be told apart
_WIDTH = 560
_EDGE = 12  # room around the drawing, for names that reach beyond it


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart of a result: in a notebook a picture with its words, in a file SVG.

    Parameters
    ----------
    title, subtitle, source : str
        What it says, in which unit, and whose figures.
    svg : str
        The drawing, which needs nothing beside it.

    Examples
    --------
    >>> import facta
    >>> plot = facta.measure("trade", "CHN -- RUS", window="2000..2014").plot()
    >>> plot.title, plot.subtitle, plot.svg[:4]
    ('Trade, China–Russia', 'bn USD, by year', '<svg')
    """

    title: str
    subtitle: str
    source: str
    svg: str

    def save(self, file: str | Path) -> Path:
        """Write the drawing as SVG; return the file.

        Raises
        ------
        UnknownFormat
            A suffix other than ``.svg``.
        StoreError
            The file cannot be written.
        """
        target = Path(file)
        if target.suffix.lower() != ".svg":
            raise UnknownFormat(target.name, [".svg"])
        save_text(self.svg, target)
        return target

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.svg.encode()).decode()  # as an image its style stays its own
        words = " · ".join(part for part in (self.subtitle, self.source) if part)
        return (
            f'<figure style="margin:0;max-width:{_WIDTH}px"><figcaption><strong>{escape(self.title)}</strong><br>'
            f'{escape(words)}</figcaption><img style="width:100%" alt="{escape(self.title)}" '
            f'src="data:image/svg+xml;base64,{data}"></figure>'
        )


def draw_plot(chart: Chart) -> Plot:
    """Draw a chart with room around it."""
    from facta.briefs.charts import render_chart  # the briefs bring Rich: only for this
    from facta.briefs.charts.svg import WIDTH

    wide, high = WIDTH + 2 * _EDGE, math.ceil(chart.draw().height) + 2 * _EDGE
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
    inner = render_chart(chart, is_alone=True).replace("<svg ", f'<svg x="{_EDGE}" y="{_EDGE}" ', 1)
    svg = f'{frame} style="background:var(--page)">{inner}</svg>'
    return Plot(chart.words.title, chart.words.subtitle, chart.words.source, svg)


@draws(MeasureResult)
def plot_measure(result: MeasureResult) -> Plot:
    """Draw a line for each book, the six longest at most; a gap in the evidence is a gap in the line."""
    from facta.briefs.charts import LineChart, Words, list_line
    from facta.briefs.words import name_relation

    if not result.series:
        raise NoChart(f"{result.measure} of {result.relation}, of which no source has anything")
    longest = sorted(range(len(result)), key=lambda place: result.series[place].is_known.sum(), reverse=True)
    chosen = [result.series[place] for place in sorted(longest[:_MOST_LINES])]
    lines = tuple(list_line(series, _name(series)) for series in chosen)
    chart = LineChart(Words(""), lines, chosen[0].unit)
    left_out = len(result.series) - len(chosen)
    words = Words(
        f"{result.measure.replace('_', ' ').capitalize()}, {name_relation(result.relation)}",
        f"{chart.shown.symbol if chart.shown else ''}, by {chosen[0].frequency.name.lower()}",
        ", ".join(dict.fromkeys(series.book.source for series in chosen))
        + (f"; {left_out} shorter series are left out" if left_out else ""),
    )
    return draw_plot(replace(chart, words=words))


@draws(Verdict)
def plot_verdict(verdict: Verdict) -> Plot:
    """Draw what each book says of the first reading beside what was claimed."""
    from facta.briefs.charts import VERDICT_SHAPES, Bar, BarChart, Words
    from facta.briefs.words import name_book, spell_word, write_value

    reading = verdict.readings[0] if verdict.readings else None
    bars = tuple(
        Bar(name_book(book), book.figure, write_value(book.figure, book.unit), VERDICT_SHAPES[book.verdict])
        for book in (reading.by_source if reading else ())
    )
    title = reading.expression if reading else verdict.said
    words = Words(title, f"{spell_word(verdict.verdict)}{f', {verdict.window}' if verdict.window else ''}")
    unit = find_unit(verdict.unit) if verdict.unit else None
    return draw_plot(BarChart(words, bars, unit, _find_level(verdict)))


@draws(Forecast)
def plot_forecast(forecast: Forecast) -> Plot:
    """Draw the probability, the base rate, and what the draws of each book say."""
    from facta.briefs.charts import Bar, BarChart, Words
    from facta.briefs.words import write_percent

    books = {" ".join(part for part in (book.source, book.reporter) if part): book for book in forecast.by_source}
    given = {
        "probability": forecast.probability,
        "base rate": forecast.base_rate.probability if forecast.base_rate else None,
        **{f"draws of {name}": book.probability for name, book in books.items()},
    }
    bars = tuple(Bar(name, value, write_percent(value)) for name, value in given.items())
    words = Words(forecast.expression, f"probability for {forecast.until}, as of {forecast.as_of}")
    return draw_plot(BarChart(words, bars, find_unit("1")))


@draws(CheckResult)
def plot_check(result: CheckResult) -> Plot:
    """Draw a shape for each claim of all dossiers, by verdict."""
    claims = [claim for entry in result.dossiers for claim in entry.claims]
    title = result.dossiers[0].question if len(result.dossiers) == 1 else f"{len(result.dossiers)} dossiers"
    return _plot_claims(title, claims)


@draws(DossierResult)
def plot_dossier(result: DossierResult) -> Plot:
    """Draw a shape for each claim, by verdict."""
    return _plot_claims(result.question, result.claims)


def _plot_claims(title: str, claims: Sequence[Verdict]) -> Plot:
    from facta.briefs.charts import Strip, Words

    counts = Counter(claim.verdict for claim in claims)
    return draw_plot(Strip(Words(title, f"{counts.total()} claims by verdict"), counts))


def _find_level(verdict: Verdict) -> Level | None:
    """Return what the figures were held against."""
    from facta.briefs.charts import Level
    from facta.briefs.words import write_value

    end = verdict.threshold
    return None if end is None else Level(write_value(end, verdict.unit), end, end)


def _name(series: Series) -> str:
    return " ".join(part for part in (series.book.source, series.book.reporter, series.book.variant) if part)
