"""Shocks that series share: each draw relives the same past periods in every series, so that they move together.

A synchronous bootstrap of filtered residuals (Barone-Adesi, Giannopoulos and Vosper 1999, filtered historical
simulation): draw d, step h takes in every series its residual of one common past period. What one series lacks there is
drawn from a normal of its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Shocks"]

Array = NDArray[np.float64]

_DEPTH = 40  # periods back that are relived
_SMOOTH = 0.4  # standard deviation of what is added to a residual, so that eight of them are not all that can happen
_CLIP = 4.0


@dataclass(frozen=True, slots=True)
class Shocks:
    """The draws of one forecast.

    Parameters
    ----------
    draws : int
        How many.
    seed : int
        Of everything that is random; one seed gives one forecast.

    Examples
    --------
    >>> shocks = Shocks(1000, 1)
    >>> residuals = np.array([-1.0, 1.0, -1.0, 1.0])
    >>> drawn = shocks.draw("a", residuals, 0, 3)
    >>> drawn.shape, bool((drawn == shocks.draw("a", residuals, 0, 3)).all())
    ((1000, 3), True)
    """

    draws: int
    seed: int

    def draw(self, key: str, residuals: Array, behind: int, steps: int) -> Array:
        """Return shocks of unit size, shape (draws, steps).

        Parameters
        ----------
        key : str
            Name of the series: what it draws alone, it draws by this name.
        residuals : numpy.ndarray
            Shape (periods,), in units of their spread, up to the last known period; NaN where there is none.
        behind : int
            How many periods the last of them lies before the day of the forecast: the past periods that are relived are
            counted back from that day, and so are the same in every series.
        """
        back = self.open_stream("past").integers(0, _DEPTH, (steps, self.draws)).T - behind
        own = self.open_stream(f"own/{key}").standard_normal((steps, self.draws)).T
        places = residuals.size - 1 - back
        kept = np.clip(residuals, -_CLIP, _CLIP)
        if np.isnan(kept).all():
            return own
        kept = (kept - np.nanmean(kept)) / max(float(np.nanstd(kept)), 1e-9)
        is_there = (places >= 0) & (places < kept.size)
        relived = np.where(is_there, kept[np.clip(places, 0, kept.size - 1)], np.nan)
        mixed = (relived + _SMOOTH * own) / np.sqrt(1 + _SMOOTH**2)
        return np.where(np.isnan(mixed), own, mixed)

    def open_stream(self, name: str) -> np.random.Generator:
        """Return the stream of random numbers of that name."""
        digest = hashlib.blake2b(f"{self.seed}/{name}".encode(), digest_size=8).digest()
        return np.random.default_rng(int.from_bytes(digest, "big"))
