"""Reads what an earlier ``facta check --json`` wrote."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

import msgspec

from facta.claims import VerdictWord
from facta.errors import BrokenFile

__all__ = ["Earlier", "EarlierBook", "EarlierClaim", "EarlierDossier", "EarlierReading", "read_earlier"]

_SCHEMA = "facta/check/1"


class EarlierBook(msgspec.Struct, frozen=True):
    """What one book said of a reading."""

    source: str | None
    reporter: str | None
    variant: str | None
    vintage: str | None
    figure: float | None
    unit: str | None
    threshold: float | None
    verdict: VerdictWord
    origins: list[str]


class EarlierReading(msgspec.Struct, frozen=True):
    """A reading as it was checked."""

    expression: str
    validity: Literal["direct", "proxy", "weak"]
    by_source: list[EarlierBook]
    text: str | None = None


class EarlierClaim(msgspec.Struct, frozen=True):
    """A claim and its verdict; a check of before there was a horizon in the document has none to compare."""

    id: str
    verdict: VerdictWord
    reason: str | None
    readings: list[EarlierReading]
    horizon: dt.date | msgspec.UnsetType | None = msgspec.UNSET


class EarlierDossier(msgspec.Struct, frozen=True):
    """The verdicts on one dossier, as of a day."""

    dossier: str
    as_of: dt.date
    claims: list[EarlierClaim]


class Earlier(msgspec.Struct, frozen=True):
    """What is read of an earlier check."""

    dossiers: list[EarlierDossier]


class _Head(msgspec.Struct):
    schema: str


def read_earlier(file: Path) -> Earlier:
    """Return an earlier ``facta check --json``.

    Raises
    ------
    BrokenFile
        The file is no such document, or one of another version.
    """
    try:
        content = file.read_bytes()
        schema = msgspec.json.decode(content, type=_Head).schema
        if schema == _SCHEMA:
            return msgspec.json.decode(content, type=Earlier)
    except (msgspec.MsgspecError, UnicodeDecodeError, OSError) as error:
        found = error.strerror if isinstance(error, OSError) else error
        raise _refuse(file, f"this is no result of a check ({found})") from error
    raise _refuse(file, f"this is no result of a check that can be read here: it is {schema}, not {_SCHEMA}")


def _refuse(file: Path, found: str) -> BrokenFile:
    return BrokenFile(file.name, found, step="Write one with `facta check DOSSIER --json`.")
