"""The command that prints levels and turns."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import facta
from facta.cli.frame.completing import complete_measures
from facta.cli.frame.door import show
from facta.cli.frame.options import AsOf, Json, OnlyReporter, OnlySource, StateOne, StateTwo, StoreFolder
from facta.cli.measuring import read_options

__all__ = ["turns"]


def turns(
    one: StateOne,
    other: StateTwo = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            "-m",
            metavar="NAME",
            autocompletion=complete_measures,
            help="A measure; may be repeated. Left out, one line for each book of the pair.",
        ),
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="PERIOD", help="Show turns from then on.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="PERIOD", help="Show turns until then.")] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="year|half|quarter|month|day", help="Gather into longer periods.")
    ] = None,
    source: OnlySource = None,
    reporter: OnlyReporter = None,
    option: Annotated[
        list[str] | None, typer.Option("--option", metavar="KEY=VALUE", help="An argument of the measures.")
    ] = None,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="Draw it into an SVG file.")] = None,
    as_of: AsOf = None,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Say when a relation turned, and where it stands.

    The level of each measure and book with its band, and its turns: date with a 90% interval, probability, size, what
    speaks for each, and what of it may be the feed's. All that is known counts; --from and --to choose what is shown.
    """  # fmt: skip
    given = {key: value for key, value in (("source", source), ("reporter", reporter)) if value}
    window = f"{first or ''}..{last or ''}" if first or last else None
    result = facta.turns(
        one, other, measure=measure or (), window=window, by=by, as_of=as_of, store=store,
        **read_options(option or ()), **given,
    )  # fmt: skip
    if plot:
        result.plot().save(plot)
    show(result, is_json=json)
