"""The scale on which a series is forecast: where its changes are alike whatever its level, and no draw is absurd."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facta.domain import Kind, Unit

__all__ = ["Scale", "choose_scale"]

Array = NDArray[np.float64]

_EDGE = 0.005  # shares are kept so far from 0 and 1, or half of the least distance seen
_FINEST = 1e-9  # a share that is smaller is none
_MONEY = frozenset({Kind.FLOW, Kind.STOCK, Kind.COUNT})


@dataclass(frozen=True, slots=True)
class Scale:
    """A transformation and its inverse.

    Parameters
    ----------
    name : str
        ``log``, ``logit``, ``level`` (as it is) or ``positive`` (as it is, never below zero).
    forward, backward : callable
        From values to the scale and back; arrays of any shape, NaN stays NaN.

    Examples
    --------
    >>> scale = choose_scale(np.array([1.0, 10.0, 100.0]), Kind.FLOW, None)
    >>> scale.name, scale.backward(scale.forward(np.array([10.0]))).round(6).tolist()
    ('log', [10.0])
    """

    name: str
    forward: Callable[[Array], Array]
    backward: Callable[[Array], Array]


def choose_scale(values: Array, kind: Kind, unit: Unit | None) -> Scale:
    """Return the scale of a series by what it counts and what it was.

    Money, tonnes and counts that were always positive change by a part of themselves: logarithms. Shares lie between
    0 and 1: log odds. Indices and balances are taken as they are, and stay positive where they always were.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (periods,), the known values.
    kind : Kind
        Of the basis.
    unit : Unit or None
        A share in ``1`` or ``%`` has its bounds there.

    Examples
    --------
    >>> choose_scale(np.array([0.1, 0.4]), Kind.SHARE, None).name
    'logit'
    >>> choose_scale(np.array([-1.0, 2.0]), Kind.INDEX, None).name
    'level'
    """
    least = float(values.min())
    one = 1.0 / unit.factor if unit is not None and unit.dimension == "share" else 1.0
    if kind is Kind.SHARE and least >= 0 and float(values.max()) <= one:
        return _build_logit(values / one, one)
    if kind in _MONEY and least > 0:
        return Scale("log", np.log, lambda z: np.exp(np.clip(z, -700.0, 700.0)))
    if least >= 0:
        return Scale("positive", _keep, lambda z: np.maximum(z, 0.0))
    return Scale("level", _keep, _keep)


def _keep(values: Array) -> Array:
    return values


def _build_logit(shares: Array, one: float) -> Scale:
    inner = shares[(shares > 0) & (shares < 1)]
    least = 0.5 * float(np.minimum(inner, 1 - inner).min()) if inner.size else _EDGE
    edge = min(_EDGE, max(least, _FINEST))

    def forward(values: Array) -> Array:
        part = edge + (1 - 2 * edge) * values / one
        return np.log(part / (1 - part))

    def backward(z: Array) -> Array:
        part = 1.0 / (1.0 + np.exp(-np.clip(z, -700.0, 700.0)))
        return np.clip((part - edge) / (1 - 2 * edge), 0.0, 1.0) * one

    return Scale("logit", forward, backward)
