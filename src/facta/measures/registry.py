"""What a measure is, and the table of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from facta.domain import Aggregation, Basis, Evidence, Relation, RowSet, Series
from facta.errors import UnknownName, find_nearest

__all__ = ["Argument", "Measure", "Options", "Reading", "declare", "find_measure", "list_measures"]

Options: TypeAlias = Mapping[str, str]
"""Keyword arguments of a measure, as text."""

Reading: TypeAlias = Sequence[Series] | Sequence[RowSet]
"""What a measure returns: one entry a book."""


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
    """

    name: str
    title: str
    choices: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A named function from evidence to series (or rows), one per book.

    Parameters
    ----------
    name, title : str
        As written in an expression, and in words.
    ledger : str
        ``words``, ``deeds`` or ``context``.
    shape : str
        ``directed``, ``undirected``, ``either`` or ``state``: the relation it takes.
    unit : str
        Symbol of its unit; empty for rows.
    basis : Basis or None
        Flow or stock, done or pledged; None for rows.
    aggregation : Aggregation
        How several periods become one.
    needs : float
        Least part of the periods that must be there for such a figure.
    arguments : tuple of Argument
        Keywords beyond the relation.
    indicators : tuple of str
        What it is computed from, by the names of `source.yml`.
    bias, remedy, reference : str
        A known bias, what was done about it, and where the method is published.
    compute : callable
        ``compute(evidence, relation, options)``.
    """

    name: str
    title: str
    ledger: str
    shape: str
    unit: str
    basis: Basis | None
    aggregation: Aggregation
    needs: float
    arguments: tuple[Argument, ...]
    indicators: tuple[str, ...]
    bias: str
    remedy: str
    reference: str
    compute: Callable[[Evidence, Relation, Options], Reading]

    @property
    def is_rows(self) -> bool:
        """Whether it yields rows rather than series."""
        return self.basis is None

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
                raise UnknownName(f"argument of {self.name}", name, nearest=find_nearest(name, known), step=f"It takes {', '.join(known)}.")
            choices = known[name].choices
            if choices and value not in choices:
                nearest = find_nearest(value, choices)
                raise UnknownName(f"{name} of {self.name}", value, nearest=nearest, step=f"It is one of {', '.join(choices)}.")
        return {argument.name: argument.default for argument in known.values()} | dict(given)

    def __call__(self, evidence: Evidence, relation: Relation, given: Options | None = None) -> Reading:
        """Measure a relation: one series (or set of rows) per book, restricted to ``source=`` and ``reporter=``."""
        options = self.complete(given or {})
        source, reporter = options["source"], options["reporter"]
        found = self.compute(evidence, relation, options)
        return [
            entry
            for entry in found
            if (not source or entry.book.source == source) and (not reporter or entry.book.reporter == reporter)
        ]  # type: ignore[return-value]


_COMMON = (Argument("source", "only this source"), Argument("reporter", "only the record of this reporter"))
_MEASURES: dict[str, Measure] = {}


def declare(
    title: str,
    *,
    ledger: str,
    shape: str,
    indicators: Sequence[str],
    unit: str = "",
    basis: Basis | None = None,
    aggregation: Aggregation = Aggregation.SUM,
    needs: float = 0.9,
    arguments: Sequence[Argument] = (),
    bias: str = "",
    remedy: str = "",
    reference: str = "",
) -> Callable[[Callable[[Evidence, Relation, Options], Reading]], Callable[[Evidence, Relation, Options], Reading]]:
    """Enter a function ``measure_NAME`` into the table of measures as NAME; the parameters are those of `Measure`."""

    def enter(compute: Callable[[Evidence, Relation, Options], Reading]) -> Callable[[Evidence, Relation, Options], Reading]:
        name = compute.__name__.removeprefix("measure_")
        _MEASURES[name] = Measure(
            name, title, ledger, shape, unit, basis, aggregation, needs, tuple(arguments), tuple(indicators), bias, remedy, reference, compute
        )  # fmt: skip
        return compute

    return enter


def list_measures() -> Mapping[str, Measure]:
    """Return every measure by name."""
    return dict(sorted(_MEASURES.items()))


def find_measure(name: str) -> Measure:
    """Return the measure of that name.

    Raises
    ------
    UnknownName
        No such measure; names the nearest.
    """
    if name not in _MEASURES:
        raise UnknownName("measure", name, nearest=find_nearest(name, _MEASURES), step="`facta measures` lists them.")
    return _MEASURES[name]
