"""What an operator is, and the table of all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from facta.domain import Evidence, Series, Window
from facta.errors import UnknownName, find_nearest
from facta.language.nodes import Call, Node
from facta.language.values import Truth, Value

__all__ = ["Context", "Evaluate", "Operator", "declare", "find_operator", "list_operators"]


class Evaluate(Protocol):
    """The evaluator, as operators see it."""

    def __call__(self, node: Node, context: Context) -> Sequence[Value]:
        """Evaluate a part, one value a book."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a part is evaluated in.

    Parameters
    ----------
    expression : str
        The whole text, for errors.
    evidence : Evidence
        What was known.
    evaluate : callable
        Evaluates the parts of a part.
    window : Window or None
        The window that stands around it.
    is_running : bool
        Take what there is of a window that has not ended.
    cache : dict
        Measured series, by measure, relation and options.
    where : str or None
        File and line, for errors.
    """

    expression: str
    evidence: Evidence
    evaluate: Evaluate
    window: Window | None = None
    is_running: bool = False
    cache: dict[tuple[object, ...], Sequence[Value]] = field(default_factory=dict)
    where: str | None = None

    def inside(self, window: Window | None) -> Context:
        """Return this context with another window."""
        return replace(self, window=window)

    @property
    def today(self) -> dt.date:
        """The day of the evidence."""
        return self.evidence.as_of


Outcome: TypeAlias = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Operator:
    """A named function in the language.

    Parameters
    ----------
    name, title : str
        As written, and in words.
    takes : tuple of str
        Kind of each argument: ``series``, ``rows``, ``truth``, ``any``; the last may repeat where it ends in ``…``.
    gives : str
        ``series``, ``figure`` or ``truth``.
    options : tuple of str
        Keywords that it takes.
    unit : str
        Symbol of the unit of what it gives; ``=`` for that of its argument, empty for truths.
    example : str
        An expression that the tests evaluate.
    compute : callable
        ``compute(call, context)``.
    """

    name: str
    title: str
    takes: tuple[str, ...]
    gives: str
    options: tuple[str, ...]
    unit: str
    example: str
    compute: Callable[[Call, Context], Outcome]


_OPERATORS: dict[str, Operator] = {}


def declare(
    title: str, *, takes: Sequence[str], gives: str, example: str, unit: str = "", options: Sequence[str] = (), name: str = ""
) -> Callable[[Callable[[Call, Context], Outcome]], Callable[[Call, Context], Outcome]]:
    """Enter a function ``apply_NAME`` into the table of operators as NAME; the parameters are those of `Operator`."""

    def enter(compute: Callable[[Call, Context], Outcome]) -> Callable[[Call, Context], Outcome]:
        key = name or compute.__name__.removeprefix("apply_")
        _OPERATORS[key] = Operator(key, title, tuple(takes), gives, tuple(options), unit, example, compute)
        return compute

    return enter


def list_operators() -> dict[str, Operator]:
    """Return every operator by name."""
    return dict(sorted(_OPERATORS.items()))


def find_operator(name: str) -> Operator:
    """Return the operator of that name.

    Raises
    ------
    UnknownName
        No such operator; names the nearest.
    """
    if name not in _OPERATORS:
        raise UnknownName("operator", name, nearest=find_nearest(name, _OPERATORS))
    return _OPERATORS[name]


def only_series(values: Sequence[Value]) -> list[Series]:
    """Return the series among values."""
    return [value for value in values if isinstance(value, Series)]


def only_truths(values: Sequence[Value]) -> list[Truth]:
    """Return the truths among values."""
    return [value for value in values if isinstance(value, Truth)]
