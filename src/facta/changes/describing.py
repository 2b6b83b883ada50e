"""What changed at a turn: level, slope or spread, which way, and how far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from facta.changes.observing import Run
from facta.changes.results import Direction, TurnKind
from facta.changes.segments import Model

__all__ = ["Change", "describe_turn"]

_FREEDOM = 4.0  # values that the usual noise counts for on each side
_FEWEST_OF_LINE = 3


@dataclass(frozen=True, slots=True)
class Change:
    """What changed, which way, and how far: see `Turn`."""

    kind: TurnKind
    direction: Direction
    size: float
    size_sd: float


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a turn: its line at the turn, with standard errors, and the spread of values around it."""

    level: float
    level_error: float
    slope: float
    slope_error: float
    spread: float
    count: int


def describe_turn(run: Run, model: Model, first: int, place: int, last: int) -> Change:
    """Say what is another in the values from `place` up to `last` than in those from `first` up to `place`.

    Of level, slope and spread that one is named whose difference is largest in standard errors; of counts and shares,
    whose spread goes with the level, it is the level.
    """
    left, right = (_fit_side(run, model, slice(*ends), place) for ends in ((first, place), (place, last)))
    step, bend = right.level - left.level, right.slope - left.slope
    options = [(abs(step) / np.hypot(left.level_error, right.level_error), TurnKind.LEVEL, step)]
    if run.family == "normal":
        ratio = np.log(right.spread / left.spread) / np.sqrt(0.5 / left.count + 0.5 / right.count)
        options.append((abs(ratio), TurnKind.VOLATILITY, right.spread - left.spread))
        if model.has_slope:
            options.append((abs(bend) / np.hypot(left.slope_error, right.slope_error), TurnKind.TREND, bend))
    _, kind, moved = max(options, key=lambda option: option[0])
    noise = np.sqrt((left.count * left.spread**2 + right.count * right.spread**2) / (left.count + right.count))
    size = _measure_size(run, kind, left, right)
    return Change(kind, Direction.UP if moved > 0 else Direction.DOWN, size, float(moved / noise))


def _measure_size(run: Run, kind: TurnKind, left: _Side, right: _Side) -> float:
    """Return the difference between the sides in the measure's unit."""
    middle = (left.level + right.level) / 2

    def measure(side: _Side) -> float:
        if kind is TurnKind.LEVEL:
            return float(run.scale.backward(np.array([side.level]))[0])
        low, high = {
            TurnKind.TREND: (side.level, side.level + side.slope),
            TurnKind.VOLATILITY: (middle - side.spread / 2, middle + side.spread / 2),
        }[kind]
        ends = run.scale.backward(np.array([low, high]))
        return float(ends[1] - ends[0])

    return measure(right) - measure(left)


def _fit_side(run: Run, model: Model, part: slice, place: int) -> _Side:
    """Fit a level, or a line, to one side of the turn at `place`, by weights that fade with the distance from it."""
    values, exposures, count = run.values[part], run.exposures[part], part.stop - part.start
    ages = np.abs(np.arange(part.start, part.stop) - place + 0.5) - 0.5
    weights = exposures * model.fade**ages
    level = float(weights @ values / weights.sum())
    if run.family != "normal":
        odds = level * (1 - level) if run.family == "shares" else level
        spread = float(np.sqrt(run.step_variance * max(odds, 1e-9) / exposures.mean()))
        return _Side(level, spread * float(np.sqrt(exposures.mean() / weights.sum())), 0.0, 1.0, spread, count)
    times = (run.places[part] - run.places[place]).astype(np.float64)
    slope, at, reach = 0.0, 0.0, float("inf")
    if model.has_slope and count >= _FEWEST_OF_LINE:
        at = float(times.mean())
        reach = float(((times - at) ** 2).sum())
        slope = float((times - at) @ values / reach)
    rest = values - level - slope * (times - at) if model.fade == 1 else np.diff(values) / np.sqrt(1 + model.fade**2)
    usual = run.step_variance * model.noise_part / (1 - model.memory**2)
    spread = float(np.sqrt((_FREEDOM * usual + rest @ rest) / (_FREEDOM + rest.size)))
    noise = spread * float(np.sqrt((1 + model.memory) / (1 - model.memory)))
    error = noise * float(np.sqrt(1 / weights.sum() + at**2 / reach))
    slope_error = noise / float(np.sqrt(reach)) if np.isfinite(reach) else np.inf
    return _Side(level - slope * at, error, slope, slope_error, spread, count)
