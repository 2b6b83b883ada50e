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

from facta.errors import BrokenFile
from facta.sources.mending import CHUNK, Mender

__all__ = ["Part", "open_parts"]

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
    """Yield the plain files in a publisher's file, one at a time; each is gone when the next one comes.

    What is blank in an archive is passed over, and so is what a Mac adds to one.

    Parameters
    ----------
    file : Path
        Plain, gzip or zip.
    folder : Path
        Scratch space for what is unpacked or mended.

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
        elif magic in _CONTAINERS or _is_old_stata(magic):
            yield Part(name, file, _CONTAINERS.get(magic, frozenset({"format:dta"})), 0, {})
        else:
            yield from _mend_text(file, name, folder)


@contextmanager
def _name_damage(name: str) -> Iterator[None]:
    try:
        yield
    except (
        EOFError,
        OSError,
        zipfile.BadZipFile,
        zlib.error,
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
        plain = _unpack(cast(IO[bytes], packed), file.stat().st_size, name, folder)
    yield from _open(plain, name.removesuffix(".gz"), folder, depth + 1)
    plain.unlink()


def _open_zip(file: Path, name: str, folder: Path, depth: int) -> Iterator[Part]:
    _check_depth(name, depth)
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or Path(entry.filename).name.startswith(".") or "__MACOSX" in Path(entry.filename).parts:
                continue
            with archive.open(entry) as packed:
                plain = _unpack(packed, max(entry.compress_size, 1), f"{name}/{entry.filename}", folder)
            yield from _open(plain, f"{name}/{entry.filename}", folder, depth + 1)
            plain.unlink()


def _unpack(packed: IO[bytes], weight: int, name: str, folder: Path) -> Path:
    """Write out what an archive holds, unless it holds more than data do."""
    limit = max(LARGEST_BURST, LARGEST_RATIO * weight)
    plain = _reserve(folder)
    size = 0
    with plain.open("wb") as target:
        while chunk := packed.read(CHUNK):
            size += len(chunk)
            if size > limit:
                found = f"the archive unpacks to more than {limit:,} bytes, {LARGEST_RATIO} times its size and more"
                raise BrokenFile(name, found, step="Unpack it by hand if you trust it.")
            target.write(chunk)
    return plain


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
    yield Part(name, plain, frozenset({"format:text"}), check.line_count, dict(+check.repaired))
    if check.is_changed:
        plain.unlink()


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
