"""Pieces of MyST Markdown that the generated pages share."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence

from facta.briefs.markdown import write_table

__all__ = ["describe", "join_page", "link_row", "list_pages", "show_facts", "show_rst", "show_text"]


def join_page(*parts: str) -> str:
    """Return blocks as one page; empty ones are left out."""
    return "\n\n".join(part for part in parts if part) + "\n"


def show_facts(facts: Mapping[str, str]) -> str:
    """Return facts by name as a table with named columns; empty ones are left out."""
    return write_table(("fact", "what"), ((name, text) for name, text in facts.items() if text))


def describe(function: object) -> str:
    """Return a docstring up to its first section, with its formulas as MyST has them."""
    lines = (inspect.getdoc(function) or "").splitlines()
    end = next((place - 1 for place, line in enumerate(lines) if line and set(line) == {"-"}), len(lines))
    return "\n".join(lines[:end]).strip().replace(":math:`", "{math}`")


def show_text(text: str) -> str:
    """Return text as a block that nothing colours."""
    return f"```text\n{text.strip()}\n```"


def show_rst(text: str) -> str:
    """Return a docstring as it is meant: in reStructuredText."""
    return f"````{{eval-rst}}\n{text.strip()}\n````"


def list_pages(pages: Iterable[str]) -> str:
    """Return what puts pages below this one in the site's tree."""
    return "\n".join(["```{toctree}", ":hidden:", "", *pages, "```"])


def link_row(folder: str, name: str, *cells: str) -> Sequence[str]:
    """Return a row of an index that begins with a link to the page of its entry."""
    return (f"[{name}]({folder}/{name}.md)", *cells)
