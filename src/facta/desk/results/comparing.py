"""Which verdicts changed since an earlier check, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from facta.claims import VerdictWord

__all__ = ["ChangeReason", "VerdictChange"]

ChangeKind: TypeAlias = Literal["data", "as_of", "reading", "rules"]
"""What turned a verdict: other data, another day, another reading, or none of them: the rules themselves."""


@dataclass(frozen=True, slots=True)
class ChangeReason:
    """One reason why a verdict is another one now.

    Parameters
    ----------
    kind : str
        ``data``, ``as_of``, ``reading`` or ``rules``.
    details : tuple of str
        What differs, in words.
    """

    kind: ChangeKind
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A claim whose verdict is another one now.

    Parameters
    ----------
    dossier, id : str
        Which claim.
    before, after : VerdictWord or None
        None where the claim was not there.
    reasons : tuple of ChangeReason
        Why, in the order in which they were tried; empty for a claim that came or went.
    """

    dossier: str
    id: str
    before: VerdictWord | None
    after: VerdictWord | None
    reasons: tuple[ChangeReason, ...] = ()
