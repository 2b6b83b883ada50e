"""A ballot as it was begun, collected or closed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from facta.claims.ballots import Ballot, LeftOut, Pooled, Record, Rift
from facta.desk.results.table import Table

__all__ = ["BallotForm", "BallotResult"]


@dataclass(frozen=True, slots=True)
class BallotForm:
    """A form that was written for an expert.

    Parameters
    ----------
    expert : str
        Name; empty where the expert writes it.
    file, page : str
        Names of the YAML file and of the page, in the folder of the ballot.
    """

    expert: str
    file: str
    page: str


@dataclass(frozen=True, slots=True)
class BallotResult(Table):
    """A ballot, and how far it has come.

    Parameters
    ----------
    step : str
        ``new``, ``add`` or ``close``.
    folder : str
        Where it lies.
    record : Record
        The ballot, and what was frozen of it.
    forms : tuple of BallotForm
        Written by ``new``.
    left_out : tuple of LeftOut
        By ``new``: what looks ahead and is not asked.
    pooled : tuple of Pooled
        By ``close``: what the panel says together, one a question.
    disagreement : tuple of Rift
        By ``close``: where the experts differ, the widest rift first.
    answers : str
        By ``close``: the dossier of the answers; empty where none was written.
    """

    step: Literal["new", "add", "close"]
    folder: str
    record: Record
    forms: tuple[BallotForm, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    pooled: tuple[Pooled, ...] = ()
    disagreement: tuple[Rift, ...] = ()
    answers: str = ""

    @property
    def ballot(self) -> Ballot:
        """The ballot itself."""
        return self.record.ballot

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a question; what the panel says of it only once the ballot is closed."""
        rifts = {rift.question: rift for rift in self.disagreement}
        pooled = {entry.question: asdict(entry) for entry in self.pooled}
        nothing = dict.fromkeys(("n", "probability", "low", "high"))
        return [
            {
                **{name: getattr(question, name) for name in ("id", "text", "check", "until")},
                **{name: pooled.get(question.id, nothing)[name] for name in nothing},
                **{name: getattr(rifts.get(question.id), name, None) for name in ("spread", "opposed")},
            }
            for question in self.ballot.questions
        ]
