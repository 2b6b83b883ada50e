"""What no draw can tell, and what nothing that follows can undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from facta.domain import Window
from facta.forecasts.windows import last_day
from facta.language import (
    Call,
    Compare,
    Logic,
    Negation,
    Node,
    Number,
    Truth,
    Windowed,
    find_operator,
    list_operators,
    list_parts,
)
from facta.measures import list_measures

__all__ = ["FURTHEST_YEARS", "find_way", "is_certain", "is_lasting", "list_undrawn"]

FURTHEST_YEARS = 50
"""Years ahead beyond which nothing is drawn: no record tells of so long a time."""

_SHOWN = {"exists": True, "none": False, "all": False, ">": True, ">=": True, "<": False, "<=": False}
"""What rows found so far can show for good: that a quantifier or a comparison of a count holds, or that it fails."""
_COUNTED = frozenset({"count", "exists", "none", "verified"})


def list_undrawn(node: Node, today: dt.date, window: Window | None = None) -> Iterator[str]:
    """Yield the operators that look at rows which may yet come, and cannot be drawn: only counts of rows can.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> node = parse_reading("step(deals(CHN -- RUS, domain=space), ladder=rung)[2021..2030] < 4")
    >>> list(list_undrawn(node, dt.date(2025, 1, 1))), list(list_undrawn(node, dt.date(2031, 1, 1)))
    (['step'], [])
    """
    if isinstance(node, Windowed):
        yield from list_undrawn(node.inner, today, node.window)
        return
    if isinstance(node, Call) and node.name in list_operators() and node.name not in _COUNTED:
        ends = [_find_end(part, window) for part in node.arguments if _gives_rows(part)]
        if any(end is None or end > today for end in ends):
            yield node.name
    for part in list_parts(node):
        yield from list_undrawn(part, today, window)


def _gives_rows(node: Node) -> bool:
    if isinstance(node, Windowed):
        return _gives_rows(node.inner)
    if not isinstance(node, Call):
        return False
    measure = list_measures().get(node.name)
    return measure.is_rows if measure else find_operator(node.name).gives == "rows"


def _find_end(node: Node, window: Window | None) -> dt.date | None:
    inside = node.window if isinstance(node, Windowed) else window
    return inside.end if inside else None


def is_certain(node: Node, today: dt.date, known: Truth) -> bool:
    """Say whether what is known settles a reading: its windows have passed, or nothing that follows can undo it.

    That there was one is not undone by a second; that there were none is. One part that settles a compound is enough.

    Examples
    --------
    >>> import numpy as np
    >>> from facta.language import parse_reading
    >>> node, day = parse_reading("exists(disputes(IND -- PAK))[2009..2030]"), dt.date(2010, 12, 31)
    >>> is_certain(node, day, Truth(np.ones(1))), is_certain(node, day, Truth(np.zeros(1)))
    (True, False)
    """
    if np.isnan(known.values[0]):
        return False
    if isinstance(node, Logic) and len(node.parts) == len(known.parts):
        settling = 0.0 if node.word == "and" else 1.0
        pairs = list(zip(node.parts, known.parts, strict=True))
        if known.values[0] == settling:
            return any(truth.values[0] == settling and is_certain(part, today, truth) for part, truth in pairs)
        return all(is_certain(part, today, truth) for part, truth in pairs)
    end = last_day(node)
    return (end is not None and end <= today) or is_lasting(node, bool(known.values[0] == 1.0))


def is_lasting(node: Node, wanted: bool) -> bool:
    """Say whether a truth that turned out as wanted in a window that still runs can no longer turn.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> is_lasting(parse_reading("count(disputes(CHN -- RUS))[2020..] >= 3"), True)
    True
    >>> is_lasting(parse_reading("not exists(disputes(CHN -- RUS))[2020..]"), True)
    False
    """
    match node:
        case Windowed():
            return is_lasting(node.inner, wanted)
        case Negation():
            return is_lasting(node.inner, not wanted)
        case Logic():
            return all(is_lasting(part, wanted) for part in node.parts)
    return find_way(node) is wanted


def find_way(node: Node) -> bool | None:
    """Say what rows found so far can show of a test for good: that it holds, that it fails, or neither.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> find_way(parse_reading("exists(disputes(CHN -- RUS))[2020..]"))
    True
    """
    inner = node.inner if isinstance(node, Windowed) else node
    if isinstance(inner, Call):
        return _SHOWN.get(inner.name)
    if isinstance(inner, Compare) and isinstance(inner.right, Number):
        counted = inner.left.inner if isinstance(inner.left, Windowed) else inner.left
        return _SHOWN.get(inner.sign) if isinstance(counted, Call) and counted.name == "count" else None
    return None
