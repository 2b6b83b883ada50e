"""Measures series, and says what can be asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from facta.desk.results import MeasureResult, MeasuresResult
from facta.desk.workbench import Day, StorePath, cite_origins, open_evidence, parse_window
from facta.domain import (
    Evidence,
    Frequency,
    Period,
    Relation,
    RowSet,
    Series,
    Status,
    Window,
    bound_shares,
    find_parties,
)
from facta.errors import ReadingSyntaxError, UnknownName, UsageError, find_nearest
from facta.language import Call, Explanation, Quantity, Sides, explain_reading, parse_reading, reduce_series
from facta.measures import Measure, Reading, find_measure, list_measures
from facta.sources import find_source, list_sources

__all__ = ["explain", "gather_periods", "measure", "measures", "parse_relation", "write_relation"]


class NoSeries(UsageError):
    """A measure of rows was asked for a series."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        step = f"Ask `facta ask 'count({self.name}(CHN -- RUS)) > 0'`, or `facta trace` for the rows."
        return f"{self.name} gives rows, not a series. {step}"


def measure(
    name: str,
    relation: str,
    *,
    window: str | None = None,
    by: str | None = None,
    as_of: Day = None,
    store: StorePath = None,
    **options: str,
) -> MeasureResult:
    """Return the series of a measure, one per source, reporter and vintage.

    Parameters
    ----------
    name : str
        Name of the measure.
    relation : str
        ``CHN -- RUS``, ``CHN -> RUS``, or a state.
    window : str or None
        ``2010..2014``; None for all that is covered.
    by : str or None
        ``year``, ``quarter``, ``month`` or ``day``; coarser than the source's periods sums or pools them.
    as_of : str, date or None
        On what was known then; None is with hindsight.
    store : str, Path or None
        Folder of the store.
    **options : str
        Arguments of the measure, and ``source=`` or ``reporter=``.

    Returns
    -------
    MeasureResult
        A sequence of `Series`; periods outside coverage are *not covered*, never zero.

    Examples
    --------
    >>> import facta
    >>> facta.measure("trade", "CHN -- RUS", window="1850")[0].status.tolist()
    [6]
    """
    found = find_measure(name)
    if found.is_rows:
        raise NoSeries(name)
    if options.get("source"):
        find_source(options["source"])
    evidence = open_evidence(store, as_of)
    span = parse_window(None, None, window)
    given = parse_relation(relation)
    books = [entry for entry in found(evidence, given, options) if isinstance(entry, Series)]
    series = map(bound_shares, gather_periods(books, by))
    cut = tuple(entry.cut(span) if span else entry for entry in series)
    used = tuple(dict.fromkeys(origin for entry in cut for origin in entry.origins if origin))
    fill = () if cut else name_fillers(found)
    return MeasureResult(
        name, str(given), cut, cite_origins(evidence, used), fill, tuple(evidence.origin(origin) for origin in used)
    )


def write_relation(name: str, one: str, other: str | None = None, *, is_directed: bool | None = None) -> str:
    """Write the relation that a measure takes: directed ones ``A -> B``, others ``A -- B``, those of a state ``A``.

    Parameters
    ----------
    name : str
        Name of the measure.
    one, other : str
        States, sets, or for `one` alone a whole relation.
    is_directed : bool or None
        None leaves it to the measure.

    Raises
    ------
    WrongSides
        One state where two are needed, or two where one is.

    Examples
    --------
    >>> write_relation("trade", "CHN", "Soviet Union")
    'CHN -- "Soviet Union"'
    """
    sides = [
        side if re.fullmatch(r'[^\W\d]\w*|.*["{].*|.*(--|->).*', side) else f'"{side}"' for side in (one, other) if side
    ]
    found = find_measure(name)
    takes_one, has_one = found.shape == "state", len(sides) == 1 and not re.search("--|->", one)
    if takes_one != has_one and not found.is_rows:
        raise WrongSides(name, "one state" if takes_one else "two states")
    directs = found.shape == "directed" if is_directed is None else is_directed
    return (" -> " if directs else " -- ").join(sides)


class WrongSides(UsageError):
    """One state where a measure takes two, or two where it takes one.

    Examples
    --------
    >>> str(WrongSides("trade", "two states"))
    'trade takes two states. `facta measures` says what each measure takes.'
    """

    def __init__(self, measure: str, takes: str) -> None:
        self.measure, self.takes = measure, takes

    def __str__(self) -> str:
        return f"{self.measure} takes {self.takes}. `facta measures` says what each measure takes."


def parse_relation(text: str) -> Relation:
    """Read a relation or a state by the grammar of the language."""
    try:
        node = parse_reading(f"of({text})")
    except ReadingSyntaxError as error:
        raise BadRelation(text) from error
    except UnknownName as error:
        raise UnknownName(error.kind, error.found, nearest=error.nearest, step=error.step) from None
    side = node.arguments[0] if isinstance(node, Call) and len(node.arguments) == 1 else None
    if not isinstance(side, Sides):
        raise BadRelation(text)
    return _refuse_alone(side.relation or Relation(find_parties(side.text)))


def _refuse_alone(relation: Relation) -> Relation:
    """Return a relation, if it relates somebody to somebody else."""
    if relation.recipients and next(relation.pairs(), None) is None:
        raise NoPair(str(relation))
    return relation


class NoPair(UsageError):
    """A relation of a state with itself.

    Examples
    --------
    >>> str(NoPair("CHN -- CHN"))
    'CHN -- CHN relates nobody to anybody else. Name two states or sets that differ.'
    """

    def __init__(self, found: str) -> None:
        self.found = found

    def __str__(self) -> str:
        return f"{self.found} relates nobody to anybody else. Name two states or sets that differ."


class BadRelation(UsageError):
    """Text that is no relation."""

    def __init__(self, found: str) -> None:
        self.found = found

    def __str__(self) -> str:
        return f"{self.found!r} is no relation. Write 'CHN -- RUS', 'CHN -> RUS' or a state."


def gather_periods(books: Sequence[Series], by: str | None) -> list[Series]:
    """Gather the periods of series into longer ones, each book for itself.

    Parameters
    ----------
    books : sequence of Series
        As they were measured.
    by : str or None
        ``year``, ``half``, ``quarter``, ``month`` or ``day``; None leaves them as they are.

    Raises
    ------
    UnknownName
        No such period.
    TooFine
        Every book has longer periods only.
    """
    return [_to_frequency(entry, by) for entry in _keep_fine(books, by)]


def _keep_fine(books: Sequence[Series], by: str | None) -> Sequence[Series]:
    """Leave out books of longer periods than are asked for, where another has such as are not."""
    if by not in {frequency.value for frequency in Frequency}:
        return books
    wanted = Frequency(by).periods_a_year
    return [book for book in books if book.frequency.periods_a_year >= wanted] or books


def _to_frequency(series: Series, by: str | None) -> Series:
    """Gather the periods of a series into coarser ones; finer ones than it has are refused."""
    if by is None or by == series.frequency.value:
        return series
    known = [frequency.value for frequency in Frequency]
    if by not in known:
        raise UnknownName("period", by, nearest=find_nearest(by, known), step=f"Known: {', '.join(known)}.")
    wanted = Frequency(by)
    if wanted.periods_a_year > series.frequency.periods_a_year:
        raise TooFine(series.book.source, series.frequency.value, by)
    held = [Period.containing(period.start, wanted).ordinal for period in series.periods]
    periods = [Period(wanted, ordinal) for ordinal in range(held[0], held[-1] + 1)] if held else []
    parts = [series.cut(Window(period.start, period.end)) for period in periods]
    figures = [reduce_series(part, needs=0.0) for part in parts]
    values = [figure.values for figure in figures]
    weights = [part.weigh() for part in parts]
    return replace(
        series,
        frequency=wanted,
        start=periods[0].ordinal if periods else 0,
        values=np.stack(values, axis=1) if values else series.values,
        status=np.array([_status_of(figure) for figure in figures], dtype=np.int8),
        completeness=np.array([figure.completeness for figure in figures]),
        low=None,
        high=None,
        weights=None if series.weights is None or not weights else np.stack(weights, axis=1),
        origin_of=None,
    )


def _status_of(figure: Quantity) -> Status:
    """Say how well a coarse period is known: *partial* where a fine one in it is missing or lies outside coverage."""
    if figure.lack:
        return figure.status
    if figure.completeness < 1:
        return Status.PARTIAL
    return Status.REPORTED if figure.values.any() else Status.ZERO


class TooFine(UsageError):
    """Finer periods than a source has."""

    def __init__(self, source: str, has: str, wanted: str) -> None:
        self.source, self.has, self.wanted = source, has, wanted

    def __str__(self) -> str:
        return f"{self.source} has figures by {self.has}, not by {self.wanted}. Ask by {self.has} or coarser."


def measures(
    one: str | None = None, other: str | None = None, *, store: StorePath = None, as_of: Day = None
) -> MeasuresResult:
    """Return what can be asked: measures, units, sources, and for a pair the periods covered.

    Parameters
    ----------
    one, other : str or None
        States; without them every measure is listed.
    store : str, Path or None
        Folder of the store.
    as_of : str, date or None
        On what was known then.

    Examples
    --------
    >>> import facta
    >>> "trade" in [entry["measure"] for entry in facta.measures().measures]
    True
    """
    evidence = open_evidence(store, as_of) if one else None
    return MeasuresResult(tuple(_describe(found, one, other, evidence) for found in list_measures().values()))


def _describe(found: Measure, one: str | None, other: str | None, evidence: Evidence | None) -> dict[str, Any]:
    return {
        "measure": found.name,
        "title": found.title,
        "ledger": found.ledger,
        "shape": found.shape,
        "unit": found.unit or None,
        "basis": str(found.basis) if found.basis else "rows",
        "aggregation": found.aggregation.value if found.basis else None,
        "arguments": [argument.name for argument in found.arguments],
        "sources": list(name_fillers(found)),
        "bias": found.bias,
        "remedy": found.remedy,
        "reference": found.reference,
        "covered": _cover(found, one, other, evidence) if one and evidence else None,
    }


def _cover(found: Measure, one: str, other: str | None, evidence: Evidence) -> list[dict[str, Any]]:
    """Return the books that have something on a pair, with their first and last period."""
    if found.shape == "state" or (other is None and not found.is_rows):
        relations = [Relation(find_parties(name)) for name in (one, other) if name] if found.shape == "state" else []
    else:
        sides = find_parties(one), find_parties(other) if other else None
        relations = [_refuse_alone(Relation(*sides, is_directed=found.shape == "directed"))]
        relations += [relations[0].swap()] if found.shape == "directed" else []
    return [
        {
            "relation": str(relation),
            "source": entry.book.source,
            "reporter": entry.book.reporter,
            "variant": entry.book.variant,
            **_extent(entry),
        }
        for relation in relations
        for entry in _ask(found, evidence, relation)
        if not isinstance(entry, RowSet) or entry.rows
    ]


def _ask(found: Measure, evidence: Evidence, relation: Relation) -> Reading:
    """Measure a relation; nothing where it is of single states and a set stands there, or needs a keyword."""
    try:
        return found(evidence, relation)
    except UnknownName:
        return []


def _extent(entry: Series | RowSet) -> dict[str, Any]:
    if isinstance(entry, RowSet):
        return {"from": str(entry.rows[0].start), "to": str(max(row.end for row in entry.rows)), "n": len(entry.rows)}
    there = [period for period, status in zip(entry.periods, entry.status, strict=True) if status <= Status.PARTIAL]
    return {"from": str(there[0]) if there else None, "to": str(there[-1]) if there else None, "n": len(there)}


def name_fillers(found: Measure) -> tuple[str, ...]:
    """Return the sources that have what a measure is computed from."""
    wanted = set(found.indicators)
    return tuple(source.id for source in list_sources().values() if wanted & source.indicators.keys())


def explain(expression: str) -> Explanation:
    """Return what would be computed: measures, definitions, units, sources, window; computes nothing.

    Parameters
    ----------
    expression : str
        In the language of readings.

    Examples
    --------
    >>> import facta
    >>> [entry.name for entry in facta.explain("trade(CHN -- RUS)[2014] > 90 bn USD").measures]
    ['trade']
    """
    return explain_reading(parse_reading(expression), expression)
