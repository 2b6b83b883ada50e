"""The JSON document of `forecast`."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

__all__ = ["ForecastDocument"]


class BaseRateDocument(Struct, frozen=True):
    """How often the same reading held in earlier years."""

    probability: float
    held: int
    n: int


class BookForecastDocument(Struct, frozen=True):
    """What the draws of one book say."""

    source: str | None
    reporter: str | None
    probability: float | None
    trigger: float | None
    reason: str | None


class ForecastDocument(Struct, frozen=True):
    """The document of ``facta forecast``; probabilities run from 0 to 1."""

    expression: str
    as_of: dt.date
    until: dt.date
    probability: float | None
    low: float | None
    high: float | None
    method: str | None
    n: int
    window: str | None
    base_rate: BaseRateDocument | None
    trigger: float | None
    by_source: list[BookForecastDocument]
    reason: str | None
    notes: list[str]
