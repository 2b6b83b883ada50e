"""What a measure is, and the table of all of them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeAlias, TypeVar

import numpy as np

from facta.domain import (
    Aggregation,
    Basis,
    Book,
    Evidence,
    Frequency,
    Relation,
    RowSet,
    Series,
    Unit,
    find_state,
    find_unit,
    list_states,
)
from facta.errors import UnknownName, find_nearest
from facta.sources import list_sources

__all__ = ["Argument", "Facts", "Measure", "Options", "Reading", "declare", "find_measure", "list_measures"]

Options: TypeAlias = Mapping[str, str]
"""Keyword arguments of a measure, as text."""

Reading: TypeAlias = list[Series] | list[RowSet]
"""What a measure returns: one entry a book."""

_Entry = TypeVar("_Entry", Series, RowSet)
_Compute: TypeAlias = Callable[[Evidence, Relation, Options], list[_Entry]]


@dataclass(frozen=True, slots=True)
class Argument:
    """A keyword that a measure takes.

    Parameters
    ----------
    name : str
        As written in an expression.
    title : str
        What it chooses.
    choices : tuple of str
        What it may be; empty where any text may stand.
    default : str
        What it is where it is not written.

    Examples
    --------
    >>> [argument.name for argument in find_measure("disputes").arguments]
    ['fatal', 'hostility']
    """

    name: str
    title: str
    choices: tuple[str, ...] = ()
    default: str = ""


_COMMON = (Argument("source", "only this source"), Argument("reporter", "only the record of this reporter"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a measure says about itself.

    Parameters
    ----------
    title : str
        What it measures, in words.
    ledger : str
        ``words``, ``deeds`` or ``context``.
    shape : str
        ``directed``, ``undirected``, ``either`` or ``state``: the relation it takes.
    indicators : tuple of str
        What it is computed from, by the names of `source.yml`.
    bias, remedy : str
        A known bias, and what is done about it.
    reference : str
        Where the method is published.
    is_rows : bool
        Whether it yields rows rather than series.
    unit : str
        Symbol of its unit; empty for rows, and where the figures bring their own.
    basis : Basis or None
        Flow or stock, done or pledged; None for rows, and where the figures bring their own.
    aggregation : Aggregation
        How several periods become one.
    needs : float
        Least part of the periods that must be there for such a figure.
    arguments : tuple of Argument
        Keywords beyond the relation.
    """

    title: str
    ledger: str
    shape: str
    indicators: tuple[str, ...]
    bias: str
    remedy: str
    reference: str = ""
    is_rows: bool = False
    unit: str = ""
    basis: Basis | None = None
    aggregation: Aggregation = Aggregation.SUM
    needs: float = 0.9
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Facts):
    """A named function from evidence to series (or rows), one per book; it has every field of `Facts`.

    Parameters
    ----------
    name : str
        As written in an expression.
    compute : callable
        ``compute(evidence, relation, options)``, with every option given.

    Examples
    --------
    >>> trade = find_measure("trade")
    >>> trade.ledger, trade.unit, str(trade.basis)
    ('deeds', 'M USD', 'flow, done, nominal')
    """

    name: str
    compute: Callable[[Evidence, Relation, Options], Reading]

    def complete(self, given: Options) -> Options:
        """Return `given` with the defaults filled in.

        Raises
        ------
        UnknownName
            An argument that the measure does not take, or a value that it does not know; names the nearest.
        """
        known = {argument.name: argument for argument in (*self.arguments, *_COMMON)}
        for name, value in given.items():
            if name not in known:
                step = f"It takes {', '.join(known)}."
                raise UnknownName(f"argument of {self.name}", name, nearest=find_nearest(name, known), step=step)
            choices = known[name].choices
            if choices and value not in choices:
                nearest, step = find_nearest(value, choices), f"It is one of {', '.join(choices)}."
                raise UnknownName(f"{name} of {self.name}", value, nearest=nearest, step=step)
        named = {"reporter": _name_reporter(given["reporter"])} if given.get("reporter") else {}
        return {argument.name: argument.default for argument in known.values()} | dict(given) | named

    def __call__(self, evidence: Evidence, relation: Relation, given: Options | None = None) -> Reading:
        """Measure a relation: one series (or set of rows) per book, restricted to ``source=`` and ``reporter=``.

        Raises
        ------
        UnknownName
            As `complete` does; and where the measure is of single states and a set stands on a side.
        """
        return self.compute(evidence, relation, self.complete(given or {}))

    def begin(self, relation: Relation, unit: Unit | None = None, basis: Basis | None = None) -> Series:
        """Return a series without periods that carries the measure's facts, to be filled book by book."""
        basis = basis or self.basis
        assert basis  # rows have no series, and figures that bring their own unit bring their basis
        nothing = np.zeros(0)
        return Series(
            self.name, str(relation), Book(""), unit or find_unit(self.unit), basis, Frequency.YEAR, 0,
            nothing[None, :], nothing.astype(np.int8), nothing, self.aggregation, needs=self.needs,
        )  # fmt: skip


def _name_reporter(given: str) -> str:
    """Return the id of a state that is written by a name of its own; firms and organisations report too."""
    try:
        return find_state(given).id
    except UnknownName:
        return given


_MEASURES: dict[str, Measure] = {}


def declare(facts: Facts) -> Callable[[_Compute[_Entry]], _Compute[_Entry]]:
    """Enter a function ``measure_NAME`` into the table of measures as NAME."""

    def enter(compute: _Compute[_Entry]) -> _Compute[_Entry]:
        name = compute.__name__.removeprefix("measure_")

        @functools.wraps(compute)
        def ask(evidence: Evidence, relation: Relation, options: Options) -> list[_Entry]:
            found = compute(evidence, relation, options)
            return [entry for entry in found if _is_asked(entry.book, options)] or _refuse_strangers(found, options)

        shared = {field.name: getattr(facts, field.name) for field in fields(facts)}
        _MEASURES[name] = Measure(**shared, name=name, compute=ask)
        return compute

    return enter


def _is_asked(book: Book, options: Options) -> bool:
    """Say whether a book is of the source and reporter that were asked for."""
    source, reporter = options["source"], options["reporter"]
    return (not source or book.source == source) and (not reporter or book.reporter == reporter)


def _refuse_strangers(found: Sequence[_Entry], options: Options) -> list[_Entry]:
    """Return nothing, if the source and reporter that were asked for exist; a misspelt one is no silence."""
    for part, known in (("source", list_sources()), ("reporter", {state.id: state for state in list_states()})):
        among = {getattr(entry.book, part) for entry in found} - {""}
        if among and options[part] and options[part] not in among | known.keys():
            step = f"Here it is one of {', '.join(sorted(among))}."
            raise UnknownName(part, options[part], nearest=find_nearest(options[part], among), step=step)
    return []


def list_measures() -> Mapping[str, Measure]:
    """Return every measure by name.

    Examples
    --------
    >>> sorted({measure.ledger for measure in list_measures().values()})
    ['context', 'deeds', 'words']
    """
    return dict(sorted(_MEASURES.items()))


def find_measure(name: str) -> Measure:
    """Return the measure of that name.

    Raises
    ------
    UnknownName
        No such measure; names the nearest.

    Examples
    --------
    >>> find_measure("trdae")
    Traceback (most recent call last):
    facta.errors.UnknownName: unknown measure 'trdae'. Nearest: trade.
    """
    if name not in _MEASURES:
        raise UnknownName("measure", name, nearest=find_nearest(name, _MEASURES), step="`facta measures` lists them.")
    return _MEASURES[name]
