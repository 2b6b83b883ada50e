"""What was frozen: an append-only record beside the ballot, each line chained to the one before it by its hash.

A line that was changed, taken out or put in breaks the chain. Lines cut off at the end do not: keep the hash of the
last one, the head of the record, elsewhere to tell.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from facta.claims.ballots.ballot import BALLOT, Ballot, hash_facts
from facta.claims.ballots.filling import Filled, Stated, fold_name
from facta.errors import BallotError, StoreError, TooFew

if sys.platform != "win32":
    import fcntl

__all__ = ["RECORD", "Entry", "Record", "close_record", "freeze_forms", "read_record", "update_record"]

RECORD = "frozen.jsonl"
"""Name of the file of the record in the folder of its ballot."""

_ANEW = "Begin a new ballot with `facta ballot new`, if the panel is to be asked again."


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of the record: a form that was frozen, or the closing of the ballot.

    Parameters
    ----------
    kind : str
        ``form`` or ``close``.
    time : datetime.datetime
        In UTC.
    ballot : str
        Hash of the ballot.
    expert, file, sha256 : str
        Whose form, from which file, and the hash of its bytes; empty of a closing.
    forecasts : list of Stated
        What it states.
    previous, hash : str
        Of the line before, or the ballot; and of this one.
    """

    kind: Literal["form", "close"]
    time: dt.datetime
    ballot: str
    expert: str = ""
    file: str = ""
    sha256: str = ""
    forecasts: list[Stated] = []
    previous: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The lines of a record, in the order in which they were written.

    Parameters
    ----------
    ballot : Ballot
        What they belong to.
    entries : tuple of Entry
        Whose chain is whole.
    """

    ballot: Ballot
    entries: tuple[Entry, ...] = ()

    @property
    def forms(self) -> tuple[Entry, ...]:
        """The forms that were frozen."""
        return tuple(entry for entry in self.entries if entry.kind == "form")

    @property
    def closed(self) -> dt.datetime | None:
        """When the ballot was closed; None while it is open."""
        return next((entry.time for entry in self.entries if entry.kind == "close"), None)

    @property
    def head(self) -> str:
        """The hash of the last line, or of the ballot: it stands for everything before it."""
        return self.entries[-1].hash if self.entries else self.ballot.hash

    def find_form(self, expert: str) -> Entry | None:
        """Return the form that an expert froze."""
        return next((entry for entry in self.forms if fold_name(entry.expert) == fold_name(expert)), None)

    def append(self, entry: Entry) -> Record:
        """Return the record with one more line, chained to the last."""
        chained = replace(entry, previous=self.head)
        return Record(self.ballot, (*self.entries, replace(chained, hash=hash_facts(chained))))


def freeze_forms(record: Record, forms: Sequence[Filled], at: dt.datetime) -> Record:
    """Return the record with these forms frozen; one whose answers are there already stays as it is.

    Parameters
    ----------
    record : Record
        Of the ballot.
    forms : sequence of Filled
        One an expert.
    at : datetime.datetime
        When, with its zone.

    Raises
    ------
    BallotError
        The ballot is closed, or an expert has frozen other answers before.

    Examples
    --------
    >>> from facta.claims.ballots import Ballot, Filled, seal_ballot
    >>> ballot = seal_ballot(Ballot(dossier="d", question="Who?", as_of=dt.date(2026, 11, 22), questions=[]))
    >>> form = Filled(expert="Expert", file="expert.yml", sha256="0" * 64, forecasts=[])
    >>> record = freeze_forms(Record(ballot), [form], dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    >>> len(record.entries), record.entries[0].previous == ballot.hash, record.head == record.entries[0].hash
    (1, True, True)
    """
    closes = record.ballot.closes
    if record.closed:
        raise BallotError(BALLOT, f"the ballot was closed at {record.closed:%Y-%m-%d %H:%M} UTC", step=_ANEW)
    if closes and at.astimezone(dt.UTC).date() > closes:
        raise BallotError(BALLOT, f"the ballot took forms until {closes}", step=_ANEW)
    for form in forms:
        before = record.find_form(form.expert)
        if before is None:
            record = record.append(_freeze_form(form, record.ballot, at))
        elif before.forecasts != form.forecasts:
            found = f"{before.expert} froze other answers at {before.time:%Y-%m-%d %H:%M} UTC"
            raise BallotError(form.file, found, step=f"A frozen form cannot be replaced. {_ANEW}")
    return record


def _freeze_form(form: Filled, ballot: Ballot, at: dt.datetime) -> Entry:
    return Entry(
        kind="form",
        time=_read_clock(at),
        ballot=ballot.hash,
        expert=form.expert,
        file=form.file,
        sha256=form.sha256,
        forecasts=form.forecasts,
    )


def _read_clock(at: dt.datetime) -> dt.datetime:
    """Return a time in UTC, by the second."""
    return at.astimezone(dt.UTC).replace(microsecond=0)


def close_record(record: Record, at: dt.datetime) -> Record:
    """Return the record closed: no form is taken any more; one that is closed already stays as it is.

    Raises
    ------
    TooFew
        No form was frozen.
    """
    if not record.forms:
        raise TooFew("frozen forms", 0, 1, step="Add some with `facta ballot add FILE`.")
    if record.closed:
        return record
    return record.append(Entry(kind="close", time=_read_clock(at), ballot=record.ballot.hash))


def read_record(ballot: Ballot, folder: Path) -> Record:
    """Read the record of a ballot and follow its chain.

    Raises
    ------
    BallotError
        The chain is broken: which line was changed, taken out or put in, or that it is of another ballot.
    """
    path = folder / RECORD
    record = Record(ballot)
    lines = path.read_bytes().splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        record = _follow(record, line, number)
    return record


def _follow(record: Record, line: bytes, number: int) -> Record:
    step = "Put the record back as it was, from a copy; delete a last line that an interruption cut off."
    try:
        entry = msgspec.json.decode(line, type=Entry)
    except msgspec.MsgspecError as error:
        raise BallotError(RECORD, f"the line is no entry of a record ({error})", line=number, step=step) from None
    if entry.ballot != record.ballot.hash:
        found = "the ballot was changed after this form was frozen"
        raise BallotError(RECORD, found, line=number, step=f"Put {BALLOT} back as it was. {_ANEW}")
    if entry.previous != record.head or entry.hash != hash_facts(entry):
        found = "the record was changed after it was frozen: the chain breaks here"
        raise BallotError(RECORD, found, line=number, step=step)
    return Record(record.ballot, (*record.entries, entry))


def update_record(ballot: Ballot, folder: Path, change: Callable[[Record], Record]) -> Record:
    """Put what `change` adds behind the record of a ballot, while nobody else writes it, and return the record.

    Parameters
    ----------
    ballot : Ballot
        Of the folder.
    folder : Path
        Where ballot and record lie.
    change : callable
        From the record to the record with more lines, as `freeze_forms` and `close_record` give it.

    Raises
    ------
    BallotError
        The chain of the record is broken.
    StoreError
        The file cannot be written.
    """
    path = folder / RECORD
    with _lock(path):
        before = read_record(ballot, folder)
        after = change(before)
        text = b"".join(msgspec.json.encode(entry) + b"\n" for entry in after.entries[len(before.entries) :])
        if text:
            with path.open("ab") as file:
                file.write(b"\n" * _lacks_end(path) + text)
                file.flush()
                os.fsync(file.fileno())
    return after


def _lacks_end(path: Path) -> bool:
    """Say whether the end of the last line was cut off; the line itself is whole, or the chain would not have held."""
    return path.read_bytes()[-1:] not in (b"", b"\n")


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Keep others waiting who would write the same file; without locks on this system they are not kept."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        found = f"the file cannot be written ({error.strerror})"
        raise StoreError(str(path), found, step="Name a folder that you may write.") from error
    try:
        if sys.platform != "win32":
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
