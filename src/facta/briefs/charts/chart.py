"""What every chart is: words, a drawing and the table of what it shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Protocol

from facta.briefs.charts.svg import WIDTH, number

__all__ = ["Cell", "Chart", "Drawing", "Table", "Words", "read_style", "render_chart", "write_csv"]

Cell = str | float | None
"""A cell of a table; None is missing."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is written around a chart.

    Parameters
    ----------
    title : str
        Its one message.
    subtitle : str
        Unit and scope.
    source : str
        Whose figures.
    desc : str
        What a screen reader says of the drawing; its table says the rest.

    Examples
    --------
    >>> Words("Trade doubled", "bn USD a year").subtitle
    'bn USD a year'
    """

    title: str
    subtitle: str = ""
    source: str = ""
    desc: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What a chart shows, as rows.

    Parameters
    ----------
    heads : tuple of str
        Names of the columns.
    rows : tuple of tuple
        Text, numbers in full, or None where something is missing.

    Examples
    --------
    >>> Table(("year", "value"), (("2014", None),)).rows[0][1] is None
    True
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The elements of a drawing, and how high it is in units."""

    parts: Sequence[str]
    height: float


class Chart(Protocol):
    """A chart: it draws itself, and lists what it shows."""

    @property
    def words(self) -> Words:
        """What is written around it."""

    def draw(self) -> Drawing:
        """Return its elements."""

    def tabulate(self) -> Table:
        """Return what it shows."""


def render_chart(chart: Chart, *, is_alone: bool = False, label: str = "") -> str:
    """Return a chart as an SVG element: static, with a title and a description, in the colours of the page's style.

    Parameters
    ----------
    chart : Chart
        What to draw.
    is_alone : bool
        Whether it brings its style and words with it, for a notebook or a file.
    label : str
        Id of the element of the page that has its title, which it then does not repeat.

    Examples
    --------
    >>> from facta.briefs.charts import Bar, BarChart
    >>> svg = render_chart(BarChart(Words("Two books"), (Bar("A", 3.0), Bar("B", None))))
    >>> svg[:87]
    '<svg role="img" class="chart" viewBox="0 0 400 94"><title>Two books</title><desc>2 rows'
    """
    drawing, words = chart.draw(), chart.words
    style = f"<style>{read_style()}</style>" if is_alone else ""
    box = f'viewBox="0 0 {WIDTH} {number(drawing.height)}"'
    size = f' xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{number(drawing.height)}"' if is_alone else ""
    title = "" if label else f"<title>{escape(words.title, quote=False)}</title>"
    said = f"{title}<desc>{escape(_describe(chart), quote=False)}</desc>"
    named = f' aria-labelledby="{label}"' if label else ""
    head = f'<svg role="img"{named} class="chart" {box}{size}>'
    return f"{head}{said}{style}{''.join(drawing.parts)}</svg>"


def _describe(chart: Chart) -> str:
    """Say what the drawing holds: its own description, else how much there is in its table."""
    if chart.words.desc:
        return chart.words.desc
    table = chart.tabulate()
    return f"{len(table.rows)} row{'s' * (len(table.rows) != 1)} by {table.heads[0].partition(' (')[0]}"


def write_csv(table: Table, digits: int | None = None) -> str:
    r"""Return a table as CSV; a missing number is empty.

    Parameters
    ----------
    table : Table
        What to write.
    digits : int or None
        Significant digits of numbers; None for all of them.

    Examples
    --------
    >>> write_csv(Table(("year", "value"), (("2014", 0.1), ("2015", None))))
    'year,value\n2014,0.1\n2015,\n'
    """
    text = io.StringIO()
    rows = ([_write_number(cell, digits) if isinstance(cell, float) else cell for cell in row] for row in table.rows)
    csv.writer(text, lineterminator="\n").writerows([table.heads, *rows])
    return text.getvalue()


def _write_number(value: float, digits: int | None) -> str:
    """Write a number without what says nothing: the fraction of a whole one."""
    return f"{value:.0f}" if value.is_integer() else repr(value) if digits is None else f"{value:.{digits}g}"


@cache
def read_style() -> str:
    """Return the style of the charts: light, dark and print."""
    return resources.files(__package__).joinpath("chart.css").read_text(encoding="utf-8")
