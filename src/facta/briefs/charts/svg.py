"""Elements of SVG as text: escaped, with coordinates as short as they can be."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby, pairwise

__all__ = [
    "FONT",
    "WIDTH",
    "draw_line",
    "draw_path",
    "draw_rect",
    "draw_text",
    "fit_text",
    "gather_texts",
    "measure_text",
    "number",
    "trace_line",
    "trace_points",
]

WIDTH = 400
"""Units across every chart: one a pixel on a phone, and beside text on a desktop."""

FONT = 12
"""Size of text, in units."""

_WIDE = 0.56  # of the size: a character of a sans serif on the average, rounded up


def number(value: float) -> str:
    """Write a coordinate, to the unit: finer ones cannot be told apart, and a page has thousands.

    Examples
    --------
    >>> number(12.04), number(-0.04)
    ('12', '0')
    """
    return str(round(value))


def measure_text(text: str, size: float = FONT) -> float:
    """Return about how wide a text is, in units: fonts differ, so that it is rather too wide.

    Examples
    --------
    >>> round(measure_text("trade"))
    34
    """
    return len(text) * size * _WIDE


def fit_text(text: str, width: float, size: float = FONT) -> str:
    """Return a text cut at a word, with an ellipsis, where it would not fit.

    Examples
    --------
    >>> fit_text("Agreement on trade and economic cooperation", 130)
    'Agreement on…'
    """
    if measure_text(text, size) <= width:
        return text
    cut = text[: max(int(width / (size * _WIDE)) - 1, 1)]
    return f"{cut.rsplit(' ', 1)[0].rstrip(',;:') if ' ' in cut else cut}…"


def draw_text(x: float, y: float, text: str, kind: str = "", anchor: str = "") -> str:
    """Return a text; `kind` is a class of the style, `anchor` one that sets it: ``mid`` or ``end``."""
    classes = f"{kind} {anchor}".strip()
    return f'<text{_name(classes)} x="{number(x)}" y="{number(y)}">{escape(text, quote=False)}</text>'


def gather_texts(texts: Iterable[tuple[float, float, str]], kind: str, anchor: str = "") -> str:
    """Return several texts of one kind; nothing where there is none."""
    drawn = "".join(draw_text(x, y, text) for x, y, text in texts)
    return f"<g{_name(f'{kind} {anchor}'.strip())}>{drawn}</g>" if drawn else ""


def trace_line(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return the part of a path that is a straight line.

    Examples
    --------
    >>> trace_line(10, 5, 90, 5), trace_line(10, 5, 10, 9), trace_line(10, 5, 90, 7)
    ('M10 5H90', 'M10 5v4', 'M10 5l80 2')
    """
    if number(y1) == number(y2):
        return f"M{number(x1)} {number(y1)}H{number(x2)}"
    if number(x1) == number(x2):
        return f"M{number(x1)} {number(y1)}v{round(y2) - round(y1)}"
    return trace_points([(x1, y1), (x2, y2)])


def trace_points(points: Iterable[tuple[float, float]]) -> str:
    """Return the part of a path that joins points; each step is written from the one before, which is shorter.

    Examples
    --------
    >>> trace_points([(110, 60), (118, 52), (126, 52), (134, 52), (142, 40)])
    'M110 60l8-8h16l8-12'
    """
    (left, top), *rest = places = [(round(x), round(y)) for x, y in points]
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(places)]
    path = f"M{left} {top}"
    for is_flat, run in groupby(steps, lambda step: not step[1]):
        listed = list(run)
        moves = " ".join(f"{x} {y}" for x, y in listed)
        path += f"h{sum(x for x, _ in listed)}" if is_flat else f"l{moves}".replace(" -", "-")
    return path if rest else f"M{left} {top}"


def draw_rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    """Return a rectangle, as a path, which is shorter.

    Examples
    --------
    >>> draw_rect(10, 5, 40, 8, "span")
    '<path class="span" d="M10 5h40v8h-40z"/>'
    """
    wide, high = number(width), number(height)
    return draw_path([f"M{number(x)} {number(y)}h{wide}v{high}h-{wide}z"], kind)


def draw_line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Return a straight line."""
    return draw_path([trace_line(x1, y1, x2, y2)], kind)


def draw_path(parts: Iterable[str], kind: str) -> str:
    """Return a path; nothing where it has no part."""
    joined = "".join(parts)
    return f'<path{_name(kind)} d="{joined}"/>' if joined else ""


def _name(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
