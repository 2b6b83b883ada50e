"""Holds a check against an earlier one: which verdicts changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from facta.claims import VerdictWord
from facta.errors import BrokenFile

__all__ = ["Earlier", "VerdictChange", "compare_verdicts", "read_earlier"]


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A claim whose verdict is another one now.

    Parameters
    ----------
    dossier, id : str
        Which claim.
    before, after : VerdictWord or None
        None where the claim was not there.
    """

    dossier: str
    id: str
    before: VerdictWord | None
    after: VerdictWord | None


class _Claim(msgspec.Struct):
    id: str
    verdict: VerdictWord


class _Dossier(msgspec.Struct):
    dossier: str
    claims: list[_Claim]


class Earlier(msgspec.Struct):
    """What is read of an earlier ``facta check --json``."""

    schema: Literal["facta/check/1"]
    dossiers: list[_Dossier]


def read_earlier(file: Path) -> Mapping[tuple[str, str], VerdictWord]:
    """Return the verdicts of an earlier ``facta check --json``, by dossier and claim.

    Raises
    ------
    BrokenFile
        The file is no such document.
    """
    try:
        earlier = msgspec.json.decode(file.read_bytes(), type=Earlier)
    except (msgspec.MsgspecError, UnicodeDecodeError, OSError) as error:
        found = f"this is no result of a check ({error.strerror if isinstance(error, OSError) else error})"
        raise BrokenFile(file.name, found, step="Write one with `facta check DOSSIER --json`.") from error
    return {(entry.dossier, claim.id): claim.verdict for entry in earlier.dossiers for claim in entry.claims}


def compare_verdicts(
    before: Mapping[tuple[str, str], VerdictWord], after: Mapping[tuple[str, str], VerdictWord]
) -> Sequence[VerdictChange]:
    """Return every claim whose verdict is another one, or that is in one of the two only.

    Claims of dossiers that were not checked again are left out.

    Examples
    --------
    >>> supported, mixed = VerdictWord.SUPPORTED, VerdictWord.MIXED
    >>> compare_verdicts({("d", "a"): supported}, {("d", "a"): mixed})[0].after.value
    'mixed'
    """
    checked = {dossier for dossier, _ in after}
    claims = dict.fromkeys([*after, *(claim for claim in before if claim[0] in checked)])
    return tuple(
        VerdictChange(*claim, before.get(claim), after.get(claim))
        for claim in claims
        if before.get(claim) is not after.get(claim)
    )
