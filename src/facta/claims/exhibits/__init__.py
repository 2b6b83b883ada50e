"""What stands behind verdicts, to be drawn: series, rows, windows, and what was claimed."""

from facta.claims.exhibits.exhibit import Claimed, Exhibit
from facta.claims.exhibits.finding import find_exhibit
from facta.claims.exhibits.subjects import Subject, list_subjects

__all__ = ["Claimed", "Exhibit", "Subject", "find_exhibit", "list_subjects"]
