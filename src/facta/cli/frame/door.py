"""What every command shares at the door: where text goes, what an error costs, and how an interruption ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup

from facta.errors import ContractError, FactaError

__all__ = ["Door", "Interrupted", "guard_command", "heed_interruption", "narrate", "read_given", "show"]

INTERRUPTED = 130
DEFECT = 70


class Interrupted(KeyboardInterrupt):
    """An interruption that says what it left behind."""


class Door(TyperGroup):
    """The group of commands: turns what they raise into a line on stderr and an exit code."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # Typer's own context carries a private name
        """Run a command."""
        try:
            with heed_interruption():
                answer = super().invoke(ctx)
            sys.stdout.flush()
        except FactaError as error:
            narrate(str(error))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as stop:
            narrate(str(stop) or "Interrupted; what is stored is unchanged.")
            raise typer.Exit(INTERRUPTED) from stop
        except BrokenPipeError as gone:
            _close_stdout()
            raise typer.Exit from gone
        except OSError as error:
            narrate(f"{error.filename or 'standard output'}: {error.strerror or error}. Nothing stored was changed.")
            raise typer.Exit(ContractError.exit_code) from error
        return answer


@contextmanager
def heed_interruption() -> Iterator[None]:
    """Turn what DuckDB makes of Ctrl-C in the middle of a query back into an interruption."""
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        raise


def guard_command(run: Callable[[], object]) -> None:
    """Run the whole command line; what nobody foresaw ends in one line and exit 70.

    With ``FACTA_DEBUG`` in the environment the exception passes, with its traceback.
    """
    try:
        run()
    except Exception as error:
        if os.environ.get("FACTA_DEBUG"):
            raise
        narrate(f"facta: this is a defect ({type(error).__name__}: {error}); run with FACTA_DEBUG=1 for the traceback.")
        sys.exit(DEFECT)


def narrate(text: str) -> None:
    """Write a line for people, on stderr, without what would steer their terminal."""
    typer.echo("".join(mark for mark in text if mark.isprintable() or mark == "\n"), err=True)


def read_given(text: str) -> str:
    """Return an argument, or standard input where it is ``-``."""
    return sys.stdin.read().strip() if text == "-" else text


def show(result: object, *, is_json: bool, **chosen: bool) -> None:
    """Print a result on stdout, as a table or as JSON."""
    if is_json:
        from facta.desk import encode_result  # the desk opens the store: not before a command runs

        typer.echo(encode_result(result))
    else:
        from facta.cli.frame.showing import print_result  # Rich and the briefs: only where people read

        print_result(result, **chosen)


def _close_stdout() -> None:
    """Point stdout at nothing, so that Python has nothing to complain about when it flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
