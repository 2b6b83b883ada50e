"""Lines of delimited text into records of equal width, where the fast way found a fault; every line is accounted for.

A line is one of: part of the preamble, the header, blank, a record, a part of a record whose quoted cell holds a line
end, or refused. A quotation mark that opens no quoted cell is read as the letter that it is. Cells of
workbooks become numbers here, too.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

__all__ = ["NOTHING", "Heading", "Splitter", "find_heading", "read_number"]

NOTHING = ("..", "...", "…", ".", "-", "–", "—", "na", "n/a", "n.a.", "#n/a", "null", "none")
"""What publishers write, in any case, where a number or date is missing."""
_NUMBER = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?(e[-+]?\d+)?")
LONGEST_CELL = 1 << 20
"""Characters; more in one cell is a broken line."""
MOST_LINES = 100
"""Lines that one quoted cell may span."""
_SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the records of a file begin, and what their cells are called.

    Parameters
    ----------
    line_count : int
        Lines above the first record: preamble and header.
    names : tuple of str
        One a column, unique.
    separator : str
        Between cells.
    """

    line_count: int
    names: tuple[str, ...]
    separator: str


def find_heading(
    file: Path, wanted: Sequence[str], separator: str, quote: str, *, are_rare: bool = False
) -> Heading | None:
    """Return the first of the first lines that names all `wanted` columns, with `separator` or another one.

    Where headers `are_rare`, a file of which no line has the first name as it stands is taken to have none.
    """
    with file.open(encoding="utf-8", newline="\n") as text:
        head = list(islice(text, 40))
    if are_rare and not any(wanted[0] in line for line in head):
        return None
    for chosen in dict.fromkeys((separator, *_SEPARATORS)):
        for place, line in enumerate(head):
            names = _make_unique([cell.strip() for cell in _split(line.rstrip("\n"), chosen, quote)[0]])
            if set(wanted) <= set(names):
                return Heading(place + 1, tuple(names), chosen)
    return None


@dataclass(slots=True)
class Splitter:
    """Splits the lines of one file into records.

    Parameters
    ----------
    heading : Heading
        Names and separator; its width counts where no record shows another.
    quote : str
        The quotation mark, or nothing where the format has none.
    repair : callable
        Called with what was mended.
    refuse : callable
        Called with what was found, and the line.
    missing : sequence of str
        Cells that stand for nothing; surplus ones cost no row.
    """

    heading: Heading
    quote: str
    repair: Callable[[str, int], None]
    refuse: Callable[[str, int], None]
    missing: Sequence[str] = ()
    width: int = 0
    mended: Counter[str] = field(default_factory=Counter)

    def split(self, file: Path) -> Iterator[tuple[int, list[str]]]:
        """Yield each record with the line on which it begins, counted from 1."""
        self.width = self._find_width(file)
        with file.open(encoding="utf-8", newline="\n") as text:
            lines = enumerate((line.rstrip("\n") for line in text), start=1)
            yield from self._split_all(islice(lines, self.heading.line_count, None))
        for what, count in self.mended.items():
            self.repair(what, count)

    def _find_width(self, file: Path) -> int:
        """Return how many cells a record has: as the header says, unless it names columns that no record has."""
        wide = len(self.heading.names)
        with file.open(encoding="utf-8", newline="\n") as text:
            first = islice(text, self.heading.line_count, self.heading.line_count + 500)
            widths = Counter(len(self._split(line.rstrip("\n"))[0]) for line in first)
        if wide in widths or not widths:
            return wide
        common = widths.most_common(1)[0][0]
        surplus = self.heading.names[common:]
        if common < wide and surplus and all(not name or name.startswith("column") for name in surplus):
            self.mended["surplus names in the header"] += len(surplus)
            return common
        return wide

    def _split_all(self, lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
        waiting: list[tuple[int, str]] = []
        while entry := waiting.pop(0) if waiting else next(lines, None):
            number, line = entry
            if not line.strip():
                continue
            cells = self._read_line(line)
            if cells is None and self.quote and self.quote in line:
                cells, waiting = self._read_quoted(line, lines, waiting)
            if cells is None:
                self._refuse_line(number, line)
            else:
                yield number, cells

    def _read_line(self, line: str) -> list[str] | None:
        """Return the cells of a line that is a record by itself, else None."""
        cells, is_open = self._split(line)
        return None if is_open else self._fit(cells)

    def _read_quoted(
        self, line: str, lines: Iterator[tuple[int, str]], waiting: list[tuple[int, str]]
    ) -> tuple[list[str] | None, list[tuple[int, str]]]:
        """Read a record whose quoted cell spans lines, or whose quotation mark is a stray; return what is unread."""
        text = line
        taken: list[tuple[int, str]] = []
        while len(taken) < MOST_LINES and self._split(text)[1]:
            entry = waiting.pop(0) if waiting else next(lines, None)
            if entry is None:
                break
            taken.append(entry)
            if self._read_line(entry[1]) is not None:
                break
            text = f"{text}\n{entry[1]}"
            cells = self._read_line(text)
            if cells is not None:
                return cells, waiting
        cells = self._fit(self._split(line)[0]) or self._fit(self._split_bare(line))
        self.mended["lines with a stray quotation mark"] += cells is not None
        return cells, [*taken, *waiting]

    def _split(self, line: str) -> tuple[list[str], bool]:
        return _split(line, self.heading.separator, self.quote)

    def _split_bare(self, line: str) -> list[str]:
        """Split at every separator, whatever stands in quotation marks."""
        return [_unquote(cell, self.quote) for cell in line.split(self.heading.separator)]

    def _fit(self, cells: list[str]) -> list[str] | None:
        """Return as many cells as a record has; surplus cells may go where they stand for nothing."""
        surplus = (cell.strip() for cell in cells[self.width :])
        is_whole = len(cells) >= self.width and all(not cell or cell in self.missing for cell in surplus)
        return cells[: self.width] if is_whole else None

    def _refuse_line(self, number: int, line: str) -> None:
        cells, is_open = self._split(line)
        if is_open:
            self.refuse("a quotation mark opens a cell that does not close", number)
        else:
            self.refuse(f"{len(cells)} cells where {self.width} belong", number)


def _split(line: str, separator: str, quote: str) -> tuple[list[str], bool]:
    """Return the cells, and whether one opens with a mark that does not close; any other stray mark is a letter."""
    if not quote or quote not in line:
        return line.split(separator), False
    found = [match.groups() for match in _compile(separator, quote).finditer(separator + line)]
    cells = [bare if quoted is None else quoted.replace(quote * 2, quote) for quoted, bare in found]
    return cells, any(bare is not None and bare.lstrip(" ").startswith(quote) for _, bare in found)


@cache
def _compile(separator: str, quote: str) -> re.Pattern[str]:
    """Return the pattern of a separator and the cell after it: in quotation marks, blanks around them, or bare."""
    end, mark = re.escape(separator), re.escape(quote)
    quoted = f" *+{mark}((?:[^{mark}]|{mark}{mark})*+){mark} *+(?={end}|\\Z)"
    return re.compile(f"{end}(?:{quoted}|([^{end}]*+))")


def _unquote(cell: str, quote: str) -> str:
    """Take the marks away from a cell that has them at both ends."""
    is_quoted = len(cell) > 1 and cell[0] == cell[-1] == quote
    return cell[1:-1].replace(quote * 2, quote) if is_quoted else cell


def _make_unique(names: Sequence[str]) -> list[str]:
    """Return names with a number where a header repeats one, and with a place where it has none."""
    seen = Counter[str]()
    result = []
    for place, name in enumerate(names):
        name = name or f"column{place}"
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result


def read_number(cell: object) -> float | None:
    """Return the number in a cell of a workbook; None where it is empty, or holds a mark of what is missing.

    Raises
    ------
    ValueError
        There is something else. A comma is read only between groups of three digits.

    Examples
    --------
    >>> read_number("1,234.5"), read_number(7), read_number(".."), read_number("")
    (1234.5, 7.0, None, None)
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        return float(cell)
    text = str(cell).strip().lower()
    if not text or text in NOTHING:
        return None
    if isinstance(cell, str) and _NUMBER.fullmatch(text):
        return float(text.replace(",", ""))
    raise ValueError(cell)
