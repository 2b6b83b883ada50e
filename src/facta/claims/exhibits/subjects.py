"""Which parts of a reading are series that can be drawn, and what is claimed of their height."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from facta.domain import Window
from facta.language import (
    Binary,
    Call,
    Compare,
    Conditional,
    Logic,
    Negation,
    Node,
    Number,
    Windowed,
    list_operators,
    list_parts,
    rebuild,
)

__all__ = ["Subject", "list_subjects"]

_KEEP = frozenset({"mean", "minimum", "maximum", "first", "last"})
"""Operators that leave a figure at the height of its series."""
_FROM_START = frozenset({"change", "difference"})
_QUOTIENTS = frozenset({"share", "ratio"})
_NOT_ITS_OWN = frozenset({"rank", "members"})
"""Operators whose figure comes from other series than the one that is written."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A part of a reading that is a series.

    Parameters
    ----------
    node : Node
        Without windows.
    window : Window or None
        That stood around it, or inside.
    compared : Compare or None
        What holds it against a number, where that is a claim of its height.
    operator : str
        The operator around it, the nearest.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> (subject,) = list_subjects(parse_reading("trade(CHN -- RUS)[2014] > 90 bn USD"))
    >>> str(subject.window), subject.compared.sign
    ('2014', '>')
    """

    node: Node
    window: Window | None
    compared: Compare | None = None
    operator: str = ""

    @property
    def is_change(self) -> bool:
        """Whether what is claimed of it is a change from the first period of its window."""
        return self.operator in _FROM_START

    @property
    def is_level(self) -> bool:
        """Whether it is claimed of single periods, however many the window holds."""
        return self.operator in _KEEP or self.operator == "persists"


def list_subjects(node: Node) -> list[Subject]:
    """Return the series in a reading: of a condition those of its effect, of a comparison those of both sides.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> text = "slope(trade(CHN -- RUS) - trade(CHN -- USA))[2000..2014] > 0"
    >>> [subject.compared for subject in list_subjects(parse_reading(text))]
    [None, None]
    """
    return list(_walk(node, Subject(node, None)))


def _walk(node: Node, found: Subject) -> Iterator[Subject]:
    match node:
        case Windowed():
            yield from _walk(node.inner, replace(found, window=node.window))
        case Compare():
            held = node if isinstance(node.right, Number) else None
            yield from _walk_all((node.left, node.right), replace(found, compared=held))
        case Binary(sign="+" | "-"):
            yield from _walk_all((node.left, node.right), replace(found, compared=None))
        case Binary():
            yield _strip(node, found)
        case Call():
            yield from _walk_call(node, found)
        case Conditional():
            yield from _walk(node.effect, found)
        case Negation() | Logic():
            yield from _walk_all(list_parts(node), found)


def _walk_all(nodes: Iterable[Node], found: Subject) -> Iterator[Subject]:
    for node in nodes:
        yield from _walk(node, found)


def _walk_call(call: Call, found: Subject) -> Iterator[Subject]:
    """Yield a measure or a quotient itself, and of any other operator what it is applied to."""
    if call.name not in list_operators() or call.name in _QUOTIENTS:
        yield _strip(call, found)
        return
    if call.name in _NOT_ITS_OWN:
        return
    is_kept = call.name in _KEEP or (call.name in _FROM_START and call.option("over") is None and not found.operator)
    compared = found.compared if is_kept else None
    yield from _walk_all(call.arguments, replace(found, compared=compared, operator=call.name))


def _strip(node: Node, found: Subject) -> Subject:
    """Take the windows out of a part; the first of them counts where none stood around it."""
    inner: list[Window] = []

    def open_window(part: Node) -> Node:
        if isinstance(part, Windowed):
            inner.append(part.window)
            return part.inner
        return part

    stripped = rebuild(node, open_window)
    return replace(found, node=stripped, window=found.window or next(iter(inner), None))
