"""The store: a folder of its own above the starter evidence that ships with facta."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from facta.domain import Coverage, Window
from facta.errors import StoreError
from facta.sources import COLUMNS, find_source, list_sources
from facta.store.evidence import StoreEvidence
from facta.store.layers import Layer, Load
from facta.store.loading import KEYS, LoadReport, load_file, open_database, query_rows

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

    def loads(self) -> list[Load]:
        """Return the finished loads of all layers."""
        return [load for layer in self._layers for load in layer.loads()]

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

    def evidence(self, as_of: dt.date | None = None) -> StoreEvidence:
        """Return the evidence as known on a day.

        Parameters
        ----------
        as_of : datetime.date or None
            Nothing that became known later is seen; None sees everything.

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
            _join_coverage(loads),
            {origin.id: origin for load in loads for origin in load.origins},
            filled=max(load.loaded for load in loads),
            as_of=as_of,
            owner=self,
        )

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return the connection, with one view a table over all layers."""
        if self._db is None:
            self._db = open_database()
            try:
                for table in COLUMNS:
                    self._db.execute(f"CREATE VIEW {table} AS {_date_rows(table, self._query(table))}")
            except duckdb.Error as error:
                self.close()
                raise StoreError(
                    str(self.folder), f"cannot be read: {str(error).splitlines()[0]}", step="Load the source again."
                ) from error
        return self._db

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
    """Join what several loads of a source cover; one without a scope lifts it only where it covers all the years."""
    joined: dict[tuple[str, str], Coverage] = {}
    for load in loads:
        for name, (first, last) in load.covers.items():
            entry = Coverage(
                load.source, name, Window(first, last), _absence_of(load.source, name), frozenset(load.scope)
            )
            old = joined.get((load.source, name))
            joined[load.source, name] = _widen(old, entry) if old else entry
    return tuple(joined.values())


def _absence_of(source_id: str, name: str) -> str:
    source = list_sources().get(source_id)
    return source.indicators[name].absence if source and name in source.indicators else "missing"


def _widen(one: Coverage, other: Coverage) -> Coverage:
    """Return what two loads of one source cover together."""
    starts, ends = (one.window.start, other.window.start), (one.window.end, other.window.end)
    window = Window(min(day for day in starts if day), max(day for day in ends if day))
    if one.scope and other.scope:
        return replace(one, window=window, scope=one.scope | other.scope)
    whole = [entry.window for entry in (one, other) if not entry.scope]
    is_whole = len(whole) == 2 or (whole[0].start, whole[0].end) == (window.start, window.end)
    return replace(one, window=window, scope=frozenset() if is_whole else one.scope | other.scope)
