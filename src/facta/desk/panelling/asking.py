"""Asks for a panel: settles what is wanted, has it written, and lays its dictionary beside it."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from facta.briefs.dictionary import PanelFacts, write_dictionary
from facta.desk.measuring import NoSeries, parse_relation
from facta.desk.panelling.pairs import KEYS, PanelReader
from facta.desk.panelling.results import PanelColumn, PanelResult
from facta.desk.workbench import Day, StorePath, cite_origins, open_store, parse_day, parse_window
from facta.domain import ALWAYS, Coverage, Frequency, Window
from facta.errors import UnknownName, UsageError, find_nearest
from facta.measures import Measure, find_measure
from facta.sources import find_source
from facta.store import (
    PANEL_COLUMNS,
    LongPanel,
    PanelOrder,
    Store,
    check_suffix,
    open_scratch,
    save_text,
)

__all__ = ["EVENTS", "panel"]

EVENTS = "events"
"""Name of the panel of counts of events, beside the names of measures."""
_PERIODS = (Frequency.YEAR, Frequency.QUARTER, Frequency.MONTH, Frequency.DAY)
_LONG: Mapping[str, str] = {
    "period": "the period",
    "period_start": "its first day",
    "actor": "the state that acts, or that the figure is of; both ways of an undirected measure stand with one value",
    "recipient": "the state that it acts towards; empty where the figure is of a state",
    "measure": "what was measured",
    "source": "who says so",
    "reporter": "whose own record it is; empty where the source has one record",
    "variant": "which of the source's versions",
    "vintage": "which release",
    "value": "the figure; null where the status has none",
    "low": "lower end of the interval, where there is one",
    "high": "upper end of the interval, where there is one",
    "unit": "unit of value, low and high",
    "status": "why the value is what it is: reported, zero, partial, not_coded, not_published or withheld",
    "completeness": "from 0 to 1: what part of what the period needs is there",
}


class MixedPanel(UsageError):
    """Measures and the counts of events in one panel, or measures from an engine that counts events only.

    Examples
    --------
    >>> str(MixedPanel(("events", "trade"))), str(MixedPanel(("trade",)))
    ('events has columns of its own. Ask for it alone.', 'trade is no count of events. Leave --engine out.')
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)

    def __str__(self) -> str:
        if EVENTS in self.names:
            return f"{EVENTS} has columns of its own. Ask for it alone."
        return f"{', '.join(self.names)} is no count of events. Leave --engine out."


@dataclass(frozen=True, slots=True)
class _Request:
    """What was asked, settled."""

    names: tuple[str, ...]
    frequency: Frequency
    window: Window
    states: tuple[str, ...]
    as_of: Day
    options: Mapping[str, str]
    target: Path
    heed: Callable[[str, int, int], None]

    @property
    def facts(self) -> dict[str, str]:
        day = parse_day(self.as_of)
        return {
            "panel of": ", ".join(self.names),
            "by": self.frequency.value,
            "window": "" if self.window == ALWAYS else str(self.window),
            "states": ", ".join(self.states),
            "options": ", ".join(f"{name}={value}" for name, value in self.options.items()),
            "on what was known on": day.isoformat() if day else "",
        }


def panel(
    *names: str,
    by: str = "year",
    window: str | None = None,
    states: str | Sequence[str] = (),
    output: str | Path | None = None,
    as_of: Day = None,
    store: StorePath = None,
    engine: str = "duckdb",
    master: str = "local[*]",
    progress: Callable[[str, int, int], None] | None = None,
    **options: str,
) -> PanelResult:
    """Write a panel of directed pairs, and its data dictionary beside it.

    Rows are long: one a period, pair, measure and book (source, reporter, variant, vintage), because no two books are
    mixed and each figure has a status of its own; a wide table could say neither. A period that no source covers has no
    row. Of an undirected measure both ways stand with one value, of a measure of states the recipient is empty.

    Parameters
    ----------
    *names : str
        Measures; or ``events`` alone, for the counts of events by class, root, score and tone.
    by : str
        ``year``, ``quarter``, ``month`` or ``day``.
    window : str or None
        ``2010..2014``; None for all that is covered.
    states : str or sequence of str
        Names, codes or sets between whom; all pairs among them are listed, with zeros where a source says so. Without
        them, all pairs of which anything is reported.
    output : str, Path or None
        A file that ends with .parquet, .csv, .arrow or .feather; None keeps a Parquet file for as long as the result.
    as_of : str, date or None
        On what was known then; None is with hindsight.
    store : str, Path or None
        Folder of the store.
    engine : str
        ``duckdb`` or, for ``events``, ``spark`` (extra ``spark``).
    master : str
        Where Spark runs: ``local[*]``, or the address of a cluster that sees the store and the output.
    progress : callable or None
        Called with the name, and how many states of how many are done.
    **options : str
        Arguments of the measures, and ``source=`` or ``reporter=``.

    Returns
    -------
    PanelResult
        Where it lies, its columns, and how many rows; converts with ``.to_polars()`` and ``.to_arrow()``.

    Raises
    ------
    UnknownName
        A measure, period, state, source, argument or engine that is not known; names the nearest.
    UnknownSuffix
        A file that is neither Parquet, CSV nor Arrow.
    StoreError
        The file cannot be written.

    Examples
    --------
    >>> import facta
    >>> panel = facta.panel("trade", by="year", window="2014", states=["CHN", "RUS"])
    >>> [(row["actor"], row["recipient"]) for row in panel.rows()][:1], [column.name for column in panel.columns][:3]
    ([('CHN', 'RUS')], ['period', 'period_start', 'actor'])
    """
    with ExitStack() as borrowed:
        request = _Request(
            names,
            _find_frequency(by),
            parse_window(None, None, window) or ALWAYS,
            _list_members(states),
            as_of,
            options,
            Path(output) if output else _borrow_folder(borrowed) / "panel.parquet",
            progress or (lambda name, done, total: None),
        )
        check_suffix(request.target)
        if "source" in options:
            find_source(options["source"])
        opened = open_store(store)
        if EVENTS in names or engine != "duckdb":
            result = _write_events(opened, request, engine, master)
        else:
            result = _write_measures(opened, request)
        weakref.finalize(result, borrowed.pop_all().close)
    return result


def _borrow_folder(borrowed: ExitStack) -> Path:
    """Make a folder that goes with what borrows it."""
    folder = tempfile.mkdtemp(prefix="facta-")
    borrowed.callback(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _find_frequency(by: str) -> Frequency:
    known = [frequency.value for frequency in _PERIODS]
    if by not in known:
        raise UnknownName("period", by, nearest=find_nearest(by, known), step=f"Known: {', '.join(known)}.")
    return Frequency(by)


def _list_members(states: str | Sequence[str]) -> tuple[str, ...]:
    """Return the states that are named, and every state that ever belonged to a set."""
    listed = [states] if isinstance(states, str) else states
    sides = (name if re.search(r"^\s*{| except ", name) or name.isidentifier() else f'"{name}"' for name in listed)
    members = {member.state for side in sides for member in parse_relation(side).actors.members}
    return tuple(sorted(members))


def _write_measures(store: Store, request: _Request) -> PanelResult:
    """Write a long panel of measures."""
    measures = [_find_series(name) for name in request.names or ("",)]
    evidence = store.evidence(parse_day(request.as_of), request.frequency)
    reader = PanelReader(evidence, request.frequency, request.window, request.states, request.options)
    _check_options(measures, request.options)
    with open_scratch(request.target.parent) as (db, _):
        long = LongPanel(db, KEYS, request.frequency)
        for found in measures:
            for rows in reader.read(found, partial(request.heed, found.name)):
                long.extend(rows)
        count, columns = long.save(request.target)
    notes = tuple(f"{book} {why}; it is left out." for book, why in sorted(reader.coarse.items()))
    notes += () if count else ("No source has anything of these states and periods.",)
    covers = [entry for name in _list_indicators(measures) for entry in evidence.coverage(name)]
    facts = PanelFacts(
        title="Panel of " + ", ".join(request.names),
        facts=request.facts,
        columns=[(name, kind, _LONG[name]) for name, kind in columns],
        measures=measures,
        covers=[_write_cover(entry) for entry in covers if entry.source in reader.sources],
        notes=notes,
        citations=cite_origins(evidence, tuple(reader.origins)),
    )
    return _finish(request, facts, count)


def _find_series(name: str) -> Measure:
    found = find_measure(name)
    if found.is_rows:
        raise NoSeries(name)
    return found


def _check_options(measures: Sequence[Measure], options: Mapping[str, str]) -> None:
    """Refuse an argument that none of the measures takes."""
    for name, value in options.items():
        taking = [found for found in measures if name in found.complete({})] or list(measures)
        for found in taking:
            found.complete({name: value})


def _list_indicators(measures: Sequence[Measure]) -> list[str]:
    return list(dict.fromkeys(name for found in measures for name in found.indicators))


def _write_events(store: Store, request: _Request, engine: str, master: str) -> PanelResult:
    """Write the panel of the counts of events."""
    if request.names != (EVENTS,):
        raise MixedPanel(request.names)
    for name in request.options.keys() - {"source"}:
        raise UnknownName(f"argument of {EVENTS}", name, step="It takes source.")
    source = request.options.get("source", "")
    order = PanelOrder(
        frequency=request.frequency,
        window=request.window,
        states=request.states,
        as_of=parse_day(request.as_of),
        source=source,
        engine=engine,
        master=master,
        heed=partial(request.heed, EVENTS),
    )
    saved = store.save_events(request.target, order)
    evidence = store.evidence(order.as_of)
    loads = [load for load in store.loads() if load.rows.get(EVENTS) and load.source == (source or load.source)]
    origins = dict.fromkeys(origin.id for load in loads for origin in load.origins)
    facts = PanelFacts(
        title="Panel of events",
        facts=request.facts | ({"counted by": f"Spark, {master}"} if engine == "spark" else {}),
        columns=[(name, kind, PANEL_COLUMNS[name]) for name, kind in saved.columns],
        covers=[_write_cover(entry) for entry in evidence.coverage(EVENTS) if entry.source == (source or entry.source)],
        notes=_note_events(saved.counts),
        citations=cite_origins(evidence, tuple(origins)),
    )
    return _finish(request, facts, saved.rows)


def _note_events(counts: Mapping[str, tuple[int, int]]) -> tuple[str, ...]:
    """Say what a reader of counts of events has to know, and what the filter did to them."""
    filtered = (
        f"{source}: {reports:,} reports between two states are {events:,} events ({events / reports:.0%}) by the "
        "one-a-day filter."
        for source, (reports, events) in counts.items()
        if reports
    )
    return (
        *filtered,
        "Of reports alike in day, actor, recipient and code that became known on one day, one counts as an event (King "
        "and Lowe 2003; Schrodt 2015). Two such events on one day are one too, so that busy pairs lose most.",
        "Counts grow with what a source reads. Compare shares: of classes, of the actor's reports, of the world's.",
        "Events where a side is no state have an empty actor or recipient, and unlike ones of a day are one event.",
        "Sums of rows over periods are exact; take means from sums. No sum of scores is a level of relations.",
    )


def _write_cover(entry: Coverage) -> tuple[str, ...]:
    gaps = ", ".join(f"{first} to {last}" for first, last in entry.gaps)
    first, last = (str(day or "") for day in (entry.window.start, entry.window.end))
    return entry.source, entry.indicator, first, last, gaps, "zero" if entry.absence == "zero" else "nothing"


def _finish(request: _Request, facts: PanelFacts, count: int) -> PanelResult:
    """Write the dictionary beside the panel."""
    dictionary = request.target.with_name(f"{request.target.name}.md")
    save_text(write_dictionary(facts), dictionary)
    columns = tuple(PanelColumn(*column) for column in facts.columns)
    return PanelResult(
        request.names, request.target, dictionary, count, columns, tuple(facts.notes), tuple(facts.citations)
    )
