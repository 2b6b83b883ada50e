"""The JSON document of `turns`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from facta.changes.grounds import GroundedTurn
from facta.desk.documents.measuring import OriginDocument
from facta.desk.results import BookTurns, TurnsResult, describe_turn, plain
from facta.domain import Origin

__all__ = ["TurnsDocument", "shape_turns"]


class LevelDocument(Struct, frozen=True):
    """A period: its value, the level with its bands, and the level as it was known then."""

    period: str
    value: float | None
    mean: float | None
    low50: float | None
    high50: float | None
    low90: float | None
    high90: float | None
    then: float | None
    then_low90: float | None
    then_high90: float | None


class ArtefactDocument(Struct, frozen=True):
    """What the feed did; `share` says how probable it is that a turn there is nothing else."""

    date: str
    kind: str
    text: str
    share: float


class GroundDocument(Struct, frozen=True):
    """Something behind a turn.

    `kind` is `figure` (`value` in the unit, `weight` in nats), `row` (of a register or event list), `book` (another
    book of the pair, `weight` its probability of a turn then) or `state` (a side: `states` are its other partners that
    turned, `value` their part, `weight` what chance gives).
    """

    kind: str
    text: str
    first: str | None = msgspec.field(name="from")
    last: str | None = msgspec.field(name="to")
    value: float | None
    weight: float | None
    states: list[str]


class TurnDocument(Struct, frozen=True):
    """A turn; `probability` is what artefacts leave of the `undiscounted` one."""

    date: str
    low: str
    high: str
    probability: float
    undiscounted: float
    kind: str
    direction: str
    size: float | None
    size_sd: float | None
    artefact: str | None
    artefacts: list[ArtefactDocument]
    evidence: list[GroundDocument]


class BookTurnsDocument(Struct, frozen=True):
    """One book: `counts` is the probability of 0, 1, 2, … turns, the last of as many or more."""

    measure: str
    relation: str
    source: str
    reporter: str | None
    variant: str | None
    vintage: str | None
    unit: str
    basis: str
    frequency: str
    n: int
    noise_sd: float | None
    movement_sd: float | None
    counts: list[float]
    level: list[LevelDocument]
    turns: list[TurnDocument]
    artefacts: list[ArtefactDocument]
    notes: list[str]
    origin: list[OriginDocument]


class TurnsDocument(Struct, frozen=True):
    """Every measure and book has a level of its own: there is no score of a relation."""

    relation: str
    series: list[BookTurnsDocument]
    citations: list[str]
    fill: list[str]


def shape_turns(result: TurnsResult) -> dict[str, Any]:
    """Return what `facta turns` found, as its document has it."""
    origins = {origin.id: origin for origin in result.origins}
    return {
        "relation": result.relation,
        "series": [_shape_book(book, origins) for book in result.books],
        "citations": result.citations,
        "fill": result.fill,
    }


def _shape_book(book: BookTurns, origins: Mapping[str, Origin]) -> dict[str, Any]:
    series, turns = book.series, book.turns
    return {
        "measure": series.measure,
        "relation": series.relation,
        **plain(series.book),
        "unit": series.unit.symbol,
        "basis": str(series.basis),
        "frequency": series.frequency.value,
        "n": turns.n,
        "noise_sd": turns.noise_sd,
        "movement_sd": turns.movement_sd,
        "counts": turns.count_probabilities,
        "level": book.list_levels(),
        "turns": [_shape_turn(entry) for entry in book.grounded],
        "artefacts": [_shape_artefact(entry) for entry in book.artefacts],
        "notes": [*series.notes, *turns.notes],
        "origin": [origins[origin] for origin in series.origins if origin in origins],
    }


def _shape_turn(entry: GroundedTurn) -> dict[str, Any]:
    artefacts = [_shape_artefact(artefact) for artefact in entry.artefacts]
    return {**describe_turn(entry), "artefacts": artefacts, "evidence": list(_list_grounds(entry))}


def _shape_artefact(entry: Any) -> dict[str, Any]:
    return {"date": str(entry.period), "kind": entry.kind.value, "text": entry.text, "share": entry.share}


def _list_grounds(entry: GroundedTurn) -> Iterator[dict[str, Any]]:
    for figure in entry.figures:
        period = str(figure.period)
        yield _ground("figure", period, (period, period), figure.value, figure.weight)
    for row in entry.rows:
        text = f"{row.kind.replace('_', ' ')}: {row.fields.get('title') or row.id}"
        yield _ground("row", text, (row.start, row.end))
    for witness in entry.witnesses:
        yield _ground("book", f"{witness.measure} of {witness.relation}, {witness.book}", weight=witness.chance)
    for company in entry.company:
        part = len(company.turned) / company.count
        yield _ground("state", str(company), value=part, weight=company.expected, states=company.turned)


def _ground(
    kind: str,
    text: str,
    days: tuple[str | dt.date, str | dt.date] | tuple[None, None] = (None, None),
    value: float | None = None,
    weight: float | None = None,
    states: tuple[str, ...] = (),
) -> dict[str, Any]:
    ends = [None if day is None else str(day) for day in days]
    return {"kind": kind, "text": text, "from": ends[0], "to": ends[1], "value": value, "weight": weight,
            "states": states}  # fmt: skip
