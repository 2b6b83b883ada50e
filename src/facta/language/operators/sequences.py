"""The order of events: next, precedes, only after, windows before and after an event; ladders and regularity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from facta.domain import LADDERS, Row, RowSet, Series, Status, Window, climb_ladder, find_unit
from facta.language.arithmetic import ACROSS, reduce_series, write_note
from facta.language.nodes import Call, Node
from facta.language.operators.durations import describe_rows, is_covered, list_row_sets
from facta.language.operators.quantifiers import NO_ROW, SILENCE
from facta.language.operators.registry import Context, Keyword, declare, read_span, read_word
from facta.language.values import Quantity, Truth, Value, join_books, match_books

__all__ = [
    "apply_after",
    "apply_before",
    "apply_next",
    "apply_only_after",
    "apply_precedes",
    "apply_regular",
    "apply_step",
]

_COUNT, _ONE, _STEP = find_unit("count"), find_unit("1"), find_unit("points")
_DAY = dt.timedelta(days=1)
_RECORD = "in the order of the rows on record"
_SLACK = 0.02
_WITHIN = Keyword("within", "how long the window is; without end where it is not written", "span")
_WHICH = Keyword("order", "which of several rows", "word", ("first", "last"))


def _pair_sets(call: Call, context: Context) -> Iterator[tuple[RowSet, RowSet, bool]]:
    """Yield the rows of both arguments by source, and whether the sources differ."""
    ones, others = ([rows for rows, _ in list_row_sets(part, call, context)] for part in call.arguments[:2])
    yield from match_books(ones, others)


def _find_first(rows: RowSet) -> Row | None:
    return min(rows.rows, key=lambda row: row.start, default=None)


@declare(
    "the first of some rows that follows the first of others",
    "the first of {0} after the first of {1}",
    takes=("rows", "rows"),
    gives="rows",
    example="first_day(next(disputes(IND -- PAK), alliance(IND -- RUS))) <= 1972-12-31",
)
def apply_next(call: Call, context: Context) -> Sequence[Value]:
    """Take the row of the first set that starts next after the start of the first row of the second, if any does.

    What is not on record is not seen: the next row is the next that the source has.
    """
    found = []
    for rows, others, _ in _pair_sets(call, context):
        event = _find_first(others)
        later = [row for row in rows.rows if event and row.start > event.start]
        taken = (min(later, key=lambda row: row.start),) if later else ()
        found.append(replace(rows, rows=taken, reach=rows.reach if event else None))
    return found


@declare(
    "the first of some rows starts before the first of others",
    "the first of {0} comes before the first of {1}",
    takes=("rows", "rows"),
    gives="truth",
    example="precedes(alliance(IND -- RUS), disputes(IND -- PAK)[1971-09..2010])",
)
def apply_precedes(call: Call, context: Context) -> Sequence[Value]:
    """Hold where the first row of the first set starts on an earlier day; the figure is the days between the two.

    It is the order of the rows on record: for "the first ever", ask `first_day`, which knows what its source covers.
    Null where either has no row.
    """
    return [_compare_order(rows, others, is_mixed) for rows, others, is_mixed in _pair_sets(call, context)]


def _compare_order(rows: RowSet, others: RowSet, is_mixed: bool) -> Truth:
    one, other = _find_first(rows), _find_first(others)
    book = join_books(rows.book, others.book)
    if one is None or other is None:
        return Truth(np.full(1, np.nan), book, sign="precedes", reason=NO_ROW)
    figure = write_note(describe_rows(rows, float((other.start - one.start).days), (one, other)), _RECORD)
    figure = replace(write_note(figure, ACROSS) if is_mixed else figure, book=book)
    return Truth(np.array([float(one.start < other.start)]), book, figure, sign="precedes")


@declare(
    "no row starts before the first of others",
    "none of {0} comes before the first of {1}",
    takes=("rows", "rows"),
    gives="truth",
    example="not only_after(disputes(IND -- PAK), alliance(IND -- RUS))",
)
def apply_only_after(call: Call, context: Context) -> Sequence[Value]:
    """Fail as soon as one row starts on or before the day of the first of the others; the figure counts those rows.

    Hold only where the source covers the window up to that day. Null where the others have no row.
    """
    found = []
    starts = [window.start for _, window in list_row_sets(call.arguments[0], call, context)]
    for rows, others, is_mixed in _pair_sets(call, context):
        event, book = _find_first(others), join_books(rows.book, others.book)
        if event is None:
            found.append(Truth(np.full(1, np.nan), book, sign="only after", reason=NO_ROW))
            continue
        early = [row for row in rows.rows if row.start <= event.start]
        known = is_covered(rows, next((start for start in starts if start), None), event.start)
        figure = replace(
            describe_rows(rows, float(len(early)), early or rows.rows), unit=_COUNT, n=len(rows.rows), reason=""
        )
        value = 0.0 if early else 1.0 if known and rows.reach else np.nan
        figure = write_note(figure, ACROSS) if is_mixed else figure
        reason = SILENCE if np.isnan(value) else ""
        found.append(Truth(np.array([value]), book, figure, sign="only after", reason=reason))
    return found


def _look_around(call: Call, context: Context, is_after: bool) -> list[Value]:
    """Evaluate the second argument in a window beside an event."""
    event, part = call.arguments
    sets = list(list_row_sets(event, call, context))
    days = [(rows, day) for rows, _ in sets if (day := _find_event(rows, call)) is not None]
    if not days:
        unknown = context.evaluate(part, context.inside(None))  # says what it asks for, so that it is fetched
        return [_forget(value, NO_ROW) for value in unknown]
    windows = {_open_window(row, call, is_after): None for _, row in days}
    return [value for window in windows for value in _evaluate_beside(part, window, context)]


def _find_event(rows: RowSet, call: Call) -> Row | None:
    if read_word(call, "order", "first") == "last":
        return max(rows.rows, key=lambda row: row.start, default=None)
    return _find_first(rows)


def _open_window(row: Row, call: Call, is_after: bool) -> Window:
    """Return the window of that length that starts the day after an event, or ends the day before it."""
    span = read_span(call, "within")
    if is_after:
        start = _move(row.end, 1)
        return Window(start, _move(start, round(span) - 1) if span else None)
    end = _move(row.start, -1)
    return Window(_move(end, 1 - round(span)) if span else None, end)


def _move(day: dt.date, days: int) -> dt.date:
    """Move a day, at most to an end of the calendar."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def _evaluate_beside(part: Node, window: Window, context: Context) -> Iterator[Value]:
    today = context.last_day
    if window.start and window.start > today:
        window = Window(window.start, None)
    is_ahead = window.end is None or window.end > today
    clipped = window.clip(Window(None, today)) if is_ahead else window
    inside = replace(context.inside(clipped or window), is_running=is_ahead or context.is_running)
    for value in context.evaluate(part, inside):
        if isinstance(value, Series):
            value = reduce_series(value, needs=inside.needs)
        if isinstance(value, Truth) and is_ahead and window.end is not None:
            value = replace(value, state=value.state or "running")
        yield value


def _forget(value: Value, reason: str) -> Value:
    """Return a truth or figure of which nothing is known."""
    value = reduce_series(value, needs=0.0) if isinstance(value, Series) else value
    assert isinstance(value, Truth | Quantity)  # as `check_reading` sees to
    return replace(value, values=np.full_like(value.values, np.nan), reason=reason)


@declare(
    "a reading in the window after an event",
    "after the first of {0}, {1}",
    takes=("rows", "answer"),
    gives="=",
    keywords=(_WITHIN, _WHICH),
    example="after(disputes(IND -- PAK)[1999], change(trade(IND -- PAK)) > 0, within=6y)",
)
def apply_after(call: Call, context: Context) -> Sequence[Value]:
    """Evaluate the second argument in the window that starts the day after the first row ends, ``within=`` long.

    A series becomes one figure there, of the periods that lie wholly in the window.
    ``order=last`` takes the last row instead. A window that has not ended by the day of the evidence leaves a verdict
    open; without ``within=`` it has no end, and what there is counts. Null where there is no row.
    """
    return _look_around(call, context, is_after=True)


@declare(
    "a reading in the window before an event",
    "before the first of {0}, {1}",
    takes=("rows", "answer"),
    gives="=",
    keywords=(_WITHIN, _WHICH),
    example="before(disputes(IND -- PAK)[1999], trade(IND -- PAK) > 100 M USD, within=3y)",
)
def apply_before(call: Call, context: Context) -> Sequence[Value]:
    """Evaluate the second argument in the window that ends the day before the first row starts, ``within=`` long."""
    return _look_around(call, context, is_after=False)


@declare(
    "the step on a ladder that the rows reach, from 0",
    "the step on the ladder that {0} reach",
    takes=("rows", "field…"),
    gives="figure",
    unit="points",
    keywords=(
        Keyword("ladder", "which ladder of steps", "word", tuple(LADDERS), is_required=True),
        Keyword("order", "which of several rows", "word", ("highest", "lowest")),
    ),
    example="step(deals(CHN -- RUS, domain=digital_currency), ladder=rung)[2021..2025] < 4",
)
def apply_step(call: Call, context: Context) -> Sequence[Value]:
    """Place of the highest (``order=lowest``) step among the rows on record, so that levels can be compared in order.

    The ladders are level (0 absent to 8 head of state), rung (0 talk, 1 memorandum, 2 signed, 3 pilot, 4 live) and
    support (0 none, 1 votes, 2 arms, 3 intelligence, 4 forces). A higher row that is not on record is not seen. Null
    where no row has such a step.
    """
    ladder, pick = read_word(call, "ladder", ""), min if read_word(call, "order", "highest") == "lowest" else max
    found = []
    for rows, _ in list_row_sets(call.arguments[0], call, context):
        steps = [
            (place, row)
            for row in rows.rows
            if (place := climb_ladder(ladder, str(row.fields.get(ladder, "")))) is not None
        ]
        if not steps:
            found.append(replace(describe_rows(rows, np.nan, ()), unit=_STEP, reason=f"no row with a {ladder}"))
            continue
        place, row = pick(steps, key=lambda step: step[0])
        figure = describe_rows(rows, float(place), (row,))
        found.append(replace(figure, unit=_STEP, n=len(steps), notes=(f"{ladder} {LADDERS[ladder][place]}",)))
    return found


@declare(
    "share of equal spans of the window in which there is a row: k of n",
    "the share of spans in which there are {0}",
    takes=("rows", "field…"),
    gives="figure",
    unit="1",
    keywords=(Keyword("every", "how long each span is", "span", is_required=True),),
    example="regular(meetings(RUS -> CHN, series=belt_and_road_forum), every=2y)[2017..2020] == 100%",
)
def apply_regular(call: Call, context: Context) -> Sequence[Value]:
    """Cut the window into spans of ``every=``, from its start, and count those in which a row starts.

    A biennial meeting is found in every span of two years. At least so many where the source does not cover the
    window. Null where the window has no start, or holds no whole span.
    """
    every = read_span(call, "every") or np.nan
    return [_count_spans(rows, window, every) for rows, window in list_row_sets(call.arguments[0], call, context)]


def _count_spans(rows: RowSet, window: Window, every: float) -> Quantity:
    start, end = window.start, window.end
    number = int(((end - start).days + 1) / every + _SLACK) if start and end else 0
    if not start or not number:
        return replace(describe_rows(rows, np.nan, ()), unit=_ONE, reason="the window holds no whole span")
    edges = [start + dt.timedelta(days=round(place * every)) for place in range(number + 1)]
    used = [row for row in rows.rows if row.start < edges[-1]]
    filled = sum(any(first <= row.start < last for row in used) for first, last in pairwise(edges))
    known = is_covered(rows, start, edges[-1] - _DAY) and rows.reach is not None
    figure = describe_rows(rows, filled / number, used, least=not known and filled < number)
    if not used and rows.reach is None:
        return replace(figure, values=np.full(1, np.nan), unit=_ONE, reason=NO_ROW, is_least=False)
    status = Status.REPORTED if filled else Status.ZERO
    return replace(
        figure,
        unit=_ONE,
        n=number,
        status=status,
        notes=(f"{filled} of {number} spans",),
        reason=SILENCE if figure.is_least else "",
    )
