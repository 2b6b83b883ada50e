"""What lies ahead, on a terminal: forecasts, boards of scores, ballots, conditions."""

from facta.briefs.outlook.forecast import render_forecast, write_percent

__all__ = ["render_forecast", "write_percent"]
