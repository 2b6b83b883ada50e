"""Commands that look ahead, and back at what was said ahead."""

from __future__ import annotations

from typing import Annotated

import typer

import facta
from facta.cli.door import read_given, show
from facta.cli.options import AsOf, Expression, Json, StoreFolder

__all__ = ["forecast"]


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
