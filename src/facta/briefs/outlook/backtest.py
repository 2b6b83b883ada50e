"""A backtest on a terminal, and as the page of the documentation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from facta.briefs.markdown import write_table
from facta.briefs.terminal import lay_columns
from facta.briefs.words import count_noun
from facta.forecasts.backtest import Answer, BacktestLine, BacktestReport

__all__ = ["render_backtest", "write_backtest_page"]

_HEADS = ("group", "n", "held", "Brier", "base rate", "persistence", "skill/base", "skill/pers.", "MCB", "DSC")
_TITLES = {"all": "All", "horizon": "By horizon", "kind": "By kind of reading", "measure": "By measure"}
_SAYS = """Brier scores run from 0, best, to 1. *Base rate* is how often readings of the same measure, kind and horizon
had held by the day of the forecast; *persistence* is the last value with the spread of its changes so far. Skill is
1 - Brier over the rival's Brier. MCB is what recalibration would gain, DSC what the forecasts tell apart (CORP). An
asterisk marks a group in which the better of the two rivals beats facta by more than 0.005. The constants of the
methods were chosen with such backtests in view: on other evidence they may do worse."""


def render_backtest(report: BacktestReport, first: dt.date, last: dt.date) -> RenderableType:
    """Return the groups of a backtest as tables, and the worst misses.

    Parameters
    ----------
    report : BacktestReport
        Lines, reliability and misses.
    first, last : datetime.date
        First and last day of a forecast.
    """
    parts: list[RenderableType] = [
        Text(f"{count_noun(report.lines[0].n, 'reading')}, forecast from {first} to {last}", style="bold"), ""
    ]  # fmt: skip
    for by, lines in groupby(report.lines, key=lambda line: line.by):
        table = lay_columns(_TITLES[by], *_HEADS[1:], numbers=tuple(range(1, len(_HEADS))))
        for line in lines:
            table.add_row(*_write_line(line))
        parts += [table, ""]
    misses = lay_columns("Furthest from what came", "said", "as of", numbers=(1,), ratios=(1, 0, 0))
    for answer in report.misses:
        misses.add_row(*_write_miss(answer))
    return Group(*parts, misses, "", Text(" ".join(_SAYS.replace("*", "").split()), style="dim"))


def _write_line(line: BacktestLine) -> list[str]:
    scores = (line.brier, line.base_rate, line.persistence)
    skills = (line.skill_base_rate, line.skill_persistence)
    return [
        f"{line.name}{' *' if line.is_worse else ''}",
        f"{line.n:,}",
        f"{line.held / line.n:.0%}",
        *(f"{score:.3f}" for score in scores),
        *(f"{skill:+.3f}" for skill in skills),
        f"{line.miscalibration:.4f}",
        f"{line.discrimination:.3f}",
    ]


def _write_miss(answer: Answer) -> list[str]:
    came = "held" if answer.outcome else "did not hold"
    return [f"{answer.question.expression} ({came})", f"{answer.probability:.0%}", str(answer.question.as_of)]


def write_backtest_page(
    report: BacktestReport, first: dt.date, last: dt.date, states: Sequence[str], command: str
) -> str:
    """Return the page that reports a backtest, in Markdown.

    Parameters
    ----------
    report : BacktestReport
        Lines, reliability and misses.
    first, last : datetime.date
        First and last day of a forecast.
    states : sequence of str
        Ids of the states that were asked of.
    command : str
        That made it.
    """
    whole = report.lines[0]
    parts = [
        "# Backtest of the forecasts\n",
        f"Made by `{command}`: {whole.n:,} readings over {len(states)} states, forecast as of the last days of "
        f"{first.year} to {last.year} and resolved with hindsight.\n",
        f"{_SAYS}\n",
    ]
    for by, lines in groupby(report.lines, key=lambda line: line.by):
        parts.append(f"## {_TITLES[by]}\n")
        parts.append(write_table(_HEADS, [_write_line(line) for line in lines]) + "\n")
    parts.append("## Reliability\n")
    parts.append(write_table(("said", "forecasts", "came true"), _list_reliability(report)))
    parts.append("\n## Furthest from what came\n")
    parts.append(write_table(("reading", "said", "as of"), [_write_miss(answer) for answer in report.misses]))
    return "\n".join(parts) + "\n"


def _list_reliability(report: BacktestReport) -> list[list[str]]:
    """Gather the reliability curve into tenths."""
    curve, rows = report.reliability, []
    for tenth in range(10):
        inside = (curve.probabilities >= tenth / 10) & (curve.probabilities < (tenth + 1) / 10 + (tenth == 9))
        count = float(curve.counts[inside].sum())
        if count:
            came = float((curve.recalibrated[inside] * curve.counts[inside]).sum() / count)
            rows.append([f"{tenth * 10}-{tenth * 10 + 10}%", f"{count:,.0f}", f"{came:.1%}"])
    return rows
