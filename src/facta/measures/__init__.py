"""Measures: named functions from evidence to series, one per source, reporter and vintage."""

from facta.measures import (
    conflict,
    economy,
    finance,
    ideal_points,
    regimes,
    registers,
    security,
    trade,
    votes,
    words_and_deeds,
)
from facta.measures.registry import Argument, Measure, Options, Reading, find_measure, list_measures

__all__ = [
    "Argument",
    "Measure",
    "Options",
    "Reading",
    "conflict",
    "economy",
    "finance",
    "find_measure",
    "ideal_points",
    "list_measures",
    "regimes",
    "registers",
    "security",
    "trade",
    "votes",
    "words_and_deeds",
]
