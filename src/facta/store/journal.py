"""A file of lines that is only ever added to; each line carries the hash of the one before it, so that edits show."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from facta.errors import FileError
from facta.store.layers import Layer

__all__ = ["BrokenJournal", "Journal", "Pages"]

_HEAD = b'{"sha256":"%s","previous":"%s",'
_FIRST = b"0" * 64  # what the first line names as the one before it
_HASH, _REST = slice(11, 75), slice(77, None)  # where the hash of a line stands, and what it is the hash of


class BrokenJournal(FileError):
    """A line that is no longer what it was when it was written.

    Examples
    --------
    >>> str(BrokenJournal("islands.jsonl", "the line was changed after it was written", line=3, step="Put it back."))
    'islands.jsonl:3: the line was changed after it was written. Put it back.'
    """


@dataclass(frozen=True, slots=True)
class Pages:
    """What a journal holds.

    Parameters
    ----------
    lines : tuple of bytes
        The JSON object of each line, without hashes, in the order in which they were written.
    torn : int
        Bytes behind the last whole line: what was being written when a process was killed. They count for nothing.
    """

    lines: tuple[bytes, ...] = ()
    torn: int = 0


@dataclass(frozen=True, slots=True)
class Journal:
    """Lines of JSON in the folder of a store, one object a line.

    A line starts with the SHA-256 of all that follows in it, and that names the hash of the line before. So a line that
    is changed, moved or taken out of the middle is found when the file is read. That the last lines are gone is not.

    Parameters
    ----------
    folder : Path
        The store's.
    name : str
        Of the file, from there.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     journal = Journal(Path(folder), "record/notes.jsonl")
    ...     journal.extend(lambda lines: [b'{"note":"first"}'])
    ...     journal.extend(lambda lines: [] if lines else [b'{"note":"second"}']).lines == journal.read().lines
    Pages(lines=(b'{"note":"first"}',), torn=0)
    True
    """

    folder: Path
    name: str

    @property
    def path(self) -> Path:
        """The file; it is not there until something is written."""
        return self.folder / self.name

    def read(self) -> Pages:
        """Return its lines, each held against its hash.

        Raises
        ------
        BrokenJournal
            A line was changed, moved or taken out; names the line.
        """
        chain, torn = self._load()
        return Pages(tuple(line for _, line in chain), torn)

    def extend(self, choose: Callable[[Sequence[bytes]], Sequence[bytes]]) -> Pages:
        """Add what `choose` returns for the lines that are there; other writers wait meanwhile.

        Lines are written and flushed to disk in one go. What a killed process left half written goes first.

        Parameters
        ----------
        choose : callable
            From the lines so far to those to add: JSON objects with a member or more.

        Returns
        -------
        Pages
            With what was added.

        Raises
        ------
        BrokenJournal
            A line was changed; nothing is added.
        StoreError
            The folder cannot be written.
        """
        layer = Layer(self.folder)
        with layer.hold():
            chain, torn = self._load()
            lines = tuple(line for _, line in chain)
            added = tuple(choose(lines))
            try:
                if added:
                    self._write(_chain(added, chain[-1][0] if chain else _FIRST), torn)
            except OSError as error:
                raise layer.refuse(error.strerror or str(error)) from error
        return Pages((*lines, *added), 0 if added else torn)

    def _load(self) -> tuple[list[tuple[bytes, bytes]], int]:
        """Return the hash and the object of each whole line, and the bytes behind the last."""
        if not self.path.exists():
            return [], 0
        whole, _, torn = self.path.read_bytes().rpartition(b"\n")
        return list(self._check(whole)), len(torn)

    def _check(self, whole: bytes) -> Iterator[tuple[bytes, bytes]]:
        previous = _FIRST
        for number, line in enumerate(whole.split(b"\n") if whole else (), start=1):
            digest, rest = line[_HASH], line[_REST]
            head = _HEAD % (digest, previous)
            if not line.startswith(head) or hashlib.sha256(rest).hexdigest().encode() != digest:
                found, step = "the line is not the one that was written here", "Put the file back as it was."
                raise BrokenJournal(str(self.path), found, line=number, step=step)
            previous = digest
            yield digest, b"{" + line[len(head) :]

    def _write(self, lines: Iterable[bytes], torn: int) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.truncate(file.tell() - torn)
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())


def _chain(objects: Sequence[bytes], previous: bytes) -> Iterator[bytes]:
    """Yield a line for each object: its hash, that of the line before, and the members of the object."""
    for entry in objects:
        rest = b'"previous":"%s",%s' % (previous, entry[1:])
        previous = hashlib.sha256(rest).hexdigest().encode()
        yield b'{"sha256":"%s",%s\n' % (previous, rest)
