"""Pieces of Markdown that the generated pages share."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["NOTICE", "clean_cell", "list_points", "read_lead", "tabulate", "write_sentence", "write_table"]

NOTICE = "<!-- Written by `just docs`; edit the code that it is written from. -->"


def tabulate(facts: Mapping[str, str]) -> str:
    """Return facts by name as a table; empty ones are left out."""
    return "\n".join(
        ["| | |", "|---|---|", *(f"| {name} | {clean_cell(value)} |" for name, value in facts.items() if value)]
    )


def write_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a table under its heads.

    Examples
    --------
    >>> print(write_table(("state", "n"), [("CHN", "3")]))
    | state | n |
    |---|---|
    | CHN | 3 |
    """
    lines = (heads, ["---"] * len(heads), *rows)
    return "\n".join(f"| {' | '.join(map(clean_cell, line))} |" for line in lines).replace(" --- ", "---")


def clean_cell(text: str) -> str:
    """Return text as it may stand in the cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def list_points(entries: Sequence[str]) -> list[str]:
    """Return a list of points as one block, or none."""
    return ["\n".join(f"- {entry}" for entry in entries)] if entries else []


def write_sentence(text: str) -> str:
    """Return a title as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."


def read_lead(function: object) -> str:
    """Return a docstring up to its first section."""
    text = inspect.getdoc(function) or ""
    lines = text.splitlines()
    end = next((place - 1 for place, line in enumerate(lines) if line and set(line) == {"-"}), len(lines))
    return "\n".join(lines[:end]).strip()
