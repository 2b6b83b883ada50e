"""Opens what publishers send: plain files, gzip, and zips with one file or many, down to one zip inside another."""

from __future__ import annotations

import errno
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from isal import isal_zlib

from facta.errors import BrokenFile
from facta.sources.mending import CHUNK, Mender

__all__ = ["Part", "open_parts", "peek_text"]

LARGEST_BURST = 1 << 28
"""Bytes that any archive may unpack to; beyond it, `LARGEST_RATIO` times what the archive weighs."""
LARGEST_RATIO = 250
_ZIPS = frozenset({b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"})
_CONTAINERS = {
    **dict.fromkeys(_ZIPS, frozenset({"format:xlsx"})),
    b"\xd0\xcf\x11\xe0": frozenset({"format:xls", "format:xlsx"}),
    b"PAR1": frozenset({"format:parquet"}),
    b"<sta": frozenset({"format:dta"}),
    b"%PDF": frozenset({"format:pdf"}),
    b"\x89PNG": frozenset({"format:png"}),
    b"7z\xbc\xaf": frozenset({"format:7z"}),
    b"Rar!": frozenset({"format:rar"}),
}
_STEP = "Fetch it again."


@dataclass(frozen=True, slots=True)
class Part:
    """One plain file out of what a publisher sent.

    Parameters
    ----------
    name : str
        What messages call it: the file's name, or ``archive.zip/member.csv``.
    file : Path
        Where it can be read; text is UTF-8 with line feeds.
    formats : frozenset of str
        ``format:xlsx``, ``format:parquet`` …; ``format:text`` for text.
    line_count : int
        Lines of a text file.
    repaired : mapping of str to int
        What was mended in its bytes.
    """

    name: str
    file: Path
    formats: frozenset[str]
    line_count: int
    repaired: Mapping[str, int]


def open_parts(file: Path, folder: Path) -> Iterator[Part]:
    """Yield the plain files in a publisher's file.

    What is blank in an archive is passed over, and so is what a Mac adds to one. Text is mended while it is unpacked.

    Parameters
    ----------
    file : Path
        Plain, gzip or zip.
    folder : Path
        Scratch space for what is unpacked or mended; it stays there until the caller takes it away.

    Raises
    ------
    BrokenFile
        The file is missing, empty, truncated, encrypted, or unpacks to more than an archive of its size may hold.
    """
    if not file.is_file():
        raise BrokenFile(str(file), "there is no such file", step="Check the path.")
    found = False
    for part in _open(file, file.name, folder, depth=0):
        found = True
        yield part
    if not found:
        what = "the archive is damaged (it holds nothing)" if zipfile.is_zipfile(file) else "the file is empty"
        raise BrokenFile(file.name, what, step=_STEP)


def _open(file: Path, name: str, folder: Path, depth: int) -> Iterator[Part]:
    with file.open("rb") as start:
        magic = start.read(4)
    with _name_damage(name):
        if magic[:2] == b"\x1f\x8b":
            yield from _open_gzip(file, name, folder, depth)
        elif magic in _ZIPS and not _is_workbook(file, name):
            yield from _open_zip(file, name, folder, depth)
        elif Path(name).suffix.lower() in {".gz", ".zip"}:
            raise BrokenFile(name, "the archive is damaged (it does not start as one)", step=_STEP)
        elif _is_text(magic, name):
            yield from _mend_text(file, name, folder)
        else:
            yield Part(name, file, _CONTAINERS.get(magic, frozenset({"format:dta"})), 0, {})


def peek_text(file: Path, size: int = 1 << 16) -> str:
    """Return how the first file in a publisher's file begins; nothing where it is damaged or packed once more."""
    try:
        with file.open("rb") as start, _name_damage(file.name):
            magic = start.read(4)
            if magic in _ZIPS:
                with zipfile.ZipFile(file) as archive, archive.open(_list_members(archive)[0]) as packed:
                    return packed.read(size).decode("utf-8", "replace")
            start.seek(0)
            with gzip.open(start) if magic[:2] == b"\x1f\x8b" else start as plain:
                return plain.read(size).decode("utf-8", "replace")
    except (BrokenFile, OSError, IndexError):
        return ""


@contextmanager
def _name_damage(name: str) -> Iterator[None]:
    try:
        yield
    except (
        EOFError,
        OSError,
        zipfile.BadZipFile,
        zlib.error,
        isal_zlib.error,  # type: ignore[misc]  # its stub declares an instance
        lzma.LZMAError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        if isinstance(error, OSError) and error.errno not in {None, errno.EINVAL}:  # the disk's, not the archive's
            raise
        raise BrokenFile(name, f"the archive is damaged ({error})", step=_STEP) from error


def _open_gzip(file: Path, name: str, folder: Path, depth: int) -> Iterator[Part]:
    _check_depth(name, depth)
    with gzip.open(file) as packed:
        stream = _Stream(cast(IO[bytes], packed), file.stat().st_size, name)
        yield from _open_stream(stream, name.removesuffix(".gz"), folder, depth)


def _open_zip(file: Path, name: str, folder: Path, depth: int) -> Iterator[Part]:
    _check_depth(name, depth)
    with zipfile.ZipFile(file) as archive:
        for entry in _list_members(archive):
            member = f"{name}/{entry.filename}"
            with _open_member(archive, entry) as packed:
                yield from _open_stream(_Stream(packed, max(entry.compress_size, 1), member), member, folder, depth)


def _open_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    """Open what a zip holds; ISA-L inflates it in less than half the time that zlib takes."""
    packed = archive.open(entry)
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        packed._decompressor = isal_zlib.decompressobj(-zlib.MAX_WBITS)  # type: ignore[attr-defined]
    return packed


def _list_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return what a publisher put into an archive: no folders, nothing hidden, nothing that a Mac adds."""
    paths = [(entry, Path(entry.filename)) for entry in archive.infolist() if not entry.is_dir()]
    return [entry for entry, path in paths if not path.name.startswith(".") and "__MACOSX" not in path.parts]


class _Stream:
    """What an archive holds, as it is unpacked; more than data do is refused.

    Parameters
    ----------
    packed : file
        Unpacks what is read from it.
    weight : int
        Bytes that it takes in the archive.
    name : str
        What messages call the archive.
    """

    def __init__(self, packed: IO[bytes], weight: int, name: str) -> None:
        self._packed, self._name, self._size = packed, name, 0
        self._limit = max(LARGEST_BURST, LARGEST_RATIO * weight)
        self.head = packed.read(4)
        self._unread = self.head

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        head, self._unread = self._unread[:size], self._unread[size:]
        return head + self._weigh(self._packed.read(size - len(head)))

    def readline(self, size: int) -> bytes:
        """Return what is left of a line, at most so many bytes."""
        head, self._unread = self._unread[:size], self._unread[size:]
        return head if head[-1:] == b"\n" else head + self._weigh(self._packed.readline(size - len(head)))

    def _weigh(self, block: bytes) -> bytes:
        self._size += len(block)
        if self._size > self._limit:
            found = f"the archive unpacks to more than {self._limit:,} bytes, {LARGEST_RATIO} times its size and more"
            raise BrokenFile(self._name, found, step="Unpack it by hand if you trust it.")
        return block


def _open_stream(stream: _Stream, name: str, folder: Path, depth: int) -> Iterator[Part]:
    """Yield what comes out of an archive: text straight away, anything else once it lies on disk."""
    plain = _reserve(folder)
    if _is_text(stream.head, name):
        mender = Mender()
        with plain.open("wb") as target:
            target.writelines(mender.mend(cast(IO[bytes], stream)))
        if mender.is_blank:
            plain.unlink()
        else:
            yield _describe_text(name, plain, mender)
        return
    with plain.open("wb") as target:
        while chunk := stream.read(CHUNK):
            target.write(chunk)
    yield from _open(plain, name, folder, depth + 1)


def _is_text(magic: bytes, name: str) -> bool:
    """Say whether a file that begins so is neither an archive nor any other container."""
    is_packed = magic[:2] == b"\x1f\x8b" or magic in _ZIPS or Path(name).suffix.lower() in {".gz", ".zip"}
    return not is_packed and magic not in _CONTAINERS and not _is_old_stata(magic)


def _describe_text(name: str, plain: Path, mender: Mender) -> Part:
    return Part(name, plain, frozenset({"format:text"}), mender.line_count, dict(+mender.repaired))


def _check_depth(name: str, depth: int) -> None:
    if depth > 1:
        raise BrokenFile(name, "archives are packed into one another more than twice", step="Unpack it by hand.")


def _mend_text(file: Path, name: str, folder: Path) -> Iterator[Part]:
    """Yield the file as it stands where it is flawless, else a mended copy; nothing where it is blank."""
    check = Mender()
    with file.open("rb") as source:
        for _ in check.mend(source):
            pass
    if check.is_blank:
        return
    plain = _reserve(folder) if check.is_changed else file
    if check.is_changed:
        with file.open("rb") as source, plain.open("wb") as target:
            target.writelines(Mender().mend(source))
    yield _describe_text(name, plain, check)


def _reserve(folder: Path) -> Path:
    """Return a path in the scratch folder that nothing uses."""
    taken = {path.name for path in folder.iterdir()}
    return next(folder / f"part{n}" for n in range(len(taken) + 1) if f"part{n}" not in taken)


def _is_workbook(file: Path, name: str) -> bool:
    """Say whether what starts as a zip is a workbook; of a damaged one only the name tells."""
    if not zipfile.is_zipfile(file):
        return name.lower().endswith((".xlsx", ".xlsm"))
    with zipfile.ZipFile(file) as archive:
        return "xl/workbook.xml" in archive.namelist()


def _is_old_stata(magic: bytes) -> bool:
    return magic[:1] in (b"\x71", b"\x72", b"\x73") and magic[1:2] in (b"\x01", b"\x02")
