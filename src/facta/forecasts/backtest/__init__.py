"""The backtest: thousands of readings made from the evidence, forecast as of their day, and resolved."""

from facta.forecasts.backtest.questions import HORIZONS, Question, Sampler
from facta.forecasts.backtest.report import METHODS, BacktestLine, BacktestReport, summarise_answers
from facta.forecasts.backtest.run import Answer, answer_questions, resolve_reading

__all__ = [
    "HORIZONS",
    "METHODS",
    "Answer",
    "BacktestLine",
    "BacktestReport",
    "Question",
    "Sampler",
    "answer_questions",
    "resolve_reading",
    "summarise_answers",
]
