"""What lies ahead, on a terminal: forecasts, boards of scores, ballots, conditions."""

from facta.briefs.outlook.backtest import render_backtest, write_backtest_page
from facta.briefs.outlook.ballot import render_ballot, render_frozen, render_panel
from facta.briefs.outlook.board import (
    render_board,
    render_record,
    render_standing,
    write_hits,
    write_range,
    write_skill,
)
from facta.briefs.outlook.conditions import count_states, render_condition
from facta.briefs.outlook.forecast import render_forecast
from facta.briefs.outlook.form import render_ballot_form

__all__ = [
    "count_states",
    "render_backtest",
    "render_ballot",
    "render_ballot_form",
    "render_board",
    "render_condition",
    "render_forecast",
    "render_frozen",
    "render_panel",
    "render_record",
    "render_standing",
    "write_backtest_page",
    "write_hits",
    "write_range",
    "write_skill",
]
