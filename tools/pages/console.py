"""Runs the commands that a page shows, and puts what they print now where the page says what they print."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from contextlib import chdir
from pathlib import Path

from typer.testing import CliRunner

from facta.cli import app

__all__ = ["list_pages", "renew_page"]

DOCS = Path(__file__).parents[2] / "docs"
CUT = "…"

_DAY = "2026-11-22"  # stands in the pages for the day on which the commands ran
_WIDTH = "88"
_BLOCK = re.compile(
    r"^```\{code-block\} \w+\n:caption: (?P<file>\S+)\n\n?(?P<content>.*?)^```$"
    r"|^```console\n(?P<session>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_ENTRY = re.compile(r"^\$ (?P<command>(?:.*\\\n)*.*)\n(?P<output>(?:(?!\$ ).*\n)*)", re.MULTILINE)


def list_pages() -> list[Path]:
    """Return the pages written by hand that show commands."""
    pages = (page for page in DOCS.rglob("*.md") if page.parent.name != "reference")
    return sorted(page for page in pages if "```console\n" in page.read_text(encoding="utf-8"))


def renew_page(text: str, folder: Path) -> str:
    """Return a page with the output of its commands as they print it now, in an empty folder with a store of its own.

    A block with a caption is written as the file of that name. A line ``…`` stands for what is left out of an output:
    as many lines stay before it, and behind it, as there were. What a command writes behind ``>`` goes into that file.
    """

    def renew(block: re.Match[str]) -> str:
        if block["file"]:
            (folder / block["file"]).write_text(block["content"], encoding="utf-8")
            return block[0]
        return f"```console\n{_ENTRY.sub(lambda entry: _renew_entry(entry, folder), block['session'])}```"

    with chdir(folder):
        return _BLOCK.sub(renew, text)


def _renew_entry(entry: re.Match[str], folder: Path) -> str:
    program, *words = shlex.split(entry["command"].replace("\\\n", ""))
    words, target = (words[:-2], words[-1]) if ">" in words[-2:-1] else (words, "")
    if program != "facta":
        return entry[0]
    settings = {"FACTA_STORE": str(folder / "store"), "COLUMNS": _WIDTH}
    result = CliRunner().invoke(app, words, env=settings)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    printed = [line.rstrip() for line in result.output.replace(dt.date.today().isoformat(), _DAY).splitlines()]
    if target:
        (folder / target).write_text(result.stdout, encoding="utf-8")
        return f"$ {entry['command']}\n"
    return "\n".join([f"$ {entry['command']}", *_cut(printed, entry["output"].splitlines()), ""])


def _cut(printed: list[str], written: list[str]) -> list[str]:
    """Return what was printed, cut where the page cuts it."""
    if CUT not in written:
        return printed
    place = written.index(CUT)
    tail = len(written) - place - 1
    return [*printed[:place], CUT, *printed[len(printed) - tail :]]
