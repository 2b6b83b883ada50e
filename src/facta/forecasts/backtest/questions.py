"""Questions that a backtest asks: readings over every measure, made from what was known on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from facta.domain import Evidence, Period, Relation, Series, Status, find_parties
from facta.errors import FactaError
from facta.measures import Measure, list_measures

__all__ = ["HORIZONS", "Question", "Sampler"]

HORIZONS = (1, 2, 3, 5)
"""Years from the day of a forecast to the end of what it asks."""

_LONGEST_SILENCE = 5  # years since the last figure, beyond which nothing is asked
_FEWEST = 8  # known periods
_FACTORS = (0.8, 0.95, 1.0, 1.1, 1.3)
_STEPS = (-1.0, -0.25, 0.0, 0.5, 1.0)
_TRIES = 12  # relations that are tried for one question
_PAIRS = 150  # pairs that the questions of one day are about


@dataclass(frozen=True, slots=True)
class Question:
    """A reading to forecast and to resolve.

    Parameters
    ----------
    measure : str
        That it asks of.
    kind : str
        ``level``, ``change``, ``slope``, ``rising``, ``compare``, ``both``, ``exists``, ``none`` or ``count``.
    expression : str
        The reading.
    as_of, until : datetime.date
        Day of the forecast, and last day of what is asked.
    horizon : int
        Years between them.
    """

    measure: str
    kind: str
    expression: str
    as_of: dt.date
    until: dt.date
    horizon: int


@dataclass(slots=True)
class Sampler:
    """Makes questions from what was known on a day, at random.

    Parameters
    ----------
    evidence : Evidence
        As of the day.
    states : sequence of str
        Ids of the states that are asked of.
    seed : int
        One seed makes one list of questions.

    Examples
    --------
    >>> from facta.desk.workbench import open_evidence
    >>> sampler = Sampler(open_evidence(as_of=dt.date(2012, 12, 31)), ("CHN", "RUS", "USA"), 1)
    >>> question = next(sampler.ask("trade", 1))
    >>> question.measure, question.kind in {"level", "change", "both", "slope", "rising"}
    ('trade', True)
    """

    evidence: Evidence
    states: Sequence[str]
    seed: int
    _stream: np.random.Generator = field(init=False)
    _pairs: list[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self._stream = np.random.default_rng([self.seed, self.evidence.as_of.toordinal()])
        drawn = (tuple(self._stream.choice(self.states, 2, replace=False).tolist()) for _ in range(_PAIRS))
        self._pairs = [(actor, recipient) for actor, recipient in drawn]

    def list_figures(self, measures: Iterable[str]) -> list[tuple[str, str, str]]:
        """Return the figures that questions on some measures look at, to be fetched in one scan."""
        indicators = {name for measure in measures for name in list_measures()[measure].indicators}
        sides = {
            *self._pairs,
            *((b, a) for a, b in self._pairs),
            *((state, end) for state in self.states for end in ("", "WLD")),
            *(("WLD", state) for state in self.states),
        }
        return [(indicator, actor, recipient) for indicator in sorted(indicators) for actor, recipient in sorted(sides)]

    def ask(self, name: str, count: int) -> Iterator[Question]:
        """Yield at most `count` questions on one measure; fewer where too little of it was known."""
        measure = list_measures()[name]
        for _ in range(count):
            horizon = int(self._stream.choice(HORIZONS))
            make = self._ask_rows if measure.is_rows else self._ask_series
            for _ in range(_TRIES):
                made = make(measure, horizon)
                if made is not None:
                    kind, expression = made
                    today = self.evidence.as_of
                    yield Question(name, kind, expression, today, today.replace(year=today.year + horizon), horizon)
                    break

    def _draw_relation(self, measure: Measure) -> str:
        """Draw a state, or a pair of which the measure may have something."""
        if measure.shape == "state":
            return str(self._stream.choice(self.states))
        actor, recipient = self._pairs[int(self._stream.integers(len(self._pairs)))]
        return f"{actor} {'->' if measure.shape == 'directed' else '--'} {recipient}"

    def _measure(self, measure: Measure, relation: str) -> list[Series]:
        """Return the series of a relation that are long and recent enough to be asked of, one a book."""
        actor, arrow, recipient = (*relation.split(" "), "", "")[:3]
        asked = Relation(find_parties(actor), find_parties(recipient) if recipient else None, arrow == "->")
        try:
            found = measure(self.evidence, asked)
        except FactaError:
            return []
        series = [entry for entry in found if isinstance(entry, Series)]
        return [entry for entry in series if self._is_fit(entry)]

    def _is_fit(self, series: Series) -> bool:
        known = np.flatnonzero(series.status <= Status.PARTIAL)
        if known.size < _FEWEST:
            return False
        last = Period(series.frequency, series.start + int(known[-1])).end
        return (self.evidence.as_of - last).days < 366 * _LONGEST_SILENCE

    def _ask_series(self, measure: Measure, horizon: int) -> tuple[str, str] | None:
        relation = self._draw_relation(measure)
        fitting = self._measure(measure, relation)
        if not fitting:
            return None
        series = fitting[int(self._stream.integers(len(fitting)))]
        kinds = ["level", "level", "change", *(["slope", "rising"] if horizon >= 3 else ["both"])]
        kind = str(self._stream.choice(kinds))
        return kind, self._write(kind, series, self._call(measure, relation, series), horizon)

    @staticmethod
    def _call(measure: Measure, relation: str, series: Series) -> str:
        """Write the call of one book."""
        book = series.book
        reporter = f", reporter={book.reporter}" if book.reporter.isalpha() else ""
        return f"{measure.name}({relation}, source={book.source}{reporter})"

    def _write(self, kind: str, series: Series, call: str, horizon: int) -> str:
        year = self.evidence.as_of.year
        known = np.flatnonzero(series.status <= Status.PARTIAL)
        last = Period(series.frequency, series.start + int(known[-1])).end.year
        level = f"{call}[{year + horizon}] > {self._draw_threshold(series)}"
        change = f"difference({call})[{last}..{year + horizon}] > 0"
        match kind:
            case "level":
                return level
            case "change":
                return change
            case "slope":
                return f"slope({call})[{last}..{year + horizon}] > 0"
            case "rising":
                return f"rising_share({call})[{last}..{year + horizon}] >= 60%"
        return f"{level} and {change}"

    def _draw_threshold(self, series: Series) -> str:
        """Draw a threshold near the last value: a part of it where it is an amount, else by its changes."""
        values = series.values[0][series.status <= Status.PARTIAL]
        last = float(values[-1])
        if last > 0 and float(values.min()) >= 0:
            threshold = last * float(self._stream.choice(_FACTORS))
        else:
            threshold = last + float(self._stream.choice(_STEPS)) * float(np.std(np.diff(values)))
        symbol = "" if series.unit.symbol == "1" else f" {series.unit.symbol}"
        return f"{threshold:.6f}{symbol}"

    def _ask_rows(self, measure: Measure, horizon: int) -> tuple[str, str] | None:
        """Ask of pairs that have a row on record, and of others, alike."""
        rows = [
            row for row in self.evidence.rows(measure.indicators[0]) if {row.actor, row.recipient} <= set(self.states)
        ]
        if rows and self._stream.random() < 0.5:
            row = rows[int(self._stream.integers(len(rows)))]
            relation = f"{row.actor} -- {row.recipient}"
        else:
            relation = self._draw_relation(measure).replace("->", "--")
        if "-- " in relation and relation.split(" -- ")[0] == relation.split(" -- ")[1]:
            return None
        year = self.evidence.as_of.year
        window = f"[{year + 1}..{year + horizon}]"
        kind = str(self._stream.choice(["exists", "none", "count"]))
        call = f"{measure.name}({relation})"
        return kind, f"count({call}){window} >= 2" if kind == "count" else f"{kind}({call}){window}"
