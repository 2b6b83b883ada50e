"""The sources: what they are, and what of them is loaded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from facta.desk.results import SourcesResult
from facta.desk.workbench import StorePath, open_store
from facta.domain import Coverage, Frequency, Period, Span, find_state
from facta.sources import Source, find_family, list_sources
from facta.store import EVENT_INDICATORS, Load, Store

__all__ = ["sources"]

MOST_YEARS_BY_MONTH = 6


def sources(name: str | None = None, *, states: Sequence[str] = (), store: StorePath = None) -> SourcesResult:
    """Return every source, or one: licence, citation, coverage, lag, rows in the store, how to fill it.

    Parameters
    ----------
    name : str or None
        Id of a source, or `gdelt` for both; it comes with its coverage by year, or by month where it spans few years.
    states : sequence of str
        Whose coverage: the share of their partners that have a figure, instead of the share of states.
    store : str, Path or None
        Folder of the store.

    Raises
    ------
    UnknownName
        No such source or state; names the nearest.

    Examples
    --------
    >>> import facta
    >>> facta.sources("cow_trade").sources[0]["licence"]
    'free with citation'
    >>> facta.sources("cow_trade").sources[0]["coverage"][0]["indicator"]
    'trade_flow'
    """
    chosen = find_family(name) if name else tuple(list_sources().values())
    wanted = [find_state(state).id for state in states]
    opened = open_store(store)
    loads, covers, rows = opened.loads(), opened.coverage(), opened.count_rows()
    described = []
    for source in chosen:
        held = [entry for entry in covers if entry.source == source.id and not _is_counted(entry, source)]
        facts = _describe(source, [load for load in loads if load.source == source.id], held)
        survey = [_survey(opened, cover, wanted) for cover in held] if name else None
        described.append({**facts, "rows": rows.get(source.id, 0), "coverage": survey})
    return SourcesResult(tuple(described))


def _is_counted(entry: Coverage, source: Source) -> bool:
    """Say whether an indicator is counted from a source's events, and so covers what they cover."""
    return entry.indicator in EVENT_INDICATORS and "events" in source.indicators


def _describe(source: Source, loads: Sequence[Load], covers: Sequence[Coverage]) -> dict[str, Any]:
    place = source.address or source.url
    first, last = source.covers
    by_hand = f"facta load {source.id} FILE" + (f" (from {place})" if place else "")
    return {
        "source": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "licence": source.licence,
        "citation": source.citation,
        "url": source.url,
        "address": source.address or None,
        "version": source.version,
        "covers": [first.isoformat(), last.isoformat() if last else None],
        "lag_days": source.lag_days,
        "ships": source.ships,
        "tried": source.tried,
        "breaks": [msgspec.to_builtins(entry) for entry in source.breaks],
        "notes": list(source.notes),
        "repaired": _sum_counts([load.repaired for load in loads]),
        "refused_count": sum(load.refused_count for load in loads),
        "indicators": {name: entry.title for name, entry in source.indicators.items()},
        "loaded": {cover.indicator: [_write_span(span) for span in cover.spans] for cover in covers},
        "scope": sorted({state for cover in covers for state in cover.scope}),
        "fill": f"facta fetch {source.id}, or {by_hand}" if source.fetch else by_hand,
    }


def _survey(store: Store, cover: Coverage, states: Collection[str]) -> dict[str, Any]:
    frequency = _choose_frequency(cover)
    return _lay_periods(cover, store.survey(cover.source, cover.indicator, frequency, states), frequency)


def _sum_counts(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    kinds = dict.fromkeys(kind for entry in counts for kind in entry)
    return {kind: sum(entry.get(kind, 0) for entry in counts) for kind in kinds}


def _write_span(span: Span) -> list[str]:
    return [day.isoformat() for day in span]


def _lay_periods(cover: Coverage, counts: Mapping[str, int], frequency: Frequency) -> dict[str, Any]:
    """Return by period how much of an indicator or kind of row is covered, from nothing, 0, to everything, 1.

    It is the share of the period's days that are covered; where silence does not mean zero, times the share of the
    states that have a figure, out of the most that have one in any period.
    """
    first, last = (Period.containing(day, frequency).ordinal for day in (cover.spans[0][0], cover.spans[-1][1]))
    periods = [Period(frequency, ordinal) for ordinal in range(first, last + 1)]
    most = max(counts.values(), default=1)
    has_figures = most > 1 and cover.absence != "zero" and cover.indicator != "events"
    filled = [counts.get(str(period), 0) / most if has_figures else 1.0 for period in periods]
    shares = [share and share * _share_days(cover.spans, period) for share, period in zip(filled, periods, strict=True)]
    return {
        "indicator": cover.indicator,
        "of": "states" if has_figures else "days",
        "most": most if has_figures else None,
        "by": frequency.value,
        "first": str(periods[0]),
        "last": str(periods[-1]),
        "shares": [round(share, 4) for share in shares],
    }


def _choose_frequency(cover: Coverage) -> Frequency:
    """Return months for what spans a few years, so that gaps show; else years."""
    years = cover.spans[-1][1].year - cover.spans[0][0].year
    return Frequency.MONTH if years < MOST_YEARS_BY_MONTH else Frequency.YEAR


def _share_days(spans: Collection[Span], period: Period) -> float:
    start, end = period.start, period.end
    inside = (min(last, end) - max(first, start) for first, last in spans if first <= end and start <= last)
    return sum(length.days + 1 for length in inside) / ((end - start).days + 1)
