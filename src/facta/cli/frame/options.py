"""The arguments and options that several commands share, with their help and completion."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from facta.cli.frame.completing import (
    complete_dossiers,
    complete_measures,
    complete_sources,
    complete_states,
    complete_verdicts,
)

__all__ = [
    "AsOf",
    "Dossiers",
    "Expression",
    "FailOn",
    "Json",
    "MeasureName",
    "OnlyReporter",
    "OnlySource",
    "Source",
    "StateOne",
    "StateTwo",
    "StoreFolder",
    "Traced",
]

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DAY", help="On what was known then: 2021, 2021-01 or 2021-01-31.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")]
StoreFolder = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="FOLDER", help="Folder of the store; else FACTA_STORE, else the platform's data folder."
    ),
]

Dossiers = Annotated[
    list[str],
    typer.Argument(
        metavar="DOSSIER...",
        help="Bundled dossiers by name, YAML files by path, or - for standard input.",
        autocompletion=complete_dossiers,
    ),
]
Expression = Annotated[str, typer.Argument(metavar="EXPR", help="A reading, or - for standard input.")]
Traced = Annotated[
    str,
    typer.Argument(
        metavar="EXPR|DOSSIER#ID",
        help="A reading, a claim, a dossier, or - for a reading on standard input.",
        autocompletion=complete_dossiers,
    ),
]
FailOn = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar="VERDICT",
        help="Exit 1 if a claim has this verdict; may be repeated.",
        autocompletion=complete_verdicts,
    ),
]
MeasureName = Annotated[
    str, typer.Argument(metavar="NAME", help="Name of the measure.", autocompletion=complete_measures)
]
StateOne = Annotated[
    str, typer.Argument(metavar="STATE", help="A code, a name, or a set.", autocompletion=complete_states)
]
StateTwo = Annotated[
    str | None, typer.Argument(metavar="STATE", help="The other side.", autocompletion=complete_states)
]
Source = Annotated[str, typer.Argument(metavar="SOURCE", help="Id of the source.", autocompletion=complete_sources)]
OnlySource = Annotated[
    str | None,
    typer.Option("--source", metavar="SOURCE", help="Only this source.", autocompletion=complete_sources),
]
OnlyReporter = Annotated[
    str | None, typer.Option("--reporter", metavar="STATE", help="Only the record of this reporter.")
]
