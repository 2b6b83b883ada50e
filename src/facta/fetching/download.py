"""One file, from its address to its place: asked for under condition, resumed, measured, compared, put away."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from facta.fetching.courier import Courier, Stopped, Trouble
from facta.fetching.shelf import Entry, Note, Shelf
from facta.fetching.wanted import Wanted, WrongDownload
from facta.sources.addresses import FixedFiles

if TYPE_CHECKING:
    import httpx2

__all__ = ["FetchedFile", "Outcome", "Watch", "fetch_file"]

Watch = Callable[[str, int, int | None], None]
"""Called with a file's name, its bytes so far, and its bytes in all where they are known."""


class Outcome(enum.StrEnum):
    """What became of a file."""

    FETCHED = "fetched"
    """It came whole in one run."""
    RESUMED = "resumed"
    """What an earlier run had kept was completed."""
    CHANGED = "changed"
    """It replaced an older version."""
    UNCHANGED = "unchanged"
    """It was here already."""
    WANTED = "wanted"
    """It was only looked for, and is not here."""
    PARTIAL = "partial"
    """It was only looked for, and is here in part."""


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A file of a publisher, and what became of it.

    Parameters
    ----------
    name : str
        Name on disk.
    url : str
        Address.
    file : Path
        Where it lies, or would.
    outcome : Outcome
        What became of it.
    bytes : int or None
        Its size; None where the publisher does not say.
    held : int
        Bytes of it that are here.
    entry : Entry or None
        Its line in the manifest.
    """

    name: str
    url: str
    file: Path
    outcome: Outcome
    bytes: int | None
    held: int
    entry: Entry | None = None


class _Mismatch(Trouble):
    """The file is not what the publisher announces."""


def fetch_file(wanted: Wanted, shelf: Shelf, courier: Courier, watch: Watch) -> FetchedFile:
    """Fetch a file, unless it is here already; go on with what an earlier run kept.

    Raises
    ------
    SourceUnreachable
        It did not come within the tries that the courier has.
    WrongDownload
        Twice, something else came than the publisher announces.
    StoreError
        The folder cannot be written.
    Stopped
        The run was interrupted; the part stays.
    """
    held = shelf.find(wanted.name)
    if _is_settled(wanted, held) or _adopt(wanted, shelf):
        return _report(wanted, shelf, Outcome.UNCHANGED, watch)
    kept, failures, mismatches = shelf.held(wanted.name), 0, 0
    for _ in range(courier.patience.all_tries):
        before = shelf.held(wanted.name)
        try:
            is_new = _try_once(wanted, shelf, courier, watch)
        except Trouble as trouble:
            mismatches += isinstance(trouble, _Mismatch)
            if mismatches > 1:
                raise WrongDownload(courier.source, wanted.url, trouble.found) from trouble
            failures = 1 if shelf.held(wanted.name) > before else failures + 1
            courier.endure(wanted, trouble, failures)
            continue
        return _report(wanted, shelf, _name_outcome(is_new, held is not None, kept > 0), watch)
    raise courier.refuse(wanted, f"it broke off {courier.patience.all_tries} times")


def _is_settled(wanted: Wanted, held: Entry | None) -> bool:
    """Say whether what is here agrees with the publisher's own checksum: then nobody need be asked."""
    return bool(held and held.agreed and wanted.checksum and held.checksum == ":".join(wanted.checksum))


def _adopt(wanted: Wanted, shelf: Shelf) -> Entry | None:
    """Take over a file that somebody put here by hand, if it is the publisher's."""
    file = shelf.file(wanted.name)
    if not (wanted.checksum and wanted.is_binding and file.is_file()):
        return None
    digests = shelf.digest(file, "sha256", wanted.checksum[0])
    if digests[wanted.checksum[0]] != wanted.checksum[1]:
        return None
    entry = _describe(wanted, file, digests, Note(wanted.url))
    shelf.record(entry)
    return entry


def _name_outcome(is_new: bool, was_here: bool, was_begun: bool) -> Outcome:
    if not is_new:
        return Outcome.UNCHANGED
    return Outcome.CHANGED if was_here else Outcome.RESUMED if was_begun else Outcome.FETCHED


def _report(wanted: Wanted, shelf: Shelf, outcome: Outcome, watch: Watch) -> FetchedFile:
    entry = shelf.find(wanted.name)
    size = entry.bytes if entry else None
    watch(wanted.name, size or 0, size)
    return FetchedFile(wanted.name, wanted.url, shelf.file(wanted.name), outcome, size, size or 0, entry)


def _try_once(wanted: Wanted, shelf: Shelf, courier: Courier, watch: Watch) -> bool:
    """Ask once; return whether something new came."""
    with courier.send(wanted, _state_conditions(wanted, shelf)) as response:
        if response.status_code == 304 and shelf.find(wanted.name):
            return False
        note = _accept(wanted, shelf, response)
        if response.status_code != 416:
            _receive(wanted, shelf, courier, partial(watch, wanted.name), response)
    arrived = shelf.held(wanted.name)
    if note.size is not None and arrived != note.size:
        raise Trouble(f"{arrived:,} of {note.size:,} bytes came")
    return _put_away(wanted, shelf, note)


def _state_conditions(wanted: Wanted, shelf: Shelf) -> dict[str, str]:
    """Ask to go on with a part, if it is known of which version it is; else to send only what is new."""
    note, held, entry = shelf.note(wanted.name, wanted.url), shelf.held(wanted.name), shelf.find(wanted.name)
    if held and note and (note.mark or (wanted.checksum and wanted.is_binding)) and not wanted.post:
        return {"Range": f"bytes={held}-"} | ({"If-Range": note.mark} if note.mark else {})
    if entry and entry.url == wanted.url:
        known = {"If-None-Match": entry.etag, "If-Modified-Since": entry.modified}
        return {name: value for name, value in known.items() if value}
    return {}


def _accept(wanted: Wanted, shelf: Shelf, response: httpx2.Response) -> Note:
    """Decide whether an answer goes on with the part or starts over; return which version it is of."""
    headers, known = response.headers, shelf.note(wanted.name, wanted.url)
    etag, modified = headers.get("ETag"), headers.get("Last-Modified")
    start, total = _read_range(headers.get("Content-Range", ""))
    if response.status_code == 200:
        plain = headers.get("Content-Encoding", "identity") == "identity"
        length = headers.get("Content-Length") if plain else None
        note = Note(wanted.url, etag, modified, int(length) if length and length.isdigit() else None)
        shelf.begin(wanted.name, note)
        return note
    held = shelf.held(wanted.name)
    fits = start == held if response.status_code == 206 else total == held
    if known is None or not fits or total not in {None, known.size} or etag not in {None, known.etag}:
        shelf.drop(wanted.name)
        raise Trouble("the file changed while it came")
    return known


def _read_range(text: str) -> tuple[int | None, int | None]:
    """Read ``Content-Range``: the first byte, and the bytes in all."""
    match = re.fullmatch(r"bytes (?:(\d+)-\d+|\*)/(?:(\d+)|\*)", text.strip())
    first, total = match.groups() if match else (None, None)
    return int(first) if first else None, int(total) if total else None


def _receive(
    wanted: Wanted, shelf: Shelf, courier: Courier, watch: Callable[[int, int | None], None], response: httpx2.Response
) -> None:
    """Write the body to the part as it comes."""
    note, arrived = shelf.note(wanted.name, wanted.url), shelf.held(wanted.name)
    size = (note.size if note else None) or wanted.size
    is_plain = response.headers.get("Content-Encoding", "identity") == "identity"
    watch(arrived, size)
    with shelf.open_part(wanted.name) as part:
        for block in response.iter_raw() if is_plain else response.iter_bytes():
            if courier.stop.is_set():
                raise Stopped
            part.write(block)
            arrived += len(block)
            watch(arrived, size)


def _put_away(wanted: Wanted, shelf: Shelf, note: Note) -> bool:
    """Compare a whole file with what the publisher announces and put it into place; return whether it is new."""
    part, before = shelf.part(wanted.name), shelf.find(wanted.name)
    if isinstance(wanted.plan, FixedFiles) and wanted.plan.unwrap:
        _unwrap(wanted, shelf, wanted.plan.unwrap)
    digests = shelf.digest(part, "sha256", *([wanted.checksum[0]] if wanted.checksum else []))
    entry = _describe(wanted, part, digests, note)
    size = part.stat().st_size
    if wanted.checksum and not entry.agreed and wanted.is_binding:
        algorithm, announced = wanted.checksum
        shelf.drop(wanted.name)
        raise _Mismatch(f"its {algorithm} is {digests[algorithm]}, the publisher says {announced}")
    if wanted.size is not None and size != wanted.size and not entry.agreed:
        shelf.drop(wanted.name)
        raise _Mismatch(f"it has {size:,} bytes, the publisher says {wanted.size:,}")
    shelf.keep(entry)
    return before is None or before.sha256 != entry.sha256


def _describe(wanted: Wanted, file: Path, digests: dict[str, str], note: Note) -> Entry:
    """Return the line of the manifest."""
    listed = wanted.checksum
    return Entry(
        name=wanted.name,
        url=wanted.url,
        retrieved=dt.datetime.now(dt.UTC).replace(microsecond=0),
        bytes=file.stat().st_size,
        sha256=digests["sha256"],
        checksum=":".join(listed) if listed else None,
        agreed=digests[listed[0]] == listed[1] if listed else None,
        etag=note.etag,
        modified=note.modified,
    )


def _unwrap(wanted: Wanted, shelf: Shelf, member: str) -> None:
    """Replace a JSON answer by the file that it holds in base64."""
    part = shelf.part(wanted.name)
    try:
        content = base64.b64decode(msgspec.json.decode(part.read_bytes())[member], validate=True)
    except (msgspec.MsgspecError, KeyError, TypeError, binascii.Error) as error:
        shelf.drop(wanted.name)
        raise _Mismatch(f"it answers without a file in {member!r}") from error
    part.write_bytes(content)
