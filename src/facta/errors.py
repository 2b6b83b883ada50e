"""Everything that facta refuses, as one tree.

    FactaError
    ├── UsageError                 exit 2: the request is off
    │   ├── UnknownName            a state, set, measure, operator, source, argument or dossier that is not there
    │   ├── ReadingSyntaxError     an expression that does not parse
    │   ├── ReadingTypeError       an expression that parses and makes no sense
    │   ├── UnitMismatch           tonnes held against dollars
    │   ├── UnlikeSeries           two series that cannot become one
    │   ├── ImpossibleWindow       a window that ends before it starts, or is no window
    │   ├── TooLarge               a request beyond a stated limit
    │   ├── TooFew                 fewer cases than a method needs
    │   └── ImpossibleValue        a probability beyond 0 to 1, an outcome that is neither yes nor no
    ├── ContractError              exit 3: data broke its contract; what is stored stays as it was
    │   ├── DossierError           a dossier that breaks its schema
    │   ├── BallotError            a ballot, form or record of a ballot that breaks its rules
    │   ├── BrokenForms            several faults in the forms of a ballot
    │   ├── RegisterError          a register row that breaks its schema or has no citation
    │   ├── BrokenFile             a publisher's file that is truncated or empty
    │   │   └── ForeignFile        one of another source than was asked for
    │   ├── BrokenFiles            some of several files
    │   └── StoreError             a store that cannot be read or written
    └── SourceUnreachable          exit 4: a publisher does not answer

An error takes facts, keeps them as attributes and ends with the next step.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher, get_close_matches
from typing import Self


def find_nearest(found: str, known: Iterable[str]) -> str | None:
    """Return the name in `known` that `found` most likely meant, or None.

    Examples
    --------
    >>> find_nearest("trdae", ["trade", "votes"])
    'trade'

    Of names that are equally near, one with letters that changed places comes first, then one that begins alike.

    >>> find_nearest("RSU", ["SUR", "RUS"])
    'RUS'
    """
    by_folded, folded = {name.casefold(): name for name in known}, found.casefold()
    close = get_close_matches(folded, by_folded, n=max(len(by_folded), 1), cutoff=0.6)

    def rank(name: str) -> tuple[float | bool, ...]:
        begun = (name[:length] == folded[:length] for length in (2, 1))
        return SequenceMatcher(None, name, folded).ratio(), sorted(name) == sorted(folded), *begun

    return by_folded[max(close, key=rank)] if close else None


class FactaError(Exception):
    """The base of every error that facta raises on purpose.

    Examples
    --------
    >>> import facta
    >>> try:
    ...     facta.measure("trde", "CHN -- RUS")
    ... except facta.FactaError as error:
    ...     print(error)
    unknown measure 'trde'. Nearest: trade.
    """

    exit_code = 1


class UsageError(FactaError):
    """A request that cannot be carried out as it stands."""

    exit_code = 2


class ContractError(FactaError):
    """Data that broke its contract."""

    exit_code = 3


def _placed(message: str, where: str | None, step: str | None) -> str:
    """Join place, message and next step into the one line that people read."""
    line = f"{where}: {message}" if where else message
    return f"{line} {step}" if step else line


class PlacedError(UsageError):
    """An error that may stand in an expression; there it shows the line, with a caret under the fault."""

    expression: str | None = None
    offset: int = 0
    where: str | None = None

    def place(self, expression: str, offset: int, where: str | None = None) -> Self:
        """Say where in which expression the fault is, and return the error."""
        self.expression, self.offset, self.where = expression, offset, self.where or where
        return self

    @property
    def line(self) -> int:
        """Line of the fault in the expression, from 1."""
        return (self.expression or "").count("\n", 0, self.offset) + 1

    @property
    def column(self) -> int:
        """Column of the fault in the expression, from 1."""
        return self.offset - ((self.expression or "").rfind("\n", 0, self.offset) + 1) + 1

    def _write(self, message: str, step: str | None) -> str:
        """Write message and next step after the place, and point at it where it lies in an expression."""
        if self.expression is None:
            return _placed(message, self.where, step)
        text = self.expression.split("\n")[self.line - 1]
        before = sum(1 + (unicodedata.east_asian_width(mark) in "WF") for mark in text[: self.column - 1])
        head = _placed(f"line {self.line}, column {self.column}: {message}", self.where, step)
        return "\n".join([head, f"  {text}", f"  {' ' * before}^"])


class UnknownName(PlacedError):
    """A name that stands for nothing.

    Parameters
    ----------
    kind : str
        What was looked for: ``state``, ``measure``, ``operator`` …
    found : str
        What was written.
    nearest : str or None
        The nearest name that would work.
    where : str or None
        File and line, where there is one.

    Examples
    --------
    >>> str(UnknownName("state", "Rusia", nearest="Russia (RUS)", where="dossier.yml:14"))
    "dossier.yml:14: unknown state 'Rusia'. Nearest: Russia (RUS)."
    """

    def __init__(
        self, kind: str, found: str, *, nearest: str | None = None, where: str | None = None, step: str | None = None
    ) -> None:
        self.kind, self.found, self.nearest, self.where, self.step = kind, found, nearest, where, step

    def __str__(self) -> str:
        step = f"Nearest: {self.nearest}." if self.nearest else self.step
        return self._write(f"unknown {self.kind} {self.found!r}.", step)


class ReadingError(PlacedError):
    """An expression that is refused; shows the line with a caret under the fault.

    Parameters
    ----------
    expression : str
        The whole expression.
    offset : int
        Index of the fault, in characters from 0.
    found : str
        What is wrong there.
    step : str or None
        What would work.
    where : str or None
        File and line, where there is one.
    """

    def __init__(
        self, expression: str, offset: int, found: str, *, step: str | None = None, where: str | None = None
    ) -> None:
        self.expression, self.offset, self.found, self.step, self.where = expression, offset, found, step, where

    def __str__(self) -> str:
        return self._write(f"{self.found}.", self.step)


class ReadingSyntaxError(ReadingError):
    """An expression that does not parse."""


class ReadingTypeError(ReadingError):
    """An expression that parses, but whose parts do not fit together."""


class UnitMismatch(ReadingError):
    """Two quantities of unlike dimension in one sum or comparison."""


class UnlikeSeries(UsageError):
    """Two series that cannot become one.

    Parameters
    ----------
    found : str
        What keeps them apart.
    step : str
        What would work.

    Examples
    --------
    >>> str(UnlikeSeries("year against month", "Splice series of periods of one length."))
    'series cannot be joined: year against month. Splice series of periods of one length.'
    """

    def __init__(self, found: str, step: str) -> None:
        self.found, self.step = found, step

    def __str__(self) -> str:
        return f"series cannot be joined: {self.found}. {self.step}"


class ImpossibleWindow(PlacedError):
    """A window that ends before it starts, or text that is no window.

    Examples
    --------
    >>> str(ImpossibleWindow("2019..2014"))
    "impossible window '2019..2014'. Write a period such as 2014, 2014-03 or 2014-03-09, or a range 2010..2014."
    """

    def __init__(self, found: str, *, where: str | None = None) -> None:
        self.found, self.where = found, where

    def __str__(self) -> str:
        step = "Write a period such as 2014, 2014-03 or 2014-03-09, or a range 2010..2014."
        return self._write(f"impossible window {self.found!r}.", step)


class TooLarge(UsageError):
    """A request beyond a stated limit, refused before it costs anything.

    Examples
    --------
    >>> str(TooLarge("expression", 9000, 4000, "characters"))
    'expression has 9000 characters; the limit is 4000.'
    """

    def __init__(self, what: str, found: int, limit: int, unit: str, *, where: str | None = None) -> None:
        self.what, self.found, self.limit, self.unit, self.where = what, found, limit, unit, where

    def __str__(self) -> str:
        return _placed(f"{self.what} has {self.found} {self.unit}; the limit is {self.limit}.", self.where, None)


class FileError(ContractError):
    """A file that broke its contract: file, line, what was found, what would work."""

    def __init__(self, file: str, found: str, *, line: int | None = None, step: str | None = None) -> None:
        self.file, self.line, self.found, self.step = file, line, found, step

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line is not None else self.file
        return _placed(f"{self.found}.", where, self.step)


class DossierError(FileError):
    """A dossier that breaks its schema.

    Examples
    --------
    >>> str(DossierError("d.yml", "claim 'a' stands twice", line=9, step="Give each claim an id of its own."))
    "d.yml:9: claim 'a' stands twice. Give each claim an id of its own."
    """


class BallotError(FileError):
    """A ballot, a form of it, or the record of what was frozen, that breaks its rules.

    Examples
    --------
    >>> str(BallotError("ann.yml", "'maybe' is no probability", line=9, step="Write 35% or 0.35, or leave it empty."))
    "ann.yml:9: 'maybe' is no probability. Write 35% or 0.35, or leave it empty."
    """


class BrokenForms(ContractError):
    """Several faults in the forms of a ballot; none of the forms was frozen.

    Parameters
    ----------
    errors : sequence of FileError
        One a fault.

    Examples
    --------
    >>> faults = [BallotError("a.yml", "it names no expert"), BallotError("b.yml", "it has no answer")]
    >>> print(BrokenForms(faults))
    2 faults in the forms; none was frozen.
    a.yml: it names no expert.
    b.yml: it has no answer.
    """

    def __init__(self, errors: Sequence[FileError]) -> None:
        self.errors = tuple(errors)

    def __str__(self) -> str:
        more = [f"… and {len(self.errors) - 20} more"] if len(self.errors) > 20 else []
        head = f"{len(self.errors)} faults in the forms; none was frozen."
        return "\n".join([head, *map(str, self.errors[:20]), *more])


class RegisterError(FileError):
    """A register row that breaks its schema or has no citation."""


class BrokenFile(FileError):
    """A publisher's file that is truncated, empty, or of another kind than was asked for."""


class ForeignFile(BrokenFile):
    """A file that is sound, and of another source than was asked for."""


class BrokenFiles(ContractError):
    """Some of several files could not be read; the others are stored.

    Parameters
    ----------
    errors : sequence of FileError
        Why, file by file.
    stored : int
        How many were.
    result : object
        What was read of those.
    """

    def __init__(self, errors: Sequence[FileError], stored: int, result: object) -> None:
        self.errors, self.stored, self.result = tuple(errors), stored, result

    def __str__(self) -> str:
        shown = [str(error) for error in self.errors[:20]]
        more = [f"… and {len(self.errors) - 20} more"] if len(self.errors) > 20 else []
        head = f"{len(self.errors)} of {len(self.errors) + self.stored} files could not be read; the others are stored."
        return "\n".join([head, *shown, *more])


class StoreError(ContractError):
    """A store that cannot be read or written.

    Parameters
    ----------
    path : str
        The store's folder.
    found : str
        What is wrong.
    step : str or None
        What would work.
    """

    def __init__(self, path: str, found: str, *, step: str | None = None) -> None:
        self.path, self.found, self.step = path, found, step

    def __str__(self) -> str:
        return _placed(f"{self.found}.", self.path, self.step)


class TooFew(UsageError):
    """Fewer cases than a method needs.

    Examples
    --------
    >>> str(TooFew("resolved forecasts", 12, 100, step="Keep the exponent at 1."))
    '12 resolved forecasts are too few; at least 100 are needed. Keep the exponent at 1.'
    """

    def __init__(self, what: str, found: int, least: int, *, step: str) -> None:
        self.what, self.found, self.least, self.step = what, found, least, step

    def __str__(self) -> str:
        return f"{self.found} {self.what} are too few; at least {self.least} are needed. {self.step}"


class ImpossibleValue(UsageError):
    """A number that cannot be what it is given for.

    Examples
    --------
    >>> str(ImpossibleValue("probability", 1.2, step="Give a number from 0 to 1, or NaN where there is none."))
    'impossible probability 1.2. Give a number from 0 to 1, or NaN where there is none.'
    """

    def __init__(self, what: str, found: object, *, step: str) -> None:
        self.what, self.found, self.step = what, found, step

    def __str__(self) -> str:
        return f"impossible {self.what} {self.found}. {self.step}"


class SourceUnreachable(FactaError):
    """A publisher that does not answer."""

    exit_code = 4

    def __init__(self, source: str, url: str, found: str) -> None:
        self.source, self.url, self.found = source, url, found

    def __str__(self) -> str:
        step = f"Try again later, or get it by hand and run `facta load {self.source} FILE`."
        return f"{self.source}: {self.url} did not come ({self.found}). {step}"
