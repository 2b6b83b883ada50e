"""The commands that ask a panel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

import facta
from facta.cli.frame.completing import complete_dossiers
from facta.cli.frame.door import show
from facta.cli.frame.options import AsOf, Json, StoreFolder

__all__ = ["BALLOT_EXAMPLES", "ballot"]

ballot = typer.Typer(
    name="ballot",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Ask a panel of experts: new, add, close.",
    epilog="\b\nExample:\n  facta ballot new china-russia --as-of 2021-01-31",
)


def new(
    dossier: Annotated[
        str,
        typer.Argument(
            metavar="DOSSIER", help="A bundled dossier by name, or a YAML file.", autocompletion=complete_dossiers
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="Where to write; else DOSSIER-ballot."),
    ] = None,
    experts: Annotated[
        str, typer.Option("--experts", metavar="'NAME, NAME'", help="A form for each; else one for all.")
    ] = "",
    closes: Annotated[
        str | None, typer.Option("--closes", metavar="DAY", help="Last day on which forms are taken.")
    ] = None,
    show_base_rate: Annotated[
        bool, typer.Option("--show-base-rate", help="Tell in the forms how often the same held in earlier years.")
    ] = False,
    as_of: AsOf = None,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Begin a ballot: write its questions, and forms to fill in.

    Asks what the dossier says about the time after the day: one question a reading that is not weak. Each form comes as
    a YAML file and as a page that works offline and saves one.
    """
    show(
        facta.ballot.new(
            dossier,
            output,
            experts=experts.split(","),
            closes=closes,
            as_of=as_of,
            has_base_rates=show_base_rate,
            store=store,
        ),
        is_json=json,
    )


def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Forms that were filled in.")],
    folder: Annotated[
        Path | None,
        typer.Option("--ballot", metavar="FOLDER", help="Of the ballot; else where the first form or you are."),
    ] = None,
    json: Json = False,
) -> None:
    """Collect filled forms, and freeze them with time and hash.

    Where one has a fault none is frozen. A frozen form cannot be replaced; what it states is shown once the ballot is
    closed.
    """
    show(facta.ballot.add(*files, ballot=folder), is_json=json)


def close(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Of the ballot; else where you are.")] = Path(),
    answers: Annotated[
        bool, typer.Option("--answers", help="Write the answers as a dossier too, for `facta score`.")
    ] = False,
    json: Json = False,
) -> None:
    """Close a ballot: pool the forms, and show where the experts differ.

    And which evidence would move them. No form is taken afterwards; closing it once more shows the same again.
    """
    show(facta.ballot.close(folder, has_answers=answers), is_json=json)


BALLOT_EXAMPLES: dict[Callable[..., None], str] = {
    new: "facta ballot new china-russia --as-of 2021-01-31 --experts 'First, Second' -o panel",
    add: "facta ballot add panel/first.yml panel/second.yml",
    close: "facta ballot close panel --answers",
}
"""Every step with the example that ends its help; they follow on one another."""

for step, example in BALLOT_EXAMPLES.items():
    ballot.command(epilog=f"\b\nExample:\n  {example}")(step)
