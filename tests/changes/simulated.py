"""Series whose turns are known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facta.domain import Aggregation, Basis, Book, Frequency, Kind, Period, Series, Unit, find_unit

START = 1900


def build(
    values: NDArray[np.float64],
    kind: Kind = Kind.INDEX,
    unit: Unit | None = None,
    *,
    cases: NDArray[np.float64] | None = None,
    frequency: Frequency = Frequency.YEAR,
) -> Series:
    """Return values, NaN where nothing is known, as a series; of shares of `cases` where they are given."""
    is_known = np.isfinite(values)
    return Series(
        "score", "FJI -- TON", Book("simulated"), unit or find_unit("points"), Basis(kind), frequency, START,
        values[None], np.where(is_known, 0, 6).astype(np.int8), is_known.astype(float),
        Aggregation.MEAN if cases is None else Aggregation.WEIGHTED, weights=None if cases is None else cases[None],
    )  # fmt: skip


def draw(length: int, seed: int, **steps: float) -> NDArray[np.float64]:
    """Return normal noise with steps of the level, each given as ``at25=4.0``."""
    values = np.random.default_rng(seed).normal(size=length)
    for name, size in steps.items():
        values[int(name.removeprefix("at")) :] += size
    return values


def place(period: Period) -> int:
    """Return the index of a period in such a series."""
    return period.ordinal - START
