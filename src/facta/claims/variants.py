"""Changed readings: a threshold moved by a tenth, a window moved by one period, another start year, a clipped window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import fields, replace

from facta.domain import Window
from facta.errors import ImpossibleWindow
from facta.language import Call, Compare, Node, Number, Windowed, walk

__all__ = ["clip_windows", "last_day", "vary_reading"]


def vary_reading(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield each changed reading with the name of the change."""
    for label, factor in (("threshold +10%", 1.1), ("threshold -10%", 0.9)):
        changed = _rebuild(node, lambda part, factor=factor: _scale(part, factor))
        if changed != node:
            yield label, changed
    for label, first, last in (
        ("window one period earlier", -1, -1),
        ("window one period later", 1, 1),
        ("start one period earlier", -1, 0),
        ("start one period later", 1, 0),
    ):
        try:
            changed = _rebuild(node, lambda part, first=first, last=last: _move(part, first, last))
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
    if isinstance(part, Compare) and isinstance(part.right, Number) and part.right.value and part.sign not in ("==", "!="):
        return replace(part, right=replace(part.right, value=part.right.value * factor))
    if isinstance(part, Call):
        options = tuple(
            (name, replace(value, value=min(value.value * factor, 100.0)) if name == "share" and isinstance(value, Number) else value)
            for name, value in part.options
        )
        return replace(part, options=options) if options != part.options else part
    return part


def _move(part: Node, first: int, last: int) -> Node:
    if not isinstance(part, Windowed):
        return part
    is_point = str(part.window).count("..") == 0
    if is_point and first != last:
        return part
    return replace(part, window=part.window.move(first, last))


def _rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """Apply a change to every part, from the inside out."""
    changed = {}
    for field in fields(node):
        value = getattr(node, field.name)
        new = _rebuild_value(value, change)
        if new is not value:
            changed[field.name] = new
    return change(replace(node, **changed) if changed else node)


def _rebuild_value(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, Node):
        return _rebuild(value, change)
    if isinstance(value, tuple) and any(isinstance(part, Node | tuple) for part in value):
        rebuilt = tuple(_rebuild_value(part, change) for part in value)
        return rebuilt if any(new is not old for new, old in zip(rebuilt, value, strict=True)) else value
    return value
