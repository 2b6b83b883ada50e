"""Filling the store: from a publisher's files on disk, or fetched from the publisher first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path
from typing import Any, TypeAlias

from facta.desk.results import LoadResult, Table
from facta.desk.workbench import StorePath, forget_evidence, open_store
from facta.domain import ALWAYS, Window
from facta.errors import BrokenFile, BrokenFiles, FileError, ForeignFile
from facta.fetching import FetchedFile, FetchFailed, Watch, fetch_files, survey_files
from facta.sources import Source, find_family, find_owner
from facta.store import LoadReport, find_folder

__all__ = ["FetchResult", "fetch", "load"]

LoadWatch: TypeAlias = Callable[[str, int, int], None]
"""Called with the name of a file that was read, and the bytes that were read so far, and all."""
_NO_DATA = frozenset({".part", ".note", ".jsonl"})
"""What fetching leaves beside the files that it brings."""


def load(
    source: str,
    *files: str | Path,
    store: StorePath = None,
    retrieved: dt.date | None = None,
    progress: Callable[[LoadReport], None] | None = None,
    watch: LoadWatch | None = None,
) -> LoadResult:
    r"""Read publisher files from disk into the store; loading a file again adds nothing.

    Of an event archive, the files of one calendar month are read and stored together.

    Parameters
    ----------
    source : str
        Id of the source; or ``gdelt``, and each file is told by its columns to be of ``gdelt_v1`` or ``gdelt_v2``.
    *files : str or Path
        Files, packed or plain; folders, of which every file is tried; patterns such as ``data/2014*.zip``.
    store : str, Path or None
        Folder of the store.
    retrieved : datetime.date or None
        When the files were obtained; None takes each file's own date.
    progress : callable or None
        Called with the report of each finished file.
    watch : callable or None
        Called with the name of each file that was read, before it is stored, the bytes that were read so far, and all.

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
    family, listed = find_family(source), list(_list_files(files))
    named = dict(reversed(listed))
    reports: list[LoadReport] = []
    errors: list[FileError] = []
    passed: list[tuple[str, ForeignFile]] = []
    for path, outcome in _load_each(family, [path for path, _ in listed], store, retrieved, watch):
        if isinstance(outcome, LoadReport):
            reports.append(outcome)
            if progress:
                progress(outcome)
        elif len(listed) == 1:
            raise outcome
        elif isinstance(outcome, ForeignFile) and not named[path]:
            passed.append((path.name, outcome))
        else:
            errors.append(outcome)
    forget_evidence()
    result = LoadResult(source, tuple(reports), tuple(name for name, _ in passed), tuple(map(str, errors)))
    if not reports and passed and not errors:
        raise passed[0][1]
    if errors:
        raise BrokenFiles(errors, len(reports), result)
    return result


def _load_each(
    family: Sequence[Source],
    files: Sequence[Path],
    store: StorePath,
    retrieved: dt.date | None,
    watch: LoadWatch | None,
) -> Iterator[tuple[Path, LoadReport | FileError]]:
    """Load files by the source that they are of; yield what became of each."""
    owned: dict[str, list[tuple[Path, dt.date]]] = {}
    for file in files:
        owner = find_owner(family, file) if len(family) > 1 else family[0]
        owned.setdefault(owner.id, []).append((file, retrieved or _date_file(file)))
    read, whole = 0, sum(file.stat().st_size for file in files if file.is_file()) if watch else 0

    def note(name: str, size: int) -> None:
        nonlocal read
        read += size
        if watch:
            watch(name, read, whole)

    for source_id, several in owned.items():
        yield from open_store(store).load_files(source_id, several, note)


def _date_file(file: Path) -> dt.date:
    return dt.date.fromtimestamp(file.stat().st_mtime) if file.is_file() else dt.date.min


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


@dataclass(frozen=True, slots=True)
class FetchResult(Table):
    """What was fetched, or would be, and what was read of it.

    Parameters
    ----------
    source, folder : str
        Id of the source, and where its files lie.
    files : tuple of FetchedFile
        The files, in the order of the plan.
    notes : tuple of str
        What was odd about the publisher's lists.
    loaded : LoadResult or None
        What was read; None where nothing was to be loaded.
    is_dry_run : bool
        Whether files were only looked for.
    """

    source: str
    folder: str
    files: tuple[FetchedFile, ...]
    notes: tuple[str, ...] = ()
    loaded: LoadResult | None = None
    is_dry_run: bool = False

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a file: name, address, what became of it, its size and what of it is here, digest, checksum."""
        return [_describe(file) for file in self.files]


def _describe(file: FetchedFile) -> dict[str, Any]:
    entry = file.entry
    return {
        "file": file.name,
        "url": file.url,
        "outcome": file.outcome.value,
        "bytes": file.bytes,
        "held": file.held,
        "retrieved": entry.retrieved.isoformat() if entry else None,
        "sha256": entry.sha256 if entry else None,
        "checksum": entry.checksum if entry else None,
        "agreed": entry.agreed if entry else None,
    }


def fetch(
    source: str,
    *,
    window: str | None = None,
    store: StorePath = None,
    is_dry_run: bool = False,
    is_loaded: bool = True,
    watch: Watch | None = None,
    progress: Callable[[LoadReport], None] | None = None,
) -> FetchResult:
    """Download a source from its publisher, and load it; what is here and unchanged is not downloaded again.

    Files land in the folder ``downloads`` of the store, beside a manifest of what came when. An interrupted run keeps
    what has come of each file, and the next one goes on with it. Keys come from the environment only.

    Parameters
    ----------
    source : str
        Id of the source; `gdelt` is GDELT 1.0, whose files reach from 1979 to today.
    window : str or None
        Which periods, such as ``2014-03..2014-06``; None takes all. A file that holds more is taken whole.
    store : str, Path or None
        Folder of the store.
    is_dry_run : bool
        Only look which files there are, how large, and what is here already.
    is_loaded : bool
        Whether to load what came.
    watch : callable or None
        Called with a file's name, its bytes so far and its bytes in all, from several threads.
    progress : callable or None
        Called with the report of each file that was loaded.

    Raises
    ------
    NothingToFetch
        The source has no public address, or no file in the window.
    SourceUnreachable
        A file did not come; what came is loaded.
    BrokenFile, BrokenFiles
        A file came as it was sent and cannot be read; any others are loaded.
    StoreError
        The store cannot be written.

    Examples
    --------
    >>> import facta
    >>> facta.fetch("registers")
    Traceback (most recent call last):
        ...
    facta.fetching.planning.NothingToFetch: registers has no address from which files can be fetched. ...
    """
    found, chosen = find_family(source)[0], Window.parse(window) if window else ALWAYS
    folder = find_folder(store) / "downloads" / found.id
    if is_dry_run:
        survey = survey_files(found, chosen, folder)
        return FetchResult(found.id, str(folder), survey.files, survey.notes, is_dry_run=True)
    came = fetch_files(found, chosen, folder, watch=watch)
    files = [file.file for file in came.files] if is_loaded else []
    failed = FetchFailed(came.failures, len(came.files)) if came.failures else None
    try:
        loaded = load(found.id, *files, store=store, progress=progress) if files else None
    except (FileError, BrokenFiles) as error:
        if failed:
            raise failed from error
        raise
    if failed:
        raise failed
    return FetchResult(found.id, str(folder), came.files, came.notes, loaded)
