"""What stands behind one reading, as it can be drawn: series by book, rows, the window, and what was claimed."""

from __future__ import annotations

from dataclasses import dataclass

from facta.domain import Row, Series, Window

__all__ = ["Claimed", "Exhibit"]


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a reading claims of a series, in the unit of the series.

    Parameters
    ----------
    sign : str
        The comparison.
    value : float
        What it is compared with.
    slack : float
        What ``+-`` allows on both sides.
    since : str
        Of a change, the period that it is counted from; empty elsewhere.
    change : float or None
        Of a change, its size, and whether that is a part of the first figure.
    is_relative : bool
        Whether `change` is a part of the first figure.

    Examples
    --------
    >>> Claimed(">", 0.1).slack
    0.0
    """

    sign: str
    value: float
    slack: float = 0.0
    since: str = ""
    change: float | None = None
    is_relative: bool = False


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What stands behind one reading.

    Parameters
    ----------
    number : int
        Of the reading, from 1.
    series : tuple of Series
        Of one unit, the book that decides first; longer than the window by what lies around it.
    rows : tuple of Row
        Of registers and tables of spells, those that the reading counts.
    window : Window or None
        In which it is read.
    claimed : Claimed or None
        Where the claim is of the height of the series itself, or of its change from one period.
    title : str
        What the series, or else the whole reading, measures.
    operator, sign : str
        The operator that gives the figure of the reading, in words, and how that is compared; empty where there is
        neither, or where the reading has several parts.

    Examples
    --------
    >>> Exhibit(1).is_empty
    True
    """

    number: int
    series: tuple[Series, ...] = ()
    rows: tuple[Row, ...] = ()
    window: Window | None = None
    claimed: Claimed | None = None
    title: str = ""
    operator: str = ""
    sign: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a series nor a row."""
        return not self.series and not self.rows
