"""A run: several files at once, until all are here or the user has had enough."""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from facta.domain import Window
from facta.errors import FactaError, SourceUnreachable, StoreError, UsageError
from facta.fetching.courier import Courier, Patience, Stopped, Trouble
from facta.fetching.download import FetchedFile, Outcome, Watch, fetch_file
from facta.fetching.listing import ListDesk
from facta.fetching.planning import list_following, list_wanted
from facta.fetching.shelf import Shelf
from facta.fetching.wanted import Wanted
from facta.sources import Source

__all__ = ["FetchFailed", "FetchedFiles", "TooManyFiles", "fetch_files", "survey_files"]

MOST_FILES = 20_000
"""Files a run: half a year in quarters of an hour. More is rather a slip than a wish."""

_LONGEST_GOODBYE_S = 2.0


class TooManyFiles(UsageError):
    """A request that would keep a publisher busy for days.

    Examples
    --------
    >>> str(TooManyFiles("gdelt_v2", 380000))
    'gdelt_v2 would be 380,000 files; the limit of a run is 20,000. Narrow it with --from and --to.'
    """

    def __init__(self, source: str, found: int) -> None:
        self.source, self.found = source, found

    def __str__(self) -> str:
        return (
            f"{self.source} would be {self.found:,} files; the limit of a run is {MOST_FILES:,}. "
            "Narrow it with --from and --to."
        )


class FetchFailed(SourceUnreachable):
    """Some files of a run did not come.

    Parameters
    ----------
    failures : sequence of SourceUnreachable
        One a file.
    came : int
        How many others came.
    """

    def __init__(self, failures: Sequence[SourceUnreachable], came: int) -> None:
        super().__init__(failures[0].source, failures[0].url, failures[0].found)
        self.failures, self.came = tuple(failures), came

    def __str__(self) -> str:
        if not self.came and len(self.failures) == 1:
            return str(self.failures[0])
        count = len(self.failures)
        return f"{self.failures[0]} {count:,} of {count + self.came:,} files did not come; the others are here."


@dataclass(frozen=True, slots=True)
class FetchedFiles:
    """What a run did, or would do.

    Parameters
    ----------
    files : tuple of FetchedFile
        The files that are here, or were looked for, in the order of the plan.
    failures : tuple of SourceUnreachable
        Why others did not come.
    notes : tuple of str
        What was odd about the publisher's lists.
    """

    files: tuple[FetchedFile, ...]
    failures: tuple[SourceUnreachable, ...] = ()
    notes: tuple[str, ...] = ()


def survey_files(source: Source, window: Window, folder: Path, patience: Patience | None = None) -> FetchedFiles:
    """Look what a run would fetch: names, sizes where the publisher says them, and what is here already.

    Only the publisher's lists are fetched.
    """
    with _visit(source, patience) as courier:
        shelf = Shelf(folder)
        wanted, notes = _plan(source, window, folder, courier, _ignore)
        return FetchedFiles(tuple(_survey(entry, shelf, courier) for entry in wanted), notes=notes)


def fetch_files(
    source: Source,
    window: Window,
    folder: Path,
    *,
    watch: Watch | None = None,
    patience: Patience | None = None,
) -> FetchedFiles:
    """Fetch the files of a source that a window touches; what is here and unchanged stays.

    Parameters
    ----------
    source : Source
        The source.
    window : Window
        Which periods.
    folder : Path
        Where the files go.
    watch : callable or None
        Called from several threads as bytes arrive.
    patience : Patience or None
        How long to go on.

    Raises
    ------
    NothingToFetch, MissingKey, TooManyFiles
        The request is off.
    SourceUnreachable
        A list of the publisher did not come.
    StoreError
        The folder cannot be written.
    KeyboardInterrupt
        Parts are kept: the next run goes on with them.
    """
    shelf = Shelf(folder)
    with _visit(source, patience) as courier, shelf.hold():
        wanted, notes = _plan(source, window, folder, courier, watch or _ignore)
        _check_room(wanted, shelf)
        run = _Run(shelf, courier, watch or _ignore)
        files, failures = run.fetch_all(wanted)
        return FetchedFiles(files, failures, notes)


@contextmanager
def _visit(source: Source, patience: Patience | None) -> Iterator[Courier]:
    courier = Courier(source.id, patience or Patience())
    try:
        yield courier
    finally:
        courier.stop.set()
        courier.close()


def _ignore(name: str, arrived: int, size: int | None) -> None:
    """Watch nothing."""


def _plan(
    source: Source, window: Window, folder: Path, courier: Courier, watch: Watch
) -> tuple[list[Wanted], tuple[str, ...]]:
    shelf = Shelf(folder / "lists")

    def fetch_list(wanted: Wanted) -> Path:
        fetch_file(wanted, shelf, courier, watch)
        return shelf.file(wanted.name)

    lists = ListDesk(fetch_list)
    wanted = list_wanted(source, window, lists)
    if len(wanted) > MOST_FILES:
        raise TooManyFiles(source.id, len(wanted))
    return wanted, tuple(lists.notes)


def _survey(wanted: Wanted, shelf: Shelf, courier: Courier) -> FetchedFile:
    entry, held = shelf.find(wanted.name), shelf.held(wanted.name)
    size = wanted.size or (entry.bytes if entry else _ask_size(wanted, courier))
    outcome = Outcome.UNCHANGED if entry else Outcome.PARTIAL if held else Outcome.WANTED
    here = entry.bytes if entry else held
    return FetchedFile(wanted.name, wanted.url, shelf.file(wanted.name), outcome, size, here, entry)


def _ask_size(wanted: Wanted, courier: Courier) -> int | None:
    """Ask for the size of a file; publishers need not say it."""
    if wanted.post:
        return None
    try:
        with courier.send(wanted, {}, "HEAD") as response:
            length = response.headers.get("Content-Length", "")
            return int(length) if length.isdigit() else None
    except (SourceUnreachable, Trouble):
        return None


def _check_room(wanted: Sequence[Wanted], shelf: Shelf) -> None:
    """Refuse what cannot fit, before anything is written."""
    needed = sum(entry.size or 0 for entry in wanted if shelf.find(entry.name) is None)
    free = shutil.disk_usage(shelf.folder).free
    if needed > free:
        found = f"{needed / 1e9:,.1f} GB would come and {free / 1e9:,.1f} GB are free"
        raise StoreError(str(shelf.folder), found, step="Make room, or narrow the request with --from and --to.")


class _Run:
    """Files on their way, several at once."""

    def __init__(self, shelf: Shelf, courier: Courier, watch: Watch) -> None:
        self._shelf, self._courier, self._watch = shelf, courier, watch
        self._waiting: queue.SimpleQueue[Wanted | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[Wanted, FetchedFile | FactaError, list[Wanted]]] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def fetch_all(self, wanted: Sequence[Wanted]) -> tuple[tuple[FetchedFile, ...], tuple[SourceUnreachable, ...]]:
        """Fetch files; return those that are here and why others are not."""
        count = min(len(wanted), max(entry.plan.connections for entry in wanted))
        # Daemons: one that waits for a silent server must not keep a user waiting who pressed Ctrl-C.
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()
        try:
            return self._gather(list(wanted))
        finally:
            self._courier.stop.set()
            for _ in self._threads:
                self._waiting.put(None)
            for thread in self._threads:
                thread.join(_LONGEST_GOODBYE_S / count)

    def _gather(self, wanted: list[Wanted]) -> tuple[tuple[FetchedFile, ...], tuple[SourceUnreachable, ...]]:
        here: dict[str, FetchedFile] = {}
        failures: list[SourceUnreachable] = []
        for entry in wanted:
            self._watch(entry.name, self._shelf.held(entry.name), entry.size)
            self._waiting.put(entry)
        while len(here) + len(failures) < len(wanted):
            entry, found, following = self._wait()
            for page in following:
                self._waiting.put(page)
            wanted += following
            if isinstance(found, FetchedFile):
                here[entry.name] = found
            elif isinstance(found, SourceUnreachable):
                failures.append(found)
            else:
                raise found
        return tuple(here[entry.name] for entry in wanted if entry.name in here), tuple(failures)

    def _wait(self) -> tuple[Wanted, FetchedFile | FactaError, list[Wanted]]:
        """Wait for a file; in short naps, because on some platforms Ctrl-C does not end a long one."""
        while True:
            try:
                return self._done.get(timeout=0.5)
            except queue.Empty:
                if not all(thread.is_alive() for thread in self._threads):
                    raise RuntimeError("a thread that fetches has died") from None

    def _work(self) -> None:
        while (wanted := self._waiting.get()) and not self._courier.stop.is_set():
            try:
                found = fetch_file(wanted, self._shelf, self._courier, self._watch)
                self._done.put((wanted, found, list_following(self._courier.source, wanted, found.file)))
            except Stopped:
                return
            except FactaError as error:
                self._done.put((wanted, error, []))
