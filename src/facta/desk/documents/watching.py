"""The JSON document of `watch`."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from facta.claims.conditions import ConditionState, Outcome

__all__ = ["WatchDocument"]


class SeenRowDocument(Struct, frozen=True):
    """A verified row behind a trigger or an exception."""

    id: str
    kind: str
    source: str
    actor: str | None
    recipient: str | None
    start: dt.date
    end: dt.date
    title: str | None
    origin: str


class SightingDocument(Struct, frozen=True):
    """What was seen of a trigger or an exception; the probability runs from 0 to 1."""

    expression: str
    figure: float | None
    threshold: float | None
    margin: float | None
    unit: str | None
    source: str | None
    day: dt.date | None
    known: dt.date | None
    probability: float | None
    reason: str | None
    rows: list[SeenRowDocument]
    citations: list[str]


class EffectDocument(Struct, frozen=True):
    """What should follow; without an outcome where the condition did not fire."""

    text: str | None
    expression: str
    validity: str
    outcome: Outcome | None
    figure: float | None
    threshold: float | None
    margin: float | None
    unit: str | None
    reason: str | None


class SeenDocument(Struct, frozen=True):
    """Where a condition stood at an earlier look."""

    state: ConditionState
    figure: float | None
    effects: list[Outcome | None]


class ConditionDocument(Struct, frozen=True):
    """A condition as it stands; `changed_from` is null where it did not change or was not there."""

    dossier: str
    claim: str
    statement: str | None
    said: str
    holders: list[str]
    state: ConditionState
    day: dt.date | None
    until: dt.date | None
    as_of: dt.date
    since: dt.date | None
    trigger: SightingDocument | None
    exception: SightingDocument | None
    effects: list[EffectDocument]
    reason: str | None
    fill: list[str]
    is_changed: bool
    changed_from: SeenDocument | None


class WatchedDossierDocument(Struct, frozen=True):
    """A dossier, the day of its evidence, and the day that it was compared with: null at a first look."""

    dossier: str
    question: str
    as_of: dt.date
    since: dt.date | None


class WatchDocument(Struct, frozen=True):
    """The document of ``facta watch``."""

    dossiers: list[WatchedDossierDocument]
    conditions: list[ConditionDocument]
