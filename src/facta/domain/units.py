"""Units with a basis, how figures are written, and the guard against comparing unlike quantities."""

from __future__ import annotations

import datetime as dt
import enum
import math
from dataclasses import dataclass

from facta.errors import UnknownName, find_nearest

__all__ = [
    "Act",
    "Basis",
    "Kind",
    "Price",
    "Unit",
    "explain_incommensurable",
    "find_unit",
    "scale_unit",
    "write_figure",
]


class Kind(enum.StrEnum):
    """What a number counts over time.

    Examples
    --------
    >>> Kind.STOCK.value
    'stock'
    """

    FLOW = "flow"
    STOCK = "stock"
    COUNT = "count"
    SHARE = "share"
    INDEX = "index"
    RANK = "rank"


class Act(enum.StrEnum):
    """Whether a number is a deed or a word about one.

    Examples
    --------
    >>> Act("pledged") is Act.PLEDGED
    True
    """

    DONE = "done"
    PLEDGED = "pledged"


class Price(enum.StrEnum):
    """How money of different years is made comparable.

    Examples
    --------
    >>> [price.value for price in Price]
    ['nominal', 'real']
    """

    NOMINAL = "nominal"
    REAL = "real"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement.

    Parameters
    ----------
    symbol : str
        How it is written: ``M USD``, ``t``, ``%``.
    dimension : str
        What it measures: ``money``, ``mass``, ``volume``, ``share``, ``count``, ``index``, ``rank``, ``duration``,
        ``date`` or ``tiv``.
    factor : float
        How many of the dimension's base unit (USD, t, m3, 1, day) one of it is.

    Examples
    --------
    >>> find_unit("bn USD").convert(1.5, find_unit("M USD"))
    1500.0
    """

    symbol: str
    dimension: str
    factor: float

    def convert(self, value: float, to: Unit) -> float:
        """Return `value`, given in this unit, in unit `to` of the same dimension."""
        return value if to is self else value * (self.factor / to.factor)


_UNITS = {
    unit.symbol: unit
    for unit in (
        Unit("USD", "money", 1.0),
        Unit("k USD", "money", 1e3),
        Unit("M USD", "money", 1e6),
        Unit("bn USD", "money", 1e9),
        Unit("tn USD", "money", 1e12),
        Unit("t", "mass", 1.0),
        Unit("kt", "mass", 1e3),
        Unit("Mt", "mass", 1e6),
        Unit("m3", "volume", 1.0),
        Unit("M m3", "volume", 1e6),
        Unit("bcm", "volume", 1e9),
        Unit("1", "share", 1.0),
        Unit("%", "share", 0.01),
        Unit("count", "count", 1.0),
        Unit("M TIV", "tiv", 1.0),
        Unit("points", "index", 1.0),
        Unit("rank", "rank", 1.0),
        Unit("sd", "deviation", 1.0),
        Unit("days", "duration", 1.0),
        Unit("weeks", "duration", 7.0),
        Unit("months", "duration", 30.436875),
        Unit("years", "duration", 365.2425),
        Unit("date", "date", 1.0),
    )
}
_ALIASES = {
    "": "1",  # a measure without a unit
    "percent": "%",
    "pct": "%",
    "m USD": "M USD",
    "mn USD": "M USD",
    "billion USD": "bn USD",
    "million USD": "M USD",
    "trillion USD": "tn USD",
    "thousand USD": "k USD",
    "bn": "bn USD",
    "usd": "USD",
    "tonnes": "t",
    "tonne": "t",
    "mt": "Mt",
    "TIV": "M TIV",
    "events": "count",
    "event": "count",
    "states": "count",
    "d": "days",
    "day": "days",
    "w": "weeks",
    "week": "weeks",
    "mo": "months",
    "month": "months",
    "y": "years",
    "yr": "years",
    "year": "years",
    "point": "points",
}


def find_unit(symbol: str) -> Unit:
    """Return the unit written `symbol`.

    Raises
    ------
    UnknownName
        No such unit; names the nearest.

    Examples
    --------
    >>> find_unit("bn USD").factor
    1000000000.0
    """
    unit = _UNITS.get(_ALIASES.get(symbol, symbol))
    if unit is None:
        nearest = find_nearest(symbol, [name for name in (*_UNITS, *_ALIASES) if name])
        raise UnknownName("unit", symbol, nearest=nearest, step=f"Known: {', '.join(_UNITS)}.")
    return unit


@dataclass(frozen=True, slots=True)
class Basis:
    """What stands behind a number apart from its unit.

    Parameters
    ----------
    kind : Kind
        Flow over a period, stock at its end, count, share, index or rank.
    act : Act
        Done, or merely pledged.
    price : Price or None
        Nominal or real money; None where no money is meant.
    years : float or None
        How many years one figure spans, where that is not its period (a pledge over fifteen years).

    Examples
    --------
    >>> str(Basis(Kind.FLOW, price=Price.NOMINAL))
    'flow, done, nominal'
    """

    kind: Kind
    act: Act = Act.DONE
    price: Price | None = None
    years: float | None = None

    def __str__(self) -> str:
        parts = [self.kind, self.act, self.price, f"over {self.years:g} years" if self.years else None]
        return ", ".join(part for part in parts if part)


def explain_incommensurable(one: Basis | None, other: Basis | None) -> str | None:
    """Say why two quantities of one dimension must not be divided or compared, or None if they may.

    Like units are not like quantities: a flow of one year is no stock, a pledge over several years no deed of one.

    Examples
    --------
    >>> explain_incommensurable(Basis(Kind.FLOW), Basis(Kind.FLOW, Act.PLEDGED))
    'done against pledged'
    >>> explain_incommensurable(Basis(Kind.FLOW), Basis(Kind.FLOW)) is None
    True
    """
    if one is None or other is None:
        return None
    if one.act is not other.act:
        return f"{one.act} against {other.act}"
    if {one.kind, other.kind} == {Kind.FLOW, Kind.STOCK}:
        return f"{one.kind} against {other.kind}"
    if one.price and other.price and one.price is not other.price:
        return f"{one.price} against {other.price} money"
    if one.kind is Kind.FLOW and (one.years or 1) != (other.years or 1):
        return f"a flow over {one.years or 1:g} years against one over {other.years or 1:g}"
    return None


def write_figure(value: float, unit: Unit | None) -> str:
    """Write a figure as people read it: three significant digits, money and masses scaled.

    Missing (NaN) is written ``–``, never 0.

    Examples
    --------
    >>> write_figure(93942.0, find_unit("M USD"))
    '93.9 bn USD'
    >>> write_figure(0.1222, find_unit("1"))
    '12.2%'
    >>> write_figure(735374.0, find_unit("date"))
    '2014-05-21'
    >>> write_figure(float("nan"), find_unit("t"))
    '–'
    """
    if math.isnan(value):
        return "–"
    if unit is None:
        return _round_figure(value)
    if unit.dimension == "share":
        return f"{_round_figure(100 * value * unit.factor)}%"
    if unit.dimension == "date":
        return dt.date.fromordinal(round(value)).isoformat()
    if unit.dimension in {"count", "rank"}:
        return _round_figure(value) if unit.dimension == "count" else f"rank {value:g}"
    shown = scale_unit(value, unit)
    return f"{_round_figure(unit.convert(value, shown))} {shown.symbol}"


_SCALES = {
    "money": ("USD", "k USD", "M USD", "bn USD", "tn USD"),
    "mass": ("t", "kt", "Mt"),
    "volume": ("m3", "M m3", "bcm"),
}


def scale_unit(value: float, unit: Unit) -> Unit:
    """Return the unit of the same dimension that leaves a value one to three digits before the point.

    Examples
    --------
    >>> scale_unit(93942.0, find_unit("M USD")).symbol
    'bn USD'
    """
    ladder = [_UNITS[symbol] for symbol in _SCALES.get(unit.dimension, ())]
    size = float(f"{abs(value) * unit.factor:.3g}")  # what rounds up to 1,000 M USD is written 1 bn USD
    fitting = [step for step in ladder if size >= step.factor]
    return fitting[-1] if fitting else (ladder[0] if ladder else unit)


def _round_figure(value: float) -> str:
    """Three significant digits, whole numbers whole up to 100,000."""
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 100_000:
        return f"{int(value):,}"
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(float(f"{value:.3g}")))))
    return f"{value:,.{min(decimals, 6)}f}"
