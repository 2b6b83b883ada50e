"""Changed readings: a threshold moved by a tenth, a window by one period, another start year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from facta.errors import ImpossibleWindow
from facta.language import Call, Compare, Node, Number, Windowed, map_parts, rebuild
from facta.measures import list_measures

__all__ = ["vary_reading"]

_COUNTING = frozenset({"all", "count", "exists", "none"})


def vary_reading(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield each changed reading with the name of the change."""
    for label, factor in (("threshold +10%", 1.1), ("threshold -10%", 0.9)):
        changed = rebuild(node, partial(_scale, factor=factor))
        if changed != node:
            yield label, changed
    for label, first, last in (
        ("window one period earlier", -1, -1),
        ("window one period later", 1, 1),
        ("start one period earlier", -1, 0),
        ("start one period later", 1, 0),
    ):
        try:
            changed = _move_windows(node, first, last, is_dated=False)
        except ImpossibleWindow:
            continue
        if changed != node:
            yield label, changed


def _lists_rows(call: Call) -> bool:
    measure = list_measures().get(call.name)
    return measure is not None and measure.is_rows


def _scale(part: Node, factor: float) -> Node:
    """Move the number that a comparison holds against a figure; an equality keeps its tolerance instead."""
    if (
        isinstance(part, Compare)
        and isinstance(part.right, Number)
        and part.right.value
        and part.sign not in ("==", "!=")
    ):
        return replace(part, right=replace(part.right, value=part.right.value * factor))
    if isinstance(part, Call):
        options = tuple(
            (
                name,
                replace(value, value=min(value.value * factor, 100.0))
                if name == "share" and isinstance(value, Number)
                else value,
            )
            for name, value in part.options
        )
        return replace(part, options=options) if options != part.options else part
    return part


def _move_windows(node: Node, first: int, last: int, *, is_dated: bool) -> Node:
    """Move the ends of every window, but not of a single period in which something is said to have happened.

    That a stake was 9.9% in March 2016, or that there was a forum in 2019, is not shaken by another month or year.
    """
    is_dated = is_dated or (isinstance(node, Compare) and node.sign in ("==", "!="))
    moved = map_parts(node, lambda part: _move_windows(part, first, last, is_dated=is_dated))
    if not isinstance(moved, Windowed):
        return moved
    if ".." not in str(moved.window):
        is_counted = isinstance(moved.inner, Call) and (moved.inner.name in _COUNTING or _lists_rows(moved.inner))
        if is_dated or is_counted or first != last:
            return moved
    return replace(moved, window=moved.window.move(first, last))
