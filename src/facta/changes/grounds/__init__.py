"""What stands behind a turn: artefacts of the feed, figures and rows, other books, third states."""

from facta.changes.grounds.artefacts import Artefact, ArtefactKind, list_calendar, weigh_calendar
from facta.changes.grounds.company import Company
from facta.changes.grounds.grounding import GroundedTurn, Grounds
from facta.changes.grounds.panels import Jump, Panel, find_jump
from facta.changes.grounds.witnesses import Figure, Neighbour, Witness

__all__ = [
    "Artefact",
    "ArtefactKind",
    "Company",
    "Figure",
    "GroundedTurn",
    "Grounds",
    "Jump",
    "Neighbour",
    "Panel",
    "Witness",
    "find_jump",
    "list_calendar",
    "weigh_calendar",
]
