"""Verdicts of dossiers, and a dossier begun."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from facta.claims import DossierFile, Proposition, Verdict, map_propositions
from facta.desk.results.comparing import VerdictChange
from facta.desk.results.table import Table, plain
from facta.store import save_rows, save_text

__all__ = ["CheckResult", "DossierResult", "NewResult"]


_VERDICT_COLUMNS = (
    "id", "statement", "said", "holders", "date", "narrative", "verdict", "reason", "validity", "fragile", "figure",
    "unit", "threshold", "margin", "window", "completeness", "n", "as_of", "condition_state", "outcome", "proposition",
    "stance", "weakest", "would_change", "sources", "citations",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DossierResult(Table):
    """The verdicts on one dossier.

    Parameters
    ----------
    dossier, question : str
        Name, and what was asked.
    as_of : datetime.date
        Day of the evidence.
    claims : tuple of Verdict
        In the order of the dossier.
    coverage : mapping of str to int
        How many of each verdict.
    file : DossierFile or None
        What the dossier says, and where it lies.
    """

    dossier: str
    question: str
    as_of: dt.date
    claims: tuple[Verdict, ...]
    coverage: Mapping[str, int]
    file: DossierFile | None = None
    _shown: ClassVar[tuple[str, ...]] = ("id", "said", "verdict", "figure", "unit", "threshold", "window", "fragile")

    @property
    def propositions(self) -> tuple[Proposition, ...]:
        """What several claims state under one name, with who stands how to it."""
        return map_propositions(self.claims)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a claim."""
        return [{name: plain(getattr(claim, name)) for name in _VERDICT_COLUMNS} for claim in self.claims]

    def cite(self) -> tuple[str, ...]:
        """Return the citations and licences of everything behind its figures."""
        return tuple(dict.fromkeys(citation for claim in self.claims for citation in claim.citations))

    def _describe(self) -> str:
        return f"{self.question} As of {self.as_of}"


@dataclass(frozen=True, slots=True)
class CheckResult(Table):
    """The verdicts on several dossiers.

    Parameters
    ----------
    dossiers : tuple of DossierResult
        One a dossier.
    changes : tuple of VerdictChange or None
        Against an earlier result; None where there was none.
    """

    dossiers: tuple[DossierResult, ...]
    changes: tuple[VerdictChange, ...] | None = None
    _shown: ClassVar[tuple[str, ...]] = ("dossier", *DossierResult._shown)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a claim, with its dossier."""
        return [{"dossier": entry.dossier, **row} for entry in self.dossiers for row in entry.rows()]

    def to_claim_review(self, author: str = "facta") -> dict[str, Any]:
        """Return the verdicts as JSON-LD in the vocabulary ClaimReview; see `facta.briefs.describe_reviews`."""
        from facta.briefs import describe_reviews  # the briefs bring Rich: only for this

        return describe_reviews((claim for entry in self.dossiers for claim in entry.claims), author)

    def save(self, file: str | Path) -> Path:
        """Write the verdicts as CSV, Parquet or, with the suffix ``.jsonld``, as ClaimReview; return the file.

        Raises
        ------
        UnknownFormat
            Another suffix.
        StoreError
            The file cannot be written.
        """
        target = Path(file)
        if target.suffix.lower() == ".jsonld":
            save_text(json.dumps(self.to_claim_review(), ensure_ascii=False, indent=1) + "\n", target)
        else:
            save_rows(self.rows(), target, others=(".jsonld",))
        return target

    def cite(self) -> tuple[str, ...]:
        """Return the citations and licences of everything behind its figures."""
        return tuple(dict.fromkeys(citation for entry in self.dossiers for citation in entry.cite()))


@dataclass(frozen=True, slots=True)
class NewResult(Table):
    """A dossier that was begun.

    Parameters
    ----------
    file : str
        Where it lies.
    """

    file: str

    def rows(self) -> list[dict[str, Any]]:
        """Return the one row."""
        return [{"file": self.file}]
