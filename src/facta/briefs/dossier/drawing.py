"""Charts of a dossier: of each claim what stands behind it, of forecasts the ranges, of conditions the gauges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten

from facta.briefs.books import call_books, list_titles
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
from facta.briefs.dossier.messages import find_sign, name_lines, name_side, say_claim, write_claimed, write_message
from facta.briefs.words import count_noun, spell_unit, spell_word, write_against, write_value, write_years
from facta.claims import ReadingResult, Verdict
from facta.claims.conditions import Condition, ConditionState, Sighting
from facta.claims.exhibits import Claimed, Exhibit
from facta.domain import Row, Unit, find_unit
from facta.forecasts.scoring import Entry, Standing, group_entries

__all__ = ["draw_claim", "draw_conditions", "draw_forecasts", "draw_strip"]

_FLOATING = frozenset({"rank", "index", "date"})
_MOST_BANDS = 2
_MOST_FORECASTS = 14
_LONGEST = 56  # characters of a condition beside its gauge
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
    message = write_message(verdict, exhibit)
    spans = _list_spans(exhibit, min(days), max(days))
    if exhibit.window and write_years(str(exhibit.window)) in message:
        spans = tuple(replace(span, text="") for span in spans)
    chart = LineChart(Words(""), lines, unit, levels, spans)
    shown = spell_unit(chart.shown.symbol) if chart.shown else ""
    subtitle = f"{exhibit.title}, {shown}" if shown else exhibit.title
    words = Words(message, subtitle, list_titles(series.book.source for series in exhibit.series))
    return replace(chart, words=words, marks=tuple(marks) if len(marks) == 1 else ())


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
    name = write_years(str(window))
    if window.start and window.start > last:
        return (Span(name, window.start, window.end or window.start),)
    return (Span(name, max(window.start or first, first), min(window.end or last, last)),)


def _draw_rows(verdict: Verdict, exhibit: Exhibit) -> Chart:
    starts = [row.start for row in exhibit.rows]
    window = exhibit.window
    first = (window.start if window else None) or min(starts, default=verdict.as_of)
    last = (window.end if window else None) or max([*starts, verdict.as_of])
    reading = verdict.readings[exhibit.number - 1]
    subtitle = "" if reading.text else exhibit.title
    words = Words(write_message(verdict, exhibit), subtitle, _list_sources(exhibit, verdict))
    events = tuple(Event(_name_row(row), row.start, row.end if row.end > row.start else None) for row in exhibit.rows)
    return TimelineChart(
        words, events, Span(write_years(str(window or "")), first, min(last, max(verdict.as_of, first)))
    )


def _list_sources(exhibit: Exhibit, verdict: Verdict) -> str:
    books = verdict.readings[exhibit.number - 1].by_source
    return list_titles([*(row.source for row in exhibit.rows), *(book.source for book in books)])


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
    books = [book for book in reading.by_source if book.figure is not None]
    bars = tuple(
        Bar(name, book.figure, write_value(book.figure, book.unit), VERDICT_SHAPES[book.verdict])
        for name, book in zip(call_books(books), books, strict=True)
    )
    words = Words(
        f"{write_value(reading.figure, reading.unit)}; claimed: {_say_threshold(reading)}",
        reading.text or reading.expression,
        list_titles(book.source for book in reading.by_source),
    )
    return BarChart(words, bars, unit, _find_level(reading), is_dots=bool(unit and unit.dimension in _FLOATING))


def _say_threshold(reading: ReadingResult) -> str:
    return say_claim(find_sign(reading.expression), reading.threshold, reading.unit)


def _find_level(reading: ReadingResult) -> Level | None:
    """Return the threshold by the sign with which the reading compares."""
    sign = find_sign(reading.expression)
    low = None if sign in ("<", "<=") else reading.threshold
    high = None if sign in (">", ">=") else reading.threshold
    return None if sign == "!=" else Level(_say_threshold(reading), low, high)


def draw_conditions(brief: DossierBrief) -> Chart | None:
    """Return a gauge for each condition that has a trigger or an exception; None where none has."""
    conditions = brief.conditions
    seen = [(entry, part) for entry in conditions if (part := entry.decisive)]
    gauges = tuple(_draw_gauge(entry, part, _name_condition(entry, brief)) for entry, part in seen)
    fired = sum(entry.state is ConditionState.FIRED for entry in conditions)
    words = Words(
        f"{fired} of {count_noun(len(conditions), 'condition')} fired",
        "How far each trigger has come (bar) towards its threshold (dashed), each on its own scale",
    )
    return GaugeChart(words, gauges) if gauges else None


def _name_condition(entry: Condition, brief: DossierBrief) -> str:
    """Name a condition by its claim; one of several of a claim by what follows from it."""
    named = brief.name_claim(entry.claim)
    text = next((effect.text for effect in entry.effects if effect.text), "")
    is_one = sum(other.claim == entry.claim for other in brief.conditions) == 1
    return named if is_one or not text else f"{named.partition(' ')[0]} {shorten(text, _LONGEST, placeholder='…')}"


def _draw_gauge(entry: Condition, part: Sighting, name: str) -> Gauge:
    """Return the gauge of a condition; one that wants nothing to happen has no bar to fill."""
    state = f"{spell_word(entry.state)}{f' {entry.day}' if entry.day else ''}"
    shape = STATE_SHAPES[entry.state]
    if part.figure and part.threshold == 0 and part.expression.startswith("not "):
        return Gauge(name, shape, state, None, None, f"{write_value(part.figure, part.unit)} against none")
    threshold = 1.0 if part.threshold is None and part.unit == "count" else part.threshold
    shown = "nothing on record" if part.figure is None else write_against(part.figure, part.threshold, None, part.unit)
    return Gauge(name, shape, state, part.figure, threshold, shown)


def draw_forecasts(brief: DossierBrief) -> list[Chart]:
    """Return for each holder the ranges of their words, the model, the base rate and what came, claim by claim.

    What all these charts share stands with the first.
    """
    if brief.record is None:
        return []
    charts: list[Chart] = []
    subtitle = "What the words stand for, and what the evidence of that day gave: probabilities of the first reading"
    source = f"Words as {brief.record.mapping} reads them; model and base rate by facta"
    for holder, claims in group_entries(brief.record.entries).items():
        rows = tuple(_draw_entry(readings[0], brief) for readings in claims)
        for start in range(0, len(rows), _MOST_FORECASTS):
            title = f"{_count_outcomes(holder, rows)}{', continued' if start else ''}"
            words = Words(title) if charts else Words(title, subtitle, source)
            charts.append(RangeChart(words, rows[start : start + _MOST_FORECASTS], has_key=not charts))
    return charts


def _count_outcomes(holder: str, rows: Sequence[RangeRow]) -> str:
    """Say how many forecasts came about of those that are settled: one that is open has not failed."""
    settled = [row for row in rows if {"came about", "did not"} & row.dots.keys()]
    of = f"{holder}: of {count_noun(len(rows), 'forecast')}"
    if not settled:
        return f"{of} none is settled"
    came = sum("came about" in row.dots for row in settled)
    return f"{of} {len(settled)} {'is' if len(settled) == 1 else 'are'} settled, {came or 'none'} came about"


def _draw_entry(entry: Entry, brief: DossierBrief) -> RangeRow:
    """Return a forecast by the first reading of its claim."""
    dots = {"model": entry.model, "base rate": entry.base_rate}
    text = f"until {entry.until}" if entry.until and entry.until > brief.as_of else "waits for evidence"
    if entry.standing is Standing.RESOLVED:
        kind = {1.0: "came about", 0.0: "did not"}.get(entry.outcome, "undecided")
        dots[kind], text = entry.outcome, kind
    elif entry.standing is not Standing.PENDING:
        text = f"void: {entry.reason or entry.standing.value}"
    known = {name: value for name, value in dots.items() if value == value}
    low, high = (None if end != end else end for end in (entry.low, entry.high))
    return RangeRow(brief.name_claim(entry.claim), low, high, known, text)
