"""Fetched files on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from facta.briefs.terminal import lay_columns
from facta.briefs.words import clean_text, count_noun

__all__ = ["render_downloads", "write_size"]

MOST_FILES = 40
"""Files that are listed one by one; JSON has all of them."""


def write_size(count: int | None) -> str:
    """Write a number of bytes; missing is a dash.

    Examples
    --------
    >>> write_size(0), write_size(1234), write_size(47_600_000), write_size(None)
    ('0 B', '1.2 kB', '47.6 MB', '–')
    """
    if count is None:
        return "–"
    size, units = float(count), ["B", "kB", "MB", "GB", "TB"]
    while size >= 999.5 and len(units) > 1:
        size, units = size / 1000, units[1:]
    return f"{count} B" if units[0] == "B" else f"{size:.1f} {units[0]}"


def render_downloads(files: Sequence[Mapping[str, Any]], folder: str, notes: Sequence[str]) -> Iterator[RenderableType]:
    """Return what came, or would come: name, size, what of it is here, what became of it; then the sums.

    Parameters
    ----------
    files : sequence of mapping
        Rows of a `facta.desk.FetchResult`.
    folder : str
        Where they lie.
    notes : sequence of str
        What was odd about the publisher's lists.
    """
    table = lay_columns("File", "Size", "Here", "Outcome", "Checksum", numbers=(1, 2))
    for entry in files[:MOST_FILES]:
        agreed = {None: "–", True: "agrees", False: "differs"}[entry["agreed"]]
        sizes = (write_size(entry["bytes"]), write_size(entry["held"]))
        table.add_row(clean_text(entry["file"]), *sizes, entry["outcome"], agreed)
    yield table
    if len(files) > MOST_FILES:
        yield Text(f"… and {len(files) - MOST_FILES:,} more; --json lists them")
    yield Text(clean_text(_sum_up(files, folder)))
    for note in notes:
        yield Text(clean_text(note))


def _sum_up(files: Sequence[Mapping[str, Any]], folder: str) -> str:
    sizes = [entry["bytes"] for entry in files]
    known = write_size(sum(size for size in sizes if size is not None))
    unknown = sum(size is None for size in sizes)
    more = f" and {count_noun(unknown, 'file')} of unknown size" if unknown else ""
    here = write_size(sum(entry["held"] for entry in files))
    return f"{count_noun(len(files), 'file')}, {known}{more}; {here} are in {folder}"
