"""The command that watches conditions."""

from __future__ import annotations

from typing import Annotated

import typer

import facta
from facta.cli.frame.completing import complete_dossiers
from facta.cli.frame.door import show
from facta.cli.frame.options import AsOf, Json, StoreFolder
from facta.errors import UnknownName, find_nearest

__all__ = ["watch"]

_FAILS = ("fired", "changed")


def watch(
    dossiers: Annotated[
        list[str],
        typer.Argument(
            metavar="DOSSIER|FOLDER...",
            help="Bundled dossiers by name, YAML files by path, or folders of them.",
            autocompletion=complete_dossiers,
        ),
    ],
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DAY",
            help="Compare with where they stood on what was known then, in place of the last run; nothing is written.",
        ),
    ] = None,
    as_of: AsOf = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on", metavar="|".join(_FAILS), help="Exit 1 if a condition has fired, or changed; may be repeated."
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Print also those that did not change.")] = False,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Watch the conditions of a dossier.

    A condition is armed, fired, expired, annulled by what follows unless, or blind: nothing that is loaded could show
    it. The first run prints all of them, a later one what changed since; where nothing did it prints one line, so that
    it can run every day. A look back with --as-of is not remembered, nor is one with --since.

    Exit codes: 0 done, 1 only with --fail-on, 2 the request is off, 3 data broke its contract, 130 interrupted.
    """
    for word in fail_on or ():
        if word not in _FAILS:
            raise UnknownName("word", word, nearest=find_nearest(word, _FAILS), step=f"Known: {', '.join(_FAILS)}.")
    result = facta.watch(*dossiers, since=since, as_of=as_of, store=store)
    show(result, is_json=json, is_whole=everything)
    states = {entry.condition.state.value for entry in result.conditions}
    changed = {"changed"} if any(entry.is_changed for entry in result.conditions) else set()
    if (states | changed).intersection(fail_on or ()):
        raise typer.Exit(1)
