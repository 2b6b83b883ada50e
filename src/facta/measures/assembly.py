"""From figures to series: dense periods with a status each, summed over the members of a set and both directions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import (
    Aggregation,
    Basis,
    Book,
    Coverage,
    Evidence,
    Figures,
    Frequency,
    Pair,
    Parties,
    Period,
    Relation,
    RowSet,
    Row,
    Series,
    Status,
    Unit,
    Window,
    find_unit,
)
from facta.errors import UnknownName

__all__ = ["build_series", "collect_pairs", "collect_rows", "derive", "divide", "find_pair", "make_facts", "sum_series"]


def collect_pairs(
    evidence: Evidence,
    indicator: str,
    pairs: Iterable[Pair],
    facts: Series,
    *,
    variants: Sequence[str] | None = None,
) -> list[Series]:
    """Return the sum over `pairs` of an indicator, one series a book.

    Parameters
    ----------
    evidence : Evidence
        Where the figures are.
    indicator : str
        Which figures.
    pairs : iterable of Pair
        Each counts only inside its own window.
    facts : Series
        Template: measure, relation, unit, basis and aggregation.
    variants : sequence of str or None
        Only these variants of a source.

    Returns
    -------
    list of Series
        Without values inside a source's coverage where the source is silent, unless its silence means zero.
    """
    listed = list(pairs)
    books: dict[tuple[Book, Frequency], dict[int, list[Figures]]] = {}
    for place, pair in enumerate(listed):
        for figures in evidence.figures(indicator, pair.actor, pair.recipient):
            if variants is None or figures.variant in variants:
                book = Book(figures.source, figures.reporter, figures.variant, figures.vintage)
                books.setdefault((book, figures.frequency), {}).setdefault(place, []).append(figures)
    coverage = {entry.source: entry for entry in evidence.coverage(indicator)}
    _add_silent(books, listed, coverage, variants)
    return [
        _sum_pairs(facts, book, frequency, listed, found, coverage.get(book.source))
        for (book, frequency), found in sorted(books.items(), key=lambda item: (str(item[0][0]), item[0][1]))
    ]


def _add_silent(
    books: dict[tuple[Book, Frequency], dict[int, list[Figures]]],
    pairs: Sequence[Pair],
    coverage: Mapping[str, Coverage],
    variants: Sequence[str] | None,
) -> None:
    """Add an empty book for each source whose silence about these pairs means zero."""
    heard = {book.source for book, _ in books}
    for entry in coverage.values():
        if entry.absence == "zero" and entry.source not in heard and any(entry.reaches(p.actor, p.recipient) for p in pairs):
            books[Book(entry.source, "", (variants or ("",))[0]), Frequency.YEAR] = {}


def _sum_pairs(
    facts: Series,
    book: Book,
    frequency: Frequency,
    pairs: Sequence[Pair],
    found: Mapping[int, Sequence[Figures]],
    coverage: Coverage | None,
) -> Series:
    parts = []
    for place, pair in enumerate(pairs):
        figures = found.get(place, ())
        part = build_series(facts, book, frequency, figures, pair, coverage)
        parts.append((part, pair.window))
    return parts[0][0] if len(parts) == 1 and parts[0][1] == Window(None, None) else sum_series(parts)


def build_series(
    facts: Series, book: Book, frequency: Frequency, figures: Sequence[Figures], pair: Pair, coverage: Coverage | None
) -> Series:
    """Lay the figures of one pair and book on a dense grid of periods, over all that the source covers."""
    start, stop = _extent(frequency, figures, coverage)
    count = max(stop - start, 0)
    values, low, high = (np.full(count, np.nan) for _ in range(3))
    is_silent_zero = coverage is not None and coverage.absence == "zero" and coverage.reaches(pair.actor, pair.recipient)
    status = np.full(count, Status.ZERO if is_silent_zero else Status.NOT_COVERED, dtype=np.int8)
    completeness = np.full(count, 1.0 if is_silent_zero else 0.0)
    if is_silent_zero:
        values[:] = 0.0
    origins: dict[str, None] = {}
    for run in figures:
        places = run.ordinals - start
        factor = find_unit(run.unit).factor / facts.unit.factor
        for target, column in ((values, run.values), (low, run.low), (high, run.high)):
            target[places] = column if factor == 1 else column * factor
        status[places] = run.status
        completeness[places] = np.where(np.isnan(run.values), 0.0, run.completeness)
        origins.update(dict.fromkeys(run.origins))
    has_band = bool(np.isfinite(low).any())
    return replace(
        facts,
        book=book,
        frequency=frequency,
        start=start,
        values=values[None, :],
        status=status,
        completeness=completeness,
        low=low if has_band else None,
        high=high if has_band else None,
        origins=tuple(origins),
        reach=coverage.window if coverage else Window(None, None),
    )


def _extent(frequency: Frequency, figures: Sequence[Figures], coverage: Coverage | None) -> tuple[int, int]:
    """Return the first ordinal and the one after the last, of what is covered and what is there."""
    bounds = [(int(run.ordinals[0]), int(run.ordinals[-1]) + 1) for run in figures if len(run.ordinals)]
    if coverage and coverage.window.start and coverage.window.end:
        first, last = (Period.containing(day, frequency).ordinal for day in (coverage.window.start, coverage.window.end))
        bounds.append((first, last + 1))
    return (min(start for start, _ in bounds), max(stop for _, stop in bounds)) if bounds else (0, 0)


def sum_series(parts: Sequence[tuple[Series, Window]]) -> Series:
    """Sum series of one book and frequency, each inside its own window; a missing member makes a period *partial*."""
    filled = [series for series, _ in parts if series.stop > series.start] or [parts[0][0]]
    start = min(series.start for series in filled)
    stop = max(series.stop for series in filled)
    draws = max(series.values.shape[0] for series, _ in parts)
    total = np.zeros((draws, stop - start))
    had = np.zeros(stop - start)
    wanted = np.zeros(stop - start)
    is_exact = np.ones(stop - start, dtype=bool)
    origins: dict[str, None] = {}
    for series, window in parts:
        part = series.span(start, stop)
        counts = _mask(part, window)
        there = counts & (part.status <= Status.PARTIAL)
        total += np.where(there, np.nan_to_num(part.values), 0.0)
        had += np.where(there, part.completeness, 0.0)
        wanted += counts
        is_exact &= ~counts | ((part.status == Status.REPORTED) | (part.status == Status.ZERO))
        origins.update(dict.fromkeys(series.origins))
    share = np.divide(had, wanted, out=np.zeros_like(had), where=wanted > 0)
    status = np.where(had == 0, _first_status(parts, start, stop), np.where(is_exact, Status.REPORTED, Status.PARTIAL))
    status = np.where((status == Status.REPORTED) & (total == 0).all(axis=0), Status.ZERO, status)
    return replace(
        parts[0][0],
        start=start,
        values=np.where(had > 0, total, np.nan),
        status=status.astype(np.int8),
        completeness=share,
        low=None,
        high=None,
        origins=tuple(origins),
    )


def _mask(series: Series, window: Window) -> NDArray[np.bool_]:
    """Say for each period whether it lies in the window, at least in part at its ends."""
    ordinals = np.arange(series.start, series.stop)
    first = Period.containing(window.start, series.frequency).ordinal if window.start else series.start
    last = Period.containing(window.end, series.frequency).ordinal if window.end else series.stop
    return (ordinals >= first) & (ordinals <= last)


def _first_status(parts: Sequence[tuple[Series, Window]], start: int, stop: int) -> NDArray[np.int8]:
    """Say why nothing is known: the first part's reason."""
    return parts[0][0].span(start, stop).status


def divide(above: Series, below: Series, facts: Series) -> Series:
    """Divide two series of one book, period by period; several periods weigh by the denominator."""
    start, stop = max(above.start, below.start), max(min(above.stop, below.stop), max(above.start, below.start))
    one, other = above.span(start, stop), below.span(start, stop)
    there = (one.status <= Status.PARTIAL) & (other.status <= Status.PARTIAL) & (other.values != 0).all(axis=0)
    values = np.divide(one.values, other.values, out=np.full(np.broadcast(one.values, other.values).shape, np.nan), where=there)
    missing = np.where(one.status > Status.PARTIAL, one.status, np.where(other.status > Status.PARTIAL, other.status, Status.NOT_CODED))
    whole = np.where((one.status == Status.PARTIAL) | (other.status == Status.PARTIAL), Status.PARTIAL, Status.REPORTED)
    whole = np.where((whole == Status.REPORTED) & (values == 0).all(axis=0), Status.ZERO, whole)
    return replace(
        facts,
        book=above.book,
        frequency=above.frequency,
        start=start,
        values=values,
        status=np.where(there, whole, missing).astype(np.int8),
        completeness=np.where(there, one.completeness * other.completeness, 0.0),
        weights=np.broadcast_to(other.values, values.shape),
        origins=tuple(dict.fromkeys(above.origins + below.origins)),
        reach=above.reach.clip(below.reach) or above.reach,
    )


def derive(series: Series, facts: Series, values: NDArray[np.float64]) -> Series:
    """Return new values on the periods of `series`, with the facts of another measure."""
    return replace(
        series, measure=facts.measure, relation=facts.relation, unit=facts.unit, basis=facts.basis,
        aggregation=facts.aggregation, values=values, low=None, high=None,
    )  # fmt: skip


def collect_rows(evidence: Evidence, kind: str, relation: Relation, measure: str, keep: Mapping[str, frozenset[str]]) -> list[RowSet]:
    """Return the rows of a kind between the two sides, one set a source.

    Parameters
    ----------
    evidence : Evidence
        Where the rows are.
    kind : str
        Which rows.
    relation : Relation
        Undirected relations take rows of both directions; a state alone takes all rows in which it acts.
    measure : str
        Name of the measure.
    keep : mapping of str to frozenset of str
        Values that a field must have, by field.
    """
    actors = _names_of(relation.actors)
    recipients = _names_of(relation.recipients) if relation.recipients else None

    def fits(row: Row) -> bool:
        if recipients is None or "WLD" in recipients:
            is_between = row.actor in actors or (not relation.is_directed and row.recipient in actors)
        elif "WLD" in actors:
            is_between = row.recipient in recipients or (not relation.is_directed and row.actor in recipients)
        else:
            is_between = row.actor in actors and row.recipient in recipients
            if not relation.is_directed:
                is_between |= row.actor in recipients and row.recipient in actors
        return is_between and all(str(row.fields.get(name, "")) in allowed for name, allowed in keep.items())

    found = [row for row in evidence.rows(kind) if fits(row)]
    return [
        RowSet(measure, str(relation), Book(entry.source), tuple(row for row in found if row.source == entry.source), entry.window if entry.absence == "zero" else None)
        for entry in evidence.coverage(kind)
    ]


def find_pair(relation: Relation, measure: str) -> Pair | None:
    """Return the one pair of a relation, or a state with nobody; None for a state with itself.

    Raises
    ------
    UnknownName
        A set stands where only one state makes sense.
    """
    sides = [side for side in (relation.actors, relation.recipients) if side]
    for side in sides:
        if len(side.members) != 1:
            raise UnknownName("state", side.label, step=f"{measure} is of single states: name one of its members.")
    if relation.recipients is None:
        return Pair(relation.actors.members[0].state, "")
    return next(relation.pairs(), None)


def _names_of(parties: Parties) -> set[str]:
    """Return the states of a side, and its own name where rows are of the organisation itself."""
    return {parties.label, *(member.state for member in parties.members)}


def make_facts(
    measure: str, relation: Relation, unit: str | Unit, basis: Basis, aggregation: Aggregation
) -> Series:
    """Return an empty series that carries the facts of a measure, to be filled."""
    nothing = np.zeros(0)
    return Series(
        measure, str(relation), Book(""), find_unit(unit) if isinstance(unit, str) else unit, basis, Frequency.YEAR, 0,
        nothing[None, :], nothing.astype(np.int8), nothing, aggregation,
    )  # fmt: skip
