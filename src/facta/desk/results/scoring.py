"""What came of forecasts: resolutions, and the board of their holders."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from facta.claims.record import Kind, LeftOut, LogEntry
from facta.desk.results.table import Table, plain
from facta.forecasts.scoring import Board, BoardRow, Entry, Standing, find_standing, group_entries
from facta.store import save_rows

__all__ = ["ResolveResult", "ScoreResult"]

_SETTLED = frozenset({Kind.RESOLVED, Kind.AMBIGUOUS, Kind.ANNULLED})


@dataclass(frozen=True, slots=True)
class ResolveResult(Table):
    """What was added to the logs of dossiers, and what waits.

    Parameters
    ----------
    as_of : datetime.date
        Day of the evidence.
    added : tuple of LogEntry
        Everything that was written: readings registered, forecasts, resolutions, withdrawals.
    open : tuple of LogEntry
        Readings that wait, each with why; nothing is written of them.
    files : tuple of str
        The logs.
    notes : tuple of str
        What a reader has to know of the logs, such as a line that was cut off.
    """

    as_of: dt.date
    added: tuple[LogEntry, ...]
    open: tuple[LogEntry, ...]
    files: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many entries of each kind were written."""
        return Counter(entry.kind.value for entry in self.added)

    @property
    def resolved(self) -> tuple[LogEntry, ...]:
        """What was settled: resolved, ambiguous, or annulled."""
        return tuple(entry for entry in self.added if entry.kind in _SETTLED)

    @property
    def flagged(self) -> tuple[LogEntry, ...]:
        """Readings registered just now that can never be resolved, with why."""
        return tuple(entry for entry in self.added if entry.kind is Kind.REGISTERED and entry.reason)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each reading that was settled or waits."""
        names = ("dossier", "claim", "reading", "kind", "outcome", "reason", "as_of")
        return [{name: plain(getattr(entry, name)) for name in names} for entry in (*self.resolved, *self.open)]


@dataclass(frozen=True, slots=True)
class ScoreResult(Table):
    """The board of holders, and every forecast behind it.

    Parameters
    ----------
    dossiers : tuple of str
        What was scored.
    as_of : datetime.date
        Day of the evidence.
    mapping : str
        By which hedges became ranges, with its version.
    board : Board
        The holders, with what must stand above them.
    references : tuple of BoardRow
        The model and the base rate, over the same claims.
    entries : tuple of Entry
        One for each holder, claim and reading.
    left_out : tuple of LeftOut
        Claims about the future that have nothing to score.
    withdrawn : int
        Readings that were registered once, and are gone from the dossiers.
    notes : tuple of str
        What a reader has to know of the logs.
    """

    dossiers: tuple[str, ...]
    as_of: dt.date
    mapping: str
    board: Board
    references: tuple[BoardRow, ...]
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    withdrawn: int = 0
    notes: tuple[str, ...] = ()
    _shown: ClassVar[tuple[str, ...]] = ("holder", "claim", "low", "high", "model", "base_rate", "outcome", "standing")

    @property
    def waiting(self) -> Mapping[str, int]:
        """How many claims wait, by what for, the most first; a claim that several hold counts for each."""
        claims = (readings for held in group_entries(self.entries).values() for readings in held)
        waiting = (readings for readings in claims if find_standing(readings) is Standing.PENDING)
        return dict(Counter(_find_wait(readings) for readings in waiting).most_common())

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each holder, claim and reading; missing is None."""
        return [plain(entry) for entry in self.entries]

    def save(self, file: str | Path) -> Path:
        """Write the forecasts as CSV or Parquet, a row for each holder, claim and reading; return the file.

        Raises
        ------
        UnknownFormat
            Another suffix.
        StoreError
            The file cannot be written.
        """
        save_rows(self.rows(), Path(file))
        return Path(file)


def _find_wait(readings: Sequence[Entry]) -> str:
    return next(entry.reason for entry in readings if entry.standing is Standing.PENDING)
