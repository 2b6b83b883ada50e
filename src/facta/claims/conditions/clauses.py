"""The clauses of a condition: what has to come about, by when, and which readings wait for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from facta.claims.commitments import word_threat
from facta.claims.dossier import Claim, Reading
from facta.domain import StateSet
from facta.forecasts import close_windows
from facta.language import Conditional, Node, Windowed, check_reading, parse_reading, walk

__all__ = ["Clause", "Waiting", "list_waiting", "split_condition"]

_KEYWORDS = re.compile(r'"[^"\n]*"|\b(if|then|unless|during)\b')


@dataclass(frozen=True, slots=True)
class Clause:
    """A trigger or an exception.

    Parameters
    ----------
    expression : str
        As the dossier writes it.
    node : Node
        Its windows without an end are closed at the horizon of the claim.
    start, end : datetime.date or None
        First and last day on which it can come about; None where its windows leave that open.
    has_window : bool
        Whether a window stands in it; without one the latest period counts.
    """

    expression: str
    node: Node
    start: dt.date | None
    end: dt.date | None
    has_window: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Readings of one claim that wait for the same trigger and exception.

    Parameters
    ----------
    trigger, exception : Clause or None
        None where the readings have none.
    readings : tuple of (Reading, str, Node)
        Each with the expression of its effect, and the effect itself.
    """

    trigger: Clause | None
    exception: Clause | None
    readings: tuple[tuple[Reading, str, Node], ...]


def split_condition(expression: str) -> tuple[str, str, str]:
    """Return trigger, effect and exception of a reading as text, each with its window; empty where there is none.

    Examples
    --------
    >>> split_condition("if exists(disputes(CHN -- RUS)) during 2021 then 1 > 2 unless 2 > 3 during 2022")
    ('exists(disputes(CHN -- RUS)) during 2021', '1 > 2 during 2022', '2 > 3 during 2022')
    """
    marks = [mark for mark in _KEYWORDS.finditer(expression) if mark[1]]
    marks = [mark for mark in marks if mark[1] != "during" or mark is marks[-1]]  # one before *then* is the trigger's
    ends = [*(mark.start() for mark in marks), len(expression)]
    parts = {"then": expression[: ends[0]]}
    parts |= {str(mark[1]): expression[mark.end() : end] for mark, end in zip(marks, ends[1:], strict=True)}
    plain = {word: " ".join(text.split()) for word, text in parts.items()}
    window = f" during {plain['during']}" if "during" in plain else ""
    exception = plain.get("unless", "")
    return plain.get("if", ""), plain["then"] + window, exception and exception + window


def list_waiting(claim: Claim, sets: Mapping[str, StateSet], where: Sequence[str] = ()) -> list[Waiting]:
    """Return what the readings of a claim, or the threat that it makes, wait for; `where` names the place of each.

    Raises
    ------
    UsageError
        A reading that does not parse or makes no sense; names file, line and column.
    """
    threat = word_threat(claim)
    placed = [*zip_longest(claim.readings, where[: len(claim.readings)]), *([(threat, None)] if threat else [])]
    horizon = claim.horizon.until if claim.horizon else None
    found: dict[tuple[str, str], Waiting] = {}
    for reading, place in placed:
        node = parse_reading(reading.check, sets, where=place)
        if isinstance(node, Conditional):
            check_reading(node, reading.check, place)
            trigger, effect, exception = split_condition(reading.check)
            held = found.get((trigger, exception))
            clauses = _build(trigger, node.trigger, horizon), _build(exception, node.exception, horizon)
            readings = (*(held.readings if held else ()), (reading, effect, node.effect))
            found[trigger, exception] = Waiting(*clauses, readings)
    return list(found.values())


def _build(expression: str, node: Node | None, horizon: dt.date | None) -> Clause | None:
    if node is None:
        return None
    closed = close_windows(node, horizon) if horizon else node
    windows = [part.window for part in walk(closed) if isinstance(part, Windowed)]
    return Clause(
        expression,
        closed,
        _pick(min, [window.start for window in windows]),
        _pick(max, [window.end for window in windows]) if windows else horizon,
        bool(windows),
    )


def _pick(choose: Callable[[Iterable[dt.date]], dt.date], days: Sequence[dt.date | None]) -> dt.date | None:
    """Choose one of some days; None where one of them is open."""
    known = [day for day in days if day]
    return choose(known) if known and len(known) == len(days) else None
