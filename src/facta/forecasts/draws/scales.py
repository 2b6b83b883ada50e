"""The scale on which a series is forecast: where its changes are alike whatever its level, and no draw is absurd."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.changes import LOG, PLAIN, Scale, stretch_shares
from facta.domain import Kind, Unit

__all__ = ["choose_scale"]

Array = NDArray[np.float64]

_EDGE = 0.005  # shares are kept so far from 0 and 1, or half of the least distance seen
_FINEST = 1e-9  # a share that is smaller is none
_MONEY = frozenset({Kind.FLOW, Kind.STOCK, Kind.COUNT})
_POSITIVE = replace(PLAIN, name="values as they are, never below zero", backward=lambda z: np.maximum(z, 0.0))


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
    'log odds'
    >>> choose_scale(np.array([-1.0, 2.0]), Kind.INDEX, None).name
    'values as they are'
    """
    least = float(values.min())
    one = 1.0 / unit.factor if unit is not None and unit.dimension == "share" else 1.0
    if kind is Kind.SHARE and least >= 0 and float(values.max()) <= one:
        return stretch_shares(one, _find_edge(values / one))
    if kind in _MONEY and least > 0:
        return LOG
    return _POSITIVE if least >= 0 else PLAIN


def _find_edge(shares: Array) -> float:
    """Return how far from none and from all shares are kept."""
    inner = shares[(shares > 0) & (shares < 1)]
    least = 0.5 * float(np.minimum(inner, 1 - inner).min()) if inner.size else _EDGE
    return min(_EDGE, max(least, _FINEST))
