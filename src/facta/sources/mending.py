"""Bytes of a text file, mended as they stream by: UTF-8 throughout, no NUL, lines that end in a line feed."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from typing import IO

import numpy as np

__all__ = ["Mender"]

CHUNK = 1 << 18
"""Bytes that are looked at in one go: few enough to stay in the cache of a processor."""
_LINE_FEED = ord("\n")
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def _read_byte(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as Windows-1252, and as replacement characters where that has none either."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("facta-cp1252", _read_byte)


class Mender:
    """One pass over a text file, in chunks of whole lines.

    Attributes
    ----------
    repaired : Counter
        Lines, or files, mended, by kind of defect.
    line_count : int
        Lines that passed.
    is_changed : bool
        Whether what passed differs from the file by a single byte.
    is_blank : bool
        Whether nothing but blanks passed.
    """

    def __init__(self) -> None:
        self.repaired: Counter[str] = Counter()
        self.line_count = 0
        self.is_changed = False
        self.is_blank = True

    def mend(self, source: IO[bytes]) -> Iterator[bytes]:
        """Yield the mended content of a stream."""
        last = b"\n"
        ends = None
        for chunk in self._read_unicode(source):
            ends = ends or LineEnds(chunk)
            clean = self._mend_chunk(chunk, ends)
            self.is_changed |= clean is not chunk
            self.line_count += int(np.count_nonzero(np.frombuffer(clean, np.uint8) == _LINE_FEED))
            last = clean[-1:] or last
            self.is_blank = self.is_blank and not clean.strip()
            yield clean
        self.line_count += last != b"\n"

    def _read_unicode(self, source: IO[bytes]) -> Iterator[bytes]:
        """Yield chunks of whole lines, without a byte order mark; UTF-16 becomes UTF-8."""
        head = source.read(4)
        encoding = next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)
        if encoding:
            self.is_changed = True
            self.repaired["files in UTF-16"] += 1
            pieces = _recode(source, head[2:], encoding)
        else:
            self.is_changed = head.startswith(codecs.BOM_UTF8)
            pieces = _read_lines(source, head.removeprefix(codecs.BOM_UTF8))
        rest = b""
        for piece in pieces:
            chunk = rest + piece
            whole = len(chunk) - _count_open(chunk)
            rest = chunk[whole:]
            yield chunk[:whole]
        if rest:
            yield rest

    def _mend_chunk(self, chunk: bytes, ends: LineEnds) -> bytes:
        if b"\r" in chunk:
            chunk = ends.mend(chunk)
            self.repaired["carriage returns inside lines"] += chunk.count(b"\r")
            chunk = chunk.replace(b"\r", b" ")
        if b"\0" in chunk:
            self.repaired["lines with NUL bytes"] += sum(b"\0" in line for line in chunk.split(b"\n"))
            chunk = chunk.replace(b"\0", b"")
        if chunk[-9:].rstrip(b"\n").endswith(b"\x1a"):
            chunk = chunk.rstrip(b"\x1a\n") + b"\n"
        return chunk if chunk.isascii() else self._mend_letters(chunk)

    def _mend_letters(self, chunk: bytes) -> bytes:
        """Return UTF-8; bytes that are none are read one by one as Windows-1252."""
        try:
            chunk.decode()
        except UnicodeDecodeError:
            lines = [(line, line.decode("utf-8", "facta-cp1252").encode()) for line in chunk.split(b"\n")]
            self.repaired["lines with bytes that are no UTF-8"] += sum(old != new for old, new in lines)
            return b"\n".join(new for _, new in lines)
        return chunk


class LineEnds:
    """What a carriage return is in this file.

    Parameters
    ----------
    start : bytes
        The first lines: whether they have line feeds, and how many separators the first of them has.
    """

    def __init__(self, start: bytes) -> None:
        self._are_old = b"\n" not in start
        first = re.split(rb"[\r\n]", start, maxsplit=1)[0]
        self._separator = max((b",", b"\t", b";", b"|"), key=first.count)
        self._count = first.count(self._separator)

    def mend(self, chunk: bytes) -> bytes:
        """Return lines that end in line feeds; a carriage return that stays stands within a line.

        It ends a line where the whole file has no line feeds, and where what stands before and after it has as many
        separators as the first line of the file.
        """
        chunk = re.sub(rb"\r+\n", b"\n", chunk)
        if self._are_old or b"\r" not in chunk:
            return chunk.replace(b"\r", b"\n")
        return b"\n".join(self._part(line) for line in chunk.split(b"\n"))

    def _part(self, line: bytes) -> bytes:
        pieces = line.split(b"\r")
        is_many = self._count and all(piece.count(self._separator) == self._count for piece in pieces if piece)
        return b"\n".join(pieces) if is_many else line


def _count_open(chunk: bytes) -> int:
    """Return how many bytes at the end of a chunk begin a letter or line end that the next chunk may finish."""
    for back in range(1, min(4, len(chunk)) + 1):
        byte = chunk[-back]
        if byte >= 0xC0:
            return back if back < (2 if byte < 0xE0 else 3 if byte < 0xF0 else 4) else 0
        if byte < 0x80:
            break
    return int(chunk.endswith(b"\r"))


def _read_lines(source: IO[bytes], head: bytes) -> Iterator[bytes]:
    """Yield chunks that end with a line, unless it is a very long one."""
    chunk = head + source.read(CHUNK) + source.readline(16 * CHUNK)
    while chunk:
        yield chunk
        chunk = source.read(CHUNK) + source.readline(16 * CHUNK)


def _recode(source: IO[bytes], head: bytes, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    chunk = head
    while chunk:
        yield decoder.decode(chunk).encode("utf-8", "replace")
        chunk = source.read(CHUNK)  # half a letter at the end of the file is dropped
