"""The log of a dossier's forecasts: what was registered, forecast, resolved and withdrawn, in the order of writing."""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from facta.store import BrokenJournal, Journal

__all__ = ["Kind", "Log", "LogEntry"]


class Kind(enum.StrEnum):
    """What an entry tells."""

    REGISTERED = "registered"
    """A reading with its horizon; the reason says why it can never be resolved, where that is so."""
    FORECAST = "forecast"
    """What a holder's words, the model and the base rate give for a reading."""
    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    ANNULLED = "annulled"
    WITHDRAWN = "withdrawn"
    """A reading that the dossier no longer has."""
    PENDING = "not yet"
    """A reading that waits; never written."""


class LogEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One entry of the log.

    Parameters
    ----------
    kind : Kind
        What it tells.
    dossier, claim : str
        Name of the dossier, and id of the claim.
    reading, name : str
        The expression, and its hash.
    day : datetime.date
        When it was written.
    as_of : datetime.date
        Day of the evidence behind it; of a forecast, the day it was made.
    evidence : str
        Hash of what the store had.
    until : datetime.date or None
        The horizon.
    holder, words, mapping : str
        Who forecast, with which hedge, and by which mapping its range was found.
    is_denied, is_stated : bool
        Whether the hedge is of the contrary of the reading, and whether the holder gave the probability.
    low, high, model, base_rate : float or None
        Probabilities from 0 to 1 that the reading holds; None where there is none.
    outcome : float or None
        1 it holds, 0 it does not.
    reason : str
        Why it is void, waits, or can never be resolved.
    """

    kind: Kind
    dossier: str
    claim: str
    reading: str
    name: str
    day: dt.date
    as_of: dt.date
    evidence: str
    until: dt.date | None = None
    holder: str = ""
    words: str = ""
    mapping: str = ""
    is_denied: bool = False
    is_stated: bool = False
    low: float | None = None
    high: float | None = None
    model: float | None = None
    base_rate: float | None = None
    outcome: float | None = None
    reason: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Which reading of which claim."""
        return self.claim, self.name


@dataclass(frozen=True, slots=True)
class Log:
    """The log of one dossier in a store.

    Parameters
    ----------
    folder : Path
        The store's.
    dossier, identity : str
        Name, and what tells it from others of that name: where its file lies.

    Examples
    --------
    >>> import tempfile
    >>> facts = dict(dossier="islands", claim="grows", reading="1 > 2", name="a", evidence="")
    >>> entry = LogEntry(kind=Kind.REGISTERED, day=dt.date(2026, 1, 1), as_of=dt.date(2026, 1, 1), **facts)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     log = Log(Path(folder), "islands", "/papers/islands.yml")
    ...     log.extend(lambda entries: [entry])
    ...     log.read() == ([entry], 0)
    [LogEntry(kind=<Kind.REGISTERED: 'registered'>, ...)]
    True
    """

    folder: Path
    dossier: str
    identity: str

    @property
    def _journal(self) -> Journal:
        digest = hashlib.sha256(self.identity.encode()).hexdigest()[:8]
        return Journal(self.folder, f"record/{self.dossier}-{digest}.jsonl")

    @property
    def path(self) -> Path:
        """The file; not there until something is written."""
        return self._journal.path

    def read(self) -> tuple[list[LogEntry], int]:
        """Return the entries, and how many bytes of one were cut off while it was written.

        Raises
        ------
        BrokenJournal
            A line was changed after it was written, or comes from a later version.
        """
        pages = self._journal.read()
        return self._decode(pages.lines), pages.torn

    def extend(self, choose: Callable[[Sequence[LogEntry]], Sequence[LogEntry]]) -> list[LogEntry]:
        """Add what `choose` returns for the entries so far, and return it; other writers wait meanwhile.

        Entries that are PENDING are returned and not written.

        Raises
        ------
        BrokenJournal
            As for `read`; nothing is added.
        StoreError
            The store cannot be written.
        """
        added: list[LogEntry] = []

        def encode(lines: Sequence[bytes]) -> list[bytes]:
            added.extend(choose(self._decode(lines)))
            return [msgspec.json.encode(entry) for entry in added if entry.kind is not Kind.PENDING]

        self._journal.extend(encode)
        return added

    def _decode(self, lines: Sequence[bytes]) -> list[LogEntry]:
        entries = []
        for number, line in enumerate(lines, start=1):
            try:
                entries.append(msgspec.json.decode(line, type=LogEntry))
            except msgspec.MsgspecError as error:
                step = "Upgrade facta to read it."
                raise BrokenJournal(
                    str(self.path), f"no entry of this version ({error})", line=number, step=step
                ) from None
        return entries
