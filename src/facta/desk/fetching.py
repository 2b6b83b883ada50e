"""Fetching: from a publisher to the downloads of the store, and from there into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from facta.desk.loading import load
from facta.desk.results import LoadResult, Table
from facta.desk.workbench import StorePath
from facta.domain import ALWAYS, Window
from facta.errors import BrokenFiles, FileError
from facta.fetching import FetchedFile, FetchFailed, Watch, fetch_files, survey_files
from facta.sources import find_source
from facta.store import LoadReport, find_folder

__all__ = ["FetchResult", "fetch"]


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
        Id of the source.
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
    found, chosen = find_source(source), Window.parse(window) if window else ALWAYS
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
