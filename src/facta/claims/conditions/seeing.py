"""What can be seen of a clause on a body of evidence: whether it holds for good, since when, and by which rows."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from facta.claims.conditions.clauses import Clause
from facta.domain import Book, Evidence, Row, RowSet, Series, Window
from facta.forecasts import find_way, is_lasting
from facta.language import (
    Call,
    Context,
    Incommensurable,
    Logic,
    Negation,
    Node,
    Number,
    Truth,
    Windowed,
    evaluate,
    list_measured,
    rebuild,
    start_context,
    walk,
)
from facta.sources import list_sources

__all__ = ["View", "goes_on"]

_NOWHERE = Window(dt.date.min, dt.date.min)  # nothing is on record there
_SILENT = "it could only be shown not to hold: the silence of its record proves nothing"
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class View:
    """A body of evidence, with what was measured on it.

    Parameters
    ----------
    evidence : Evidence
        As known on a day.
    cache : dict
        Shared by everything that is asked of it.
    """

    evidence: Evidence
    cache: dict[tuple[object, ...], object] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        """The day of the evidence."""
        return self.evidence.as_of

    def settle(self, clause: Clause) -> bool | None:
        """Say whether a clause came about, or no longer can; None where that is not settled."""
        is_over = clause.end is not None and clause.end <= self.today
        held, known = self.count_books(clause)
        if held and (is_over or not clause.has_window or is_lasting(clause.node, True)):
            return True
        fails = known and not held and (is_over or is_lasting(clause.node, False))
        return False if fails else None

    def count_books(self, clause: Clause) -> tuple[int, int]:
        """Return in how many books a clause holds, and how many know."""
        known = [truth for truth in self._ask(clause.node, clause) if not np.isnan(truth.values).all()]
        return sum(map(_holds, known)), len(known)

    def show(self, clause: Clause) -> Truth | None:
        """Return how far a clause has come: the first book in which it holds, else the first with a figure."""
        truths = self._ask(clause.node, clause)
        if self.settle(clause) is None:
            truths = self._ask(_cut(clause.node, self.today), clause, is_running=True)
        with_figure = (truth for truth in truths if truth.figure and not np.isnan(truth.figure.figure))
        return next(filter(_holds, truths), next(with_figure, truths[0] if truths else None))

    def find_day(self, clause: Clause) -> dt.date | None:
        """Return the first day from which on a clause that came about held; None where no window says when."""
        if not clause.has_window:
            shown = self.show(clause)
            return shown.figure.window.end if shown and shown.figure and shown.figure.window else None
        days = sorted({day for day in self._list_days(clause) if day <= self.today})

        def holds(day: dt.date) -> bool:
            return any(map(_holds, self._ask(_cut(clause.node, day), clause, is_running=True)))

        if is_lasting(clause.node, True):
            return next(iter(days[bisect_left(days, True, key=holds) :]), None)
        found = None
        for day in reversed(days):
            if not holds(day):
                break
            found = day
        return found

    def list_rows(self, clause: Clause, day: dt.date | None, book: Book) -> tuple[Row, ...]:
        """Return the rows that a book has for a clause, up to `day`; of a count within a span those of the span."""
        last = day or self.today
        spans = [call.option("within") for call in walk(clause.node) if isinstance(call, Call)]
        lengths = [span.value * (span.unit.factor if span.unit else 1.0) for span in spans if isinstance(span, Number)]
        first = last - min(*lengths, last.toordinal() - 1) * _DAY if day and lengths else dt.date.min
        sources = book.source.split(" + ")
        held = (value for value in self._measure(clause) if isinstance(value, RowSet) and value.book.source in sources)
        return tuple(row for value in held for row in value.rows if first < row.start <= last)

    def find_blindness(self, clause: Clause) -> str:
        """Say why nothing that is loaded could ever show that a clause holds; empty where something could."""
        if self._can_show(clause.node, True, clause, self._start(clause)):
            return ""
        is_read = any(goes_on(value.book.source, clause.start) for value in self._measure(clause))
        return _SILENT if is_read else "no source that is loaded covers it"

    def list_sources(self, clause: Clause) -> set[str]:
        """Return the ids of the sources that have anything to say on a clause."""
        return {value.book.source for value in self._measure(clause)}

    def has_record(self, clause: Clause) -> bool:
        """Say whether a clause is read from rows of a record, which may or may not be there."""
        return any(isinstance(value, RowSet) for value in self._measure(clause))

    def list_awaited(self, clause: Clause) -> list[str]:
        """Say of each source that goes on to the end of a clause's window, and is not known so far, how far it is."""
        ends = {value.book.source: value.reach.end for value in self._measure(clause) if value.reach}
        return [
            f"{source} is known to {end}"
            for source, end in ends.items()
            if end and clause.end and end < clause.end and goes_on(source, clause.end)
        ]

    def find_known(self, clause: Clause, day: dt.date, open_evidence: Callable[[dt.date], Evidence]) -> dt.date:
        """Return the first day, from `day` on, as of which the evidence shows that a clause came about."""

        def is_known(days: int) -> bool:
            return View(open_evidence(day + days * _DAY)).settle(clause) is True

        most, reach = (self.today - day).days, 0
        while reach < most and not is_known(reach):
            reach = 2 * reach + 1
        unknown = range((reach + 1) // 2, min(reach, most))
        return day + (unknown.start + bisect_left(unknown, True, key=is_known)) * _DAY

    def _start(self, clause: Clause, *, is_running: bool = False) -> Context:
        context = start_context(clause.expression, self.evidence, cache=self.cache)
        return replace(context, is_running=is_running)

    def _ask(self, node: Node, clause: Clause, *, is_running: bool = False) -> list[Truth]:
        try:
            values = evaluate(node, self._start(clause, is_running=is_running))
        except Incommensurable as error:
            return [Truth(np.full(1, np.nan), reason=error.reason)]
        return [value for value in values if isinstance(value, Truth)]

    def _measure(self, clause: Clause) -> Iterator[RowSet | Series]:
        return list_measured(clause.node, self._start(clause))

    def _list_days(self, clause: Clause) -> Iterator[dt.date]:
        """Yield the days on which anything in a clause may change: rows begin, periods end."""
        for value in self._measure(clause):
            if isinstance(value, RowSet):
                yield from (max(row.start, clause.start or row.start) for row in value.rows)
            else:
                yield from (period.end for period, known in zip(value.periods, value.is_known, strict=True) if known)

    def _can_show(self, node: Node, wanted: bool, clause: Clause, context: Context) -> bool:
        match node:
            case Windowed():
                return self._can_show(node.inner, wanted, clause, context.inside(node.window))
            case Negation():
                return self._can_show(node.inner, not wanted, clause, context)
            case Logic():
                join = all if (node.word == "and") == wanted else any
                return join(self._can_show(part, wanted, clause, context) for part in node.parts)
        needs_silence = find_way(node) is (not wanted)
        return any(
            goes_on(value.book.source, clause.start)
            and not (needs_silence and isinstance(value, RowSet) and value.reach is None)
            for value in list_measured(node, context)
        )


def _holds(truth: Truth) -> bool:
    return bool((truth.values == 1.0).any())


def goes_on(source: str, day: dt.date | None) -> bool:
    """Say whether a source is published up to a day, as far as its publisher says."""
    found = list_sources().get(source)
    end = found.covers[1] if found else None
    return end is None or day is None or end >= day


def _cut(node: Node, day: dt.date) -> Node:
    """End every window on a day at the latest; nothing lies in one that begins later."""

    def cut(part: Node) -> Node:
        return (
            replace(part, window=part.window.clip(Window(None, day)) or _NOWHERE)
            if isinstance(part, Windowed)
            else part
        )

    return rebuild(node, cut)
