"""Levels and turns of a relation, book by book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from facta.changes import Level, Turns
from facta.changes.grounds import Artefact, GroundedTurn
from facta.desk.results.plotting import Plot, draw_plot
from facta.desk.results.table import Table, plain
from facta.domain import NoChart, Origin, Period, Series, Status, Window, draws

__all__ = ["BookTurns", "TurnsResult", "describe_turn"]


@dataclass(frozen=True, slots=True)
class BookTurns:
    """The level and the turns of a measure in one book.

    Parameters
    ----------
    series : Series
        What was measured, all that is known of it.
    turns : Turns
        As they were detected, whatever may explain them.
    grounded : tuple of GroundedTurn
        Those of the window, with what stands behind each.
    artefacts : tuple of Artefact
        What the feed did in the window, whether or not the series turned.
    filtered : Level
        The level that each period knew of up to it.
    window : Window or None
        What is shown; all periods count for what is told of them.
    """

    series: Series
    turns: Turns
    grounded: tuple[GroundedTurn, ...]
    artefacts: tuple[Artefact, ...]
    filtered: Level
    window: Window | None = None

    @property
    def places(self) -> range:
        """Places of the periods shown: from the first to the last value, inside the window."""
        known = [place for place, status in enumerate(self.series.status) if status <= Status.PARTIAL]
        first, last = (known[0], known[-1]) if known else (0, -1)
        if self.window:
            starts, ends = self.window.ordinals(self.series.frequency)
            first = first if starts is None else max(first, starts - self.series.start)
            last = last if ends is None else min(last, ends - self.series.start)
        return range(first, last + 1)

    def list_levels(self) -> list[dict[str, Any]]:
        """Return a row a period: value, level with its bands, and the level as it was known then."""
        level = self.turns.level
        return [
            {
                "period": str(Period(self.series.frequency, self.series.start + place)),
                "value": plain(self.series.values[0, place]),
                **{name: plain(getattr(level, name)[place]) for name in _BANDS},
                "then": plain(self.filtered.mean[place]),
                "then_low90": plain(self.filtered.low90[place]),
                "then_high90": plain(self.filtered.high90[place]),
            }
            for place in self.places
        ]


_BANDS = ("mean", "low50", "high50", "low90", "high90")


@dataclass(frozen=True, slots=True)
class TurnsResult(Table):
    """The levels and turns of a relation, one entry a measure and book; a table of the turns.

    Parameters
    ----------
    relation : str
        As it was asked.
    books : tuple of BookTurns
        One a series.
    is_overview : bool
        Whether no measure was named: every book of the pair is there, and no third state was asked.
    citations : tuple of str
        Of everything behind them.
    fill : tuple of str
        Which sources would fill it, where there is nothing.
    origins : tuple of Origin
        Where the rows behind them came from.
    """

    relation: str
    books: tuple[BookTurns, ...]
    is_overview: bool = False
    citations: tuple[str, ...] = ()
    fill: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    _shown: ClassVar[tuple[str, ...]] = ("measure", "source", "reporter", "date", "low", "high", "probability", "kind",
                                         "direction", "size", "unit", "artefact")  # fmt: skip

    def __getitem__(self, place: Any) -> Any:
        return self.books[place]

    def __len__(self) -> int:
        return len(self.books)

    def __iter__(self) -> Iterator[BookTurns]:
        return iter(self.books)

    def cite(self) -> tuple[str, ...]:
        """Return the citations and licences of everything behind its figures."""
        return self.citations

    def _describe(self) -> str:
        return f"turns of {self.relation} in {len(self.books)} series"

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a turn."""
        return [
            {
                "measure": book.series.measure,
                "relation": book.series.relation,
                "source": book.series.book.source,
                "reporter": book.series.book.reporter,
                "variant": book.series.book.variant,
                "unit": book.series.unit.symbol,
                **describe_turn(entry),
            }
            for book in self.books
            for entry in book.grounded
        ]


def describe_turn(entry: GroundedTurn) -> dict[str, Any]:
    """Return a turn as plain values; its probability is what the feed leaves of it."""
    turn = entry.turn
    named = next((artefact for artefact in entry.artefacts if artefact.share > 0), None)
    return {
        "date": str(turn.period),
        "low": str(turn.low),
        "high": str(turn.high),
        "probability": entry.probability,
        "undiscounted": turn.probability,
        "kind": turn.kind.value,
        "direction": turn.direction.value,
        "size": plain(turn.size),
        "size_sd": plain(turn.size_sd),
        "artefact": f"{named.kind}: {named.text}" if named else None,
    }


@draws(TurnsResult)
def plot_turns(result: TurnsResult) -> Plot:
    """Draw each book beneath the other: its values, its level with the band, its turns, and what the feed did."""
    from facta.briefs.charts import Words  # the briefs bring Rich: only for this
    from facta.briefs.turns import Stack, draw_turns

    shown = [book for book in result.books if book.places]
    if not shown:
        raise NoChart(f"{result.relation}, of which no source has anything")
    charts = tuple(draw_turns(book.series, book.turns, book.grounded, book.artefacts, book.places) for book in shown)
    sources = ", ".join(dict.fromkeys(book.series.book.source for book in shown))
    head = charts[0].words.title if len(charts) == 1 else f"Levels and turns of {result.relation}, book by book"
    return draw_plot(Stack(Words(head, "levels with their 90% band, turns with their probability", sources), charts))
