"""The folder in which files arrive.

    FOLDER/NAME               a finished file
    FOLDER/NAME.part          what has come of it so far
    FOLDER/NAME.part.note     which version of the file that is
    FOLDER/manifest.jsonl     a line a finished file: what was fetched when, and whether it is what was announced

A line is appended after its file was renamed into place; one that a kill cut off is left out when they are read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from facta.errors import StoreError

if sys.platform != "win32":
    import fcntl

__all__ = ["Entry", "Note", "Shelf"]


class Note(msgspec.Struct, frozen=True):
    """Which version of a file a part belongs to.

    Parameters
    ----------
    url : str
        Address.
    etag, modified : str or None
        What the server calls this version.
    size : int or None
        Bytes of the whole file.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    size: int | None = None

    @property
    def mark(self) -> str | None:
        """What names this version strongly enough to go on with it."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the manifest: one finished file.

    Parameters
    ----------
    name, url : str
        Name on disk, and address.
    retrieved : datetime.datetime
        When it was complete.
    bytes : int
        Its size.
    sha256 : str
        Its digest.
    checksum : str or None
        Algorithm and digest as the publisher lists them.
    agreed : bool or None
        Whether the file agreed with that; None where nothing is listed.
    etag, modified : str or None
        What the server calls this version.
    """

    name: str
    url: str
    retrieved: dt.datetime
    bytes: int
    sha256: str
    checksum: str | None = None
    agreed: bool | None = None
    etag: str | None = None
    modified: str | None = None


class Shelf:
    """A folder of files, finished and on the way.

    Parameters
    ----------
    folder : Path
        Created when something arrives.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self._lock = folder, threading.Lock()
        self._entries = self._read_manifest()

    def file(self, name: str) -> Path:
        """Return where a finished file lies."""
        return self.folder / name

    def find(self, name: str) -> Entry | None:
        """Return the line of a file that lies here whole."""
        entry, file = self._entries.get(name), self.file(name)
        return entry if entry and file.is_file() and file.stat().st_size == entry.bytes else None

    def part(self, name: str) -> Path:
        """Return where a file lies while it arrives."""
        return self.folder / f"{name}.part"

    def held(self, name: str) -> int:
        """Return how many bytes of an unfinished file are here."""
        part = self.part(name)
        return part.stat().st_size if part.is_file() else 0

    def note(self, name: str, url: str) -> Note | None:
        """Return which version of a file its part belongs to, if that is known."""
        try:
            note = msgspec.json.decode(self._note(name).read_bytes(), type=Note)
        except (OSError, msgspec.MsgspecError):
            return None
        return note if note.url == url else None

    def begin(self, name: str, note: Note) -> None:
        """Start a file over, and write down which version of it comes."""
        with self._touching():
            self.folder.mkdir(parents=True, exist_ok=True)
            self.part(name).write_bytes(b"")
            self._note(name).write_bytes(msgspec.json.encode(note))

    @contextmanager
    def open_part(self, name: str) -> Iterator[BinaryIO]:
        """Open a part to go on with it; what is written is there even if the run is killed."""
        with self._touching(), self.part(name).open("ab", buffering=0) as part:
            yield part

    def digest(self, file: Path, *algorithms: str) -> dict[str, str]:
        """Return the digests of a file by algorithm, read once."""
        digests = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
        with self._touching(), file.open("rb") as content:
            while block := content.read(1 << 20):
                for digest in digests.values():
                    digest.update(block)
        return {name: digest.hexdigest() for name, digest in digests.items()}

    def drop(self, name: str) -> None:
        """Forget an unfinished file."""
        with self._touching():
            self.part(name).unlink(missing_ok=True)
            self._note(name).unlink(missing_ok=True)

    def keep(self, entry: Entry) -> None:
        """Put a finished file into place and write its line."""
        with self._touching(), self._lock:
            self.part(entry.name).replace(self.file(entry.name))
            self._note(entry.name).unlink(missing_ok=True)
            self.record(entry)

    def record(self, entry: Entry) -> None:
        """Write the line of a file that is in place."""
        line = msgspec.json.encode(entry) + b"\n"
        with self._touching(), self._manifest.open("ab+") as manifest:
            if manifest.tell():
                manifest.seek(-1, os.SEEK_END)
                line = line if manifest.read() == b"\n" else b"\n" + line  # a kill cut the last line off
            manifest.write(line)
        self._entries[entry.name] = entry

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep the folder to one run.

        Raises
        ------
        StoreError
            Another run fetches into it, or it cannot be written.
        """
        with self._touching():
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.folder / ".lock", os.O_WRONLY | os.O_CREAT, 0o666)
        try:
            self._lock_out_others(lock)
            yield
        finally:
            os.close(lock)

    def _lock_out_others(self, lock: int) -> None:
        if sys.platform != "win32":
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StoreError(str(self.folder), "another run is fetching into it", step="Wait for it.") from error

    @property
    def _manifest(self) -> Path:
        return self.folder / "manifest.jsonl"

    def _note(self, name: str) -> Path:
        return self.folder / f"{name}.part.note"

    def _read_manifest(self) -> dict[str, Entry]:
        entries = {}
        with self._touching():
            lines = self._manifest.read_bytes().splitlines() if self._manifest.is_file() else []
        for line in lines:
            try:
                entry = msgspec.json.decode(line, type=Entry)
            except msgspec.MsgspecError:
                continue
            entries[entry.name] = entry
        return entries

    @contextmanager
    def _touching(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            step = "Make room, or name a folder that you may write with --store or FACTA_STORE."
            raise StoreError(
                str(self.folder), f"the downloads cannot be read or written ({error.strerror or error})", step=step
            ) from error
