"""Evidence made by hand, for the tests of all rooms that are handed an `Evidence`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from facta.domain import Coverage, Figures, Origin, Row, Totals, Votes

__all__ = ["HandEvidence"]


@dataclass(frozen=True)
class HandEvidence:
    """An `Evidence` out of a few runs of figures and a few rows; tests that need more of it build on it.

    An origin whose id ends in ``?`` is known by the claimant's word alone.
    """

    runs: Sequence[Figures] = ()
    listed: Sequence[Row] = ()
    covers: Sequence[Coverage] = ()
    as_of: dt.date = dt.date(2026, 11, 22)
    cast: Votes | None = None

    def figures(self, indicator: str, actor: str, recipient: str = "") -> tuple[Figures, ...]:
        wanted = (indicator, actor, recipient)
        return tuple(run for run in self.runs if (run.indicator, run.actor, run.recipient) == wanted)

    def fetch_figures(self, wanted: Iterable[tuple[str, str, str]]) -> None:
        """Have everything at hand already."""

    def partners(self, indicator: str, actor: str) -> tuple[str, ...]:
        return tuple(sorted({run.recipient for run in self.runs if (run.indicator, run.actor) == (indicator, actor)}))

    def indicators(self) -> tuple[str, ...]:
        return tuple(sorted({run.indicator for run in self.runs}))

    def totals(self, indicators: tuple[str, ...]) -> tuple[Totals, ...]:
        return ()

    def rows(self, kind: str, parties: Collection[str] = ()) -> tuple[Row, ...]:
        return tuple(row for row in self.listed if row.kind == kind)

    def votes(self) -> Votes | None:
        return self.cast

    def coverage(self, indicator: str) -> tuple[Coverage, ...]:
        return tuple(entry for entry in self.covers if entry.indicator == indicator)

    def origin(self, origin_id: str) -> Origin:
        via = "Ankur Shah" if origin_id.endswith("?") else ""
        return Origin(origin_id, "hand", "Nobody", "Hand", "1", "free", f"Nobody ({origin_id})", via=via)
