"""The JSON documents of `forecast` and `backtest`."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

__all__ = ["BacktestDocument", "ForecastDocument"]


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


class BacktestLineDocument(Struct, frozen=True):
    """How the forecasts of one group did; Brier scores from 0, best, to 1."""

    by: str
    name: str
    n: int
    held: int
    brier: float
    base_rate: float
    earlier: float | None
    persistence: float
    skill_base_rate: float | None
    skill_persistence: float | None
    miscalibration: float
    discrimination: float
    is_worse: bool


class MissDocument(Struct, frozen=True):
    """A forecast that was far from what came."""

    expression: str
    as_of: dt.date
    probability: float
    outcome: float


class BacktestDocument(Struct, frozen=True):
    """The document of ``facta backtest``."""

    rows: list[BacktestLineDocument]
    misses: list[MissDocument]
    first: dt.date
    last: dt.date
    states: list[str]
    measures: list[str]
    seed: int
