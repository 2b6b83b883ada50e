"""Origins and coverage: where a row came from, and what a source can be silent about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from facta.domain.periods import Window

__all__ = ["Coverage", "Origin", "Span", "join_spans"]

Span: TypeAlias = tuple[dt.date, dt.date]
"""First and last day."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows came from; every row carries the id of one.

    Parameters
    ----------
    id : str
        Unique in a store.
    source : str
        Id of the source.
    publisher, dataset, version : str
        Who publishes what, and which release.
    licence : str
        Terms under which figures may be used.
    citation : str
        The citation the publisher asks for, or author, title and date of a page.
    url : str
        Where it can be found; empty where there is no address.
    file : str
        Name of the file that was read.
    retrieved : datetime.date or None
        When it was obtained or last seen.
    via : str
        Whose statement is the only place where the figure is found; empty for every other origin.

    Examples
    --------
    >>> Origin("cow-1", "cow_trade", "COW", "Trade", "4.0", "open", "Barbieri and Keshk (2016)").version
    '4.0'
    """

    id: str
    source: str
    publisher: str
    dataset: str
    version: str
    licence: str
    citation: str
    url: str = ""
    file: str = ""
    retrieved: dt.date | None = None
    via: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a source covers of one indicator: declared by the publisher and loaded into the store.

    Parameters
    ----------
    source, indicator : str
        Of what.
    window : Window
        From the first to the last day covered.
    absence : str
        ``zero`` where silence inside the window means that nothing happened, ``missing`` where it means nothing.
    scope : frozenset of str
        The states whose relations are loaded; empty where all are.
    gaps : tuple of Span
        Days inside the window that are not covered: files that were never loaded, or never published.

    Examples
    --------
    >>> loaded = Coverage("imf_dip", "investment_position", Window.parse("2009..2021"), scope=frozenset({"CHN"}))
    >>> loaded.reaches("CHN", "RUS"), loaded.reaches("FRA", "DEU")
    (True, False)
    """

    source: str
    indicator: str
    window: Window
    absence: str = "missing"
    scope: frozenset[str] = frozenset()
    gaps: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The stretches without a gap; an open end is the first or last day of the calendar."""
        day, window = dt.timedelta(days=1), self.window
        starts = [window.start or dt.date.min, *(last + day for _, last in self.gaps)]
        return tuple(zip(starts, [*(first - day for first, _ in self.gaps), window.end or dt.date.max], strict=True))

    @property
    def latest(self) -> Window:
        """The last stretch without a gap."""
        if not self.gaps:
            return self.window
        return Window(self.gaps[-1][1] + dt.timedelta(days=1), self.window.end, self.window.frequency)

    def cut(self, end: dt.date) -> Coverage | None:
        """Return what of it lies before or on a day, or None."""
        window = self.window.clip(Window(None, end))
        return replace(self, window=window, gaps=tuple(gap for gap in self.gaps if gap[1] < end)) if window else None

    def reaches(self, actor: str, recipient: str = "") -> bool:
        """Say whether a relation of these two is loaded at all."""
        return not self.scope or actor in self.scope or recipient in self.scope


def join_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same days as few spans, in order; what touches is joined.

    Examples
    --------
    >>> years = [(dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in (2001, 2000, 2005)]
    >>> [f"{first.year}..{last.year}" for first, last in join_spans(years)]
    ['2000..2001', '2005..2005']
    """
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + dt.timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)
