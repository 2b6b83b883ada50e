"""Readings about the future: draws of what may follow, probabilities, base rates, scores."""

from facta.forecasts.base_rates import BaseRate, count_base_rate
from facta.forecasts.limits import find_way, is_lasting
from facta.forecasts.outlook import Outlook
from facta.forecasts.probability import BookForecast, Forecast, Forecaster
from facta.forecasts.windows import clip_windows, close_windows, end_windows, last_day, shift_windows

__all__ = [
    "BaseRate",
    "BookForecast",
    "Forecast",
    "Forecaster",
    "Outlook",
    "clip_windows",
    "close_windows",
    "count_base_rate",
    "end_windows",
    "find_way",
    "is_lasting",
    "last_day",
    "shift_windows",
]
