"""Traces a figure to its rows, files and publishers, and cites them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from facta.claims import Judge, find_claim, list_bundled, read_dossier
from facta.desk.checking import build_sets, open_dossier_evidence
from facta.desk.results import Citations, TraceResult
from facta.desk.workbench import Day, StorePath, open_evidence
from facta.domain import Relation, RowSet, Series, StateSet, Window
from facta.errors import find_nearest
from facta.language import (
    Call,
    Context,
    Node,
    Sides,
    Value,
    Windowed,
    check_reading,
    evaluate,
    list_meant,
    parse_reading,
    start_context,
)
from facta.measures import Measure, list_measures
from facta.store import StoreEvidence

__all__ = ["cite", "trace"]


def trace(given: str, *, as_of: Day = None, store: StorePath = None) -> TraceResult:
    """Return the rows and files behind an expression, or behind a claim written ``DOSSIER#ID``.

    Parameters
    ----------
    given : str
        An expression, or ``china-russia#lead-in-trade``.
    as_of : str, date or None
        On what was known then; None is with hindsight.
    store : str, Path or None
        Folder of the store.

    Returns
    -------
    TraceResult
        A row of evidence a row, with the origin of each.

    Examples
    --------
    >>> import facta
    >>> "cow_trade" in {row["source"] for row in facta.trace("trade(CHN -- RUS)[2014] > 90 bn USD").rows()}
    True
    """
    evidence, readings = _open(given, as_of, store)
    unique = list({tuple(row.items()): row for row in _find_rows(readings, evidence)}.values())
    origins = dict.fromkeys(str(row["origin"]) for row in unique)
    return TraceResult(tuple(unique), tuple(evidence.origin(origin) for origin in origins))


def cite(given: str, *, as_of: Day = None, store: StorePath = None) -> Citations:
    """Return citations and licences of everything that an expression, a claim or a dossier uses.

    Parameters
    ----------
    given : str
        An expression, ``DOSSIER#ID``, or a dossier.
    as_of : str, date or None
        On what was known then; None is with hindsight.
    store : str, Path or None
        Folder of the store.

    Examples
    --------
    >>> import facta
    >>> "cow_trade" in {row["source"] for row in facta.cite("trade(CHN -- RUS)[2014] > 90 bn USD").rows()}
    True
    """
    evidence, readings = _open(given, as_of, store)
    origins = dict.fromkeys(str(row["origin"]) for row in _find_rows(readings, evidence))
    return Citations(tuple(evidence.origin(origin) for origin in origins))


def _open(given: str, as_of: Day, store: StorePath) -> tuple[StoreEvidence, list[tuple[Node, str]]]:
    """Return the evidence, and the readings of an expression, a claim or a dossier."""
    name, _, claim_id = given.partition("#")
    if not _names_dossier(given):
        check_reading(node := parse_reading(given), given)
        return open_evidence(store, as_of), [(node, given)]
    file = read_dossier(name)
    sets: dict[str, StateSet] = build_sets(file)
    claims = [find_claim(file, claim_id)] if claim_id else file.dossier.claims
    checks = [reading.check for claim in claims for reading in claim.readings]
    evidence = open_dossier_evidence(file, as_of, store)
    Judge(evidence, sets).prepare(claims)
    return evidence, [(parse_reading(check, sets), check) for check in checks]


def _names_dossier(given: str) -> bool:
    """Say whether a dossier is meant, be it misspelt: a measure alone is no reading, and no operator holds a ``#``."""
    name, mark, _ = given.partition("#")
    is_word = re.fullmatch(r"[\w.-]+", name) is not None
    return name.endswith((".yml", ".yaml")) or (is_word and bool(mark or find_nearest(name, list_bundled())))


@dataclass(frozen=True, slots=True)
class _Use:
    """A measure in a reading, with what it came to in the window that stands around it."""

    call: Call
    window: Window | None
    values: Sequence[Value]

    @property
    def measure(self) -> Measure:
        return list_measures()[self.call.name]

    @property
    def relation(self) -> Relation:
        return next(part for part in self.call.arguments if isinstance(part, Sides)).resolve()

    @property
    def origins(self) -> set[str]:
        """Origins of the figures that it came to."""
        series = (value for value in self.values if isinstance(value, Series) and value.is_known.any())
        return {origin for entry in series for origin in entry.origins}

    @property
    def indicators(self) -> tuple[str, ...]:
        figure = self.call.option("figure")
        return (figure.text,) if isinstance(figure, Sides) else self.measure.indicators

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every (actor, recipient) whose figures it read; none where it has no figure."""
        return _both_ways(self.relation, self.measure) if self.origins else []


_Found: TypeAlias = dict[str, dict[tuple[str, str], list[dict[str, Any]]]]
"""Rows of figures, by indicator and pair."""


def _find_rows(readings: Iterable[tuple[Node, str]], evidence: StoreEvidence) -> Iterator[dict[str, Any]]:
    """Yield the rows behind every measure of some readings; figures are looked up once an indicator."""
    cache: dict[tuple[object, ...], Sequence[Value]] = {}
    uses = [
        use
        for node, expression in readings
        for use in _list_uses(node, start_context(expression, evidence, cache=cache))
    ]
    found = _fetch_rows(uses, evidence)
    for use in uses:
        yield from _list_rows_of(use, found, evidence)


def _list_uses(node: Node, context: Context) -> Iterator[_Use]:
    """Yield each measure in a reading, evaluated inside the window that stands around it."""
    if isinstance(node, Windowed):
        yield from _list_uses(node.inner, context.inside(node.window))
    elif isinstance(node, Call) and node.name in list_measures():
        yield _Use(node, context.window, evaluate(node, context))
    else:
        for part in list_meant(node):
            yield from _list_uses(part, context)


def _fetch_rows(uses: Iterable[_Use], evidence: StoreEvidence) -> _Found:
    wanted: dict[str, dict[tuple[str, str], None]] = {}
    for use in uses:
        for indicator in use.indicators:
            wanted.setdefault(indicator, {}).update(dict.fromkeys(use.pairs))
    found: _Found = {}
    for indicator, pairs in wanted.items():
        for row in evidence.find_rows(indicator, list(pairs)) if pairs else ():
            pair = str(row["actor"]), str(row["recipient"])
            found.setdefault(indicator, {}).setdefault(pair, []).append(row)
    return found


def _list_rows_of(use: _Use, found: _Found, evidence: StoreEvidence) -> Iterator[dict[str, Any]]:
    """Yield the rows of one measure inside its window: spells and records, votes, figures."""
    for value in use.values:
        if isinstance(value, RowSet):
            yield from _list_rows(value, use.window)
    if "votes" in use.indicators:
        states = {state for pair in use.relation.pairs() for state in (pair.actor, pair.recipient)}
        for row in evidence.find_ballots(states):
            if _inside(row["start"], use.window):
                yield {key: _write_cell(cell) for key, cell in row.items()}
    origins, pairs = use.origins, sorted(use.pairs)
    for indicator in use.indicators:
        for row in (row for pair in pairs for row in found.get(indicator, {}).get(pair, ())):
            # A count of a day names the load of one of its events; all of them stand behind it.
            is_behind = row.get("kind") == "event" or row["origin"] in origins
            if is_behind and _inside(row.get("period_start", row.get("start")), use.window):
                yield {key: _write_cell(cell) for key, cell in row.items() if key != "loaded"}


def _write_cell(cell: object) -> object:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _both_ways(relation: Relation, measure: Measure) -> list[tuple[str, str]]:
    """Return every (actor, recipient) whose rows a measure of the relation reads: sets as such, and their members."""
    states = {member.state for side in (relation.actors, relation.recipients) if side for member in side.members}
    as_such = (relation.actors.label, relation.recipients.label if relation.recipients else "")
    pairs = [as_such, *((pair.actor, pair.recipient) for pair in relation.pairs())]
    if relation.is_directed and (measure.shape != "undirected" or measure.name == "trade"):
        swapped: list[tuple[str, str]] = []
    else:
        swapped = [(other, one) for one, other in pairs]
    return list(dict.fromkeys([*pairs, *swapped, *((state, "") for state in sorted(states))]))


def _inside(day: Any, window: Window | None) -> bool:
    first, last = (window.start, window.end) if window else (None, None)
    return (first is None or first <= day) and (last is None or day <= last)


def _list_rows(rows: RowSet, window: Window | None) -> Iterator[dict[str, Any]]:
    for row in rows.rows:
        if _inside(row.start, window) or (window and window.start and row.start <= window.start <= row.end):
            yield {
                "kind": row.kind, "id": row.id, "source": row.source, "actor": row.actor, "recipient": row.recipient,
                "start": row.start.isoformat(), "end": row.end.isoformat(),
                **{name: cell for name, cell in row.fields.items() if name not in {"citation"}}, "origin": row.origin,
            }  # fmt: skip
