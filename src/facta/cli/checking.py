"""Commands that hold statements against the evidence."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

import facta
from facta.cli.frame.completing import complete_verdicts
from facta.cli.frame.door import read_given, show
from facta.cli.frame.options import AsOf, Dossiers, Expression, FailOn, Json, StoreFolder
from facta.errors import UnknownName, find_nearest

__all__ = ["ask", "check", "find_dossier", "new"]


def check(
    dossiers: Dossiers,
    as_of: AsOf = None,
    fail_on: FailOn = None,
    diff: Annotated[
        Path | None,
        typer.Option(
            "--diff", metavar="RESULT", help="An earlier `check --json`: print only which verdicts changed, and why."
        ),
    ] = None,
    review: Annotated[
        bool,
        typer.Option(
            "--review", help="Print quote, place, readings, weakest link and what would change it, for a second person."
        ),
    ] = False,
    panel: Annotated[
        bool, typer.Option("--map", help="Print which propositions the voices share, dispute or qualify.")
    ] = False,
    forecasts: Annotated[
        bool,
        typer.Option(
            "--forecasts",
            help="Give what the words of claims that look ahead stand for, and their probability as of the day.",
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the verdicts as .csv, .parquet or .jsonld (ClaimReview) instead.",
        ),
    ] = None,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Check every claim of a dossier.

    Each claim gets a verdict with figure, threshold, margin and the books it rests on. A verdict is fragile if another
    source, a threshold moved by a tenth, a window moved by a period or another start year turns it.

    Exit codes: 0 done, 1 only with --fail-on, 2 the request is off, 3 data broke its contract, 130 interrupted.
    """
    for word in fail_on or ():
        _require_verdict(word)
    with ExitStack() as borrowed:
        result = facta.check(
            *(find_dossier(entry, borrowed) for entry in dossiers),
            as_of=as_of,
            store=store,
            earlier=diff,
            forecasts=forecasts,
        )
        if output:
            typer.echo(result.save(output))
        else:
            show(result, is_json=json, is_review=review, is_map=panel)
    if any(claim.verdict in (fail_on or ()) for entry in result.dossiers for claim in entry.claims):
        raise typer.Exit(1)


def new(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What the dossier asks.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; else by the question.")
    ] = None,
    json: Json = False,
) -> None:
    """Begin a dossier.

    Writes a YAML file that can be checked as it stands, with comments that say what to put where. No file is replaced.
    """
    show(facta.new(question, output), is_json=json)


def ask(expression: Expression, as_of: AsOf = None, json: Json = False, store: StoreFolder = None) -> None:
    """Check one reading; no file is needed.

    A reading is a comparison over measures: `facta measures` lists them, `facta explain` says what one would compute.
    """
    show(facta.ask(read_given(expression), as_of=as_of, store=store), is_json=json)


def find_dossier(given: str, borrowed: ExitStack) -> str | Path:
    """Return a name or path; standard input becomes a file for as long as it is checked."""
    if given != "-":
        return given
    file = Path(borrowed.enter_context(tempfile.TemporaryDirectory(prefix="facta-"))) / "stdin.yml"
    file.write_bytes(sys.stdin.buffer.read())
    return file


def _require_verdict(word: str) -> None:
    known = complete_verdicts("")
    if word not in known:
        raise UnknownName("verdict", word, nearest=find_nearest(word, known), step=f"Known: {', '.join(known)}.")
