"""Commands that say what can be measured, and measure it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

import facta
from facta.cli.frame.door import read_given, show
from facta.cli.frame.options import (
    AsOf,
    Expression,
    Json,
    MeasureName,
    OnlyReporter,
    OnlySource,
    StateOne,
    StateTwo,
    StoreFolder,
)
from facta.errors import UsageError

__all__ = ["explain", "measure", "measures", "read_options"]

_PERIODS = ("year", "half", "quarter", "month", "day")


class BadOption(UsageError):
    """An option of a measure that is not written ``key=value``.

    Examples
    --------
    >>> str(BadOption("crude"))
    "'crude' is no option of a measure. Write key=value, as in --option issue=human_rights."
    """

    def __init__(self, found: str) -> None:
        self.found = found

    def __str__(self) -> str:
        return f"{self.found!r} is no option of a measure. Write key=value, as in --option issue=human_rights."


def measures(
    one: Annotated[str | None, typer.Argument(metavar="STATE", help="A code, a name, or a set.")] = None,
    other: StateTwo = None,
    as_of: AsOf = None,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """List what can be asked.

    Every measure with its unit and sources; for two states, or one, the periods that each book covers.
    """
    show(facta.measures(one, other, as_of=as_of, store=store), is_json=json)


def measure(
    name: MeasureName,
    one: StateOne,
    other: StateTwo = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="PERIOD", help="First period: 2010, 2010-03 or 2010-03-09.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="PERIOD", help="Last period.")] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="|".join(_PERIODS), help="Gather into longer periods.")
    ] = None,
    source: OnlySource = None,
    reporter: OnlyReporter = None,
    option: Annotated[
        list[str] | None, typer.Option("--option", metavar="KEY=VALUE", help="An argument of the measure.")
    ] = None,
    directed: Annotated[
        bool | None, typer.Option("--directed/--undirected", help="A -> B or A -- B; left out, the measure decides.")
    ] = None,
    as_of: AsOf = None,
    json: Json = False,
    store: StoreFolder = None,
) -> None:
    """Print the series of a measure.

    There is one series per source, reporter and vintage. A period that no source covers is – and null, never 0.
    """
    from facta.desk import write_relation  # the desk opens the store: not before a command runs

    relation = write_relation(name, one, other, is_directed=directed)
    options = read_options(option or ()) | {
        key: value for key, value in (("source", source), ("reporter", reporter)) if value
    }
    window = f"{first or ''}..{last or ''}" if first or last else None
    show(facta.measure(name, relation, window=window, by=by, as_of=as_of, store=store, **options), is_json=json)


def explain(expression: Expression, json: Json = False) -> None:
    """Say what a reading would compute.

    Measures, definitions, units, sources and window; nothing is computed.
    """
    show(facta.explain(read_given(expression)), is_json=json)


def read_options(given: Sequence[str]) -> dict[str, str]:
    """Read ``key=value`` pairs."""
    options = {}
    for entry in given:
        key, sign, value = entry.partition("=")
        if not (key and sign):
            raise BadOption(entry)
        options[key] = value
    return options
