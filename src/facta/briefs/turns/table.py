"""Levels and turns on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from facta.briefs.terminal import lay_columns, lay_facts
from facta.briefs.words import clean_text, count_noun, draw_sparkline, write_percent, write_value
from facta.changes import TurnKind, Turns
from facta.changes.grounds import Artefact, Company, GroundedTurn
from facta.domain import Period, Series, call_party
from facta.measures import find_measure

__all__ = ["render_overview", "render_turns"]

_WIDEST = 100
_NAMED = 6
_SURE, _TINY = 0.999, 1e-6
_ARROWS = {"up": "↑", "down": "↓"}
_NOUNS = {TurnKind.LEVEL: "level", TurnKind.TREND: "slope", TurnKind.VOLATILITY: "spread"}


def render_turns(
    series: Series, turns: Turns, grounded: Sequence[GroundedTurn], artefacts: Sequence[Artefact], places: range
) -> RenderableType:
    """Return one book: its level, its regimes, and each turn with what speaks for it.

    Parameters
    ----------
    series : Series
        What was measured.
    turns : Turns
        Of all that is known of it.
    grounded : sequence of GroundedTurn
        Those that are shown.
    artefacts : sequence of Artefact
        What the feed did, whether or not it turned then.
    places : range
        The periods that are shown, as places in the series.
    """
    unit = "" if series.unit.symbol == "1" else f"{series.unit.symbol}, "
    about = f"{unit}{series.basis}, by {series.frequency.value}"
    head = Text.assemble((f"{series.measure} of {series.relation}", "bold"), f"  {series.book}  {about}")
    facts = [
        ("Level", write_level(series, turns, places[-1]) if places else "nothing in this window"),
        ("Turns", _write_counts(turns)),
        ("Feed", "\n".join(_list_artefacts(artefacts))),
        ("Notes", "\n".join((*series.notes, *turns.notes))),
    ]
    parts: list[RenderableType] = [head]
    if places:
        parts.append(Padding(Text(_draw_bars(turns.level.mean[places.start : places.stop])), (0, 0, 0, 2)))
    parts.append(Padding(lay_facts(facts, least=6), (0, 0, 0, 2)))
    if grounded:
        parts += ["", Padding(_lay_regimes(series, turns, places), (0, 0, 0, 2))]
        parts += [part for entry in grounded for part in ("", Padding(_lay_turn(entry, series), (0, 0, 0, 2)))]
    return Group(*parts, "")


def render_overview(books: Sequence[tuple[Series, Turns, Sequence[GroundedTurn]]]) -> RenderableType:
    """Return a line a book: where its level stands, and its last turn."""
    table = lay_columns(
        "Measure", "Relation", "Book", "Level", "", "Last turn", "", ratios=(0, 0, 2, 0, 0, 0, 3), numbers=(3,)
    )
    for series, turns, grounded in books:
        known = np.flatnonzero(np.isfinite(series.values[0]))
        last = int(known[-1])
        book = " ".join(part for part in (series.book.source, series.book.reporter, series.book.variant) if part)
        level = _write_level(float(turns.level.mean[last]), series.unit.symbol)
        period = str(Period(series.frequency, series.start + last))
        said = _sum_up(grounded[-1], series) if grounded else ""
        turned = str(grounded[-1].turn.period) if grounded else "none"
        table.add_row(series.measure, series.relation, book, level, period, turned, said)
    found = {series.measure: find_measure(series.measure) for series, _, _ in books}
    context = (f"{name}: {entry.title}" for name, entry in found.items() if entry.ledger == "context")
    return Group(table, "", *context, "Each measure and book has a level of its own; there is no score of a relation.")


def _sum_up(entry: GroundedTurn, series: Series) -> str:
    is_marked = entry.artefacts and entry.artefacts[0].share
    mark = f", {_write_chance(entry.turn.probability)} but for the feed: {entry.artefacts[0].kind}" if is_marked else ""
    return f"{write_size(entry, series)}, {_write_chance(entry.probability)}{mark}"


def write_level(series: Series, turns: Turns, place: int) -> str:
    """Write the level of a period with its bands."""
    level, unit = turns.level, series.unit.symbol
    bands = (level.low50, level.high50, level.low90, level.high90)
    low50, high50, low90, high90 = (_write_level(float(band[place]), unit) for band in bands)
    mean = _write_level(float(level.mean[place]), unit)
    period = Period(series.frequency, series.start + place)
    return f"{mean} in {period}; half of it within {low50} to {high50}, 90% within {low90} to {high90}"


def _write_level(value: float, unit: str) -> str:
    """Write a level; that of ranks lies between them, and is rounded, and so is what is next to nothing."""
    is_rounded = np.isfinite(value) and (unit == "rank" or abs(value) < _TINY)
    return write_value(float(round(value)) if is_rounded else value, unit)


def write_size(entry: GroundedTurn, series: Series) -> str:
    """Write what a turn did: the level, the slope or the spread, up or down, by how much."""
    turn = entry.turn
    per = f" a {series.frequency.value}" if turn.kind is TurnKind.TREND else ""
    size = _write_level(abs(turn.size), series.unit.symbol).removeprefix("rank ")
    size = f"{size.removesuffix('%')} points" if size.endswith("%") else size
    return f"{_NOUNS[turn.kind]} {_ARROWS[turn.direction]} {size}{per} ({abs(turn.size_sd):.1f} sd)"


def _write_counts(turns: Turns) -> str:
    """Write how many turns there are, by their probability."""
    named = [(count, share) for count, share in enumerate(turns.count_probabilities) if share >= 0.05]
    last = turns.count_probabilities.size - 1
    words = (f"{'none' if not count else f'{count} or more' if count == last else count} {write_percent(share)}"
             for count, share in named)  # fmt: skip
    return f"{', '.join(words)}, of {count_noun(turns.n, 'value')}"


def _list_artefacts(artefacts: Sequence[Artefact], *, has_share: bool = False) -> Iterator[str]:
    """Yield a line for each thing that the feed did, however often; with the part of a turn that it explains."""
    for _, group in groupby(sorted(artefacts, key=_name_artefact), key=_name_artefact):
        first, *rest = group
        again = f", and {count_noun(len(rest), 'time')} until {rest[-1].period}" if rest else ""
        share = f" ({write_percent(first.share)})" if has_share and first.share else ""
        yield f"{first.period} {first.kind}: {first.text}{again}{share}"


def _name_artefact(entry: Artefact) -> tuple[str, str]:
    return entry.kind.value, entry.text


def _draw_bars(level: NDArray[np.float64]) -> str:
    """Draw a level as bars, of very many periods every so many of them."""
    every = -(-level.size // _WIDEST)
    return draw_sparkline([float(value) if np.isfinite(value) else None for value in level[::every]])


def _lay_regimes(series: Series, turns: Turns, places: range) -> RenderableType:
    """Lay out the stretches between turns that are shown, each with its level at both ends."""
    table = lay_columns("From", "To", "Level at first", "Level at last", numbers=(2, 3))
    cuts = [entry.period.ordinal - series.start for entry in turns.turns]
    bounds = [places.start, *(cut for cut in cuts if places.start < cut < places.stop), places.stop]
    for first, stop in pairwise(bounds):
        ends = (str(Period(series.frequency, series.start + place)) for place in (first, stop - 1))
        level = (_write_level(float(turns.level.mean[place]), series.unit.symbol) for place in (first, stop - 1))
        table.add_row(*ends, *level)
    return table


def _lay_turn(entry: GroundedTurn, series: Series) -> RenderableType:
    turn = entry.turn
    taken = f" ({_write_chance(turn.probability)} but for the feed)" if entry.probability < turn.probability else ""
    dates = str(turn.low) if turn.low == turn.high else f"{turn.low} to {turn.high}"
    head = Text.assemble((str(turn.period), "bold"), f"  {write_size(entry, series)}")
    unit = series.unit.symbol
    facts = [
        ("Within", f"{dates} with 90%"),
        ("Chance", f"{_write_chance(entry.probability)}{taken}"),
        ("Feed", "\n".join(_list_artefacts(entry.artefacts, has_share=True))),
        ("Figures", ", ".join(f"{figure.period} {write_value(figure.value, unit)}" for figure in entry.figures)),
        ("Rows", "\n".join(_list_rows(entry))),
        ("Books", "\n".join(_list_books(entry))),
        ("States", "\n".join(_write_company(company) for company in entry.company)),
    ]
    return Group(head, Padding(lay_facts(facts, least=8), (0, 0, 0, 2)))


def _write_chance(probability: float) -> str:
    """Write a probability; nothing is certain."""
    return "over 99.9%" if probability > _SURE else write_percent(probability)


def _list_rows(entry: GroundedTurn) -> Iterator[str]:
    for row in entry.rows[:_NAMED]:
        title = clean_text(str(row.fields.get("title") or ""))
        days = str(row.start) if row.start == row.end else f"{row.start} to {row.end}"
        yield f"{days} {row.kind.replace('_', ' ')}{f': {title}' if title else ''}"
    if len(entry.rows) > _NAMED:
        yield f"… and {count_noun(len(entry.rows) - _NAMED, 'row')} more; --json has all of them"


def _list_books(entry: GroundedTurn) -> Iterator[str]:
    if entry.asked:
        yield f"{len(entry.witnesses)} of {count_noun(entry.asked, 'other book')} turned then"
    for witness in entry.witnesses[:_NAMED]:
        yield f"{witness.measure} of {witness.relation}, {witness.book}: {write_percent(witness.chance)}"


def _write_company(company: Company) -> str:
    more = len(company.turned) - _NAMED
    named = ", ".join(map(call_party, company.turned[:_NAMED])) + (f" and {more} more" if more > 0 else "")
    says = ": it is the state rather than the pair" if company.is_state else ""
    return f"{company}{f': {named}' if named else ''}{says}"
