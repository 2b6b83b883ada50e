"""Draws against AutoETS and AutoARIMA by their CRPS: ``python benchmarks/forecasts.py DATA_FOLDER | --store FOLDER``.

The yearly series of every measure are cut once each at a random origin. The rivals are those of statsforecast, in an
environment of their own; each says fifty quantiles a horizon, evenly spaced, which are scored as draws are.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facta.domain import Aggregation, Evidence, Frequency, Relation, Series, Status, find_parties
from facta.errors import FactaError
from facta.forecasts import Forecaster
from facta.forecasts.backtest import HORIZONS, Sampler
from facta.forecasts.draws import History, Shocks, draw_paths
from facta.forecasts.scoring import score_crps
from facta.measures import Measure, list_measures
from facta.store import Store
from facta.store.evidence import StoreEvidence
from readings import fill_store

__all__ = ["compare_draws", "measure_pace"]

Array = NDArray[np.float64]

_RIVALS = ("AutoETS", "AutoARIMA")
_STATES = 60
_FEWEST, _MOST = 12, 30  # known years before an origin
_SERIES = 40  # a measure
_DRAWS = 1000
_DAY = dt.date(2008, 12, 31)  # of the forecasts that are timed
_ASK_RIVALS = """
import json, sys, warnings
from statsforecast.models import AutoARIMA, AutoETS
import numpy as np
warnings.simplefilter("ignore")
levels = list(range(2, 100, 4))  # quantiles at 0.01, 0.03 ... 0.99
def ask(model, values, steps):
    said = model.forecast(y=np.array(values), h=steps, level=levels)
    return np.array([said[f"{side}-{level}"] for side in ("lo", "hi") for level in levels]).T.tolist()
histories, steps = json.load(sys.stdin)
said = {model.__name__: [ask(model(season_length=1), values, steps) for values in histories]
        for model in (AutoETS, AutoARIMA)}
json.dump(said, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Cut:
    """A series up to an origin, and what came after it, one value a horizon."""

    measure: str
    history: History
    outcomes: Array

    @property
    def is_moving(self) -> bool:
        return bool(np.ptp(self.history.values) > 0)


def compare_draws(evidence: StoreEvidence, python: Path, seed: int = 20261122) -> dict[str, Array]:
    """Return for each measure the ratio of CRPS, draws to rival, shape (series, rivals); inf where it was exact."""
    cuts = list(_cut_all(evidence, np.random.default_rng(seed)))
    moving = [cut for cut in cuts if cut.is_moving]
    print(f"{len(moving)} series; left out as constant: {len(cuts) - len(moving)}")
    said = _ask_rivals(python, [cut.history.values.tolist() for cut in moving])
    ratios = defaultdict(list)
    for place, cut in enumerate(moving):
        drawn = draw_paths(cut.history, Shocks(_DRAWS, seed + place), max(HORIZONS))
        ours, *theirs = (_score(paths, cut) for paths in (drawn, *(np.array(said[name][place]).T for name in _RIVALS)))
        ratios[cut.measure].append([ours / one if one else 1.0 if ours == 0 else np.inf for one in theirs])
    return {name: np.array(found) for name, found in ratios.items()}


def _score(paths: Array, cut: Cut) -> float:
    """Return the mean CRPS over the horizons of which the outcome is known."""
    ahead = paths.T[np.array(HORIZONS) - 1]
    return float(np.nanmean(score_crps(ahead, cut.outcomes)))


def _ask_rivals(python: Path, histories: list[list[float]]) -> dict[str, list[list[list[float]]]]:
    """Return the quantiles of each rival, for each history and step."""
    given = json.dumps([histories, max(HORIZONS)])
    done = subprocess.run([python, "-c", _ASK_RIVALS], input=given, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _cut_all(evidence: StoreEvidence, stream: np.random.Generator) -> Iterator[Cut]:
    """Cut the yearly series of all measures, of states and pairs drawn at random."""
    states = evidence.list_actors(_STATES)
    pairs = [(str(one), str(other)) for one, other in (stream.choice(states, 2, False) for _ in range(4 * _SERIES))]
    for measure in list_measures().values():
        if not measure.is_rows:
            sides = [(state, "") for state in stream.permutation(states)] if measure.shape == "state" else pairs
            cuts = (_cut(series, stream) for series in _measure_all(evidence, measure, sides))
            yield from _take(cut for cut in cuts if cut)


def _take(cuts: Iterable[Cut]) -> Iterator[Cut]:
    """Take cuts until enough of them move."""
    moving = 0
    for cut in cuts:
        yield cut
        moving += cut.is_moving
        if moving == _SERIES:
            return


def _measure_all(evidence: Evidence, measure: Measure, sides: Sequence[tuple[str, str]]) -> Iterator[Series]:
    """Measure one book, drawn by the order of the sides, of each relation."""
    around = {(end, "WLD") for side in sides for end in side} | {("WLD", end) for side in sides for end in side}
    wanted = {*sides, *((b, a) for a, b in sides), *around}
    evidence.fetch_figures([(name, *side) for name in measure.indicators for side in sorted(wanted)])
    for place, (actor, recipient) in enumerate(sides):
        other = find_parties(recipient) if recipient else None
        try:
            found = measure(evidence, Relation(find_parties(actor), other, measure.shape == "directed"))
        except FactaError:
            continue
        yearly = [entry for entry in found if isinstance(entry, Series) and entry.frequency is Frequency.YEAR]
        yield from yearly[place % len(yearly) :][:1] if yearly else ()


def _cut(series: Series, stream: np.random.Generator) -> Cut | None:
    """Cut a series at a random year that has enough years without a gap behind it, and all horizons before it."""
    is_known = (series.status <= Status.PARTIAL) & (series.completeness >= series.needs)
    values = np.where(is_known, series.values[0], np.nan)
    gaps = np.maximum.accumulate(np.where(is_known, -1, np.arange(values.size)))
    years = np.arange(values.size)
    fitting = np.flatnonzero((years - gaps >= _FEWEST) & (years + max(HORIZONS) < values.size))
    fitting = fitting[~np.isnan(values[fitting[:, None] + np.array(HORIZONS)]).all(axis=1)]
    if not fitting.size:
        return None
    origin = int(stream.choice(fitting))
    known = values[max(gaps[origin] + 1, origin + 1 - _MOST) : origin + 1]
    key = f"{series.measure}({series.relation}) {series.book}"
    is_level = series.aggregation is Aggregation.LAST
    history = History(key, known, series.basis, series.unit, 1, is_level)
    return Cut(series.measure, history, values[origin + np.array(HORIZONS)])


def measure_pace(evidence: StoreEvidence, count: int = 500) -> float:
    """Return forecasts a minute of one process, of questions on all measures, with their figures at hand."""
    sampler = Sampler(evidence, evidence.list_actors(_STATES), 1)
    names = [name for name, measure in list_measures().items() if name != "cited"]
    evidence.fetch_figures(sampler.list_figures(names))
    asked = [question for name in names for question in sampler.ask(name, count // len(names) + 1)]
    picked = [asked[place] for place in np.random.default_rng(1).permutation(len(asked))[:count]]
    forecaster = Forecaster(evidence)
    start = time.perf_counter()
    for question in picked:
        forecaster.forecast(question.expression, question.until)
    return 60 * len(picked) / (time.perf_counter() - start)


def _print_ratios(ratios: dict[str, Array]) -> None:
    print(f"\nCRPS of draws / rival, median over series (aim: 0.97)\n  {'':24}{'n':>6}", *(f"{x:>10}" for x in _RIVALS))
    for name, found in {**dict(sorted(ratios.items())), "all": np.concatenate(list(ratios.values()))}.items():
        print(f"  {name:24}{len(found):>6}", *(f"{median:>10.3f}" for median in np.median(found, axis=0)))


def _build_environment(folder: Path) -> Path:
    """Install the rivals; return their Python."""
    subprocess.run(["uv", "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run(["uv", "pip", "install", "--quiet", "--python", str(python), "statsforecast"], check=True)
    return python


def _run(folder: Path, store: Store) -> None:
    _print_ratios(compare_draws(store.evidence(), _build_environment(folder / "rivals")))
    print(f"\nForecasts a minute, one process (aim on two cores: 1,000): {measure_pace(store.evidence(_DAY)):,.0f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if sys.argv[1] == "--store":
            _run(folder, Store(Path(sys.argv[2])))
        else:
            _run(folder, fill_store(folder / "store", Path(sys.argv[1])))
