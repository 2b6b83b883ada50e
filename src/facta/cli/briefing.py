"""The command that writes what people read."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

import facta
from facta.cli.checking import find_dossier
from facta.cli.frame.completing import complete_dossiers
from facta.cli.frame.door import show
from facta.cli.frame.options import AsOf, Json, StoreFolder
from facta.errors import UsageError

__all__ = ["brief"]


class TooManyNames(UsageError):
    """More than a dossier or two states.

    Examples
    --------
    >>> str(TooManyNames(3))
    '3 names are neither a dossier nor two states. Name one dossier, or two states.'
    """

    def __init__(self, count: int) -> None:
        self.count = count

    def __str__(self) -> str:
        return f"{self.count} names are neither a dossier nor two states. Name one dossier, or two states."


def brief(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="DOSSIER|STATE STATE",
            help="A bundled dossier by name, a YAML file by path, - for standard input; or two states.",
            autocompletion=complete_dossiers,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write a page: .html, .md or .jsonld."),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--format", metavar="KIND", help="html, markdown or json-ld; on standard output without -o."),
    ] = None,
    as_of: AsOf = None,
    record: Annotated[
        bool, typer.Option("--record/--no-record", help="Score the forecasts of a dossier, which takes some seconds.")
    ] = True,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Write the brief on a dossier, or on two states.

    One page that needs neither a network nor a script: on a screen, a phone or paper. Without a file it is shown here.
    """
    if len(names) > 2:
        raise TooManyNames(len(names))
    with ExitStack() as borrowed:
        first = names[0] if len(names) == 2 else find_dossier(names[0], borrowed)
        result = facta.brief(first, *names[1:], file=output, kind=kind, as_of=as_of, store=store, has_record=record)
    if json:
        show(result, is_json=True)
    elif output:
        typer.echo(result.file)
    elif kind:
        typer.echo(result.text, nl=False)
    else:
        show(result, is_json=False)
