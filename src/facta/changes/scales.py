"""The scale on which a series is read: the one on which its moves are most alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facta.domain import Kind, Unit

__all__ = ["LOG", "PLAIN", "Scale", "choose_scale", "reduce_scale", "stretch_shares"]

Array = NDArray[np.float64]

_GAIN = 5.0  # log likelihood by which another scale has to be better than the usual one
_REACH = 3.0  # robust standard deviations up to which the bent scale is nearly straight
_EDGE = 1e-3
_AMOUNTS = frozenset({Kind.FLOW, Kind.STOCK, Kind.COUNT})


@dataclass(frozen=True, slots=True)
class Scale:
    """A transformation, its slope and its inverse.

    Parameters
    ----------
    name : str
        As notes say it.
    forward, slope, backward : callable
        From values to the scale, its derivative, and back; arrays of any shape.

    Examples
    --------
    >>> scale = choose_scale(np.array([1.0, 10.0, 100.0]), Kind.FLOW, None)
    >>> scale.name, scale.backward(scale.forward(np.array([10.0]))).round(6).tolist()
    ('logarithms', [10.0])
    """

    name: str
    forward: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    backward: Callable[[Array], Array]


PLAIN = Scale("values as they are", lambda y: y, np.ones_like, lambda z: z)
"""No transformation."""
LOG = Scale("logarithms", np.log, lambda y: 1 / y, lambda z: np.exp(np.clip(z, -700.0, 700.0)))
"""Of positive values."""


def choose_scale(values: Array, kind: Kind, unit: Unit | None) -> Scale:
    """Return the scale of a series by what it counts and how it moved.

    Positive amounts are usually read as logarithms, shares as log odds, all else as it is. Where the moves fit another
    scale much better (Box and Cox 1964, with Laplace errors of first differences), that is taken: a scale bent like a
    square root on both sides of the middle (of zero, for amounts), since sums over more events vary more.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (n,), the known values.
    kind : Kind
        Of the basis.
    unit : Unit or None
        A share in ``1`` or ``%`` has its bounds there.

    Examples
    --------
    >>> choose_scale(np.array([0.1, 0.4, 0.2]), Kind.SHARE, None).name
    'log odds'
    >>> choose_scale(np.array([-1.0, 2.0, 1.0]), Kind.INDEX, None).name
    'values as they are'
    """
    one = 1.0 / unit.factor if unit is not None and unit.dimension == "share" else 1.0
    least = float(values.min())
    scales = [PLAIN, _bend(values, 0.0 if kind in _AMOUNTS and least >= 0 else float(np.median(values)))]
    if kind is Kind.SHARE and least >= 0 and float(values.max()) <= one:
        scales.insert(0, stretch_shares(one, _EDGE))
    elif kind in _AMOUNTS and least > 0:
        scales.insert(0, LOG)
    fits = np.array([_measure_fit(values, scale) for scale in scales])
    fits[1:] -= _GAIN
    return scales[int(fits.argmax())]


def reduce_scale(factor: float) -> Scale:
    """Return the scale of shares of one, from a unit that is `factor` of one, such as per cent.

    Examples
    --------
    >>> reduce_scale(0.01).forward(np.array([20.0])).tolist()
    [0.2]
    """
    return Scale("shares", lambda y: y * factor, lambda y: np.full_like(y, factor), lambda z: z / factor)


def stretch_shares(one: float, edge: float) -> Scale:
    """Return the log odds of shares, which stand off from none and from all.

    Parameters
    ----------
    one : float
        All, in the unit of the values: 100 for per cent.
    edge : float
        How far none and all are moved inward, as a share, so that their log odds are finite.

    Examples
    --------
    >>> scale = stretch_shares(100.0, 0.001)
    >>> scale.forward(np.array([0.0, 50.0])).round(1).tolist(), scale.backward(np.array([0.0])).tolist()
    ([-6.9, 0.0], [50.0])
    """
    inner = 1 - 2 * edge

    def forward(values: Array) -> Array:
        part = edge + inner * values / one
        return np.log(part / (1 - part))

    def slope(values: Array) -> Array:
        part = edge + inner * values / one
        return inner / (one * part * (1 - part))

    def backward(z: Array) -> Array:
        part = 1.0 / (1.0 + np.exp(-np.clip(z, -700.0, 700.0)))
        return np.clip((part - edge) / inner, 0.0, 1.0) * one

    return Scale("log odds", forward, slope, backward)


def _measure_fit(values: Array, scale: Scale) -> float:
    """Return the profile log likelihood of the moves on a scale."""
    moves = np.abs(np.diff(scale.forward(values)))
    size = float(moves.mean()) if moves.size else 0.0
    if size == 0.0:
        return 0.0
    return moves.size * (float(np.log(scale.slope(values)).mean()) - float(np.log(size)))


def _bend(values: Array, middle: float) -> Scale:
    distances = np.abs(values - middle)
    away = distances[distances > 0]
    width = _REACH * float(np.median(away)) if away.size else 1.0

    def forward(values: Array) -> Array:
        apart = values - middle
        bent: Array = 2 * np.sign(apart) * (np.sqrt(1 + np.abs(apart) / width) - 1)
        return bent

    return Scale(
        "signed square roots about the middle" if middle else "square roots",
        forward,
        lambda y: 1 / (width * np.sqrt(1 + np.abs(y - middle) / width)),
        lambda z: middle + np.sign(z) * width * ((1 + np.abs(z) / 2) ** 2 - 1),
    )
