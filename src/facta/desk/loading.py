"""Loading publisher files from disk: one file, a folder, a pattern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from glob import has_magic
from pathlib import Path

from facta.desk.results import LoadResult
from facta.desk.workbench import StorePath, forget_evidence, open_store
from facta.errors import BrokenFile, BrokenFiles, FileError, ForeignFile
from facta.sources import find_source
from facta.store import LoadReport

__all__ = ["load"]

_NO_DATA = frozenset({".part", ".note", ".jsonl"})
"""What fetching leaves beside the files that it brings."""


def load(
    source: str,
    *files: str | Path,
    store: StorePath = None,
    retrieved: dt.date | None = None,
    progress: Callable[[LoadReport], None] | None = None,
) -> LoadResult:
    r"""Read publisher files from disk into the store; loading a file again adds nothing.

    Parameters
    ----------
    source : str
        Id of the source.
    *files : str or Path
        Files, packed or plain; folders, of which every file is tried; patterns such as ``data/2014*.zip``.
    store : str, Path or None
        Folder of the store.
    retrieved : datetime.date or None
        When the files were obtained; None takes each file's own date.
    progress : callable or None
        Called with the report of each finished file.

    Returns
    -------
    LoadResult
        Rows read, new, repaired and refused, by file; and the files of a folder that are none of the source's.

    Raises
    ------
    BrokenFile
        The one file that was given is damaged or foreign; what was stored before stays.
    BrokenFiles
        Some of several files are; the others are stored, and the error holds their reports.
    StoreError
        The store cannot be written.

    Examples
    --------
    >>> import facta, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "trade.csv"
    ...     written = file.write_text("ccode1,ccode2,year,flow1,flow2\n365,710,2014,51135,42807\n")
    ...     [facta.load("cow_trade", file, store=pathlib.Path(folder) / "store").new for _ in range(2)]
    [2, 0]
    """
    found, listed = find_source(source), list(_list_files(files))
    reports: list[LoadReport] = []
    errors: list[FileError] = []
    passed: list[tuple[str, ForeignFile]] = []
    for file, is_named in listed:
        day = retrieved or (dt.date.fromtimestamp(file.stat().st_mtime) if file.is_file() else dt.date.min)
        try:
            reports.append(open_store(store).load(found.id, file, day))
        except FileError as error:
            if len(listed) == 1:
                raise
            if isinstance(error, ForeignFile) and not is_named:
                passed.append((file.name, error))
            else:
                errors.append(error)
            continue
        if progress:
            progress(reports[-1])
    forget_evidence()
    result = LoadResult(found.id, tuple(reports), tuple(name for name, _ in passed))
    if not reports and passed and not errors:
        raise passed[0][1]
    if errors:
        raise BrokenFiles(errors, len(reports), result)
    return result


def _list_files(given: Sequence[str | Path]) -> Iterator[tuple[Path, bool]]:
    """Yield each file, and whether it was named itself; folders and patterns are opened, hidden files left out."""
    for entry in map(Path, given):
        if entry.is_dir():
            found = [path for path in entry.rglob("*") if path.is_file()]
        elif not entry.exists() and has_magic(str(entry)):
            found = [path for path in _match_pattern(entry) if path.is_file()]
        else:
            yield entry, True
            continue
        found = [path for path in found if not path.name.startswith(".") and path.suffix not in _NO_DATA]
        if not found:
            raise BrokenFile(str(entry), "no file is there", step="Check the path.")
        yield from ((path, False) for path in sorted(found))


def _match_pattern(pattern: Path) -> Iterator[Path]:
    """Yield what matches a pattern, from its last folder that is spelled out."""
    parts = pattern.parts
    plain = next(place for place, part in enumerate(parts) if has_magic(part))
    yield from Path(*parts[:plain]).glob(str(Path(*parts[plain:])))
