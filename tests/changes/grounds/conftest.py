"""Evidence built by hand: the investment book of one reporter with many partners, its mirror, and a few rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.handmade import HandEvidence

from facta.domain import (
    ALWAYS,
    Coverage,
    Figures,
    Frequency,
    Relation,
    Row,
    Series,
    find_parties,
)
from facta.measures import find_measure

START, COUNT = 2000, 20
PARTNERS = ("AUS", "BRA", "CAN", "DEU", "FRA", "GBR", "IND", "ITA", "JPN", "KAZ", "KOR", "MEX", "SAU", "USA", "ZAF")

Array = NDArray[np.float64]


def lay_run(indicator: str, actor: str, recipient: str, values: Array, reporter: str, frequency: Frequency) -> Figures:
    """Return the figures of a pair from `START` on; NaN is missing."""
    ordinals = np.arange(len(values), dtype=np.int64) + START * frequency.periods_a_year
    status = np.where(np.isnan(values), 3, 0).astype(np.int8)
    blank, whole = np.full(len(values), np.nan), np.where(np.isnan(values), 0.0, 1.0)
    unit = "M USD" if indicator.startswith("investment") else "count"
    return Figures(
        indicator, actor, recipient, "hand", reporter, "", "1", unit, "done", frequency, ordinals, values,
        blank, blank, whole, status, ("hand-1",),
    )  # fmt: skip


def draw_flat(seed: int, count: int = COUNT) -> Array:
    """Return values about a hundred, with noise of a twentieth."""
    return 100 * np.exp(0.05 * np.random.default_rng(seed).normal(size=count))


def step_at(values: Array, place: int, factor: float) -> Array:
    """Return values multiplied from a place on."""
    return np.where(np.arange(len(values)) < place, values, factor * values)


@pytest.fixture
def build_evidence() -> Callable[..., HandEvidence]:
    """Return ``build_evidence({(actor, recipient, reporter): values}, indicator=, frequency=, rows=)``."""

    def build(
        books: Mapping[tuple[str, str, str], Array],
        indicator: str = "investment_position",
        frequency: Frequency = Frequency.YEAR,
        rows: tuple[Row, ...] = (),
    ) -> HandEvidence:
        runs = tuple(
            lay_run(indicator, actor, recipient, values, reporter, frequency)
            for (actor, recipient, reporter), values in books.items()
        )
        covers = tuple(Coverage("register", kind, ALWAYS) for kind in sorted({row.kind for row in rows}))
        return HandEvidence(runs, rows, covers)

    return build


@pytest.fixture
def pair() -> Relation:
    """Return China's investment in Russia."""
    return Relation(find_parties("CHN"), find_parties("RUS"), is_directed=True)


def measure_one(evidence: HandEvidence, relation: Relation, reporter: str, name: str = "investment_position") -> Series:
    """Return the series of one book."""
    (series,) = find_measure(name)(evidence, relation, {"reporter": reporter})
    assert isinstance(series, Series)
    return series
