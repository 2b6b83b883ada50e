"""Evidence built by hand: two books of trade, stocks and pledges, monthly events, registers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from tests.handmade import HandEvidence

from facta.domain import Coverage, Figures, Frequency, Row, Window
from facta.language import Truth, Value, evaluate, parse_reading, start_context

NAN = float("nan")
YEARS = Window.parse("2000..2009")


def build_run(indicator: str, pair: str, values: Iterable[float], **book: Any) -> Figures:
    """Return ten years (or their months) of figures of a pair such as ``CHN RUS``."""
    actor, _, recipient = pair.partition(" ")
    frequency = book.pop("frequency", Frequency.YEAR)
    column = np.array(list(values), dtype=float)
    ordinals = np.arange(len(column), dtype=np.int64) + 2000 * frequency.periods_a_year
    facts = {"source": "alpha", "reporter": "", "variant": "", "vintage": "1", "unit": "M USD", "act": "done", **book}
    blank, status = np.full(len(column), np.nan), np.where(np.isnan(column), 3, 0).astype(np.int8)
    whole = np.where(np.isnan(column), 0.0, 1.0)
    return Figures(
        indicator, actor, recipient, **facts, frequency=frequency, ordinals=ordinals, values=column,
        low=blank, high=blank, completeness=whole, status=status, origins=(f"{facts['source']}-1",),
    )  # fmt: skip


def build_row(name: str, kind: str, pair: str, day: str, /, **fields: str) -> Row:
    """Return a row of one day, or from one to another."""
    window = Window.parse(day)
    assert window.start
    assert window.end
    actor, _, recipient = pair.partition(" ")
    return Row(name, kind, "register", actor, recipient, window.start, window.end, fields, f"register/{name}")


RUNS = (
    build_run("trade_flow", "CHN RUS", [10, 12, 14, 16, 18, 20, 22, 24, 26, 28]),
    build_run("trade_flow", "RUS CHN", [5, 5, 6, 6, 7, 7, 8, 8, 9, 9]),
    build_run("trade_flow", "CHN USA", [100, 120, 90, 140, 160, 150, 180, 200, 220, 240]),
    build_run("trade_flow", "USA CHN", [50] * 10),
    build_run("trade_flow", "CHN KAZ", [1, 2, 3, 4, 5, NAN, 7, 8, 9, 10]),
    build_run("trade_flow", "KAZ CHN", [0, 0, 0, 0, 0, NAN, 0, 0, 0, 0]),
    build_run("trade_national", "RUS WLD", [40] * 10),
    build_run("trade_national", "WLD RUS", [60] * 10),
    build_run("trade", "CHN RUS", [30, 34, 40, 44, 50, 54, 60, 64, 70, 74], source="beta", reporter="CHN"),
    build_run("investment_position", "CHN RUS", [100, 110, 120, 130, 140, 150, 160, 170, 180, 200], source="gamma"),
    build_run("investment_flow", "CHN RUS", [10] * 10, source="gamma"),
    build_run("investment_pledge", "CHN RUS", [500] * 10, source="gamma", act="pledged"),
    build_run("ideal_point", "CHN", [-1.0] * 10, unit="points", source="delta"),
    build_run("ideal_point", "RUS", [-0.5] * 10, unit="points", source="delta"),
    build_run("ideal_point", "USA", [3.0] * 10, unit="points", source="delta"),
    build_run("material_conflict", "CHN RUS", [1] * 120, unit="count", source="wire", frequency=Frequency.MONTH),
    build_run("material_conflict", "RUS CHN", [0, 2] * 60, unit="count", source="wire", frequency=Frequency.MONTH),
)
ROWS = (
    build_row("d1", "deal", "CHN RUS", "2003-05-01", rung="mou", domain="gas", title="gas line"),
    build_row("d2", "deal", "RUS CHN", "2006-02-01", rung="live", domain="gas", title="gas line"),
    build_row("i1", "incident", "CHN RUS", "2004-01-01", kind="armed_clash", location="CENTRAL_ASIA"),
    build_row("i2", "incident", "RUS CHN", "2004-01-20", kind="armed_clash", location="CENTRAL_ASIA"),
    build_row("i3", "incident", "CHN RUS", "2004-03-01", kind="armed_clash", location="RUS"),
    build_row("p1", "project", "RUS CHN", "2005", status="rejected", list="first"),
    build_row("p2", "project", "RUS CHN", "2005", status="rejected", list="first"),
    build_row("p3", "project", "RUS CHN", "2007", status="under way", list="first"),
)


@dataclass(frozen=True)
class SmallEvidence(HandEvidence):
    """The runs and rows above; what is asked for is noted."""

    runs: Sequence[Figures] = RUNS
    listed: Sequence[Row] = ROWS
    as_of: dt.date = dt.date(2012, 6, 1)
    calls: list[str] = field(default_factory=list)

    def figures(self, indicator: str, actor: str, recipient: str = "") -> tuple[Figures, ...]:
        self.calls.append(indicator)
        return super().figures(indicator, actor, recipient)

    def coverage(self, indicator: str) -> tuple[Coverage, ...]:
        sources = {run.source: None for run in self.runs if run.indicator == indicator}
        covers = [Coverage(source, indicator, YEARS) for source in sources]
        if any(row.kind == indicator for row in self.listed):
            covers.append(Coverage("register", indicator, YEARS, "zero"))
        return tuple(covers)


Ask = Callable[..., Sequence[Value]]
Decide = Callable[..., list[float]]


@pytest.fixture
def evidence() -> SmallEvidence:
    """Return the small evidence."""
    return SmallEvidence()


@pytest.fixture
def ask(evidence: SmallEvidence) -> Ask:
    """Return ``ask(expression)``: the values of a reading, one a book."""

    def call(expression: str) -> Sequence[Value]:
        return evaluate(parse_reading(expression), start_context(expression, evidence))

    return call


@pytest.fixture
def judge(ask: Ask) -> Callable[[str], list[Truth]]:
    """Return ``judge(expression)``: its truths."""

    def call(expression: str) -> list[Truth]:
        truths = [value for value in ask(expression) if isinstance(value, Truth)]
        assert truths
        return truths

    return call


@pytest.fixture
def decide(judge: Callable[[str], list[Truth]]) -> Decide:
    """Return ``decide(expression)``: whether it holds in each book, NaN where nobody can know."""
    return lambda expression: [float(truth.values[0]) for truth in judge(expression)]


@pytest.fixture
def figure(judge: Callable[[str], list[Truth]]) -> Callable[[str], float]:
    """Return ``figure(part)``: the figure of a part of a reading, in its first book."""

    def call(part: str) -> float:
        shown = judge(f"{part} != 0")[0].figure
        assert shown is not None
        return round(shown.figure, 6)

    return call
