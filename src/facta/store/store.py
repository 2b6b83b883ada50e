"""The store: a folder of its own above the starter evidence that ships with facta."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import duckdb

from facta.domain import Coverage, Frequency, Window, join_spans
from facta.errors import FileError, StoreError
from facta.sources import COLUMNS, find_source, list_sources
from facta.store.dyads import (
    EVENT_INDICATORS,
    PanelOrder,
    SavedPanel,
    check_suffix,
    list_event_files,
    list_event_sources,
    open_scratch,
    query_dyads,
    save_events,
)
from facta.store.evidence import StoreEvidence
from facta.store.layers import Layer, Load
from facta.store.loading import LoadReport, load_file, load_files, query_rows
from facta.store.surveying import Survey, survey_indicator
from facta.store.tables import KEYS, open_database

__all__ = ["STARTER", "Store", "find_folder"]

STARTER = Path(__file__).parent / "starter"
"""The starter evidence."""


def find_folder(given: str | Path | None = None) -> Path:
    """Return the store's folder: as given, else ``FACTA_STORE``, else the platform's data folder."""
    chosen = given or os.environ.get("FACTA_STORE")
    if chosen:
        return Path(chosen).expanduser()
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "facta"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home)) / "facta"
    return Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")) / "facta"


class Store:
    """Layers of evidence, the user's own first.

    Parameters
    ----------
    folder : Path
        The user's store; created on first write.
    starter : Path
        The evidence beneath it.
    """

    def __init__(self, folder: Path, starter: Path = STARTER) -> None:
        self.folder, self.starter = folder, starter
        self._own = Layer(folder)
        self._layers: tuple[Layer, ...] = (self._own, Layer(starter))
        self._db: duckdb.DuckDBPyConnection | None = None

    def load(self, source_id: str, file: Path, retrieved: dt.date) -> LoadReport:
        """Read a publisher's file into the user's store; see `load_file`."""
        report = load_file(self._own, find_source(source_id), file, retrieved)
        self.close()
        return report

    def load_files(
        self, source_id: str, files: Sequence[tuple[Path, dt.date]], watch: Callable[[str, int], None] | None = None
    ) -> Iterator[tuple[Path, LoadReport | FileError]]:
        """Read a publisher's files, each with the day it was obtained, into the user's store; see `load_files`."""
        yield from load_files(self._own, find_source(source_id), files, watch or (lambda name, size: None))
        self.close()

    def loads(self) -> list[Load]:
        """Return the finished loads of all layers."""
        return [load for layer in self._layers for load in layer.loads()]

    def coverage(self) -> tuple[Coverage, ...]:
        """Return what is declared and loaded, by source and indicator or kind of row; events are counted by pair."""
        loaded = _join_coverage(self.loads())
        events = [entry for entry in loaded if entry.indicator == "events"]
        counted = (replace(entry, indicator=name, absence="zero") for entry in events for name in EVENT_INDICATORS)
        return (*loaded, *counted)

    def count_rows(self) -> dict[str, int]:
        """Return how many rows each source has; a row that several loads hold counts once."""
        tables = " UNION ALL ".join(f"SELECT source FROM {table}" for table in COLUMNS)
        found = self.connect().execute(f"SELECT source, count(*) FROM ({tables}) GROUP BY source").fetchall()
        return dict(found)

    def survey(self, source_id: str, name: str, frequency: Frequency, states: Collection[str] = ()) -> Survey:
        """Return how many states, or partners of `states`, a source has by period; see `survey_indicator`."""
        return survey_indicator(self.connect(), (source_id, name), frequency, states)

    def with_registers(self, files: Sequence[Path]) -> Store:
        """Return this store with register files above it, for as long as the returned store lives; nothing is stored.

        Raises
        ------
        RegisterError
            A row that breaks its schema or has no citation.
        """
        held = {load.sha256 for load in self.loads()}
        fresh = [file for file in files if hashlib.sha256(file.read_bytes()).hexdigest() not in held]
        if not fresh:
            return self
        layered = Store(self.folder, self.starter)
        top = Layer(Path(tempfile.mkdtemp(prefix="facta-")))
        weakref.finalize(layered, shutil.rmtree, top.folder, ignore_errors=True)
        for file in fresh:
            load_file(top, find_source("registers"), file, dt.date.fromtimestamp(file.stat().st_mtime))
        layered._layers = (top, *self._layers)
        return layered

    def evidence(self, as_of: dt.date | None = None, frequency: Frequency = Frequency.DAY) -> StoreEvidence:
        """Return the evidence as known on a day.

        Parameters
        ----------
        as_of : datetime.date or None
            Nothing that became known later is seen; None sees everything.
        frequency : Frequency
            Length of the periods by which events are counted.

        Raises
        ------
        StoreError
            The store cannot be read.
        """
        loads = self.loads()
        if not loads:
            raise StoreError(
                str(self.folder), "the store is empty and there is no starter evidence", step="Run `facta load`."
            )
        sources = list_sources()
        return StoreEvidence(
            self.connect(),
            sources,
            self.coverage(),
            {origin.id: origin for load in loads for origin in load.origins},
            filled=max(load.loaded for load in loads),
            as_of=as_of,
            vintage=hashlib.sha256("\n".join(sorted(load.id for load in loads)).encode()).hexdigest(),
            owner=self,
            frequency=frequency,
        )

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return the connection, with one view a table over all layers."""
        if self._db is None:
            self._db = open_database()
            try:
                self._lay_views(self._db)
            except StoreError:
                self.close()
                raise
        return self._db

    def _lay_views(self, db: duckdb.DuckDBPyConnection) -> None:
        try:
            for table in COLUMNS:
                db.execute(f"CREATE VIEW {table} AS {_date_rows(table, self._query(table))}")
            db.execute(f"CREATE VIEW dyads AS {query_dyads(db, self._layers)}")
        except duckdb.Error as error:
            raise StoreError(
                str(self.folder), f"cannot be read: {str(error).splitlines()[0]}", step="Load the source again."
            ) from error

    def save_events(self, target: Path, order: PanelOrder) -> SavedPanel:
        """Write the panel of events by directed pair and period.

        Raises
        ------
        UnknownSuffix
            The file is neither Parquet, Arrow nor CSV.
        NotOnSpark
            Spark was asked for, and the files of events do not say alone which of their rows count.
        StoreError
            The store cannot be read, or the file not be written.
        """
        check_suffix(target)
        if not list_event_sources(self.loads()):
            raise StoreError(str(self.folder), "no events are stored", step="Load some: `facta load gdelt_v1 FILE`.")
        covered = self.evidence(order.as_of).coverage("events")
        files = list_event_files(self._layers) if order.engine == "spark" else []
        with open_scratch(target.parent) as (db, scratch):
            self._lay_views(db)
            return save_events((db, scratch), order, covered, files, target)

    def close(self) -> None:
        """Close the connection; the next scan opens it anew."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _query(self, table: str) -> str:
        """Read every layer; where two hold a row of the same key, the upper one counts."""
        key = ", ".join(("source", *KEYS[table]))
        query = ""
        for layer in self._layers:
            lower = query_rows(layer, table, tuple(layer.loads()))
            query = (
                f"{query} UNION ALL BY NAME FROM ({lower}) ANTI JOIN ({query}) USING ({key})"
                if query and lower
                else query or lower
            )
        empty = ", ".join(f"NULL::{kind.split(' DEFAULT')[0]} AS {name}" for name, kind in COLUMNS[table].items())
        return query or f"SELECT {empty}, NULL::VARCHAR AS source WHERE false"


def _date_rows(table: str, query: str) -> str:
    """Give the rows of a table without dates, votes and issues, those of their roll call."""
    if "known_date" in COLUMNS[table]:
        return query
    return f"SELECT undated.*, vote_date, known_date FROM ({query}) undated JOIN roll_calls USING (source, roll_call)"


def _join_coverage(loads: list[Load]) -> tuple[Coverage, ...]:
    """Join what the loads of each source cover of each indicator."""
    held: dict[tuple[str, str], list[Load]] = {}
    for load in loads:
        for name in load.covers:
            held.setdefault((load.source, name), []).append(load)
    return tuple(_cover(source, name, found) for (source, name), found in held.items())


def _cover(source_id: str, name: str, loads: Sequence[Load]) -> Coverage:
    """Join several loads; those without a scope lift that of others only where they cover all of their days too."""
    spans = join_spans(span for load in loads for span in load.covers[name])
    whole = join_spans(span for load in loads if not load.scope for span in load.covers[name])
    scope = frozenset[str]() if whole == spans else frozenset(state for load in loads for state in load.scope)
    day = dt.timedelta(days=1)
    gaps = tuple((before[1] + day, after[0] - day) for before, after in pairwise(spans))
    window = Window(spans[0][0], spans[-1][1])
    return Coverage(source_id, name, window, _absence_of(source_id, name), scope, gaps)


def _absence_of(source_id: str, name: str) -> str:
    source = list_sources().get(source_id)
    return source.indicators[name].absence if source and name in source.indicators else "missing"
