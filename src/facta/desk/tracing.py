"""Traces a figure to its rows, files and publishers, and cites them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from facta.claims import find_claim, list_bundled, read_dossier
from facta.desk.checking import build_sets, open_dossier_evidence
from facta.desk.results import Citations, TraceResult
from facta.desk.workbench import Day, StorePath, open_evidence
from facta.domain import Origin, Relation, RowSet, Series, StateSet, Status, Window
from facta.language import Call, Node, Sides, Windowed, evaluate, list_parts, parse_reading, start_context
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
    found = [row for node, expression in readings for row in _trace_node(node, expression, evidence, None)]
    unique = list({tuple(row.items()): row for row in found}.values())
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
    origins: dict[str, Origin] = {}
    for node, expression in readings:
        for row in _trace_node(node, expression, evidence, None):
            origins.setdefault(str(row["origin"]), evidence.origin(str(row["origin"])))
    return Citations(tuple(origins.values()))


def _open(given: str, as_of: Day, store: StorePath) -> tuple[StoreEvidence, list[tuple[Node, str]]]:
    """Return the evidence, and the readings of an expression, a claim or a dossier."""
    name, _, claim_id = given.partition("#")
    is_file = name in list_bundled() or name.endswith((".yml", ".yaml"))
    if not is_file:
        return open_evidence(store, as_of), [(parse_reading(given), given)]
    file = read_dossier(name)
    sets: dict[str, StateSet] = build_sets(file)
    claims = [find_claim(file, claim_id)] if claim_id else file.dossier.claims
    checks = [reading.check for claim in claims for reading in claim.readings]
    return open_dossier_evidence(file, as_of, store), [(parse_reading(check, sets), check) for check in checks]


def _trace_node(
    node: Node, expression: str, evidence: StoreEvidence, window: Window | None
) -> Iterator[dict[str, Any]]:
    """Yield the rows behind each measure in a reading, inside the window that stands around it."""
    if isinstance(node, Windowed):
        yield from _trace_node(node.inner, expression, evidence, node.window)
    elif isinstance(node, Call) and node.name in list_measures():
        yield from _trace_measure(node, expression, evidence, window)
    else:
        for part in list_parts(node):
            yield from _trace_node(part, expression, evidence, window)


def _trace_measure(
    node: Call, expression: str, evidence: StoreEvidence, window: Window | None
) -> Iterator[dict[str, Any]]:
    measure = list_measures()[node.name]
    values = evaluate(node, start_context(expression, evidence).inside(window))
    series = [value for value in values if isinstance(value, Series)]
    used = {entry.book.source for entry in series if (entry.status <= Status.PARTIAL).any()}
    for value in values:
        if isinstance(value, RowSet):
            yield from _list_rows(value, window)
    relation = _relation_of(node)
    if "votes" in measure.indicators:
        states = {state for pair in relation.pairs() for state in (pair.actor, pair.recipient)}
        for row in evidence.find_ballots(states):
            if _inside(row["start"], window):
                yield {key: _write_cell(cell) for key, cell in row.items()}
    for indicator in _indicators(measure, node):
        for row in evidence.find_rows(indicator, list(_both_ways(relation, measure))) if used else ():
            if row["source"] in used and _inside(row["period_start"], window):
                yield {key: _write_cell(cell) for key, cell in row.items() if key != "loaded"}


def _write_cell(cell: object) -> object:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _relation_of(node: Call) -> Relation:
    return next(part for part in node.arguments if isinstance(part, Sides)).resolve()


def _indicators(measure: Measure, node: Call) -> tuple[str, ...]:
    figure = node.option("figure")
    return (figure.text,) if isinstance(figure, Sides) else measure.indicators


def _both_ways(relation: Relation, measure: Measure) -> list[tuple[str, str]]:
    """Return every (actor, recipient) whose rows a measure of the relation reads: sets as such, and their members."""
    states = {member.state for side in (relation.actors, relation.recipients) if side for member in side.members}
    as_such = (relation.actors.label, relation.recipients.label if relation.recipients else "")
    pairs = [as_such, *((pair.actor, pair.recipient) for pair in relation.pairs())]
    if measure.shape == "directed" and relation.is_directed:
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
