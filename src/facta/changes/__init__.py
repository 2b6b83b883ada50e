"""Levels with a band, and turns with a date interval and a probability."""

from facta.changes.detecting import detect_many, detect_turns
from facta.changes.levels import filter_level, smooth_level
from facta.changes.results import Direction, Level, Turn, TurnKind, Turns
from facta.changes.scales import LOG, PLAIN, Scale, stretch_shares

__all__ = [
    "LOG",
    "PLAIN",
    "Direction",
    "Level",
    "Scale",
    "Turn",
    "TurnKind",
    "Turns",
    "detect_many",
    "detect_turns",
    "filter_level",
    "smooth_level",
    "stretch_shares",
]
