"""Series of many pairs, laid down as the rows of a long panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from facta.desk.measuring import TooFine, gather_periods
from facta.domain import Frequency, Relation, Series, Status, Window, bound_shares, find_parties, list_states
from facta.measures import Measure
from facta.store import StoreEvidence

__all__ = ["KEYS", "PanelReader"]

KEYS = ("actor", "recipient", "measure", "source", "reporter", "variant", "vintage", "unit")
"""What tells the series of a long panel apart."""

_Row: TypeAlias = tuple[tuple[str, ...], Mapping[str, NDArray[Any]]]


@dataclass(slots=True)
class PanelReader:
    """Measures every pair of states, one actor after the other.

    Parameters
    ----------
    evidence : StoreEvidence
        Where the figures are.
    frequency : Frequency
        Length of the periods.
    window : Window
        Which periods.
    states : tuple of str
        Between whom; empty for all pairs of which something is reported.
    options : mapping of str to str
        Arguments of the measures.
    sources, origins : dict
        What the rows came from: filled while they are read.
    coarse : dict of str to str
        Books that have longer periods only, with the reason why they are left out: filled too.
    """

    evidence: StoreEvidence
    frequency: Frequency
    window: Window
    states: tuple[str, ...]
    options: Mapping[str, str]
    sources: dict[str, None] = field(default_factory=dict)
    origins: dict[str, None] = field(default_factory=dict)
    coarse: dict[str, str] = field(default_factory=dict)

    def read(self, measure: Measure, heed: Callable[[int, int], None]) -> Iterator[list[_Row]]:
        """Yield the series of one actor after the other; `heed` is told how many of how many are done."""
        pairs = self._list_pairs(measure)
        for place, (actor, others) in enumerate(pairs.items()):
            ways = [(actor, other) for other in others]
            ways += [(other, actor) for actor, other in ways] if measure.shape == "undirected" else []
            self.evidence.fetch_figures((name, *way) for name in measure.indicators for way in ways)
            yield [row for other in others for row in self._read_pair(measure, actor, other)]
            heed(place + 1, len(pairs))

    def _list_pairs(self, measure: Measure) -> dict[str, list[str]]:
        """Return whom each state is measured with; an undirected pair stands once, a state alone with nobody."""
        states = self.states or tuple(state.id for state in list_states())
        if measure.shape == "state":
            return {state: [""] for state in states}
        known = None if self.states else self._find_partners(measure, states)
        listed = {}
        for actor in states:
            others = states if known is None else sorted(known.get(actor, ()))
            is_directed = measure.shape != "undirected"
            listed[actor] = [other for other in others if other != actor and (is_directed or actor < other)]
        return {actor: others for actor, others in listed.items() if others}

    def _find_partners(self, measure: Measure, states: Sequence[str]) -> dict[str, set[str]] | None:
        """Return the states with which each has figures, both ways; None where no figures are of pairs."""
        known, found = set(states), dict[str, set[str]]()
        for actor in states:
            for other in {
                other for name in measure.indicators for other in self.evidence.partners(name, actor)
            } & known:
                found.setdefault(actor, set()).add(other)
                found.setdefault(other, set()).add(actor)
        return found or None

    def _read_pair(self, measure: Measure, actor: str, other: str) -> Iterator[_Row]:
        one, two = _find_parties(actor), _find_parties(other) if other else None
        relation = Relation(one, two, is_directed=measure.shape != "undirected")
        given = {name: value for name, value in self.options.items() if name in measure.complete({})}
        for book in measure(self.evidence, relation, given):
            for series in self._gather(book) if isinstance(book, Series) else ():
                columns = self._lay(series)
                if columns is None:
                    continue
                self.sources[series.book.source] = None
                self.origins.update(dict.fromkeys(origin for origin in series.origins if origin))
                keys = (measure.name, *_name_book(series), series.unit.symbol)
                yield (actor, other, *keys), columns
                if measure.shape == "undirected":
                    yield (other, actor, *keys), columns

    def _gather(self, book: Series) -> list[Series]:
        """Return a book in the periods of the panel; one of longer periods is left out and noted."""
        try:
            return [bound_shares(series).cut(self.window) for series in gather_periods([book], self.frequency.value)]
        except TooFine as error:
            self.coarse[f"{book.measure} of {error.source}"] = f"has figures by {error.has}"
            return []

    def _lay(self, series: Series) -> Mapping[str, NDArray[Any]] | None:
        """Return the periods that a source covers, as columns; None where there is nothing to tell of the pair."""
        is_told = series.status != Status.NOT_COVERED
        if not is_told.any() or not (self.states or _has_any(series)):
            return None
        blank = np.full(len(series.status), np.nan)
        low, high = (blank if bound is None else bound for bound in (series.low, series.high))
        columns = {
            "ordinal": np.arange(series.start, series.stop, dtype=np.int64),
            "value": series.values.mean(axis=0),
            "low": low,
            "high": high,
            "completeness": series.completeness,
            "status": series.status,
        }
        return {name: column[is_told] for name, column in columns.items()}


def _has_any(series: Series) -> bool:
    """Say whether anything is reported: a count of nought is nothing, though partly covered; a share of nought is."""
    is_there = series.status <= Status.PARTIAL
    if series.weights is None:
        is_there &= (series.status == Status.REPORTED) | (series.values != 0).any(axis=0)
    return bool(is_there.any())


_find_parties = cache(find_parties)


def _name_book(series: Series) -> tuple[str, str, str, str]:
    return series.book.source, series.book.reporter, series.book.variant, series.book.vintage
