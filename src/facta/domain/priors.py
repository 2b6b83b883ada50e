"""What a share of few events is drawn towards, and how sure that leaves it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from facta.domain.series import Series

__all__ = ["Prior", "bound_shares", "measure_dispersion"]

_MASS = 0.9


@dataclass(frozen=True, slots=True)
class Prior:
    r"""A beta distribution of shares, known before any event of a relation is counted.

    Of :math:`k` among :math:`n` events it makes the share :math:`(k + \kappa\mu) / (n + \kappa)`, the mean of the beta
    distribution with parameters :math:`k + \kappa\mu` and :math:`n - k + \kappa(1 - \mu)`.

    Parameters
    ----------
    mean : float
        :math:`\mu`, on the scale of the share.
    strength : float
        :math:`\kappa`: how many events it weighs; 0 leaves a share as it was counted.
    least : float
        Lower end of the scale: 0 of a share, -1 of a balance, which is twice a share less one. The upper end is 1.
    pairs : int
        How many pairs of states it was learnt from.

    References
    ----------
    Gelman, Andrew, et al. (2013), Bayesian Data Analysis, 3rd ed., chapter 5.

    Examples
    --------
    >>> usual = Prior(mean=0.1, strength=20)
    >>> usual.draw(np.array([0.5, 0.5]), np.array([2.0, 2000.0])).round(3).tolist()
    [0.136, 0.496]
    """

    mean: float
    strength: float
    least: float = 0.0
    pairs: int = 0

    def __str__(self) -> str:
        peers = f"the mean of {self.pairs} pairs of like volume"
        return f"drawn towards {self.mean:.3g}, {peers}, by {self.strength:.3g} events"

    def draw(self, shares: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return shares of `counts` events, of any shape, drawn towards the mean; NaN stays NaN."""
        drawn: NDArray[np.float64] = (shares * counts + self.mean * self.strength) / (counts + self.strength)
        return drawn

    def pool(self, shares: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share over all periods, the last axis: their events are added, and drawn towards the mean once.

        Parameters
        ----------
        shares : numpy.ndarray
            Shape (..., periods), each drawn towards the mean for itself.
        weights : numpy.ndarray
            The same shape: events and strength.

        Examples
        --------
        A hundred days with one event each, one in four of them a conflict, are as good as a hundred events:

        >>> usual = Prior(mean=0.1, strength=20)
        >>> days = usual.draw(np.array([[1.0, 0.0, 0.0, 0.0] * 25]), np.ones(100))
        >>> float(days.mean().round(3)), usual.pool(days, np.full((1, 100), 21.0)).round(3).tolist()
        (0.107, [0.225])
        """
        surplus = self.strength * max(shares.shape[-1] - 1, 0)
        below = weights.sum(axis=-1) - surplus
        above = (shares * weights).sum(axis=-1) - surplus * self.mean
        pooled = np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)
        return np.asarray(np.clip(pooled, self.least, 1.0), dtype=np.float64)

    def bound(
        self, shares: NDArray[np.float64], weights: NDArray[np.float64], mass: float = _MASS, dispersion: float = 1.0
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the ends of the central interval that holds the share with probability `mass`.

        Parameters
        ----------
        shares, weights : numpy.ndarray
            One shape: shares drawn towards the mean, and events and strength. NaN stays NaN.
        mass : float
            From 0 to 1.
        dispersion : float
            How many events tell as much as one that is independent of all others; see `measure_dispersion`.

        References
        ----------
        Without a prior that of Jeffreys, as Brown, Lawrence, Tony Cai and Anirban DasGupta (2001), Interval Estimation
        for a Binomial Proportion, Statistical Science 16(2), 101-133, have it.

        Examples
        --------
        >>> low, high = Prior(mean=0.1, strength=20).bound(np.array([0.136]), np.array([22.0]))
        >>> low.round(2).tolist(), high.round(2).tolist()
        ([0.04], [0.27])
        """
        from scipy.special import betaincinv  # its import takes longer than a verdict

        half = 0.0 if self.strength else 0.5
        part = np.clip((shares - self.least) / (1.0 - self.least), 0.0, 1.0)
        weights = (weights - self.strength) / dispersion + self.strength
        one, other = part * weights + half, (1.0 - part) * weights + half
        span = 1.0 - self.least
        tails = (1 - mass) / 2, (1 + mass) / 2
        low, high = (np.asarray(self.least + span * betaincinv(one, other, tail), np.float64) for tail in tails)
        if half:  # nothing is less than none, and nothing more than all
            low, high = np.where(part == 0, self.least, low), np.where(part == 1, 1.0, high)
        return low, high


def measure_dispersion(shares: NDArray[np.float64], counts: NDArray[np.float64]) -> float:
    r"""Measure how much more shares vary from one period to the next than those of independent events would.

    .. math:: \phi = \frac{1 + \sum_t (p_{t+1} - p_t)^2 / v_t}{1 + T}, \qquad
              v_t = \bar p_t (1 - \bar p_t) \left(\frac{1}{n_t} + \frac{1}{n_{t+1}}\right)

    over the :math:`T` pairs of successive periods with events, :math:`\bar p_t` being their share together; never below
    1. Reports come in clumps, since many tell of one event, and shares move; both make :math:`\phi` events tell no more
    than one. The one above and below the line stands for a pair as alike as independence has it, so that few periods
    show little. A slow drift hardly counts, as only successive periods are compared.

    Parameters
    ----------
    shares : numpy.ndarray
        Shape (periods,), from 0 to 1, as counted; NaN where there are no events.
    counts : numpy.ndarray
        Shape (periods,): events of each.

    Returns
    -------
    float
        From 1, independent events, upward; 1 where no two successive periods have events.

    References
    ----------
    von Neumann, John (1941), Distribution of the Ratio of the Mean Square Successive Difference to the Variance, Annals
    of Mathematical Statistics 12(4), 367-395. McCullagh, Peter, and John Nelder (1989), Generalized Linear Models,
    2nd ed., section 4.5.

    Examples
    --------
    >>> calm, moved = np.array([0.5, 0.5, 0.5]), np.array([0.4, 0.6, 0.4])
    >>> [round(measure_dispersion(shares, np.full(3, 1000.0))) for shares in (calm, moved)]
    [1, 54]
    """
    before, after = counts[:-1], counts[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        both = (shares[:-1] * before + shares[1:] * after) / (before + after)
        squares = np.diff(shares) ** 2 / (both * (1 - both) * (1 / before + 1 / after))
    known = squares[np.isfinite(squares)]
    return max((1 + float(known.sum())) / (1 + known.size), 1.0)


def bound_shares(series: Series) -> Series:
    """Return a series of shares with the 90% interval of each period; any other series as it is.

    The interval says how sure so many events leave a share, if they tell as little as shares of successive periods show
    (`measure_dispersion`); what a machine coded wrong it does not know. Give the series whole and cut it afterwards:
    one period alone shows no dispersion.

    Parameters
    ----------
    series : Series
        With a prior and weights, of one draw.

    Examples
    --------
    >>> import facta
    >>> series = facta.measure("conflict_share", "CHN -- RUS", window="2014")[0]
    >>> bool(series.low[0] < series.values[0, 0] < series.high[0])
    True
    """
    if series.prior is None or series.weights is None:
        return series
    prior, counts = series.prior, np.maximum(series.weights[0] - series.prior.strength, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = (series.values[0] * series.weights[0] - prior.mean * prior.strength) / counts
    dispersion = measure_dispersion(np.clip((raw - prior.least) / (1.0 - prior.least), 0.0, 1.0), counts)
    low, high = prior.bound(series.values[0], series.weights[0], dispersion=dispersion)
    note = f"intervals allow for shares that vary {dispersion:.3g} times as much as those of independent events"
    return replace(series, low=low, high=high, notes=(*series.notes, *([note] if dispersion > 1 else [])))
