"""Scores of forecasts: of yes or no, of ordered categories, of quantities; reliability; and the board of holders."""

from facta.forecasts.scoring.binary import SMALLEST, average_scores, score_brier, score_log, score_skill
from facta.forecasts.scoring.board import Board, BoardRow, score_board
from facta.forecasts.scoring.ranked import score_crps, score_rps
from facta.forecasts.scoring.records import Entry, Standing, Tally, find_standing, group_entries
from facta.forecasts.scoring.reliability import Reliability, measure_reliability

__all__ = [
    "SMALLEST",
    "Board",
    "BoardRow",
    "Entry",
    "Reliability",
    "Standing",
    "Tally",
    "average_scores",
    "find_standing",
    "group_entries",
    "measure_reliability",
    "score_board",
    "score_brier",
    "score_crps",
    "score_log",
    "score_rps",
    "score_skill",
]
