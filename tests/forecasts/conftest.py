"""Evidence built by hand, of which each figure becomes known when its period ends, and each row on its first day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from tests.handmade import HandEvidence

from facta.domain import Coverage, Figures, Frequency, Period, Row, Window

ALL = dt.date(2030, 12, 31)


@dataclass(frozen=True)
class SmallEvidence(HandEvidence):
    """Evidence of which a day shows what was known then; each book covers all years since 1990."""

    as_of: dt.date = ALL

    def cut(self, day: dt.date | None) -> SmallEvidence:
        """Return what was known on a day; None takes all."""
        if day is None:
            return self
        kept = (_cut_run(run, day) for run in self.runs)
        return SmallEvidence(
            tuple(run for run in kept if run.ordinals.size),
            tuple(row for row in self.listed if row.start <= day),
            tuple(entry for entry in (cover.cut(day) for cover in self.covers) if entry),
            day,
        )

    def coverage(self, indicator: str) -> tuple[Coverage, ...]:
        sources = {run.source for run in self.runs if run.indicator == indicator}
        counted = tuple(Coverage(source, indicator, Window(dt.date(1990, 1, 1), self.as_of)) for source in sources)
        return counted + super().coverage(indicator)


def _cut_run(run: Figures, day: dt.date) -> Figures:
    is_known = np.array([Period(run.frequency, int(ordinal)).end <= day for ordinal in run.ordinals], dtype=bool)
    columns = ("ordinals", "values", "low", "high", "completeness", "status")
    return replace(run, **{name: getattr(run, name)[is_known] for name in columns})


@pytest.fixture
def build_evidence() -> Callable[..., SmallEvidence]:
    """Return the class of small evidence."""
    return SmallEvidence


@pytest.fixture
def build_run() -> Callable[..., Figures]:
    """Return ``build_run(values, pair, indicator=, first=, frequency=, unit=, source=, reporter=)``; NaN is a gap."""

    def build(
        values: Iterable[float],
        pair: str = "CHN RUS",
        *,
        indicator: str = "trade",
        first: int = 2000,
        frequency: Frequency = Frequency.YEAR,
        unit: str = "M USD",
        source: str = "alpha",
        reporter: str = "",
        variant: str = "",
    ) -> Figures:
        column = np.array(list(values), dtype=float)
        actor, _, recipient = pair.partition(" ")
        ordinals = first * frequency.periods_a_year + np.arange(column.size, dtype=np.int64)
        blank, is_gap = np.full(column.size, np.nan), np.isnan(column)
        return Figures(
            indicator, actor, recipient, source, reporter, variant, "1", unit, "done", frequency, ordinals, column,
            blank, blank, np.where(is_gap, 0.0, 1.0), np.where(is_gap, 3, 0).astype(np.int8), (f"{source}-1",),
        )  # fmt: skip

    return build


@pytest.fixture
def build_row() -> Callable[..., Row]:
    """Return ``build_row(days, kind=, pair=, **fields)``: a row of a day, or from one to another."""

    def build(days: str, kind: str = "dispute", pair: str = "CHN RUS", **fields: str) -> Row:
        window, (actor, recipient) = Window.parse(days), pair.split()
        assert window.start
        assert window.end
        return Row(f"{pair} {days}", kind, "register", actor, recipient, window.start, window.end, fields, "register-1")

    return build


@pytest.fixture
def cover() -> Callable[..., Coverage]:
    """Return ``cover(kind, window, absence="zero")``: what the register of rows covers."""
    return lambda kind, window, absence="zero": Coverage("register", kind, Window.parse(window), absence)
