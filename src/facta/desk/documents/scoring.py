"""The JSON documents of `resolve` and `score`."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

__all__ = ["ResolveDocument", "ScoreDocument"]


class ResolutionDocument(Struct, frozen=True):
    """A reading that was settled, or waits: `standing` resolved, ambiguous, annulled or not yet."""

    dossier: str
    claim: str
    reading: str
    standing: str
    outcome: float | None
    reason: str | None
    as_of: dt.date


class FlawDocument(Struct, frozen=True):
    """A reading registered just now that can never be resolved."""

    dossier: str
    claim: str
    reading: str
    reason: str


class ResolveDocument(Struct, frozen=True):
    """What was settled, what is open, and how many entries of each kind were `written` to `files`."""

    as_of: dt.date
    resolved: list[ResolutionDocument]
    open: list[ResolutionDocument]
    flagged: list[FlawDocument]
    written: dict[str, int]
    files: list[str]
    notes: list[str]


class TallyDocument(Struct, frozen=True):
    """Claims: `registered` = `matured` + `pending`, `matured` = `resolved` + those that are `void`, by reason."""

    registered: int
    matured: int
    resolved: int
    pending: int
    void: dict[str, int]


class HolderDocument(Struct, frozen=True):
    """One row of the board; every range, best and worst, runs over words and readings, null where nothing is scored."""

    name: str
    coverage: TallyDocument
    n: int
    sided: int
    hits: tuple[int, int]
    brier: tuple[float | None, float | None]
    log: tuple[float | None, float | None]
    n_base_rate: int
    skill_base_rate: tuple[float | None, float | None]
    n_model: int
    skill_model: tuple[float | None, float | None]


class EntryDocument(Struct, frozen=True):
    """One holder's forecast of one reading, from 0 to 1, with what came and what it is compared with."""

    holder: str
    claim: str
    reading: str
    low: float | None
    high: float | None
    standing: str
    outcome: float | None
    base_rate: float | None
    model: float | None
    is_stated: bool
    reason: str | None
    made: dt.date | None
    until: dt.date | None


class LeftOutDocument(Struct, frozen=True):
    """A claim about the future that has nothing to score."""

    claim: str
    reason: str


class CoverageDocument(Struct, frozen=True):
    """All holders together; `waiting` counts what is pending by what it waits for."""

    registered: int
    matured: int
    resolved: int
    pending: int
    void: dict[str, int]
    waiting: dict[str, int]
    left_out: list[LeftOutDocument]
    withdrawn: int


class ScoreDocument(Struct, frozen=True):
    """The board with what must stand above it, the model and base rate beside it, and every forecast behind it."""

    dossiers: list[str]
    as_of: dt.date
    mapping: str
    cautions: list[str]
    is_ranked: bool
    reason: str
    holders: list[HolderDocument]
    references: list[HolderDocument]
    coverage: CoverageDocument
    rows: list[EntryDocument]
    notes: list[str]
