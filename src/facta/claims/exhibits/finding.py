"""Finds what stands behind the readings of a claim: the reading that decides first, and of it what can be drawn."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from facta.claims.exhibits.exhibit import Claimed, Exhibit
from facta.claims.exhibits.subjects import Subject, list_subjects
from facta.claims.verdict import ReadingResult, Verdict, VerdictWord
from facta.domain import Aggregation, Evidence, Row, RowSet, Series, StateSet, Window
from facta.language import (
    Call,
    Compare,
    Conditional,
    Context,
    Incommensurable,
    Node,
    Number,
    Windowed,
    explain_reading,
    list_measured,
    list_operators,
    parse_reading,
    read_slack,
    rebuild,
    start_context,
    walk,
)
from facta.measures import list_measures

__all__ = ["find_exhibit"]

_MOST_BOOKS, _MOST_SUBJECTS, _MOST_PERIODS = 4, 6, 25
_BEFORE = 10  # periods that are shown before a window that lies ahead
_AROUND = 2 * 366  # days before and after a window that are shown, at least; else half of what it holds
_JOINS = re.compile(r"( (of|by|in|between|among|that|in which there are))+$")
_MOST_NAMED = 2  # subjects beside which a chart names their sides
_BOOK = frozenset({"reporter", "source", "unit", "variant", "vintage"})
_HEIGHT = frozenset({Aggregation.MEAN, Aggregation.LAST, Aggregation.WEIGHTED, Aggregation.MAXIMUM})


def find_exhibit(
    verdict: Verdict, evidence: Evidence, sets: Mapping[str, StateSet], cache: dict[tuple[object, ...], Any]
) -> Exhibit | None:
    """Return what stands behind a verdict; None where there is neither a series nor a row.

    The readings that give the verdict come first, of them those that are not weak, and of these those with a series.

    Parameters
    ----------
    verdict : Verdict
        On a claim.
    evidence : Evidence
        On which it was judged.
    sets : mapping of str to StateSet
        That the dossier defines.
    cache : dict
        Shared by all readings of one body of evidence.

    Examples
    --------
    >>> import facta
    >>> from facta.desk.workbench import open_evidence
    >>> verdict = facta.ask("share(trade(CHN -- RUS), trade(RUS -- WLD))[2014] > 10%")
    >>> exhibit = find_exhibit(verdict, open_evidence(), {}, {})
    >>> [str(series.book) for series in exhibit.series], exhibit.claimed.value, str(exhibit.window)
    (['cow_trade · 4.0'], 0.1, '2014')
    """
    found = []
    for number, reading in enumerate(verdict.readings, start=1):
        exhibit = _find_behind(number, reading, start_context(reading.expression, evidence, cache=cache), sets)
        if not exhibit.is_empty or _counts_nothing(reading):
            rank = reading.verdict is not verdict.verdict, reading.validity == "weak", not exhibit.series
            found.append((rank, exhibit))
    return min(found, key=lambda entry: entry[0])[1] if found else None


def _counts_nothing(reading: ReadingResult) -> bool:
    """Say whether it is known that there is nothing: an empty stretch of time shows that."""
    return reading.figure == 0 and reading.unit == "count"


def _find_behind(number: int, reading: ReadingResult, context: Context, sets: Mapping[str, StateSet]) -> Exhibit:
    node = parse_reading(reading.expression, sets)
    subjects = [] if reading.verdict is VerdictWord.NOT_FIRED else list_subjects(node)
    measured = [(subject, series) for subject in subjects for series in _measure(subject, context)]
    window = next((part.window for part in walk(node) if isinstance(part, Windowed)), None)
    chosen = _choose(measured, reading, window)
    cut = _cut_around if any(_cut_around(series, window).is_known.any() for _, series in chosen) else _cut_before
    drawn = list({id(subject): subject for subject, _ in chosen}.values())
    is_single = len({id(subject) for subject, _ in measured}) == 1
    return Exhibit(
        number,
        tuple(cut(series, window) for _, series in chosen),
        _list_rows(node, context),
        window,
        _read_claim(*chosen[0]) if chosen and is_single else None,
        _write_title([subject.node for subject in drawn] or [node], reading.expression),
        *_find_figure(node),
    )


def _write_title(nodes: Sequence[Node], expression: str) -> str:
    """Say what some parts of a reading measure, without whose figures they are: that stands beside the chart."""
    said = [explain_reading(rebuild(node, _drop_book), expression).sentence.rstrip(".") for node in nodes]
    first, *others = dict.fromkeys(said)
    names = {node.name for node in nodes if isinstance(node, Call)}
    if len(others) < _MOST_NAMED or len(names) > 1 or not names <= list_measures().keys():
        return "; ".join([first, *(text[:1].lower() + text[1:] for text in others)])
    title = list_measures()[names.pop()].title  # the lines have the names of the sides
    return title[:1].upper() + title[1:]


def _drop_book(node: Node) -> Node:
    """Leave out of a measure whose figures it takes, and in what unit."""
    if not isinstance(node, Call):
        return node
    return replace(node, options=tuple(option for option in node.options if option[0] not in _BOOK))


def _find_figure(node: Node) -> tuple[str, str]:
    """Return the operator that gives the figure of a reading, in words, and the sign by which it is compared."""
    while isinstance(node, Windowed | Conditional):
        node = node.inner if isinstance(node, Windowed) else node.effect
    if not isinstance(node, Compare):
        return "", ""
    left = node.left.inner if isinstance(node.left, Windowed) else node.left
    operator = list_operators().get(left.name) if isinstance(left, Call) else None
    return _name_operator(operator.phrase) if operator else "", node.sign


def _name_operator(phrase: str) -> str:
    """Return the words of an operator that stand before what it is applied to, without what joins them to that."""
    return _JOINS.sub("", phrase.partition(" {0}")[0]).removeprefix("the ")


def _measure(subject: Subject, context: Context) -> list[Series]:
    try:
        found = context.evaluate(subject.node, context)
    except Incommensurable:
        return []
    return [value for value in found if isinstance(value, Series) and value.is_known.any()]


def _choose(
    measured: Sequence[tuple[Subject, Series]], reading: ReadingResult, window: Window | None
) -> list[tuple[Subject, Series]]:
    """Return series of one unit with two periods or more to show.

    Books with a figure come first, the deciding one ahead; of several subjects each is shown by one book only. Where
    the reading has a figure and none of them has a value in its window, they are not what it comes from: none is shown.
    """
    named = [(book.source, book.reporter, book.variant) for book in reading.by_source if book.figure is not None]
    decides = [(b.source, b.reporter, b.variant) for b in reading.by_source if b.verdict is reading.verdict]

    def weigh(entry: tuple[Subject, Series]) -> tuple[bool, bool]:
        book = entry[1].book
        key = (book.source, book.reporter, book.variant)
        return key not in decides, key not in named

    near, before = ([entry for entry in measured if cut(entry[1], window).is_known.sum() > 1]
                    for cut in (_cut_around, _cut_before))  # fmt: skip
    shown = {(entry[1].measure, entry[1].relation, entry[1].book): entry for entry in near or before}
    ordered = sorted(shown.values(), key=weigh)
    if reading.figure is not None and window and not any(series.cut(window).is_known.any() for _, series in ordered):
        return []
    most = _MOST_BOOKS
    if len({str(subject.node) for subject, _ in ordered}) > 1:
        ordered, most = list({str(entry[0].node): entry for entry in reversed(ordered)}.values())[::-1], _MOST_SUBJECTS
    return [entry for entry in ordered[:most] if entry[1].unit == ordered[0][1].unit]


def _cut_around(series: Series, window: Window | None) -> Series:
    """Cut a series to its window with what lies around it, and to what is known there."""
    first, last = (window.start, window.end) if window else (None, None)
    around = dt.timedelta(max((last - first).days // 2, _AROUND) if first and last else _AROUND)
    cut = series.cut(Window(first and first - around, last and last + around))
    places = np.flatnonzero(cut.is_known)
    if not places.size:
        return cut.span(cut.start, cut.start)
    start, stop = cut.start + int(places[0]), cut.start + int(places[-1]) + 1
    return cut.span(max(start, stop - _MOST_PERIODS), stop)


def _cut_before(series: Series, window: Window | None) -> Series:
    """Cut a series to its last periods before a window that lies ahead of all that is known; to nothing elsewhere."""
    places = np.flatnonzero(series.is_known)
    if not places.size or window is None or not window.start or series.periods[places[-1]].end >= window.start:
        return series.span(series.start, series.start)
    stop = series.start + int(places[-1]) + 1
    return series.span(max(series.start, stop - _BEFORE), stop)


def _read_claim(subject: Subject, series: Series) -> Claimed | None:
    """Return what is claimed of the height of a series, in its unit."""
    compared = subject.compared
    if compared is None or not isinstance(compared.right, Number):
        return None
    factor = compared.right.unit.factor if compared.right.unit else 1.0
    slack = read_slack(compared.tolerance, compared.right.unit)
    allowed = float(slack(np.array(compared.right.value))) if slack else 0.0
    if subject.is_change:
        return _read_change(subject, series, compared.right.value * factor, allowed * factor)
    if not (_is_one_period(subject, series) or series.aggregation in _HEIGHT or subject.is_level):
        return None
    value, allowed = (size * factor / series.unit.factor if compared.right.unit else size
                      for size in (compared.right.value, allowed))  # fmt: skip
    return Claimed(compared.sign, value, allowed)


def _is_one_period(subject: Subject, series: Series) -> bool:
    return subject.window is not None and series.cut(subject.window).status.size == 1


def _read_change(subject: Subject, series: Series, change: float, slack: float) -> Claimed | None:
    """Return the height that a change from the first period of the window would lead to."""
    first = series.cut(subject.window) if subject.window else None
    if first is None or not first.status.size or np.isnan(first.values[0, 0]) or subject.compared is None:
        return None
    base = float(first.values[0, 0])
    is_relative = subject.operator == "change"
    step, reach = (abs(base) * part if is_relative else part / series.unit.factor for part in (change, slack))
    return Claimed(subject.compared.sign, base + step, reach, str(first.periods[0]), change, is_relative)


def _list_rows(node: Node, context: Context) -> tuple[Row, ...]:
    """Return the rows that a reading counts, each once."""
    found = (value.rows for value in list_measured(node, context) if isinstance(value, RowSet))
    return tuple({(row.kind, row.id): row for rows in found for row in rows}.values())
