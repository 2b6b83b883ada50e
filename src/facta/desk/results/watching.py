"""What a watch finds: where conditions stand, and what changed since an earlier look."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from facta.claims.conditions import Condition, ConditionState
from facta.desk.results.table import Table, plain

__all__ = ["DossierWatch", "Look", "Seen", "WatchResult", "Watched"]


class Seen(msgspec.Struct, frozen=True):
    """What is kept of a condition from one look to the next.

    Parameters
    ----------
    state : ConditionState
        Where it stood.
    figure : float or None
        Of its trigger, or of its exception where it has no trigger.
    effects : list of str or None
        The outcome of each effect; None where it had not fired.
    """

    state: ConditionState
    figure: float | None
    effects: list[str | None]


class Look(msgspec.Struct, frozen=True):
    """One look at a dossier.

    Parameters
    ----------
    dossier : str
        Its bundled name, or the path of its file.
    as_of : datetime.date
        Day of the evidence.
    seen : dict of str to Seen
        By the key of the condition.
    """

    dossier: str
    as_of: dt.date
    seen: dict[str, Seen]


@dataclass(frozen=True, slots=True)
class Watched:
    """A condition, beside what was seen of it before.

    Parameters
    ----------
    condition : Condition
        As it stands.
    before : Seen or None
        None where it was not there, or nobody had looked.
    is_changed : bool
        Whether it differs from an earlier look; what is seen at a first look did not change.
    """

    condition: Condition
    before: Seen | None
    is_changed: bool


@dataclass(frozen=True, slots=True)
class DossierWatch:
    """The conditions of one dossier.

    Parameters
    ----------
    dossier, question : str
        Its bundled name, or the path of its file, and what was asked.
    as_of : datetime.date
        Day of the evidence.
    since : datetime.date or None
        Day of the evidence that it was compared with; None at a first look.
    conditions : tuple of Watched
        In the order of the dossier.
    """

    dossier: str
    question: str
    as_of: dt.date
    since: dt.date | None
    conditions: tuple[Watched, ...]

    @property
    def changed(self) -> tuple[Watched, ...]:
        """Those that changed."""
        return tuple(entry for entry in self.conditions if entry.is_changed)

    @property
    def counts(self) -> Mapping[ConditionState, int]:
        """How many stand in each state."""
        return Counter(entry.condition.state for entry in self.conditions)


@dataclass(frozen=True, slots=True)
class WatchResult(Table):
    """The conditions of several dossiers.

    Parameters
    ----------
    dossiers : tuple of DossierWatch
        One a dossier.
    """

    dossiers: tuple[DossierWatch, ...]
    _shown: ClassVar[tuple[str, ...]] = (
        "dossier",
        "claim",
        "state",
        "day",
        "until",
        "figure",
        "threshold",
        "unit",
        "is_changed",
    )

    @property
    def conditions(self) -> tuple[Watched, ...]:
        """All of them."""
        return tuple(entry for dossier in self.dossiers for entry in dossier.conditions)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a condition, with its dossier."""
        return [
            {"dossier": dossier.dossier, **_write_row(entry)}
            for dossier in self.dossiers
            for entry in dossier.conditions
        ]

    def cite(self) -> tuple[str, ...]:
        """Return the citations and licences of everything that was seen."""
        found = (part for entry in self.conditions for part in (entry.condition.trigger, entry.condition.exception))
        return tuple(dict.fromkeys(citation for part in found if part for citation in part.citations))


def _write_row(entry: Watched) -> dict[str, Any]:
    condition, seen = entry.condition, entry.condition.decisive
    names = ("figure", "threshold", "margin", "unit", "known", "probability")
    return {
        "claim": condition.claim,
        "statement": condition.statement,
        "state": condition.state.value,
        "day": condition.day,
        "until": condition.until,
        "if": condition.trigger.expression if condition.trigger else None,
        "unless": condition.exception.expression if condition.exception else None,
        **{name: plain(getattr(seen, name, None)) for name in names},
        "rows": [row.id for row in seen.rows] if seen else [],
        "effects": [effect.outcome.value if effect.outcome else None for effect in condition.effects],
        "reason": condition.reason or None,
        "is_changed": entry.is_changed,
        "changed_from": entry.before.state.value if entry.is_changed and entry.before else None,
    }
