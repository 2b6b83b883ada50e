"""The door: thin commands, each over the function of the desk with the same name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

import facta
from facta.cli.balloting import ballot
from facta.cli.briefing import brief
from facta.cli.checking import ask, check, new
from facta.cli.fetching import fetch
from facta.cli.forecasting import backtest, forecast, resolve, score
from facta.cli.frame.door import Door, guard_command
from facta.cli.measuring import explain, measure, measures
from facta.cli.panelling import panel
from facta.cli.sourcing import cite, load, sources, trace
from facta.cli.turning import turns
from facta.cli.watching import watch

__all__ = ["EXAMPLES", "app", "main"]

_SHARE = "'share(trade(CHN -- RUS), trade(RUS -- WLD))[2014] > 10%'"

EXAMPLES: dict[Callable[..., None], str] = {
    check: "facta check china-russia\n  facta check china-russia-2021 --map\n  facta check china-russia --review",
    ask: f"facta ask {_SHARE}",
    new: "facta new 'Does Russia rely more on China than China on Russia?'",
    brief: "facta brief china-russia -o brief.html\n  facta brief KAZ UZB -o pair.html",
    explain: f"facta explain {_SHARE}",
    measures: "facta measures CHN RUS",
    measure: "facta measure trade CHN RUS --from 2010 --to 2014",
    turns: "facta turns CHN RUS --measure trade\n  facta turns CHN RUS --measure investment_position --plot turns.svg",
    panel: "facta panel trade vote_agreement --states CHN --states RUS --by year -o panel.csv",
    forecast: "facta forecast 'trade(CHN -- RUS)[2020] > 100 bn USD' --as-of 2016-12-31",
    resolve: "facta resolve china-russia",
    score: "facta score china-russia-2021",
    watch: "facta watch china-russia-2021\n  facta watch china-russia-2021 --since 2021-12-31",
    backtest: "facta backtest trade vote_agreement --from 2005 --to 2012",
    trace: "facta trace 'trade(CHN -- RUS)[2014] > 90 bn USD'",
    cite: "facta cite 'trade(CHN -- RUS)[2014] > 90 bn USD' --bibtex",
    sources: "facta sources cow_trade",
    load: "facta load cow_trade Dyadic_COW_4.0.csv",
    fetch: "facta fetch gdelt_v1 --from 2014-03 --to 2014-04 --dry-run",
}
"""Every command with the examples that end its help, one a line."""

app = typer.Typer(
    cls=Door,
    name="facta",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExample:\n  facta check china-russia",
)
for command, example in EXAMPLES.items():
    app.command(epilog=f"\b\nExample:\n  {example}")(command)
app.add_typer(ballot)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"facta {facta.__version__}")
        raise typer.Exit


@app.callback()
def describe(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Hold statements about relations between states against what states do.

    Data goes to standard output, everything else to standard error; --json gives one JSON document.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit.

    Parameters
    ----------
    arguments : sequence of str or None
        None takes those of the process.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a shape shows ?, and the word beside it
    guard_command(lambda: app(arguments, prog_name="facta"))
