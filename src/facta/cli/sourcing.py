"""Commands over the sources, what of them is stored, and what of it stands behind a figure."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import facta
from facta.cli.completing import complete_sources, complete_states
from facta.cli.door import Interrupted, heed_interruption, read_given, show
from facta.cli.options import AsOf, Json, Source, StoreFolder, Traced
from facta.errors import BrokenFiles

if TYPE_CHECKING:
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
        typer.Argument(metavar="FILE...", help="Publisher's files, packed or plain, folders of them, or patterns."),
    ],
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Read a publisher's files into the store.

    Loading a file again adds nothing. A file that breaks its contract is refused whole, the others are loaded, and what
    is stored stays. An interrupted run can be repeated.
    """
    finished: list[str] = []
    try:
        with heed_interruption(), _show_progress(source, finished) as report:
            result = facta.load(source, *files, store=store, progress=report)
    except BrokenFiles as error:
        show(error.result, is_json=json)
        raise
    except KeyboardInterrupt as stop:
        if finished:
            kept = f"Interrupted; stored: {', '.join(finished)}. The rest is unchanged: run it again to go on."
            raise Interrupted(kept) from stop
        raise
    show(result, is_json=json)


@contextmanager
def _show_progress(source: str, finished: list[str]) -> Iterator[Callable[[LoadReport], None]]:
    """Show files, rows and rate while files are read, on a terminal only; note the finished ones."""
    if not sys.stderr.isatty():
        yield lambda report: finished.append(report.file)
        return
    from rich.console import Console  # a bar is drawn on a terminal only
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    shown = (
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,.0f} rows"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
    )
    with Progress(SpinnerColumn(), *shown, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(source, total=None, rate="")

        def report(entry: LoadReport) -> None:
            finished.append(entry.file)
            progress.update(task, description=f"{source} {entry.file} ({len(finished)} read)", advance=entry.rows)
            spent = progress.tasks[0].elapsed
            progress.update(task, rate=f"{progress.tasks[0].completed / spent:,.0f} rows/s" if spent else "")

        yield report


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
