"""Commands over the sources, what of them is stored, and what of it stands behind a figure."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import facta
from facta.cli.frame.completing import complete_sources, complete_states
from facta.cli.frame.door import Interrupted, heed_interruption, read_given, show
from facta.cli.frame.options import AsOf, Json, Source, StoreFolder, Traced
from facta.errors import BrokenFiles

if TYPE_CHECKING:
    from rich.progress import Progress

    from facta.store import LoadReport

__all__ = ["cite", "load", "sources", "trace"]


def sources(
    name: Annotated[
        str | None,
        typer.Argument(metavar="SOURCE", help="Id of a source, to see it in full.", autocompletion=complete_sources),
    ] = None,
    states: Annotated[
        list[str] | None,
        typer.Option(
            "--state",
            metavar="STATE",
            help="Coverage of this state; may be repeated.",
            autocompletion=complete_states,
        ),
    ] = None,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """List the sources, or show one in full.

    Licence, citation, coverage by year, lag, known breaks, rows in the store, and how to fill it.
    """
    show(facta.sources(name, states=states or (), store=store), is_json=json)


def load(
    source: Source,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Publisher's files, packed or plain, folders of them, patterns, or -."),
    ],
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Read a publisher's files into the store.

    Loading a file again adds nothing. A file that breaks its contract is refused whole, the others are loaded, and what
    is stored stays. An interrupted run can be repeated. The files of one month of an event archive are stored together;
    `gdelt` tells the files of GDELT 1.0 and 2.0 by their columns.
    """
    finished: list[str] = []
    try:
        with heed_interruption(), _show_progress(source) as shown, _take_files(files) as given:
            finished = shown.finished
            result = facta.load(source, *given, store=store, progress=shown.report, watch=shown.watch)
    except BrokenFiles as error:
        show(error.result, is_json=json)
        raise
    except KeyboardInterrupt as stop:
        if finished:
            several = f"{len(finished):,} files, the last {finished[-1]}" if len(finished) > 5 else ", ".join(finished)
            kept = f"Interrupted; stored: {several}. The rest is unchanged: run it again to go on."
            raise Interrupted(kept) from stop
        raise
    show(result, is_json=json)


@contextmanager
def _take_files(given: Sequence[Path]) -> Iterator[list[Path]]:
    """Lay standard input, where it is asked for with ``-``, into a file for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="facta-") as folder:
        file = Path(folder) / "stdin"
        if Path("-") in given:
            with file.open("wb") as copy:
                shutil.copyfileobj(sys.stdin.buffer, copy)
        yield [file if path == Path("-") else path for path in given]


class _Silence:
    """Notes which files are finished, and shows nothing: there is no terminal."""

    def __init__(self) -> None:
        self.finished: list[str] = []

    def report(self, entry: LoadReport) -> None:
        """Note that a file is stored."""
        self.finished.append(entry.file)

    def watch(self, name: str, read: int, whole: int) -> None:
        """Note how much was read."""


class _Bar(_Silence):
    """One bar: how much was read, rows and rows a second, the time left."""

    def __init__(self, progress: Progress, source: str) -> None:
        super().__init__()
        self._progress, self._source, self._rows = progress, source, 0
        self._task = progress.add_task(source, total=None, rows="")

    def report(self, entry: LoadReport) -> None:
        super().report(entry)
        self._rows += entry.rows
        spent = self._progress.tasks[0].elapsed
        rate = f" ({self._rows / spent:,.0f} rows/s)" if spent else ""
        words = f"{self._source} {entry.file}: {len(self.finished):,} stored"
        self._progress.update(self._task, description=words, rows=f"{self._rows:,} rows{rate}")

    def watch(self, name: str, read: int, whole: int) -> None:
        words = f"{self._source} {name}: {len(self.finished):,} stored"
        self._progress.update(self._task, description=words, completed=read, total=whole)


@contextmanager
def _show_progress(source: str) -> Iterator[_Silence]:
    """Show files, rows, their rate and the time left while files are read, on a terminal only."""
    if not sys.stderr.isatty():
        yield _Silence()
        return
    from rich.console import Console  # a bar is drawn on a terminal only
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    shown = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rows]}"), TimeRemainingColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress, source)


def trace(given: Traced, as_of: AsOf = None, json: Json = False, store: StoreFolder = None) -> None:
    """Print the rows and files behind a figure."""
    show(facta.trace(read_given(given), as_of=as_of, store=store), is_json=json)


def cite(
    given: Traced,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX entries.")] = False,
    as_of: AsOf = None,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Print citations and licences of an answer."""
    show(facta.cite(read_given(given), as_of=as_of, store=store), is_json=json, is_bibtex=bibtex)
