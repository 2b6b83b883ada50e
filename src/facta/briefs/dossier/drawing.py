"""Charts of a dossier: of each claim what stands behind it, of forecasts the ranges, of conditions the gauges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from facta.briefs.charts import (
    STATE_SHAPES,
    VERDICT_SHAPES,
    Bar,
    BarChart,
    Chart,
    Event,
    Gauge,
    GaugeChart,
    Level,
    LineChart,
    Mark,
    RangeChart,
    RangeRow,
    Span,
    Strip,
    TimelineChart,
    Words,
    drop_band,
    list_line,
)
from facta.briefs.dossier.brief import DossierBrief
from facta.briefs.dossier.wording import SIGNS, name_lines, name_side, write_claimed, write_message
from facta.briefs.words import count_noun, name_book, spell_word, write_against, write_value
from facta.claims import ReadingResult, Verdict
from facta.claims.conditions import Condition, ConditionState, Sighting
from facta.claims.exhibits import Claimed, Exhibit
from facta.domain import Row, Unit, find_unit
from facta.forecasts.scoring import Entry, Standing, group_entries

__all__ = ["draw_claim", "draw_conditions", "draw_forecasts", "draw_strip"]

_FLOATING = frozenset({"rank", "index", "date"})
_MOST_MARKS, _MOST_BANDS = 3, 2
_MOST_FORECASTS = 14
_TEXT_FIELDS = ("title", "phrase", "series", "occasion", "status", "name")


def draw_strip(brief: DossierBrief) -> Chart:
    """Return how many claims have each verdict."""
    words = Words(
        f"{brief.decided} of {count_noun(len(brief.verdicts), 'claim')} decided", "A shape a claim, by verdict"
    )
    return Strip(words, brief.counts)


def draw_claim(verdict: Verdict, exhibit: Exhibit | None) -> Chart | None:
    """Return the chart of a claim: lines where there are series, else rows over time, else figures side by side."""
    if exhibit and exhibit.series:
        return _draw_lines(verdict, exhibit)
    if exhibit and (exhibit.rows or (exhibit.window and exhibit.window.start)):
        return _draw_rows(verdict, exhibit)
    return _draw_figures(verdict)


def _draw_lines(verdict: Verdict, exhibit: Exhibit) -> Chart:
    unit = exhibit.series[0].unit
    names = name_lines(exhibit.series)
    lines = tuple(list_line(series, name) for series, name in zip(exhibit.series, names, strict=True))
    if len(lines) > _MOST_BANDS:
        lines = tuple(drop_band(line) for line in lines)
    levels = (_draw_level(exhibit.claimed, exhibit),) if exhibit.claimed and _can_draw(exhibit.claimed, unit) else ()
    days = [point.at for line in lines for point in line.points]
    marks = [Mark(_name_row(row), row.start) for row in exhibit.rows if min(days) <= row.start <= max(days)]
    chart = LineChart(Words(""), lines, unit, levels, _list_spans(exhibit, min(days), max(days)))
    shown = f", {write_unit(chart)}" if chart.shown else ""
    words = Words(
        write_message(verdict, exhibit),
        f"{exhibit.title}{shown}",
        f"Source: {', '.join(dict.fromkeys(series.book.source for series in exhibit.series))}",
    )
    return LineChart(words, lines, unit, levels, chart.spans, tuple(marks[:_MOST_MARKS]) if len(marks) == 1 else ())


def write_unit(chart: LineChart) -> str:
    """Return the unit of the axis, as the subtitle gives it."""
    shown = chart.shown
    return {"count": "number", "1": "share"}.get(shown.symbol, shown.symbol) if shown else ""


def _can_draw(claimed: Claimed, unit: Unit) -> bool:
    """Say whether a claim has a place on the axis: that something differs has none, nor has a rank before the first."""
    return claimed.sign != "!=" and (unit.dimension != "rank" or claimed.value >= 1)


def _draw_level(claimed: Claimed, exhibit: Exhibit) -> Level:
    text = write_claimed(claimed, exhibit.series[0])
    low = None if claimed.sign in ("<", "<=") else claimed.value - claimed.slack
    high = None if claimed.sign in (">", ">=") else claimed.value + claimed.slack
    return Level(text, low, high)


def _list_spans(exhibit: Exhibit, first: dt.date, last: dt.date) -> tuple[Span, ...]:
    """Return the window as far as it can be shown: all of it where it lies ahead."""
    window = exhibit.window
    if window is None:
        return ()
    if window.start and window.start > last:
        return (Span(str(window), window.start, window.end or window.start),)
    return (Span(str(window), max(window.start or first, first), min(window.end or last, last)),)


def _draw_rows(verdict: Verdict, exhibit: Exhibit) -> Chart:
    starts = [row.start for row in exhibit.rows]
    window = exhibit.window
    first = (window.start if window else None) or min(starts, default=verdict.as_of)
    last = (window.end if window else None) or max([*starts, verdict.as_of])
    reading = verdict.readings[exhibit.number - 1]
    subtitle = "" if reading.text else exhibit.title
    words = Words(write_message(verdict, exhibit), subtitle, f"Source: {_list_sources(exhibit, verdict)}")
    events = tuple(Event(_name_row(row), row.start, row.end if row.end > row.start else None) for row in exhibit.rows)
    return TimelineChart(words, events, Span(str(window or ""), first, min(last, max(verdict.as_of, first))))


def _list_sources(exhibit: Exhibit, verdict: Verdict) -> str:
    books = verdict.readings[exhibit.number - 1].by_source
    return ", ".join(dict.fromkeys([*(row.source for row in exhibit.rows), *(book.source for book in books)]))


def _name_row(row: Row) -> str:
    """Return a row in a few words: its title, else what its kind has in place of one, and its sides."""
    text = next((str(row.fields[name]) for name in _TEXT_FIELDS if row.fields.get(name)), row.kind).replace("_", " ")
    sides = "–".join(name_side(side) for side in (row.actor, row.recipient) if side)
    return text if "title" in row.fields else f"{text} ({sides})"


def _draw_figures(verdict: Verdict) -> Chart | None:
    """Return the figures of the first reading that has a threshold, by book; None where there is nothing to compare."""
    known = [reading for reading in verdict.readings if reading.figure is not None and reading.threshold is not None]
    if not known:
        return None
    reading = next((entry for entry in known if entry.verdict is verdict.verdict), known[0])
    unit = find_unit(reading.unit) if reading.unit else None
    bars = tuple(
        Bar(name_book(book), book.figure, write_value(book.figure, book.unit), VERDICT_SHAPES[book.verdict])
        for book in reading.by_source
        if book.figure is not None
    )
    words = Words(
        write_against(reading.figure, reading.threshold, None, reading.unit),
        reading.text or reading.expression,
        f"Source: {', '.join(dict.fromkeys(book.source for book in reading.by_source))}",
    )
    return BarChart(words, bars, unit, _find_level(reading), is_dots=bool(unit and unit.dimension in _FLOATING))


def _find_level(reading: ReadingResult) -> Level | None:
    """Return the threshold by the sign with which the reading compares."""
    sign = next((sign for sign in ("==", "!=", ">=", "<=", ">", "<") if f" {sign} " in reading.expression), "==")
    text = f"{SIGNS[sign]} {write_value(reading.threshold, reading.unit)}".strip()
    low = None if sign in ("<", "<=") else reading.threshold
    high = None if sign in (">", ">=") else reading.threshold
    return None if sign == "!=" else Level(text, low, high)


def draw_conditions(conditions: Sequence[Condition]) -> Chart | None:
    """Return a gauge for each condition that has a trigger or an exception; None where none has."""
    seen = [(entry, part) for entry in conditions if (part := entry.decisive)]
    gauges = tuple(_draw_gauge(entry, part) for entry, part in seen)
    fired = sum(entry.state is ConditionState.FIRED for entry in conditions)
    words = Words(
        f"{fired} of {count_noun(len(conditions), 'condition')} fired",
        "How far each trigger has come (bar) towards its threshold (dashed), each on its own scale",
    )
    return GaugeChart(words, gauges) if gauges else None


def _draw_gauge(entry: Condition, part: Sighting) -> Gauge:
    """Return the gauge of a condition; one that wants nothing to happen has no bar to fill."""
    state = f"{spell_word(entry.state)}{f' {entry.day}' if entry.day else ''}"
    shape = STATE_SHAPES[entry.state]
    if part.figure and part.threshold == 0 and part.expression.startswith("not "):
        return Gauge(entry.claim, shape, state, None, None, f"{write_value(part.figure, part.unit)} against none")
    threshold = 1.0 if part.threshold is None and part.unit == "count" else part.threshold
    shown = "no figure" if part.figure is None else write_against(part.figure, part.threshold, None, part.unit)
    return Gauge(entry.claim, shape, state, part.figure, threshold, shown)


def draw_forecasts(brief: DossierBrief) -> list[Chart]:
    """Return for each holder the ranges of their words, the model, the base rate and what came, claim by claim."""
    if brief.record is None:
        return []
    charts: list[Chart] = []
    for holder, claims in group_entries(brief.record.entries).items():
        rows = tuple(_draw_entry(readings[0], brief.as_of) for readings in claims)
        for start in range(0, len(rows), _MOST_FORECASTS):
            more = ", continued" if start else ""
            words = Words(
                f"{_count_outcomes(holder, rows)}{more}",
                "Probability that the words stand for, beside what the evidence of that day gave; by the first reading",
                f"Words as {brief.record.mapping} reads them; model and base rate by facta",
            )
            charts.append(RangeChart(words, rows[start : start + _MOST_FORECASTS]))
    return charts


def _count_outcomes(holder: str, rows: Sequence[RangeRow]) -> str:
    """Say how many forecasts came about of those that are settled: one that is open has not failed."""
    settled = [row for row in rows if {"came about", "did not"} & row.dots.keys()]
    of = f"{holder}: of {count_noun(len(rows), 'forecast')}"
    if not settled:
        return f"{of} none is settled"
    came = sum("came about" in row.dots for row in settled)
    return f"{of} {len(settled)} {'is' if len(settled) == 1 else 'are'} settled, {came or 'none'} came about"


def _draw_entry(entry: Entry, as_of: dt.date) -> RangeRow:
    """Return a forecast by the first reading of its claim."""
    dots = {"model": entry.model, "base rate": entry.base_rate}
    text = f"until {entry.until}" if entry.until and entry.until > as_of else "waits for evidence"
    if entry.standing is Standing.RESOLVED:
        kind = {1.0: "came about", 0.0: "did not"}.get(entry.outcome, "undecided")
        dots[kind], text = entry.outcome, kind
    elif entry.standing is not Standing.PENDING:
        text = f"void: {entry.reason or entry.standing.value}"
    known = {name: value for name, value in dots.items() if value == value}
    low, high = (None if end != end else end for end in (entry.low, entry.high))
    return RangeRow(entry.claim, low, high, known, text)
