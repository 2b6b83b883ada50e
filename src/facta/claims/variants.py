"""Changed readings: a threshold moved by a tenth, a window by one period, another start year, a clipped window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from typing import Any

from facta.domain import Window
from facta.errors import ImpossibleWindow
from facta.language import Call, Compare, Node, Number, Windowed, walk

__all__ = ["clip_windows", "last_day", "vary_reading"]

_COUNTING = frozenset({"all", "count", "exists", "none"})


def vary_reading(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield each changed reading with the name of the change."""
    for label, factor in (("threshold +10%", 1.1), ("threshold -10%", 0.9)):
        changed = _rebuild(node, partial(_scale, factor=factor))
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


def last_day(node: Node) -> dt.date | None:
    """Return the last day that any window of a reading reaches; None where none has an end."""
    ends = [part.window.end for part in walk(node) if isinstance(part, Windowed) and part.window.end]
    return max(ends, default=None)


def clip_windows(node: Node, day: dt.date) -> Node:
    """End every window on `day` at the latest; a window that starts later stays as it is."""
    known = Window(None, day)

    def clip(part: Node) -> Node:
        if isinstance(part, Windowed) and part.window.end and part.window.end > day:
            return replace(part, window=part.window.clip(known) or part.window)
        return part

    return _rebuild(node, clip)


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
    moved = _map_parts(node, lambda part: _move_windows(part, first, last, is_dated=is_dated))
    if not isinstance(moved, Windowed):
        return moved
    if ".." not in str(moved.window):
        is_counted = isinstance(moved.inner, Call) and moved.inner.name in _COUNTING
        if is_dated or is_counted or first != last:
            return moved
    return replace(moved, window=moved.window.move(first, last))


def _rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """Apply a change to every part, from the inside out."""
    return change(_map_parts(node, lambda part: _rebuild(part, change)))


def _map_parts(node: Node, change: Callable[[Node], Node]) -> Node:
    """Apply a change to the parts directly inside a node."""
    changed: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        new = _map_value(value, change)
        if new is not value:
            changed[field.name] = new
    return replace(node, **changed) if changed else node


def _map_value(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, Node):
        return change(value)
    if isinstance(value, tuple) and any(isinstance(part, Node | tuple) for part in value):
        mapped = tuple(_map_value(part, change) for part in value)
        return mapped if any(new is not old for new, old in zip(mapped, value, strict=True)) else value
    return value
