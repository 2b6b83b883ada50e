"""Dossiers and what becomes of their claims: verdicts by reading, source and reporter."""

from facta.claims.commitments import ASKED, LATE
from facta.claims.dossier import (
    Claim,
    Commitment,
    Dossier,
    Horizon,
    Reading,
    Refusal,
    Rival,
    Said,
    SetEntry,
    Shock,
    write_schema,
)
from facta.claims.judging import Judge
from facta.claims.propositions import Proposition, Stand, map_propositions
from facta.claims.reading_files import LARGEST, MOST_WORDS, DossierFile, find_claim, list_bundled, read_dossier
from facta.claims.rules import DECIDED, combine_books, combine_readings
from facta.claims.skeleton import name_dossier, write_skeleton
from facta.claims.verdict import Change, Prospect, ReadingResult, SourceResult, Verdict, VerdictWord

__all__ = [
    "ASKED",
    "DECIDED",
    "LARGEST",
    "LATE",
    "MOST_WORDS",
    "Change",
    "Claim",
    "Commitment",
    "Dossier",
    "DossierFile",
    "Horizon",
    "Judge",
    "Proposition",
    "Prospect",
    "Reading",
    "ReadingResult",
    "Refusal",
    "Rival",
    "Said",
    "SetEntry",
    "Shock",
    "SourceResult",
    "Stand",
    "Verdict",
    "VerdictWord",
    "combine_books",
    "combine_readings",
    "find_claim",
    "list_bundled",
    "map_propositions",
    "name_dossier",
    "read_dossier",
    "write_schema",
    "write_skeleton",
]
