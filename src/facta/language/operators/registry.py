"""What an operator is, and the table of all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from facta.domain import Evidence, RowSet, Series, Window
from facta.errors import UnknownName, find_nearest
from facta.language.faults import Place
from facta.language.nodes import Call, Node, Number, Sides
from facta.language.values import Value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "OPERATORS",
    "Context",
    "Evaluate",
    "Keyword",
    "Operator",
    "Outlook",
    "declare",
    "find_operator",
    "list_operators",
    "read_ratio",
    "read_span",
    "read_word",
]


class Evaluate(Protocol):
    """The evaluator, as operators see it."""

    def __call__(self, node: Node, context: Context) -> Sequence[Value]:
        """Evaluate a part that was checked, one value a book."""


class Outlook(Protocol):
    """What may follow on what is known: a forecast lays its draws over the evidence, and a reading is read as ever."""

    @property
    def until(self) -> dt.date:
        """The last day that is drawn."""

    def extend(self, series: Series) -> Series:
        """Return a series that goes on to the last day, with as many draws of it."""

    def draw_starts(self, rows: RowSet, window: Window | None) -> NDArray[np.float64]:
        """Return the days, shape (draws, most), on which rows like these begin in a window and are not known yet."""


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
        Measured series, by measure, relation and options, and their turns; belongs to one evidence.
    where : str or None
        File and line, for errors.
    outlook : Outlook or None
        Of a forecast: what may follow.
    """

    expression: str
    evidence: Evidence
    evaluate: Evaluate
    window: Window | None = None
    is_running: bool = False
    cache: dict[tuple[object, ...], Any] = field(default_factory=dict)
    where: str | None = None
    outlook: Outlook | None = None

    def inside(self, window: Window | None) -> Context:
        """Return this context with another window."""
        return Context(
            self.expression, self.evidence, self.evaluate, window, self.is_running, self.cache, self.where, self.outlook
        )  # fmt: skip

    @property
    def place(self) -> Place:
        """The text, for errors."""
        return Place(self.expression, self.where)

    @property
    def needs(self) -> float | None:
        """Least completeness of a figure: the measure's own, or none while the window runs."""
        return 0.0 if self.is_running else None

    @property
    def today(self) -> dt.date:
        """The day of the evidence."""
        return self.evidence.as_of

    @property
    def last_day(self) -> dt.date:
        """The last day of which anything can be said: that of the evidence, or the last that a forecast draws."""
        return self.outlook.until if self.outlook else self.evidence.as_of


Compute: TypeAlias = Callable[[Call, Context], Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword that an operator takes.

    Parameters
    ----------
    name, title : str
        As written, and in words.
    takes : str
        ``span`` (30d), ``share`` (80%), ``set`` (G20), ``day`` (2021-01-31), ``word`` or ``text``.
    choices : tuple of str
        The words that it may be.
    is_required : bool
        Whether the operator makes no sense without it.

    Examples
    --------
    >>> find_operator("rank").keywords[0].name
    'among'
    """

    name: str
    title: str
    takes: str
    choices: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """A named function in the language.

    Parameters
    ----------
    name, title : str
        As written, and in words.
    phrase : str
        How a reading that uses it is put into words: ``{0}`` is the first argument, ``{1}`` the second.
    takes : tuple of str
        What each argument is: ``series``, ``value`` (series or figure), ``part`` (series, figure or rows), ``rows``,
        ``items`` (rows, events or a test), ``test``, ``truth``, ``answer`` (a truth or value), ``measure``,
        ``incidents``, ``field`` or ``text``; the last may repeat where it ends in ``…``.
    gives : str
        ``quotient``, ``figure``, ``truth``, ``rows``, or ``=`` for a truth or figure, as its last argument.
    keywords : tuple of Keyword
        Keywords that it takes.
    unit : str
        Symbol of the unit of what it gives; ``=`` for that of its argument, empty for truths, rows and bare numbers.
    example : str
        An expression that the tests evaluate.
    compute : callable
        ``compute(call, context)``; may trust that the call was checked.
    group : int
        How many neighbouring arguments share a unit; 0 for all.

    Examples
    --------
    >>> find_operator("change").options, find_operator("change").unit
    (('over',), '1')
    """

    name: str
    title: str
    phrase: str
    takes: tuple[str, ...]
    gives: str
    keywords: tuple[Keyword, ...]
    unit: str
    example: str
    compute: Compute
    group: int = 0

    @property
    def options(self) -> tuple[str, ...]:
        """Names of the keywords that it takes."""
        return tuple(keyword.name for keyword in self.keywords)


_OPERATORS: dict[str, Operator] = {}
OPERATORS: Mapping[str, Operator] = MappingProxyType(_OPERATORS)
"""Every operator by name, in the order of their declaration."""


def declare(
    title: str,
    phrase: str,
    *,
    takes: Sequence[str],
    gives: str,
    example: str,
    unit: str = "",
    keywords: Sequence[Keyword] = (),
    group: int = 0,
) -> Callable[[Compute], Compute]:
    """Enter a function ``apply_NAME`` into the table of operators as NAME; the parameters are those of `Operator`."""

    def enter(compute: Compute) -> Compute:
        name = compute.__name__.removeprefix("apply_")
        _OPERATORS[name] = Operator(
            name, title, phrase, tuple(takes), gives, tuple(keywords), unit, example, compute, group
        )
        return compute

    return enter


def list_operators() -> dict[str, Operator]:
    """Return every operator by name.

    Examples
    --------
    >>> list_operators()["share"].title
    'part of a whole, both from one book; of rows, the part that the first set is of the second'
    """
    return dict(sorted(_OPERATORS.items()))


def find_operator(name: str) -> Operator:
    """Return the operator of that name.

    Raises
    ------
    UnknownName
        No such operator; names the nearest.

    Examples
    --------
    >>> find_operator("shar")
    Traceback (most recent call last):
    facta.errors.UnknownName: unknown operator 'shar'. Nearest: share.
    """
    if name not in _OPERATORS:
        raise UnknownName("operator", name, nearest=find_nearest(name, _OPERATORS))
    return _OPERATORS[name]


def read_ratio(call: Call, name: str, default: float) -> float:
    """Return a keyword that is a share, as a ratio."""
    given = call.option(name)
    return given.value * (given.unit.factor if given.unit else 1.0) if isinstance(given, Number) else default


def read_span(call: Call, name: str) -> float | None:
    """Return a keyword that is a span of time, in days; None where it was not written."""
    given = call.option(name)
    return given.value * (given.unit.factor if given.unit else 1.0) if isinstance(given, Number) else None


def read_word(call: Call, name: str, default: str) -> str:
    """Return a keyword that is a word."""
    given = call.option(name)
    return given.text if isinstance(given, Sides) else default
