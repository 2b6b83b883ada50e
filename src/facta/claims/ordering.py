"""What readings will ask for: they are evaluated once on evidence that has nothing and notes every question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from facta.domain import Coverage, Evidence, Figures, Origin, Row, Totals, Votes
from facta.errors import FactaError
from facta.language import Incommensurable, Node, evaluate, start_context

__all__ = ["list_wanted"]


@dataclass(slots=True)
class _Order:
    """Evidence without figures, rows or votes, that notes whose figures were asked for."""

    inner: Evidence
    wanted: dict[tuple[str, str, str], None] = field(default_factory=dict)

    @property
    def as_of(self) -> dt.date:
        return self.inner.as_of

    def figures(self, indicator: str, actor: str, recipient: str = "") -> tuple[Figures, ...]:
        self.wanted[indicator, actor, recipient] = None
        return ()

    def fetch_figures(self, wanted: Iterable[tuple[str, str, str]]) -> None:
        self.wanted.update(dict.fromkeys(wanted))

    def partners(self, indicator: str, actor: str) -> tuple[str, ...]:
        return ()

    def totals(self, indicators: tuple[str, ...]) -> tuple[Totals, ...]:
        return ()

    def rows(self, kind: str, parties: Collection[str] = ()) -> tuple[Row, ...]:
        return ()

    def votes(self) -> Votes | None:
        return None

    def coverage(self, indicator: str) -> tuple[Coverage, ...]:
        return self.inner.coverage(indicator)

    def origin(self, origin_id: str) -> Origin:
        return self.inner.origin(origin_id)


def list_wanted(readings: Iterable[tuple[Node, str]], evidence: Evidence) -> list[tuple[str, str, str]]:
    """Return the (indicator, actor, recipient) whose figures the readings ask for, so that one scan can fetch them.

    A reading that is refused is left out here: evaluating it will say why.
    """
    order = _Order(evidence)
    cache: dict[tuple[object, ...], object] = {}
    for node, expression in readings:
        try:
            evaluate(node, start_context(expression, order, cache=cache))
        except (FactaError, Incommensurable):
            continue
    return list(order.wanted)
