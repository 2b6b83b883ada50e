"""The workbench: opens the store and keeps the evidence of each day that was asked for."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path

from facta.domain import Evidence, Period, Window
from facta.errors import StoreError, UsageError
from facta.store import Store, StoreEvidence, find_folder

__all__ = ["Day", "StorePath", "open_evidence", "open_store", "parse_day", "parse_window"]

StorePath = str | Path | None
"""A store's folder; None for the default."""

Day = str | dt.date | None
"""A day, or a year or month that stands for its last day; None for hindsight."""


class BadDay(UsageError):
    """Text that is no day.

    Examples
    --------
    >>> str(BadDay("yesterday"))
    "'yesterday' is no date. Write 2021, 2021-01 or 2021-01-31."
    """

    def __init__(self, found: str) -> None:
        self.found = found

    def __str__(self) -> str:
        return f"{self.found!r} is no date. Write 2021, 2021-01 or 2021-01-31."


def parse_day(day: Day) -> dt.date | None:
    """Return a day; a year or a month stands for its last day.

    Examples
    --------
    >>> parse_day("2021-01")
    datetime.date(2021, 1, 31)
    """
    if day is None or isinstance(day, dt.date):
        return day
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", day.strip()):
        raise BadDay(day)
    return Period.parse(day).end


def parse_window(first: str | None, last: str | None, window: str | None = None) -> Window | None:
    """Return the window from `first` to `last`, or the one written as `window`; None where nothing is given."""
    if window:
        return Window.parse(window)
    return Window.parse(f"{first or ''}..{last or ''}") if first or last else None


@lru_cache(maxsize=4)
def _open(folder: Path) -> Store:
    return Store(folder)


def open_store(store: StorePath = None) -> Store:
    """Return the store in a folder; the starter evidence lies beneath it.

    Raises
    ------
    StoreError
        A file lies there.
    """
    folder = find_folder(store)
    if folder.is_file():
        raise StoreError(str(folder), "this is a file", step="Name a folder with --store or FACTA_STORE.")
    return _open(folder)


@lru_cache(maxsize=8)
def _open_evidence(store: Store, as_of: dt.date | None) -> StoreEvidence:
    return store.evidence(as_of)


def open_evidence(store: StorePath = None, as_of: Day = None) -> StoreEvidence:
    """Return what was known on a day."""
    return _open_evidence(open_store(store), parse_day(as_of))


def forget_evidence() -> None:
    """Forget what was read; the next question reads the store anew."""
    _open_evidence.cache_clear()


def cite_origins(evidence: Evidence, origins: tuple[str, ...]) -> tuple[str, ...]:
    """Return the citation and licence of each origin, once."""
    found = (evidence.origin(origin) for origin in dict.fromkeys(origins) if origin)
    return tuple(dict.fromkeys(f"{origin.citation} [{origin.licence}]" for origin in found))
