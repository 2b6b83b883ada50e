"""Commands that look ahead, and back at what was said ahead."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer

import facta
from facta.cli.checking import find_dossier
from facta.cli.frame.completing import complete_dossiers, complete_measures
from facta.cli.frame.door import read_given, show
from facta.cli.frame.options import AsOf, Dossiers, Expression, Json, StoreFolder

__all__ = ["backtest", "forecast", "resolve", "score"]


def forecast(
    expression: Expression,
    as_of: AsOf = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DAY", help="The horizon; else the last day of the reading's windows."),
    ] = None,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Print the probability of a reading, as of a day.

    From draws of every series and record that it names; with the base rate beside it.
    """
    show(facta.forecast(read_given(expression), as_of=as_of, until=until, store=store), is_json=json)


def backtest(
    measures: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME...]", help="Only these measures.", autocompletion=complete_measures),
    ] = None,
    first: Annotated[int, typer.Option("--from", metavar="YEAR", help="First year at whose end to forecast.")] = 1985,
    last: Annotated[int | None, typer.Option("--to", metavar="YEAR", help="Last year.")] = None,
    count: Annotated[int, typer.Option("--count", min=1, help="Readings a measure and year, at most.")] = 10,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Makes the list of readings.")] = 1,
    page: Annotated[
        Path | None, typer.Option("--page", metavar="FILE", help="Write the report as Markdown instead.")
    ] = None,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Measure how good the forecasts are, on what is in the store.

    Thousands of readings over all measures, each forecast as of its day and resolved with hindsight: calibration, and
    skill against the base rate and persistence. On all public data it takes some minutes.
    """
    with _show_answers() as progress:
        result = facta.backtest(
            measures or (), first=first, last=last, count=count, seed=seed, store=store, progress=progress
        )
    if page is None:
        show(result, is_json=json)
        return
    chosen = [*(measures or ()), "--from", str(first), "--to", str(result.last.year), "--count", str(count)]
    result.save_page(page, " ".join(["facta backtest", *chosen, "--seed", str(seed)]))


@contextmanager
def _show_answers() -> Iterator[Callable[[dt.date, int], None] | None]:
    """Show day, forecasts and rate, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # a bar is drawn on a terminal only
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    shown = (TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} forecasts"), TimeElapsedColumn())
    with Progress(SpinnerColumn(), *shown, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("fetching evidence", total=None)
        yield lambda day, done: progress.update(task, description=f"as of {day}", completed=done)


def resolve(
    dossiers: Annotated[
        list[str],
        typer.Argument(
            metavar="DOSSIER...",
            help="Bundled dossiers by name, or YAML files by path; each has a log of its own.",
            autocompletion=complete_dossiers,
        ),
    ],
    as_of: AsOf = None,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Resolve the forecasts of a dossier into its log.

    Registers each reading that looks ahead with its horizon, what the hedge stands for and what the model gave on the
    day it was said; and resolves those whose horizon has passed. The log lies in the store and is only ever added to.
    """
    show(facta.resolve(*dossiers, as_of=as_of, store=store), is_json=json)


def score(
    dossiers: Dossiers,
    as_of: AsOf = None,
    mapping: Annotated[
        str, typer.Option("--mapping", metavar="NAME", help="What hedges stand for: icd-203, ipcc-ar5 or kent-1964.")
    ] = "icd-203",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write every forecast as .csv or .parquet instead."),
    ] = None,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Score those who made the forecasts of a dossier.

    Beside them the model, on what was known when each thing was said, and the base rate. What is not in the log yet is
    resolved in memory; nothing is written. Nobody is ranked on fewer than 30 matured forecasts.
    """
    with ExitStack() as borrowed:
        given = (find_dossier(entry, borrowed) for entry in dossiers)
        result = facta.score(*given, as_of=as_of, store=store, mapping=mapping)
        if output:
            typer.echo(result.save(output))
        else:
            show(result, is_json=json)
