"""Strings together what a brief on a dossier shows: verdicts, what stands behind them, conditions, the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any

from facta.briefs.dossier import DossierBrief, TrackRecord
from facta.claims import DECIDED, DossierFile, Verdict, VerdictWord, read_dossier
from facta.claims.conditions import Condition
from facta.claims.exhibits import Exhibit, find_exhibit
from facta.desk.checking import judge_dossier, open_judge
from facta.desk.scoring import score
from facta.desk.watching import look_at
from facta.desk.workbench import Day, StorePath
from facta.domain import Evidence, Origin, StateSet

__all__ = ["open_brief"]

_NO_SCALE = frozenset({"rank", "date", "count"})  # units in which a part of the threshold says little


def open_brief(
    given: str | Path, *, as_of: Day = None, store: StorePath = None, has_record: bool = True
) -> DossierBrief:
    """Return what a brief on a dossier shows.

    Parameters
    ----------
    given : str or Path
        A bundled dossier by name, or a file by path.
    as_of : str, date or None
        On what was known then; None is with hindsight.
    store : str, Path or None
        Folder of the store.
    has_record : bool
        Whether forecasts are scored, which takes longer than all the rest.

    Examples
    --------
    >>> found = open_brief("russia-loosens-its-belt")
    >>> found.contradiction.verdict.value, len(found.verdicts) == len(found.dossier.claims)
    ('contradicted', True)
    """
    file = read_dossier(given)
    judge = open_judge(file, as_of, store)
    verdicts = judge_dossier(file, judge).claims
    return DossierBrief(
        name=file.name,
        address=_name_address(file),
        dossier=file.dossier,
        as_of=judge.evidence.as_of,
        verdicts=verdicts,
        exhibits=_find_exhibits(verdicts, judge.evidence, judge.sets),
        conditions=_list_conditions(given, as_of, store, verdicts),
        origins=_find_origins(verdicts, judge.evidence),
        contradiction=_find_strongest(verdicts),
        fragile=_find_fragile(verdicts),
        record=_read_record(given, as_of, store) if has_record else None,
    )


def _name_address(file: DossierFile) -> str:
    """Return how a command finds the dossier; a path is named by its last part, so that no machine is told."""
    return file.name if file.identity == file.name else file.path.name


def _find_exhibits(verdicts: Iterable[Verdict], evidence: Evidence, sets: Mapping[str, StateSet]) -> dict[str, Exhibit]:
    cache: dict[tuple[object, ...], Any] = {}
    found = ((verdict.id, find_exhibit(verdict, evidence, sets, cache)) for verdict in verdicts)
    return {name: exhibit for name, exhibit in found if exhibit}


def _list_conditions(
    given: str | Path, as_of: Day, store: StorePath, verdicts: Sequence[Verdict]
) -> tuple[Condition, ...]:
    """Return the conditions; none are looked for where no reading has one."""
    words = ("if ", " unless ", "(if ")
    has_one = any(word in f" {reading.expression}" for verdict in verdicts for reading in verdict.readings
                  for word in words)  # fmt: skip
    return look_at(given, as_of, store) if has_one else ()


def _find_origins(verdicts: Iterable[Verdict], evidence: Evidence) -> dict[str, Origin]:
    used = (
        origin
        for verdict in verdicts
        for reading in verdict.readings
        for book in reading.by_source
        for origin in book.origins
    )
    return {origin: evidence.origin(origin) for origin in dict.fromkeys(used) if origin}


def _find_strongest(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Return the contradiction that is direct, firm, and furthest from its threshold, in this order."""

    def weigh(verdict: Verdict) -> tuple[bool, bool, float]:
        shares = [abs(reading.margin_share) for reading in verdict.readings
                  if reading.verdict is VerdictWord.CONTRADICTED and reading.margin_share is not None
                  and reading.unit not in _NO_SCALE]  # fmt: skip
        return verdict.validity == "direct", not verdict.fragile, max(shares, default=-1.0)

    return max((entry for entry in verdicts if entry.verdict is VerdictWord.CONTRADICTED), key=weigh, default=None)


def _find_fragile(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Return the fragile verdict that is nearest to a threshold; a mixed one is unsettled as it is, and comes last."""

    def weigh(verdict: Verdict) -> tuple[bool, float]:
        shares = [abs(reading.margin_share) for reading in verdict.readings
                  if reading.fragile and reading.margin_share is not None]  # fmt: skip
        return verdict.verdict is VerdictWord.MIXED, min(shares, default=inf)

    return min((entry for entry in verdicts if entry.fragile and entry.verdict in DECIDED), key=weigh, default=None)


def _read_record(given: str | Path, as_of: Day, store: StorePath) -> TrackRecord | None:
    """Return what came of the forecasts; None where no claim looks ahead."""
    found = score(given, as_of=as_of, store=store)
    if not found.entries:
        return None
    return TrackRecord(found.board, found.references, found.entries, found.left_out, found.waiting, found.mapping)
