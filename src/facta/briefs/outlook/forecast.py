"""A forecast on a terminal: the probability, where it lies, and what it rests on."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from facta.briefs.terminal import lay_facts
from facta.briefs.words import clean_text, write_percent
from facta.forecasts import Forecast

__all__ = ["draw_scale", "render_forecast"]

_WIDTH = 50


def draw_scale(low: float, probability: float, high: float) -> str:
    """Draw a probability as a point in its range, on a line from 0 to 1.

    Examples
    --------
    >>> draw_scale(0.2, 0.5, 0.8)
    '──────────━━━━━━━━━━━━━━━●━━━━━━━━━━━━━━━─────────'
    """
    first, point, last = (min(int(part * _WIDTH), _WIDTH - 1) for part in (low, probability, high))
    line = ["━" if first <= place <= last else "─" for place in range(_WIDTH)]
    line[point] = "●"
    return "".join(line)


def render_forecast(forecast: Forecast) -> RenderableType:
    """Return a forecast in full: probability, range, books, base rate, method, notes."""
    base = forecast.base_rate
    known = base and f"{write_percent(base.probability)}: held in {base.held} of {base.n} earlier years"
    books = [
        f"{f'{book.source} {book.reporter}'.strip()}: {write_percent(book.probability)}" for book in forecast.by_source
    ]
    facts: list[tuple[str, str | Text]] = [
        ("Range", _draw_range(forecast)),
        ("Base rate", known or ""),
        ("Trigger", f"fires with {write_percent(forecast.trigger)}" if forecast.trigger is not None else ""),
        ("Books", "\n".join(books) if len(books) > 1 else ""),
        ("Why", forecast.reason),
        ("Method", forecast.method),
        ("History", f"{forecast.window}, {forecast.n} periods at least" if forecast.window else ""),
        ("Horizon", f"{forecast.until}, as of {forecast.as_of}"),
        ("Notes", "\n".join(forecast.notes)),
    ]
    head = Text.assemble((write_percent(forecast.probability), "bold"), "  ", clean_text(forecast.expression))
    return Group(head, "", lay_facts(facts))


def _draw_range(forecast: Forecast) -> str:
    if forecast.probability is None or forecast.low is None or forecast.high is None:
        return ""
    scale = draw_scale(forecast.low, forecast.probability, forecast.high)
    return f"0 {scale} 1\n{write_percent(forecast.low)} to {write_percent(forecast.high)}, over books and base rate"
