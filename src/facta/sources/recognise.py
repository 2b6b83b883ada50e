"""Which kind of file a publisher's file is, by its container, or by the columns in its head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from pathlib import Path

from facta.errors import ForeignFile
from facta.sources.catalogue import Source, list_sources
from facta.sources.opening import Part, peek_text

__all__ = ["find_owner", "recognise_part"]


def recognise_part(source: Source, part: Part) -> str:
    """Return the name that `source` gives to this kind of file.

    A kind lists the columns that its header must have, or one of: ``format:xlsx``, ``format:xls``,
    ``format:parquet``, ``format:dta``, ``format:json``; ``width:57``, text without a header whose first line has that
    many cells. Kinds are tried in the order of `source.yml`.

    Raises
    ------
    ForeignFile
        It is of another source.
    """
    lines = _read_head(part) if "format:text" in part.formats else []
    traits = part.formats | _describe_lines(lines)
    kind = _find_kind(source, traits)
    if kind:
        return kind
    first = next((line for line in lines if line.strip()), "")
    cells = ", ".join(_split(first)[:8])[:200] or next(iter(part.formats))
    shown = cells if cells.isprintable() else "bytes that are no text"
    owner = next((other.id for other in list_sources().values() if _find_kind(other, _find_columns(lines))), None)
    expected = " or ".join(", ".join(wanted) for wanted in source.files.values() if wanted)
    found = f"this is no file of {source.id}{f', but one of {owner}' if owner else ''}: found {shown}"
    raise ForeignFile(part.name, found, step=f"Expected the columns {expected}.")


def find_owner(sources: Sequence[Source], file: Path) -> Source:
    """Return which of several sources a file is of, by how it begins; the first of them where that does not tell."""
    traits = {"format:text"} | _describe_lines(peek_text(file).split("\n")[:40])
    return next((source for source in sources if _find_kind(source, traits)), sources[0])


def _find_kind(source: Source, traits: AbstractSet[str]) -> str | None:
    return next((kind for kind, wanted in source.files.items() if wanted and set(wanted) <= traits), None)


def _read_head(part: Part) -> list[str]:
    with part.file.open(encoding="utf-8", errors="replace", newline="\n") as text:
        return [line.rstrip("\n")[:65_536] for line in islice(text, 40)]


def _describe_lines(lines: list[str]) -> set[str]:
    """Return the cells of every line that could be a header, how wide most of them are, and that it is text."""
    first = next((line for line in lines if line.strip()), "")
    counts = [Counter(line.count(mark) + 1 for line in lines if line.strip()) for mark in "\t,"]
    widths = {f"width:{count.most_common(1)[0][0]}" for count in counts if count}
    return _find_columns(lines) | widths | ({"format:json"} if first.lstrip()[:1] in {"{", "["} else set())


def _find_columns(lines: list[str]) -> set[str]:
    """Split every line that could be a header; preambles come before some headers."""
    return {cell for line in lines for cell in _split(line)}


def _split(line: str) -> list[str]:
    return [cell for part in re.split(r"[,\t;|]", line) if (cell := part.strip().strip('"'))]
