"""Predictive draws: what a series, or rows of a kind, may do next, by what they did."""

from facta.forecasts.draws.counts import CountFit, draw_counts, draw_presence, fit_counts
from facta.forecasts.draws.filters import GROWING, RESTING, Filter, Fit, fit_filters
from facta.forecasts.draws.paths import FEWEST, History, draw_paths, draw_persistence
from facta.forecasts.draws.rows import Record, draw_repeated, draw_starts, measure_hazard, read_record
from facta.forecasts.draws.scales import choose_scale
from facta.forecasts.draws.shocks import Shocks

__all__ = [
    "FEWEST",
    "GROWING",
    "RESTING",
    "CountFit",
    "Filter",
    "Fit",
    "History",
    "Record",
    "Shocks",
    "choose_scale",
    "draw_counts",
    "draw_paths",
    "draw_persistence",
    "draw_presence",
    "draw_repeated",
    "draw_starts",
    "fit_counts",
    "fit_filters",
    "measure_hazard",
    "read_record",
]
