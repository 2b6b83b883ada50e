"""A layer: one folder of Parquet parts with a manifest for each finished load.

    LAYER/loads/ID.json            what a load read, wrote, repaired and refused; written last
    LAYER/TABLE/ID.parquet         its rows

A part counts only when a manifest names it, and a manifest appears by one rename: a load that is killed leaves parts
that nobody reads, and the next load sweeps them away.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from facta.domain import Origin, Span
from facta.errors import StoreError
from facta.sources import COLUMNS

if sys.platform != "win32":
    import fcntl

__all__ = ["Layer", "Load"]

FORMAT = 2
_LOAD_ID = re.compile(r"\w+(-\d{4}(-\d\d)?)?-[0-9a-f]{16}")
DYADS = "dyads"
"""Folder of the counts that lie beside a part of events, under its name."""


class Given(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file of a load.

    Parameters
    ----------
    name, sha256 : str
        What was read.
    rows : int
        Rows that were read.
    repaired : mapping of str to int
        Mended defects by kind.
    refused_count : int
        Rows that were not read.
    ignored : mapping of str to int
        Rows left out on purpose, by reason.
    """

    name: str
    sha256: str
    rows: int
    repaired: Mapping[str, int] = {}
    refused_count: int = 0
    ignored: Mapping[str, int] = {}


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """One finished load.

    Parameters
    ----------
    id : str
        Source, month of the files where they are an event archive's, and hash of their content.
    source, file, sha256 : str
        What was read; without a hash where it was more than one file.
    loaded : datetime.date
        The day, as the caller passed it.
    rows : mapping of str to int
        Rows by table.
    revised : tuple of str
        Tables in which it gives other values than an earlier load for the same keys; the later load counts.
    covers : mapping of str to tuple
        Spans of days by indicator or kind of row.
    repaired : mapping of str to int
        Mended defects by kind.
    refused : tuple of str
        Rows that were not read, as text; the first thousand.
    refused_count : int
        How many in all.
    origins : tuple of Origin
        The origins that its rows carry.
    ignored : mapping of str to int
        Rows left out on purpose, by reason.
    scope : tuple of str
        The states whose relations were kept; empty where all were.
    ids : tuple of str
        First and last id of its events, in the order of text; empty where it has none.
    number : int
        Which load of its layer it was, from 1: of two loads of one day the later counts.
    files : tuple of Given
        The files, one by one; a manifest of an earlier version has none.
    replaces : tuple of str
        Ids of the loads that were packed into it, and no longer count.
    """

    id: str
    source: str
    file: str
    sha256: str
    loaded: dt.date
    rows: Mapping[str, int]
    covers: Mapping[str, tuple[Span, ...]]
    revised: tuple[str, ...] = ()
    repaired: Mapping[str, int] = {}
    refused: tuple[str, ...] = ()
    refused_count: int = 0
    origins: tuple[Origin, ...] = ()
    ignored: Mapping[str, int] = {}
    scope: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    number: int = 0
    files: tuple[Given, ...] = ()
    replaces: tuple[str, ...] = ()
    format: int = FORMAT

    def given(self) -> tuple[Given, ...]:
        """Return the files, one by one."""
        whole = Given(self.file, self.sha256, sum(self.rows.values()), self.repaired, self.refused_count, self.ignored)
        return self.files or (whole,)


class _Stub(msgspec.Struct):
    """What a manifest of any format says; the first did not say its format."""

    id: str
    source: str
    format: int = 1


class Layer:
    """A folder of parts and manifests.

    Parameters
    ----------
    folder : Path
        Where it lies; need not exist until something is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def loads(self) -> Iterator[Load]:
        """Yield the finished loads that count, by id.

        Raises
        ------
        StoreError
            A manifest cannot be read.
        """
        finished = tuple(self._read_manifests())
        replaced = {load_id for load in finished for load_id in load.replaces}
        return (load for load in finished if load.id not in replaced)

    def _read_manifests(self) -> Iterator[Load]:
        for manifest in sorted(self.folder.glob("loads/*.json")):
            try:
                written = manifest.read_bytes()
                self._check_format(msgspec.json.decode(written, type=_Stub).format)
                load = msgspec.json.decode(written, type=Load)
            except (msgspec.MsgspecError, OSError) as error:
                raise StoreError(
                    str(manifest), f"the manifest cannot be read ({error})", step="Move it away and load again."
                ) from error
            yield load

    def _check_format(self, found: int) -> None:
        if found != FORMAT:
            step = "Upgrade facta to read it." if found > FORMAT else "Load its sources into a new one."
            raise StoreError(str(self.folder), f"the store has format {found}; this facta reads {FORMAT}", step=step)

    def parts(self, table: str, loads: tuple[Load, ...]) -> list[str]:
        """Return the Parquet files of a table that `loads` wrote."""
        return [str(self.part(table, load.id)) for load in loads if load.rows.get(table)]

    def part(self, table: str, load_id: str) -> Path:
        """Return where a load's rows of a table lie."""
        return self.folder / table / f"{load_id}.parquet"

    def finish(self, load: Load) -> None:
        """Make a load count: write its manifest beside the others and rename it into place."""
        target = self.folder / "loads" / f"{load.id}.json"
        draft = target.with_suffix(f".{os.getpid()}.draft")
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(load), indent=1))
        draft.replace(target)

    def prepare(self) -> None:
        """Create the folder.

        Raises
        ------
        StoreError
            It cannot be written.
        """
        try:
            (self.folder / "loads").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self.refuse(error.strerror or str(error)) from error

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep other loads waiting while one writes, and sweep away what an interrupted load left behind.

        Raises
        ------
        StoreError
            The folder cannot be written.
        """
        self.prepare()
        try:
            # A bare descriptor: a file object that Ctrl-C catches before its `with` would complain on its way out.
            lock = os.open(self.folder / "loads" / "lock", os.O_WRONLY | os.O_CREAT, 0o666)
        except OSError as error:
            raise self.refuse(error.strerror or str(error)) from error
        try:
            if sys.platform != "win32":
                fcntl.flock(lock, fcntl.LOCK_EX)
            self.sweep()
            yield
        finally:
            os.close(lock)

    @contextmanager
    def open_scratch(self) -> Iterator[Path]:
        """Lend a folder for what a load unpacks, on the disk of the store."""
        try:
            with tempfile.TemporaryDirectory(
                prefix="scratch-", dir=self.folder / "loads", ignore_cleanup_errors=True
            ) as folder:
                yield Path(folder)
        except FileNotFoundError as error:
            raise self.refuse(error.strerror or str(error)) from error

    def sweep(self) -> None:
        """Delete drafts, scratch folders, loads that were packed, and parts that no manifest names.

        Files of others stay.
        """
        finished = {load.id for load in self.loads()}
        try:
            for manifest in self.folder.glob("loads/*.json"):
                if manifest.stem not in finished:
                    manifest.unlink()
            for folder in self.folder.glob("loads/scratch-*"):
                shutil.rmtree(folder)
            for stray in self.folder.glob("loads/*.draft"):
                stray.unlink()
            for part in (part for table in (*COLUMNS, DYADS) for part in self.folder.glob(f"{table}/*.parquet*")):
                name = part.name.split(".parquet")[0]
                if name not in finished and _LOAD_ID.fullmatch(name):
                    part.unlink()
        except OSError as error:
            raise self.refuse(error.strerror or str(error)) from error

    def refuse(self, why: str) -> StoreError:
        """Return the error of a store that cannot be written."""
        step = "Name a folder that you may write with --store or FACTA_STORE."
        return StoreError(str(self.folder), f"the store cannot be written ({why})", step=step)
