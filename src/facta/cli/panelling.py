"""The command that writes panels."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

import facta
from facta.cli.frame.completing import complete_measures, complete_states
from facta.cli.frame.door import show
from facta.cli.frame.options import AsOf, Json, OnlySource, StoreFolder
from facta.cli.measuring import read_options

__all__ = ["panel"]


def panel(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...", help="Measures; or events alone, for their counts.", autocompletion=complete_measures
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Ends with .parquet, .csv, .arrow or .feather.")
    ],
    states: Annotated[
        list[str] | None,
        typer.Option(
            "--states",
            metavar="SET",
            help="Only between these states or members of sets; may be repeated.",
            autocompletion=complete_states,
        ),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="PERIOD", help="First period: 2010, 2010-03 or 2010-03-09.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="PERIOD", help="Last period.")] = None,
    by: Annotated[str, typer.Option("--by", metavar="year|quarter|month|day", help="Length of the periods.")] = "year",
    source: OnlySource = None,
    option: Annotated[
        list[str] | None, typer.Option("--option", metavar="KEY=VALUE", help="An argument of the measures.")
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="duckdb|spark", help="What counts events; the result is the same.")
    ] = "duckdb",
    master: Annotated[
        str, typer.Option("--master", metavar="URL", help="Where Spark runs: local[*], or a cluster's address.")
    ] = "local[*]",
    as_of: AsOf = None,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Write a panel of measures, or of events, for research.

    A table of directed pairs by period. Beside it lies its data dictionary, FILE.md: what each column holds, what is
    covered, what to cite. Without --states the rows are of all pairs of which anything is reported. An interrupted run
    leaves no half file.
    """
    options = read_options(option or ()) | ({"source": source} if source else {})
    with _show_pairs() as progress:
        result = facta.panel(
            *names,
            by=by,
            window=f"{first or ''}..{last or ''}" if first or last else None,
            states=states or (),
            output=output,
            as_of=as_of,
            store=store,
            engine=engine,
            master=master,
            progress=progress,
            **options,
        )
    show(result, is_json=json)


@contextmanager
def _show_pairs() -> Iterator[Callable[[str, int, int], None] | None]:
    """Show how many states of how many are done, and the time left, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # a bar is drawn on a terminal only
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(SpinnerColumn(), *shown, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("counting", total=None)

        def heed(name: str, done: int, total: int) -> None:
            progress.update(task, description=name, completed=done, total=total)

        yield heed
