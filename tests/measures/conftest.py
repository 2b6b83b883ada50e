"""Evidence built by hand, for measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from facta.domain import Coverage, Figures, Frequency, Origin, Relation, Row, Votes, Window, find_parties
from facta.measures import Reading, find_measure


@dataclass(frozen=True)
class SmallEvidence:
    """An `Evidence` out of a few rows."""

    runs: tuple[Figures, ...] = ()
    listed: tuple[Row, ...] = ()
    cast: Votes | None = None
    covers: tuple[Coverage, ...] = ()

    @property
    def as_of(self) -> dt.date:
        return dt.date(2026, 1, 1)

    def figures(self, indicator: str, actor: str, recipient: str = "") -> tuple[Figures, ...]:
        wanted = (indicator, actor, recipient)
        return tuple(run for run in self.runs if (run.indicator, run.actor, run.recipient) == wanted)

    def partners(self, indicator: str, actor: str) -> tuple[str, ...]:
        return tuple(sorted({r.recipient for r in self.runs if (r.indicator, r.actor) == (indicator, actor)}))

    def rows(self, kind: str) -> tuple[Row, ...]:
        return tuple(row for row in self.listed if row.kind == kind)

    def votes(self) -> Votes | None:
        return self.cast

    def coverage(self, indicator: str) -> tuple[Coverage, ...]:
        return tuple(entry for entry in self.covers if entry.indicator == indicator)

    def origin(self, origin_id: str) -> Origin:
        raise KeyError(origin_id)


@pytest.fixture
def build_evidence() -> Callable[..., SmallEvidence]:
    """Return the class of small evidence."""
    return SmallEvidence


@pytest.fixture
def build_figures() -> Callable[..., Figures]:
    """Return ``build_figures(indicator, actor, recipient, values by year, unit=, variant=, vintage=)``."""

    def build(indicator: str, actor: str, recipient: str, values: Mapping[int, float], **book: str) -> Figures:
        years = sorted(values)
        array = np.array([values[year] for year in years], dtype=float)
        blank = np.full(len(years), np.nan)
        return Figures(
            indicator, actor, recipient, book.get("source", "hand"), "", book.get("variant", ""),
            book.get("vintage", ""), book.get("unit", "count"), "done",
            Frequency.YEAR, np.array(years, dtype=np.int64), array, blank, blank,
            np.ones(len(years)), np.where(np.isnan(array), 3, 0).astype(np.int8), (f"{actor}-{recipient}",),
        )  # fmt: skip

    return build


@pytest.fixture
def build_votes() -> Callable[..., Votes]:
    """Return ``build_votes(dates, {state: "yna."}, issues)``: yes, no, abstain, not there."""

    def build(dates: list[dt.date], states: Mapping[str, str], issues: Mapping[str, list[bool]] | None = None) -> Votes:
        ballots = np.array([[".yan".index(mark) for mark in marks] for marks in states.values()], dtype=np.int8)
        masks = {issue: np.array(mask) for issue, mask in (issues or {}).items()}
        days = np.array([day.toordinal() for day in dates], dtype=np.int64)
        return Votes("hand", {state: row for row, state in enumerate(states)}, days, ballots, masks, ("votes",))

    return build


@pytest.fixture
def cover() -> Callable[..., Coverage]:
    """Return ``cover(indicator, window, absence)``."""
    return lambda indicator, window, absence="missing": Coverage("hand", indicator, Window.parse(window), absence)


@pytest.fixture
def measure() -> Callable[..., Reading]:
    """Return ``measure(evidence, name, relation as written, **options)``."""

    def run(evidence: SmallEvidence, name: str, written: str, **options: str) -> Reading:
        for mark in (" -> ", " -- "):
            if mark in written:
                one, other = written.split(mark)
                relation = Relation(find_parties(one), find_parties(other), mark == " -> ")
                return find_measure(name)(evidence, relation, options)
        return find_measure(name)(evidence, Relation(find_parties(written)), options)

    return run
