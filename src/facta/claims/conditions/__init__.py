"""Conditions: what has to come about before something else is said to follow, and whether it did."""

from facta.claims.conditions.clauses import split_condition
from facta.claims.conditions.condition import Condition, ConditionState, Effect, Outcome, Sighting
from facta.claims.conditions.watching import Watcher

__all__ = ["Condition", "ConditionState", "Effect", "Outcome", "Sighting", "Watcher", "split_condition"]
