"""Levels and turns of what was measured, with what speaks for each turn and against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from facta.changes import Turns, detect_many, filter_level
from facta.changes.grounds import Grounds
from facta.desk.measuring import NoSeries, WrongSides, gather_periods, name_fillers, parse_relation, write_relation
from facta.desk.results import BookTurns, TurnsResult
from facta.desk.workbench import Day, StorePath, cite_origins, open_evidence, parse_window
from facta.domain import Evidence, Period, Relation, Series, Window
from facta.errors import UnknownName
from facta.measures import find_measure
from facta.sources import find_source

__all__ = ["turns"]

_FEWEST = 6

_Found: TypeAlias = tuple[tuple[Series, Turns], Grounds]
"""A series with its turns, and what stands around it."""


def turns(
    one: str,
    other: str | None = None,
    *,
    measure: str | Sequence[str] = (),
    window: str | None = None,
    by: str | None = None,
    as_of: Day = None,
    store: StorePath = None,
    **options: str,
) -> TurnsResult:
    """Return the level of measures with its band, and their turns with a date interval and a probability.

    Each measure and book has a level of its own; there is no score of a relation. A turn that may be the feed's is
    marked, and its probability discounted: by the share of the strongest artefact in its interval.

    Parameters
    ----------
    one, other : str
        States or sets; or for `one` alone a state or a whole relation, such as ``CHN -> RUS``.
    measure : str or sequence of str
        Names of measures; without any, every book of the pair with six values or more, and no third states.
    window : str or None
        Which periods and turns are shown. What is told of them rests on all periods that are known.
    by : str or None
        ``year``, ``quarter``, ``month`` or ``day``; coarser than the source's periods sums or pools them.
    as_of : str, date or None
        On what was known then; None is with hindsight.
    store : str, Path or None
        Folder of the store.
    **options : str
        Arguments of the measures, and ``source=`` or ``reporter=``.

    Returns
    -------
    TurnsResult
        One entry a measure and book.

    Raises
    ------
    UnknownName
        A measure, state or argument that is not known; names the nearest.
    WrongSides
        One state where two are needed, or two where one is.

    Examples
    --------
    >>> import facta
    >>> book = facta.turns("CHN", "RUS", measure="investment_position", source="imf_dip", reporter="CHN")[0]
    >>> [(str(mark.period), mark.kind.value) for mark in book.artefacts]
    [('2020', 'revision'), ('2020', 'shared')]
    """
    names = [measure] if isinstance(measure, str) else list(measure)
    if options.get("source"):
        find_source(options["source"])
    evidence, span = open_evidence(store, as_of), parse_window(None, None, window)
    asked = [(name, parse_relation(write_relation(name, one, other))) for name in names]
    parts = [_read_books(evidence, name, relation, by, options) for name, relation in asked]
    parts += [] if names else [_read_all(evidence, _pair(one, other), by, options)]
    books = tuple(_ground(book, grounds, span, is_overview=not names) for found in parts for book, grounds in found)
    used = tuple(dict.fromkeys(origin for book in books for origin in book.series.origins if origin))
    fill = () if books else (source for name in names for source in name_fillers(find_measure(name)))
    return TurnsResult(
        f"{one} {other}" if other else one, books, not names, cite_origins(evidence, used),
        tuple(dict.fromkeys(fill)), tuple(evidence.origin(origin) for origin in used),
    )  # fmt: skip


def _pair(one: str, other: str | None) -> Relation:
    """Return the pair of an overview."""
    relation = parse_relation(write_relation("trade", one, other)) if other else parse_relation(one)
    if relation.recipients is None:
        raise WrongSides("an overview", "two states")
    return relation


def _read_books(
    evidence: Evidence, name: str, relation: Relation, by: str | None, options: Mapping[str, str]
) -> Iterator[_Found]:
    """Yield each book of one measure that has six values or more; where none has, all of them."""
    found = find_measure(name)
    if found.is_rows:
        raise NoSeries(name)
    series = [entry for entry in found(evidence, relation, options) if isinstance(entry, Series)]
    gathered = gather_periods(series, by)
    books = [book for book in gathered if _count_values(book) >= _FEWEST] or gathered
    grounds = Grounds(evidence, relation, options)
    return ((found, grounds) for found in zip(books, detect_many(books), strict=True))


def _read_all(evidence: Evidence, relation: Relation, by: str | None, options: Mapping[str, str]) -> Iterator[_Found]:
    """Yield every book of a pair that has six values or more, of the source and reporter that were asked for."""
    for name in options.keys() - {"source", "reporter"}:
        raise UnknownName(
            "argument of an overview", name, step="It takes source and reporter; name a measure for more."
        )
    grounds = Grounds(evidence, relation)
    kept = [
        (entry.series, entry.turns)
        for entry in grounds.neighbours
        if all(getattr(entry.series.book, name) == value for name, value in options.items())
    ]
    if by:
        gathered = gather_periods([series for series, _ in kept], by)
        kept = list(zip(gathered, detect_many(gathered), strict=True))
    return ((found, grounds) for found in kept)


def _count_values(series: Series) -> int:
    return int(np.isfinite(series.values[0]).sum())


def _ground(found: tuple[Series, Turns], grounds: Grounds, window: Window | None, *, is_overview: bool) -> BookTurns:
    """Say what stands behind the turns of a book, and leave out what lies outside the window."""
    series, detected = found
    shown = [turn for turn in detected.turns if _lies_in(window, turn.period)]
    grounded = tuple(grounds.ground_turn(series, detected, turn, with_company=not is_overview) for turn in shown)
    artefacts = tuple(entry for entry in grounds.list_artefacts(series) if _lies_in(window, entry.period))
    return BookTurns(series, detected, grounded, artefacts, filter_level(series), window)


def _lies_in(window: Window | None, period: Period) -> bool:
    """Say whether any day of a period lies in a window."""
    return window is None or window.clip(Window(period.start, period.end)) is not None
