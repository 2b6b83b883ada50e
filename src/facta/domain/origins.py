"""Origins and coverage: where a row came from, and what a source can be silent about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from facta.domain.periods import Window

__all__ = ["Coverage", "Origin"]


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

    def reaches(self, actor: str, recipient: str = "") -> bool:
        """Say whether a relation of these two is loaded at all."""
        return not self.scope or actor in self.scope or recipient in self.scope
