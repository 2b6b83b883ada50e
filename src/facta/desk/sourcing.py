"""The sources: what they are, what of them is loaded, and loading more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from facta.desk.results import LoadResult, SourcesResult
from facta.desk.workbench import StorePath, forget_evidence, open_store
from facta.sources import Source, find_source, list_sources
from facta.store import Load, LoadReport

__all__ = ["load", "sources"]


def sources(name: str | None = None, *, store: StorePath = None) -> SourcesResult:
    """Return every source, or one: licence, citation, coverage, lag, rows in the store, how to fill it.

    Examples
    --------
    >>> import facta
    >>> facta.sources("cow_trade").sources[0]["licence"]
    'free with citation'
    """
    chosen = [find_source(name)] if name else list(list_sources().values())
    loads = open_store(store).loads()
    held = {source.id: [load for load in loads if load.source == source.id] for source in chosen}
    return SourcesResult(tuple(_describe(source, held[source.id]) for source in chosen))


def _describe(source: Source, loads: Sequence[Load]) -> dict[str, Any]:
    spans = {name: [day.isoformat() for day in span] for load in loads for name, span in load.covers.items()}
    place = source.address or source.url
    return {
        "source": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "licence": source.licence,
        "citation": source.citation,
        "url": source.url,
        "address": source.address or None,
        "version": source.version,
        "covers": [source.covers[0].isoformat(), source.covers[1].isoformat()],
        "lag_days": source.lag_days,
        "ships": source.ships,
        "tried": source.tried,
        "breaks": list(source.breaks),
        "rows": sum(count for load in loads for count in load.rows.values()),
        "indicators": {name: entry.title for name, entry in source.indicators.items()},
        "loaded": spans,
        "fill": f"facta load {source.id} FILE" + (f" (from {place})" if place else ""),
    }


def load(
    source: str,
    *files: str | Path,
    store: StorePath = None,
    retrieved: dt.date | None = None,
    progress: Callable[[LoadReport], None] | None = None,
) -> LoadResult:
    r"""Read publisher files from disk into the store; loading a file again adds nothing.

    Parameters
    ----------
    source : str
        Id of the source.
    *files : str or Path
        Files, or folders whose files are all of that source.
    store : str, Path or None
        Folder of the store.
    retrieved : datetime.date or None
        When the files were obtained; None takes each file's own date.
    progress : callable or None
        Called with the report of each finished file.

    Returns
    -------
    LoadResult
        Rows read, new, repaired and refused, by file.

    Raises
    ------
    BrokenFile
        A file that is damaged or foreign; what was stored before stays.
    StoreError
        The store cannot be written.

    Examples
    --------
    >>> import facta, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "trade.csv"
    ...     written = file.write_text("ccode1,ccode2,year,flow1,flow2\n365,710,2014,51135,42807\n")
    ...     [facta.load("cow_trade", file, store=pathlib.Path(folder) / "store").new for _ in range(2)]
    [6, 0]
    """
    found = find_source(source)
    reports = []
    for file in _list_files(files):
        day = retrieved or (dt.date.fromtimestamp(file.stat().st_mtime) if file.is_file() else dt.date.min)
        report = open_store(store).load(found.id, file, day)
        reports.append(report)
        if progress:
            progress(report)
    forget_evidence()
    return LoadResult(found.id, tuple(reports))


def _list_files(given: Sequence[str | Path]) -> list[Path]:
    """Return the files, with folders opened."""
    listed: list[Path] = []
    for entry in map(Path, given):
        listed += sorted(path for path in entry.iterdir() if path.is_file()) if entry.is_dir() else [entry]
    return listed
