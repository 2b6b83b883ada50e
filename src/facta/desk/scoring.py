"""Resolves forecasts into the log of their dossier, and scores who made them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import nan
from pathlib import Path, PurePath
from typing import TypeVar

from facta.claims import DossierFile, Judge, read_dossier
from facta.claims.record import (
    Kind,
    LeftOut,
    Log,
    LogEntry,
    Record,
    Resolver,
    cut_log,
    has_words,
    list_forward,
    replay_log,
)
from facta.desk.checking import build_sets, open_dossier_evidence, open_forecasters
from facta.desk.results import ResolveResult, ScoreResult
from facta.desk.workbench import Day, StorePath, open_store, parse_day
from facta.forecasts.scoring import BoardRow, Entry, score_board
from facta.forecasts.wording import DEFAULT, find_mapping

__all__ = ["resolve", "score"]

_Labelled = TypeVar("_Labelled", Entry, LeftOut)

MODEL, BASE_RATE = "The model", "The base rate"
"""Names of what holders are compared with."""


def resolve(*dossiers: str | Path, as_of: Day = None, store: StorePath = None, day: Day = None) -> ResolveResult:
    """Register the forecasts of dossiers in the store's log, and resolve those whose horizon has passed.

    The log is only ever added to. What is in it already is not written again, so that a second run adds nothing. A
    reading that the evidence cannot decide yet stays open; it is never counted as wrong.

    Parameters
    ----------
    *dossiers : str or Path
        Names of bundled dossiers, or paths of YAML files.
    as_of : str, date or None
        Resolve on what was known then; None is with hindsight.
    store : str, Path or None
        Folder of the store.
    day : str, date or None
        Written into the log as the day of writing; None is today.

    Raises
    ------
    BrokenJournal
        A line of the log is not the one that was written.
    UnknownName
        No such dossier, or a hedge that no mapping lists.
    DossierError
        The file breaks the format.

    Examples
    --------
    >>> import facta, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     first = facta.resolve("china-russia", store=folder, as_of="2026-11-22", day="2026-11-22")
    ...     again = facta.resolve("china-russia", store=folder, as_of="2026-11-22", day="2026-11-23")
    >>> first.resolved[0].claim, first.resolved[0].outcome, len(again.added)
    ('trade-grows', 1.0, 0)
    """
    written = parse_day(day) or dt.date.today()
    cases = [_open_case(file, as_of, store, written) for file in _read_dossiers(dossiers).values()]
    notes = [note for case in cases for note in case.list_notes()]
    found = [entry for case in cases for entry in case.extend()]
    return ResolveResult(
        max(case.today for case in cases),
        tuple(entry for entry in found if entry.kind is not Kind.PENDING),
        tuple(entry for entry in found if entry.kind is Kind.PENDING),
        tuple(str(case.log.path) for case in cases),
        tuple(notes),
    )


def score(*dossiers: str | Path, as_of: Day = None, store: StorePath = None, mapping: str = DEFAULT) -> ScoreResult:
    """Score those who made the forecasts of dossiers, beside the model and the base rate; nothing is written.

    What the log holds counts as it was written; what it lacks is resolved in memory. Scores run over the whole range
    that a hedge may stand for, and over all readings of a claim that are not weak.

    Parameters
    ----------
    *dossiers : str or Path
        Names of bundled dossiers, or paths of YAML files; holders of several are scored over all of them.
    as_of : str, date or None
        On what was known then; None is with hindsight.
    store : str, Path or None
        Folder of the store.
    mapping : str
        By which hedges become ranges: ``icd-203``, ``ipcc-ar5`` or ``kent-1964``.

    Raises
    ------
    BrokenJournal
        A line of the log is not the one that was written.
    UnknownName
        No such dossier or mapping, or a hedge that no mapping lists.
    DossierError
        The file breaks the format.

    Examples
    --------
    >>> import facta
    >>> result = facta.score("china-russia")
    >>> print(result.board.cautions[0])
    No probabilities or criteria were given (forecasts: 16); we supplied both later.
    >>> result.board.is_ranked, [row.holder for row in result.references]
    (False, ['The model', 'The base rate'])
    """
    chosen = find_mapping(mapping)
    files = _read_dossiers(dossiers)
    cases = {label: _open_case(file, as_of, store, dt.date.today()) for label, file in files.items()}
    records = {label: case.replay() for label, case in cases.items()}
    entries = [
        _label(entry, label, len(cases)) for label, record in records.items() for entry in record.list_entries(mapping)
    ]
    shocks = {shock.name: shock.date for case in cases.values() for shock in case.file.dossier.shocks}
    return ScoreResult(
        tuple(cases),
        max(case.today for case in cases.values()),
        f"{chosen.name} {chosen.version}",
        score_board(entries, shocks),
        _score_references(entries),
        tuple(entries),
        tuple(_label(left, label, len(cases)) for label, case in cases.items() for left in case.left_out),
        sum(len(record.withdrawn) for record in records.values()),
        (*(note for case in cases.values() for note in case.list_notes(mapping)), *_warn_of_silence(entries)),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """A dossier with its log, and what holds it against the evidence."""

    file: DossierFile
    log: Log
    resolver: Resolver
    left_out: Sequence[LeftOut]

    @property
    def today(self) -> dt.date:
        return self.resolver.judge.evidence.as_of

    def extend(self) -> list[LogEntry]:
        """Write into the log what it lacks."""
        return self.log.extend(lambda entries: self.resolver.list_new(entries, self.file.dossier.claims))

    def replay(self) -> Record:
        """Replay what the log says of the day of the evidence, and what it would say if it were extended."""
        known = cut_log(self.log.read()[0], self.today)
        return replay_log([*known, *self.resolver.list_new(known, self.file.dossier.claims)])

    def list_notes(self, mapping: str = DEFAULT) -> list[str]:
        """Say what was cut off in the log, and which words the mapping lacks."""
        hedges = {said.hedge for claim in self.file.dossier.claims for said in claim.sayings}
        lacking = sorted(words for words in hedges if not has_words(words, mapping)) if mapping != DEFAULT else []
        _, torn = self.log.read()
        return [
            *(
                [f"{self.log.path}: {torn} bytes at the end were cut off when written, and count for nothing."]
                if torn
                else []
            ),
            *([f"{mapping} has no range for {', '.join(lacking)}: {DEFAULT} gives it."] if lacking else []),
        ]


def _read_dossiers(given: Iterable[str | Path]) -> dict[str, DossierFile]:
    """Read dossiers, each once, by label: the name, or where several have one name the end of the path."""
    files = {file.identity: file for file in map(read_dossier, given)}
    count = Counter(file.name for file in files.values())
    repeated = [PurePath(identity).parts for identity, file in files.items() if count[file.name] > 1]
    return {
        file.name if count[file.name] == 1 else _shorten(PurePath(identity).parts, repeated): file
        for identity, file in files.items()
    }


def _shorten(parts: Sequence[str], others: Sequence[Sequence[str]]) -> str:
    """Return the fewest last parts of a path that no other path ends with."""
    size = next(n for n in range(1, len(parts) + 1) if sum(other[-n:] == parts[-n:] for other in others) == 1)
    return PurePath(*parts[-size:]).as_posix()


def _open_case(file: DossierFile, as_of: Day, store: StorePath, day: dt.date) -> _Case:
    sets = build_sets(file)
    evidence = open_dossier_evidence(file, as_of, store)
    forward, left_out = list_forward(file.dossier.claims, sets)
    log = Log(open_store(store).folder, file.name, file.identity)
    judge = Judge(evidence, sets, is_thorough=False)
    forecast = open_forecasters(
        file, store, max((entry.until for entry in forward if entry.until), default=dt.date.min)
    )
    return _Case(file, log, Resolver(file.name, judge, day, forecast, evidence.vintage), left_out)


def _score_references(entries: Sequence[Entry]) -> tuple[BoardRow, ...]:
    """Score the model and the base rate over the same claims, each reading once."""
    once = {(entry.claim, entry.reading): entry for entry in reversed(entries)}.values()
    model = [replace(entry, holder=MODEL, low=entry.model, high=entry.model, model=nan) for entry in once]
    base = [
        replace(entry, holder=BASE_RATE, low=entry.base_rate, high=entry.base_rate, base_rate=nan) for entry in once
    ]
    return score_board([*model, *base]).rows


def _warn_of_silence(entries: Sequence[Entry]) -> list[str]:
    """Say that readings of a register which is silent stay open, and which way that bends the scores."""
    silent = {(entry.claim, entry.reading) for entry in entries if "from registers" in entry.reason}
    stay = f"readings past their horizon that wait for one stay open ({len(silent)})"
    why = "so that what happened is resolved oftener than what did not"
    return [f"The silence of a register proves nothing: {stay}, {why}."] if silent else []


def _label(entry: _Labelled, dossier: str, dossiers: int) -> _Labelled:
    """Name a claim with its dossier where there are several."""
    return replace(entry, claim=f"{dossier}#{entry.claim}") if dossiers > 1 else entry
