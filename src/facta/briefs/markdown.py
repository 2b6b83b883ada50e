"""Pieces of Markdown that pages share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

__all__ = ["clean_cell", "list_points", "tabulate", "write_sentence", "write_table"]


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
