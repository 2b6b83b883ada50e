"""Parts of a page that templates call: figures with their tables, numbers in full behind what people read."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup, escape

from facta.briefs.charts import VERDICT_SHAPES, Chart, Table, list_shapes, render_chart, write_csv
from facta.briefs.words import spell_word, write_value
from facta.claims import VerdictWord

__all__ = ["draw_figure", "link_csv", "mark_verdict", "write_cells", "write_data", "write_shapes"]

_PLAIN = " ,:;/()'!*=+|$@?&"  # signs that may stand in the address of a table as they are, once escaped for HTML
_DIGITS = 4


def write_data(value: float | None, unit: str | None, shown: str | None = None) -> Markup:
    """Return a figure as people read it, with all its digits in the element's value; missing is a dash.

    A whole number that is written out needs no element. `shown` is how people read it, where not by its unit alone.

    Examples
    --------
    >>> write_data(0.12226682076591491, "1"), write_data(25.0, "count"), write_data(None, "1")
    (Markup('<data value="0.12226682076591491">12.2%</data>'), Markup('25'), Markup('–'))
    """
    shown = shown or write_value(value, unit)
    if value is None or shown == f"{value:.0f}":
        return escape(shown)
    return Markup('<data value="{}">{}</data>').format(repr(value), shown)


def mark_verdict(word: VerdictWord) -> Markup:
    """Return a verdict as its word; the style sets its shape before it.

    Examples
    --------
    >>> mark_verdict(VerdictWord.NOT_FIRED)
    Markup('<b class="v-dashes">Not fired</b>')
    """
    return Markup('<b class="v-{}">{}</b>').format(VERDICT_SHAPES[word], spell_word(word).capitalize())


def write_shapes() -> str:
    """Return the style that sets the shape of a verdict before its word: a mask, so that it takes any colour.

    Examples
    --------
    >>> write_shapes().startswith('.v-disc::before{mask-image:url("data:image/svg+xml,')
    True
    """
    masks = {name: quote(_draw_mask(name), safe=" ='/:") for name in VERDICT_SHAPES.values()}
    return "\n".join(
        f'.v-{kind}::before{{mask-image:url("data:image/svg+xml,{mask}")}}' for kind, mask in masks.items()
    )


def _draw_mask(name: str) -> str:
    """Return a shape in black, on nothing."""
    filled, outlined = list_shapes()[name]
    paths = f"<path d='M0 0{outlined}' fill='none' stroke='#000' stroke-width='1.8' stroke-linecap='round'/>" * bool(
        outlined
    )
    paths += f"<path d='M0 0{filled}'/>" * bool(filled)
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='-6 -6 12 12'>{paths}</svg>"


def link_csv(table: Table, name: str = "", digits: int | None = None) -> Markup:
    """Return a link that saves a table as CSV; the file is in the address itself, and may have a name.

    Examples
    --------
    >>> link_csv(Table(("year",), (("2014",),)))
    Markup('<a download href="data:text/csv,year%0A2014%0A">CSV</a>')
    """
    address = f"data:text/csv,{quote(write_csv(table, digits), safe=_PLAIN).replace(' ', '%20')}"
    saved = Markup(' download="{}.csv"').format(name) if name else Markup(" download")
    return Markup('<a{} href="{}">CSV</a>').format(saved, address)


def write_cells(table: Table) -> list[list[str]]:
    """Return the cells of a table as people read them: numbers with four significant digits, missing as a dash."""
    return [["–" if cell is None else _write_cell(cell) for cell in row] for row in table.rows]


def _write_cell(cell: str | float) -> str:
    return cell if isinstance(cell, str) else f"{cell:,.{_DIGITS}g}" if abs(cell) < 1_000 else f"{cell:,.0f}"


def draw_figure(chart: Chart, label: str) -> Markup:
    """Return the drawing of a chart for a page; `label` is the id of its title there."""
    return Markup(render_chart(chart, label=label))  # escaped as it was drawn
