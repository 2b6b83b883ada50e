"""The command that fetches a source from its publisher."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

import facta
from facta.cli.frame.door import Interrupted, heed_interruption, show
from facta.cli.frame.options import Json, Source, StoreFolder

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from facta.store import LoadReport

__all__ = ["fetch"]


def fetch(
    source: Source,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="PERIOD", help="First period, where files are cut by period: 2014 or 2014-03."),
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="PERIOD", help="Last period.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only list the files, their sizes, and what is here already.")
    ] = False,
    no_load: Annotated[bool, typer.Option("--no-load", help="Only download; load with `facta load`.")] = False,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Download a source from its publisher and load it.

    What is here and unchanged is not downloaded again. Interrupt it and run it again: it goes on where it was. Files
    are compared with the publisher's checksums where there are any. Keys are read from the environment only. `gdelt` is
    GDELT 1.0, whose files reach from 1979 to today.

    Exit codes: 0 done, 2 the request is off, 3 data broke its contract, 4 a publisher cannot be reached, 130
    interrupted.
    """
    window = f"{first or ''}..{last or ''}" if first or last else None
    try:
        with heed_interruption(), _show_progress(source) as shown:
            result = facta.fetch(
                source,
                window=window,
                store=store,
                is_dry_run=dry_run,
                is_loaded=not no_load,
                watch=shown.watch,
                progress=shown.report,
            )
    except KeyboardInterrupt as stop:
        raise Interrupted("Interrupted; what came is kept: run it again to go on.") from stop
    show(result, is_json=json)


class _Silence:
    """Shows nothing: there is no terminal."""

    def watch(self, name: str, arrived: int, size: int | None) -> None:
        """Show how far a file has come."""

    def report(self, entry: LoadReport) -> None:
        """Show that a file was loaded."""


class _Bars(_Silence):
    """A bar for all files, and one for each that is on its way."""

    def __init__(self, progress: Progress, source: str) -> None:
        self._progress, self._source = progress, source
        self._files: dict[str, tuple[int, int | None]] = {}
        self._bars: dict[str, TaskID] = {}
        self._all: TaskID | None = None
        self._here, self._arrived, self._total, self._unknown, self._loaded = 0, 0, 0, 0, 0
        self._lock = threading.Lock()  # files come in several threads

    def watch(self, name: str, arrived: int, size: int | None) -> None:
        with self._lock:
            is_announced = name in self._files  # the first word of a file only says that it is wanted
            if is_announced:
                self._count(self._files[name], -1)
            self._files[name] = (arrived, size)
            self._count(self._files[name], 1)
            if is_announced:
                self._draw_file(name, arrived, size)
                self._draw_all()

    def report(self, entry: LoadReport) -> None:
        self._loaded += 1
        words = f"{self._source}: {self._loaded:,} of {len(self._files):,} loaded, {entry.file}"
        if self._all is not None:
            self._progress.update(self._all, description=words)

    def _draw_file(self, name: str, arrived: int, size: int | None) -> None:
        if arrived == size:
            if name in self._bars:
                self._progress.remove_task(self._bars.pop(name))
        elif name in self._bars:
            self._progress.update(self._bars[name], completed=arrived, total=size)
        else:
            self._bars[name] = self._progress.add_task(name, completed=arrived, total=size)

    def _draw_all(self) -> None:
        total = None if self._unknown else self._total
        words = f"{self._source}: {self._here:,} of {len(self._files):,} files"
        if self._all is None:
            self._all = self._progress.add_task(words, completed=self._arrived, total=total)
        else:
            self._progress.update(self._all, description=words, completed=self._arrived, total=total)

    def _count(self, file: tuple[int, int | None], sign: int) -> None:
        """Add a file to the sums, or take it out; there may be too many to add them up anew for each block."""
        arrived, size = file
        self._here += sign * (arrived == size)
        self._arrived += sign * arrived
        self._total += sign * (size or 0)
        self._unknown += sign * (size is None)


@contextmanager
def _show_progress(source: str) -> Iterator[_Silence]:
    """Show each file's rate and the time left, on a terminal only."""
    if not sys.stderr.isatty():
        yield _Silence()
        return
    from rich.console import Console  # a bar is drawn on a terminal only
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (BarColumn(None), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    shown = Progress(TextColumn("{task.description}"), *columns, console=Console(stderr=True), transient=True)
    with shown as progress:
        yield _Bars(progress, source)
