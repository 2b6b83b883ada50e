"""A heat strip: how densely something is covered, one mark a year or a few years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from facta.briefs.words import count_noun

__all__ = ["draw_heat"]

_MARKS = "·░▒▓█"
_WIDEST = 72


def draw_heat(cover: Mapping[str, Any]) -> Text:
    """Return what is covered of one indicator as a strip with its scale.

    Parameters
    ----------
    cover : mapping
        ``indicator``, ``of`` (``states`` or ``days``), ``most``, and the ``shares``, 0 to 1, ``by`` year or month from
        ``first`` to ``last``.

    Examples
    --------
    >>> cover = {"indicator": "trade", "of": "states", "most": 9, "by": "year", "first": "1990", "last": "1993"}
    >>> cover |= {"shares": [0, 0.2, 1, 1]}
    >>> print(draw_heat(cover).plain)
    trade, share of 9 states with a figure
    ·░██
    1990..1993
    """
    step = -(-len(cover["shares"]) // _WIDEST)
    strip = "".join(_mark(cover["shares"][place : place + step]) for place in range(0, len(cover["shares"]), step))
    unit = f"share of {cover['most']:,} states with a figure" if cover["of"] == "states" else "share of days covered"
    span = cover["first"] if cover["first"] == cover["last"] else f"{cover['first']}..{cover['last']}"
    scale = span + (f", {count_noun(step, cover['by'])} a mark" if step > 1 or cover["by"] != "year" else "")
    return Text("\n").join([Text(f"{cover['indicator']}, {unit}"), Text(strip), Text(scale, style="dim")])


def _mark(shares: Sequence[float]) -> str:
    """Return the mark of a mean share: a dot for nothing at all, full only for everything."""
    mean = sum(shares) / len(shares)
    return _MARKS[0] if mean == 0 else _MARKS[4] if mean > 0.995 else _MARKS[1 + min(2, int(mean * 3))]
