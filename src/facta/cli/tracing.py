"""Commands that lead from a figure back to its rows, files and publishers."""

from __future__ import annotations

from typing import Annotated

import typer

import facta
from facta.cli.door import read_given, show
from facta.cli.options import AsOf, Json, StoreFolder, Traced

__all__ = ["cite", "trace"]


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
