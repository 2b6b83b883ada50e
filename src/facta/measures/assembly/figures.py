"""From figures to series: dense periods with a status each, summed over the members of a set and both directions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from facta.domain import (
    ALWAYS,
    Book,
    Coverage,
    Evidence,
    Figures,
    Frequency,
    Pair,
    Period,
    Relation,
    Series,
    Status,
    find_unit,
)
from facta.errors import UnknownName
from facta.measures.assembly.books import join_books, lie_inside, sum_parts

__all__ = ["build_series", "collect_members", "collect_one", "collect_pairs", "collect_sides", "find_pair"]

_Books: TypeAlias = dict[tuple[Book, Frequency], dict[int, list[Figures]]]


def find_pair(relation: Relation, measure: str) -> Pair | None:
    """Return the one pair of a relation, or a state with nobody; None for a state with itself.

    Raises
    ------
    UnknownName
        A set stands where only one state makes sense.
    """
    for side in (relation.actors, relation.recipients):
        if side and len(side.members) != 1:
            raise UnknownName("state", side.label, step=f"{measure} is of single states: name one of its members.")
    if relation.recipients is None:
        return Pair(relation.actors.members[0].state, "")
    return next(relation.pairs(), None)


def collect_one(
    evidence: Evidence, indicator: str, relation: Relation, blank: Series, *, variants: Sequence[str] | None = None
) -> list[Series]:
    """Return an indicator of one state or pair, such as an index, of which several have no sum.

    An undirected pair has its figures in the order of the two ids. Parameters are those of `collect_pairs`.

    Raises
    ------
    UnknownName
        A set instead of a state.
    """
    pair = find_pair(relation, blank.measure)
    if pair and pair.actor > pair.recipient > "" and not relation.is_directed:
        pair = pair.swap()
    return collect_pairs(evidence, indicator, [pair], blank, variants=variants) if pair else []


def collect_members(evidence: Evidence, indicator: str, relation: Relation, blank: Series) -> list[Series]:
    """Return the sum of the states' own figures over the members of a set."""
    members = [Pair(member.state, "", member.window) for member in relation.actors.members]
    return collect_pairs(evidence, indicator, members, blank)


def collect_sides(
    evidence: Evidence, indicator: str, relation: Relation, blank: Series, *, variants: Sequence[str] | None = None
) -> list[Series]:
    """Return an indicator of a directed relation, one series a book, summed over the members of sets.

    What a source publishes for a set as such beats the sum over its members, which fills the periods that it lacks.
    Parameters are those of `collect_pairs`.
    """
    summed = collect_pairs(evidence, indicator, relation.pairs(), blank, variants=variants)
    if relation.recipients is None or not (relation.actors.is_set or relation.recipients.is_set):
        return summed
    whole = [Pair(relation.actors.label, relation.recipients.label)]
    coverage = {entry.source: replace(entry, absence="missing") for entry in evidence.coverage(indicator)}
    published = _lay_books(_find_books(evidence, indicator, whole, blank, variants), whole, blank, coverage)
    return join_books([*published, *summed]) if published else summed


def collect_pairs(
    evidence: Evidence,
    indicator: str,
    pairs: Iterable[Pair],
    blank: Series,
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
    blank : Series
        Template: measure, relation, unit, basis and aggregation. Figures of another dimension than its unit's, and
        pledges where it is of deeds, are left out.
    variants : sequence of str or None
        Only these variants of a source.

    Returns
    -------
    list of Series
        Without values inside a source's coverage where the source is silent, unless its silence means zero.
    """
    listed = list(pairs)
    coverage = {entry.source: entry for entry in evidence.coverage(indicator)}
    books = _find_books(evidence, indicator, listed, blank, variants)
    heard = {book.source for book, _ in books}
    for entry in coverage.values():
        if entry.source not in heard and any(_is_silence_zero(entry, pair) for pair in listed):
            books[Book(entry.source, "", (variants or ("",))[0]), Frequency.YEAR] = {}
    return _lay_books(books, listed, blank, coverage)


def _find_books(
    evidence: Evidence, indicator: str, pairs: Sequence[Pair], blank: Series, variants: Sequence[str] | None
) -> _Books:
    """Find the figures of each pair, by book and by place of the pair."""
    evidence.fetch_figures((indicator, pair.actor, pair.recipient) for pair in pairs)
    books: _Books = {}
    for place, pair in enumerate(pairs):
        for run in evidence.figures(indicator, pair.actor, pair.recipient):
            is_alike = find_unit(run.unit).dimension == blank.unit.dimension and run.act == blank.basis.act
            if is_alike and (variants is None or run.variant in variants):
                book = Book(run.source, run.reporter, run.variant, run.vintage)
                books.setdefault((book, run.frequency), {}).setdefault(place, []).append(run)
    return books


def _lay_books(books: _Books, pairs: Sequence[Pair], blank: Series, coverage: Mapping[str, Coverage]) -> list[Series]:
    """Lay the figures of each book on periods, and sum them over the pairs."""
    laid = []
    for (book, frequency), found in sorted(books.items(), key=lambda item: (str(item[0][0]), item[0][1])):
        entry = coverage.get(book.source)
        start = replace(blank, book=book, frequency=frequency, reach=entry.window if entry else ALWAYS)
        parts = [
            (build_series(start, found.get(place, ()), pair, entry), pair.window) for place, pair in enumerate(pairs)
        ]
        laid.append(sum_parts(parts))
    return laid


def _is_silence_zero(coverage: Coverage, pair: Pair) -> bool:
    """Say whether a source that has nothing on a pair says by it that there was nothing."""
    return coverage.absence == "zero" and coverage.reaches(pair.actor, pair.recipient)


def build_series(blank: Series, figures: Sequence[Figures], pair: Pair, coverage: Coverage | None) -> Series:
    """Lay the figures of one pair and book on a dense grid of periods, over all that the source covers.

    Silence is zero only in periods that lie wholly inside the coverage of a source whose silence says so. Where two
    runs of one book have a figure for a period, the better known one counts.
    """
    start, stop = _find_extent(blank.frequency, figures, coverage)
    count = stop - start
    is_zero = np.zeros(count, dtype=np.bool_)
    if coverage and _is_silence_zero(coverage, pair):
        is_zero = lie_inside(start, stop, *coverage.window.ordinals(blank.frequency))
        for gap in coverage.gaps:
            first, last = (Period.containing(day, blank.frequency).ordinal for day in gap)
            is_zero &= ~lie_inside(start, stop, first, last)
    bounds = np.full((2, count), np.nan)
    series = replace(
        blank,
        start=start,
        values=np.where(is_zero, 0.0, np.nan)[None, :],
        status=np.where(is_zero, Status.ZERO, Status.NOT_COVERED).astype(np.int8),
        completeness=is_zero.astype(np.float64),
        origins=tuple(dict.fromkeys(origin for run in figures for origin in run.origins)),
        origin_of=_lay_origins(figures, start, count),
    )
    has_row = np.zeros(count, dtype=np.bool_)
    for run in sorted(figures, key=lambda run: run.unit):
        _lay_run(run, series, bounds, has_row)
    return replace(series, low=bounds[0], high=bounds[1]) if np.isfinite(bounds).any() else series


def _lay_origins(figures: Sequence[Figures], start: int, count: int) -> NDArray[np.object_] | None:
    """Lay the origin of each row on its period; None where all rows have one and the same."""
    if len({origin for run in figures for origin in run.origins}) < 2:
        return None
    laid = np.full(count, None, dtype=np.object_)
    for run in figures:
        laid[run.ordinals - start] = run.origins if len(run.origins) == len(run.ordinals) else run.origins[0]
    return laid


def _lay_run(run: Figures, series: Series, bounds: NDArray[np.float64], has_row: NDArray[np.bool_]) -> None:
    """Write the figures of one run into the arrays of a series; a row without a value has no value's status."""
    is_there = (run.status <= Status.PARTIAL) & ~np.isnan(run.values)
    status = np.where(is_there, run.status, np.maximum(run.status, Status.NOT_CODED))
    places = run.ordinals - series.start
    is_better = ~has_row[places] | (status < series.status[places])
    places, factor = places[is_better], find_unit(run.unit).factor / series.unit.factor
    columns = (np.where(is_there, run.values, np.nan), run.low, run.high)
    for target, column in zip((series.values[0], *bounds), columns, strict=True):
        target[places] = column[is_better] if factor == 1 else column[is_better] * factor
    series.status[places] = status[is_better]
    series.completeness[places] = np.where(is_there, run.completeness, 0.0)[is_better]
    has_row[places] = True


def _find_extent(frequency: Frequency, figures: Sequence[Figures], coverage: Coverage | None) -> tuple[int, int]:
    """Return the first ordinal and the one after the last, of what is covered and what is there."""
    bounds = [(int(run.ordinals[0]), int(run.ordinals[-1]) + 1) for run in figures if len(run.ordinals)]
    if coverage and coverage.window.start and coverage.window.end:
        days = coverage.window.start, coverage.window.end
        first, last = (Period.containing(day, frequency).ordinal for day in days)
        bounds.append((first, last + 1))
    return (min(start for start, _ in bounds), max(stop for _, stop in bounds)) if bounds else (0, 0)
