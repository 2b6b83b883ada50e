"""Evidence built by hand, for measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pytest
from tests.handmade import HandEvidence

from facta.domain import (
    Coverage,
    Figures,
    Frequency,
    Parties,
    Relation,
    Row,
    Totals,
    Votes,
    Window,
    find_parties,
)
from facta.measures import Reading, find_measure


class SmallEvidence(HandEvidence):
    """Evidence that adds up what each pair has."""

    def totals(self, indicators: tuple[str, ...]) -> tuple[Totals, ...]:
        books: dict[tuple[str, str, str, Frequency], list[Figures]] = {}
        for run in self.runs:
            if run.indicator in indicators and run.recipient:
                books.setdefault((run.source, run.reporter, run.variant, run.frequency), []).append(run)
        found = []
        for book, runs in books.items():
            ways = sorted({(run.actor, run.recipient) for run in runs})
            places = {way: place for place, way in enumerate(ways)}
            counts = np.zeros((len(indicators), len(ways)))
            for run in runs:
                counts[indicators.index(run.indicator), places[run.actor, run.recipient]] += np.nansum(run.values)
            found.append(Totals(*book, indicators, places, counts))
        return tuple(found)


@pytest.fixture
def build_evidence() -> Callable[..., SmallEvidence]:
    """Return the class of small evidence."""
    return SmallEvidence


@pytest.fixture
def build_figures() -> Callable[..., Figures]:
    """Return ``build_figures(indicator, actor, recipient, values by ordinal, unit=, reporter=, completeness= …)``."""

    def build(
        indicator: str,
        actor: str,
        recipient: str,
        values: Mapping[int, float],
        *,
        frequency: Frequency = Frequency.YEAR,
        completeness: float = 1.0,
        band: float = np.nan,
        **book: str,
    ) -> Figures:
        ordinals = sorted(values)
        array = np.array([values[ordinal] for ordinal in ordinals], dtype=float)
        status = np.where(np.isnan(array), 3, np.where(completeness < 1, 2, np.where(array == 0, 1, 0)))
        return Figures(
            indicator, actor, recipient, book.get("source", "hand"), book.get("reporter", ""),
            book.get("variant", ""), book.get("vintage", ""), book.get("unit", "count"), book.get("act", "done"),
            frequency, np.array(ordinals, dtype=np.int64), array, array - band, array + band,
            np.full(len(ordinals), completeness), status.astype(np.int8), (f"{actor}-{recipient}",),
        )  # fmt: skip

    return build


@pytest.fixture
def build_votes() -> Callable[..., Votes]:
    """Return ``build_votes(dates, {state: "yna."}, issues)``: yes, no, abstain, not there."""

    def build(dates: list[dt.date], states: Mapping[str, str], issues: Mapping[str, list[bool]] | None = None) -> Votes:
        ballots = np.array([[".yan".index(mark) for mark in marks] for marks in states.values()], dtype=np.int8)
        masks = {issue: np.array(mask) for issue, mask in (issues or {}).items()}
        days = np.array([day.toordinal() for day in dates], dtype=np.int64)
        return Votes("hand", {state: row for row, state in enumerate(states)}, days, ballots, masks, ("votes",))

    return build


@pytest.fixture
def build_row() -> Callable[..., Row]:
    """Return ``build_row(kind, actor, recipient, window, source=, **fields)``."""

    def build(
        kind: str, actor: str, recipient: str, written: str, /, *, source: str = "hand", **fields: str | float
    ) -> Row:
        window = Window.parse(written)
        assert window.start
        assert window.end
        name = f"{actor}{recipient}{written}"
        return Row(name, kind, source, actor, recipient, window.start, window.end, fields, f"origin-{name}")

    return build


@pytest.fixture
def cover() -> Callable[..., Coverage]:
    """Return ``cover(indicator, window, absence, source=, scope=)``."""

    def build(
        indicator: str, window: str, absence: str = "missing", *, source: str = "hand", scope: Iterable[str] = ()
    ) -> Coverage:
        return Coverage(source, indicator, Window.parse(window), absence, frozenset(scope))

    return build


@pytest.fixture
def relate() -> Callable[[str], Relation]:
    """Return ``relate("CHN -> RUS")``; braces hold several states."""

    def side(written: str) -> Parties:
        if not written.startswith("{"):
            return find_parties(written)
        first, *others = (find_parties(name.strip()) for name in written.strip("{}").split(","))
        return first.union(*others)

    def build(written: str) -> Relation:
        for mark in (" -> ", " -- "):
            if mark in written:
                one, other = written.split(mark)
                return Relation(side(one), side(other), mark == " -> ")
        return Relation(side(written))

    return build


@pytest.fixture
def measure(relate: Callable[[str], Relation]) -> Callable[..., Reading]:
    """Return ``measure(evidence, name, relation as written, **options)``."""

    def run(evidence: SmallEvidence, name: str, written: str, **options: str) -> Reading:
        return find_measure(name)(evidence, relate(written), options)

    return run
