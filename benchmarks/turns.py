"""Measures the turns on simulated and on real series: ``python benchmarks/turns.py [--page] [--real DATA_FOLDER]``.

Simulated series with known turns, and without any, have five lengths. Beside facta stand PELT of ruptures (Killick,
Fearnhead and Eckley 2012) and a Bayesian online detector (Adams and MacKay 2007), each with the setting that turned out
best in hindsight. ``--page`` writes the tables to docs/reference/turns-simulated.md.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import ruptures
from numpy.typing import NDArray
from scipy.special import gammaln

from facta.changes import detect_many, detect_turns
from facta.domain import Aggregation, Basis, Book, Frequency, Kind, Period, Series, find_unit

Array = NDArray[np.float64]

_PAGE = Path(__file__).parents[1] / "docs" / "reference" / "turns-simulated.md"
_COUNTS = {8: 200, 20: 200, 60: 120, 200: 50, 1000: 14}
"""Series of each length, kind, and with or without turns."""
_MOST = {8: 1, 20: 2, 60: 4}
_START = 730_000
_SEED = 7
_ALLOWED = 0.05
_PENALTIES = np.geomspace(2, 400, 18)
_HAZARDS = 10.0 ** -np.arange(1.0, 12.0, 0.5)


@dataclass(frozen=True)
class Case:
    """A simulated series and the places of its turns."""

    values: Array
    turns: tuple[int, ...]
    kind: Kind


@dataclass(frozen=True)
class Tally:
    """What a detector found in one series."""

    hits: int
    found: int
    true: int
    covered: int = 0


@dataclass(frozen=True)
class Row:
    """Tallies of the series of one kind and length: facta's, and those of each peer for each of its settings."""

    facta: list[Tally]
    pelt: list[list[Tally]]
    online: list[list[Tally]]

    def __add__(self, other: Row) -> Row:
        return Row(self.facta + other.facta, self.pelt + other.pelt, self.online + other.online)


Key = tuple[str, int, bool]

_HEAD = """# Turns of simulated series

Made by `python benchmarks/turns.py --page`. Series have one to five turns of their level (one at n = 8, up to two
at n = 20, four at n = 60) of 1.5 to 5 standard deviations of their noise, 1.7 times that in random walks, and by
factors of 2.5 to 6 in counts; or none. A turn counts as found within 2 periods or 2% of the series. F1 is twice
the hits over all turns found and all there were. PELT is that of ruptures for squared errors, on values in robust
standard deviations; the online detector is that of Adams and MacKay with Student's t predictions. facta has no
setting; its constants were chosen with such simulations in view, two runs of this very seed among them.
"""


def _remember(shocks: Array, memory: float) -> Array:
    """Return an AR(1) of variance 1."""
    values = shocks.copy()
    for place in range(1, values.size):
        values[place] = memory * values[place - 1] + np.sqrt(1 - memory**2) * shocks[place]
    return values


NOISES: dict[str, Callable[[int, np.random.Generator], Array]] = {
    "flat": lambda n, rng: rng.normal(size=n),
    "heavy tails": lambda n, rng: rng.standard_t(3, size=n) / 1.3,
    "gaps": lambda n, rng: np.where(rng.random(n) < 0.3, np.nan, rng.normal(size=n)),
    "AR(1) 0.5": lambda n, rng: _remember(rng.normal(size=n), 0.5),
    "AR(1) 0.8": lambda n, rng: _remember(rng.normal(size=n), 0.8),
    "linear drift": lambda n, rng: rng.normal(size=n) + np.arange(n) / n * rng.uniform(2, 20) * rng.choice([-1, 1]),
    "drifting level": lambda n, rng: rng.normal(size=n) + np.cumsum(0.2 * rng.normal(size=n)),
    "random walk": lambda n, rng: np.cumsum(rng.normal(size=n)),
    "counts near zero": lambda n, rng: np.full(n, rng.uniform(0.3, 2.0)),
    "drifting counts": lambda n, rng: rng.uniform(0.3, 2.0) * np.exp(np.cumsum(0.1 * rng.normal(size=n))),
}
"""Series without turns; noise has a standard deviation of about 1, counts are given by their mean."""


def simulate(key: Key, rng: np.random.Generator) -> Case:
    """Return a series, with one to five turns of its level of 1.5 to 5 standard deviations where it is to have some."""
    kind, length, has_turns = key
    values = NOISES[kind](length, rng)
    places: list[int] = []
    apart = max(3, length // 12)
    while has_turns and (not places or np.diff(places).min(initial=length) < apart):
        count = rng.integers(1, _MOST.get(length, 5) + 1)
        places = sorted(int(place) for place in rng.choice(np.arange(apart, length - apart + 1), count, replace=False))
    sizes = rng.choice([-1.0, 1.0], len(places)) * rng.uniform(1.5, 5.0, len(places))
    if kind.endswith("counts") or kind.startswith("counts"):
        for place, (size, is_up) in zip(places, zip(sizes, np.arange(len(places)) % 2 == 0, strict=True), strict=True):
            values[place:] *= (1 + abs(size)) ** (1 if is_up else -1)
        return Case(rng.poisson(values).astype(np.float64), tuple(places), Kind.COUNT)
    for place, size in zip(places, sizes, strict=True):
        values[place:] += size * (1.7 if kind == "random walk" else 1.0)
    return Case(values, tuple(places), Kind.INDEX)


def build_series(values: Array, kind: Kind = Kind.INDEX, start: int = _START) -> Series:
    """Return values, NaN where nothing is known, as a daily series."""
    is_known = np.isfinite(values)
    unit = find_unit("count" if kind is Kind.COUNT else "points")
    return Series(
        "net_score", "FJI -- TON", Book("simulated"), unit, Basis(kind), Frequency.DAY, start,
        values[None], np.where(is_known, 0, 6).astype(np.int8), is_known.astype(np.float64), Aggregation.SUM,
    )  # fmt: skip


def _match(true: Sequence[int], found: Iterable[int], length: int) -> dict[int, int]:
    """Pair each true turn with the nearest one found, at most 2 periods or 2% of the series away."""
    left, pairs = list(found), {}
    for place in true:
        near = [spot for spot in left if abs(spot - place) <= max(2, length // 50)]
        if near:
            pairs[place] = min(near, key=lambda spot: abs(spot - place))
            left.remove(pairs[place])
    return pairs


def _tally(case: Case, found: Sequence[int]) -> Tally:
    return Tally(len(_match(case.turns, found, case.values.size)), len(found), len(case.turns))


def run_facta(case: Case) -> Tally:
    """Detect with facta, as it is."""
    found = {turn.period.ordinal - _START: turn for turn in detect_turns(build_series(case.values, case.kind)).turns}
    pairs = _match(case.turns, found, case.values.size)
    covered = [found[at].low.ordinal <= place + _START <= found[at].high.ordinal for place, at in pairs.items()]
    return Tally(len(pairs), len(found), len(case.turns), sum(covered))


def _standardise(case: Case) -> tuple[NDArray[np.intp], Array]:
    """Return the places of known values, and those in robust standard deviations of their noise."""
    places = np.flatnonzero(np.isfinite(case.values))
    known = case.values[places]
    moves = np.diff(known)
    spread = 1.05 * float(np.median(np.abs(moves))) or float(moves.std()) or 1.0
    return places, (known - np.median(known)) / spread


def run_pelt(case: Case) -> list[Tally]:
    """Detect with PELT of ruptures for squared errors (its form in C), for each penalty."""
    places, values = _standardise(case)
    if values.size < 5:
        return [_tally(case, [])] * _PENALTIES.size
    model = ruptures.KernelCPD(kernel="linear", min_size=2).fit(values[:, None])
    return [_tally(case, [int(places[spot]) for spot in model.predict(pen=pen)[:-1]]) for pen in _PENALTIES]


def run_online(case: Case) -> list[Tally]:
    """Detect online, for each hazard: Student's t predictions; a turn is where the likeliest run length falls."""
    places, values = _standardise(case)
    log_run = np.zeros((_HAZARDS.size, 1))
    mean, weight, half, rate = np.zeros(1), np.full(1, 0.05), np.ones(1), np.ones(1)
    lengths = np.zeros((_HAZARDS.size, values.size), dtype=int)
    for step, value in enumerate(values):
        scale = rate * (weight + 1) / weight
        score = log_run + gammaln(half + 0.5) - gammaln(half) - 0.5 * np.log(2 * np.pi * scale)
        score -= (half + 0.5) * np.log1p((value - mean) ** 2 / (2 * scale))
        top = score.max(axis=1, keepdims=True)
        fresh = np.log(_HAZARDS)[:, None] + top + np.log(np.exp(score - top).sum(axis=1, keepdims=True))
        log_run = np.concatenate([fresh, score + np.log1p(-_HAZARDS)[:, None]], axis=1) - top
        lengths[:, step] = log_run.argmax(axis=1)
        rate = np.append(1.0, rate + weight * (value - mean) ** 2 / (2 * (weight + 1)))
        mean = np.append(0.0, (weight * mean + value) / (weight + 1))
        weight, half = np.append(0.05, weight + 1), np.append(1.0, half + 0.5)
    found = [{step + 1 - row[step] for step in np.flatnonzero(np.diff(row) < 0) + 1} for row in lengths]
    return [_tally(case, sorted(int(places[spot]) for spot in spots if spot < places.size)) for spots in found]


def run_row(key: Key) -> Row:
    """Run all detectors over the series of one kind and length."""
    rng = np.random.default_rng([_SEED, list(NOISES).index(key[0]), key[1], int(key[2])])
    cases = [simulate(key, rng) for _ in range(_COUNTS[key[1]])]
    return Row([run_facta(case) for case in cases], list(map(run_pelt, cases)), list(map(run_online, cases)))


def score_f1(tallies: Sequence[Tally]) -> float:
    """Return twice the hits over all that were found and all that were there."""
    return 2 * sum(tally.hits for tally in tallies) / max(sum(tally.found + tally.true for tally in tallies), 1)


def measure_false(tallies: Sequence[Tally]) -> float:
    """Return the share of the series without turns in which one was found."""
    return float(np.mean([tally.found > 0 for tally in tallies if tally.true == 0]))


def choose_best(runs: Sequence[Sequence[Tally]], allowed: float = 1.0) -> list[Tally]:
    """Return the tallies of a peer's best setting in hindsight, among those with few enough false turns."""
    settings = [list(tallies) for tallies in zip(*runs, strict=True)]
    fitting = [tallies for tallies in settings if allowed == 1.0 or measure_false(tallies) <= allowed]
    return max(fitting or settings[-1:], key=score_f1)


def _write_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|---" * len(head) + "|"
    yield from ("| " + " | ".join(row) + " |" for row in rows)
    yield ""


def write_false(results: dict[Key, Row]) -> Iterator[str]:
    """Write how often a turn was found where there is none."""
    yield from ("## Series without turns", "", "Share of the series in which a turn was found.", "")
    kinds = {kind: [results[kind, length, False].facta for length in _COUNTS] for kind in NOISES}
    kinds["all"] = [[tally for kind in NOISES for tally in results[kind, n, False].facta] for n in _COUNTS]
    rows = [[kind, *(f"{measure_false(tallies):.1%}" for tallies in runs)] for kind, runs in kinds.items()]
    yield from _write_table(["kind", *(f"n = {length}" for length in _COUNTS)], rows)


def write_pooled(results: dict[Key, Row]) -> Iterator[str]:
    """Write F1 over all series of a length, each peer with one setting for all of them."""
    yield from ("## All series of a length", "", "One setting a peer for all kinds: the best in hindsight.", "")
    head = ["n", "series", "facta", "PELT", "online", "PELT ≤ 5%", "online ≤ 5%"]
    rows = []
    for length in _COUNTS:
        row = sum((row for key, row in results.items() if key[1] == length), Row([], [], []))
        rivals = [choose_best(runs, part) for part in (1.0, _ALLOWED) for runs in (row.pelt, row.online)]
        cells = [f"{score_f1(tallies):.3f} ({measure_false(tallies):.0%})" for tallies in (row.facta, *rivals)]
        rows.append([str(length), f"{len(row.facta):,}", *cells])
    yield from _write_table(head, rows)
    yield "In brackets: share of the series without turns in which one was found; *≤ 5%*: the best with at most that,"
    yield "or the strictest that was tried where none kept to it."
    yield ""


def write_kinds(results: dict[Key, Row]) -> Iterator[str]:
    """Write F1 for each kind and length, each peer with its best setting for that row."""
    yield from ("## Each kind", "", "Half of the series have turns. A peer's setting is the best for each row.", "")
    head = ["kind", "n", "turns", "facta", "precision", "recall", "covered", "PELT", "online", "PELT ≤ 5%"]
    rows = []
    for kind in NOISES:
        for length in _COUNTS:
            row = results[kind, length, True] + results[kind, length, False]
            hits, found, true, covered = (
                sum(getattr(tally, name) for tally in row.facta) for name in ("hits", "found", "true", "covered")
            )
            shares = [f"{hits / max(found, 1):.2f}", f"{hits / true:.2f}", f"{covered / hits:.0%}" if hits else "–"]
            rivals = choose_best(row.pelt), choose_best(row.online), choose_best(row.pelt, _ALLOWED)
            scores = [f"{score_f1(tallies):.3f}" for tallies in rivals]
            rows.append([kind, str(length), str(true), f"{score_f1(row.facta):.3f}", *shares, *scores])
    yield from _write_table(head, rows)


def write_page(results: dict[Key, Row], seconds: float) -> str:
    """Return the page of all simulations."""
    tallies = [tally for row in results.values() for tally in row.facta]
    hits, covered = sum(tally.hits for tally in tallies), sum(tally.covered for tally in tallies)
    lines = [
        _HEAD, *write_false(results), *write_pooled(results), *write_kinds(results),
        f"Of {hits:,} turns found, the 90% interval of the date holds the true one for {covered / hits:.1%}.",
    ]  # fmt: skip
    print(f"{seconds:.0f} s")
    return "\n".join(lines) + "\n"


_EVENTS = (
    ("RUS", "UKR", "2022-02-24"), ("CHN", "IND", "2020-05-05"), ("CHN", "IND", "2020-06-16"),
    ("GBR", "RUS", "2018-03-04"), ("IRN", "USA", "2020-01-03"), ("RUS", "TUR", "2020-02-27"),
)  # fmt: skip


def read_pairs(data: Path) -> dict[tuple[str, str], Series]:
    """Read the daily net scores of all pairs with at least 200 days."""
    scores = duckdb.sql(
        f"""WITH scores AS (SELECT least(state_a, state_b) AS a, greatest(state_a, state_b) AS b,
        (day - DATE '2018-01-01')::INTEGER AS place, net_score::DOUBLE AS score
        FROM '{data}/events/gdelt_daily_net_2018_2022.parquet' WHERE state_a <> state_b)
        SELECT a, b, list(place) AS places, list(score) AS scores FROM scores GROUP BY a, b HAVING count(*) >= 200
        ORDER BY a, b"""
    ).fetchall()
    pairs = {}
    for one, other, places, values in scores:
        row = np.full(1826, np.nan)
        row[places] = values
        pairs[one, other] = build_series(row, start=Period.parse("2018-01-01").ordinal)
    return pairs


def report_real(data: Path) -> None:
    """Print turns that readers of the news would name, and the cost of all pairs beside that of ruptures."""
    pairs = read_pairs(data)
    for one, other, day in _EVENTS:
        date = Period.parse(day)
        turns = detect_turns(pairs[one, other])
        nearest = min(turns.turns, key=lambda turn: abs(turn.period.ordinal - date.ordinal))
        chance = turns.measure_chance(date.shift(-3), date.shift(3))
        span = f"{nearest.period} ({nearest.low} to {nearest.high}), {nearest.kind} {nearest.direction}"
        print(f"{one}-{other} {day}: a turn within 3 days {chance:.3f}; nearest {span}, {nearest.probability:.3f}")
    begun, used = time.perf_counter(), time.process_time()
    detect_many(pairs.values())
    wall, cpu = time.perf_counter() - begun, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{len(pairs):,} pairs: {wall:.0f} s, of which {cpu:.0f} s on one core; peak memory {peak:.2f} GB")
    chosen = list(pairs.values())[::100]
    for name, detect in (("facta", detect_turns), ("PELT in C", _run_kernel), ("PELT in Python", _run_python)):
        used = time.process_time()
        for series in chosen:
            detect(series)
        print(f"  {name}: {1e3 * (time.process_time() - used) / len(chosen):.1f} ms a series")


def _run_kernel(series: Series) -> object:
    known = series.values[0][np.isfinite(series.values[0])]
    return ruptures.KernelCPD(kernel="linear", min_size=2).fit(known[:, None]).predict(pen=10 * known.var())


def _run_python(series: Series) -> object:
    known = series.values[0][np.isfinite(series.values[0])]
    return ruptures.Pelt(model="l2", min_size=2, jump=1).fit(known[:, None]).predict(pen=10 * known.var())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", action="store_true", help="write the page")
    parser.add_argument("--real", type=Path, help="folder of publisher files, for real series instead")
    options = parser.parse_args()
    if options.real:
        report_real(options.real)
    else:
        began = time.perf_counter()
        keys = [(kind, length, has) for length in sorted(_COUNTS)[::-1] for kind in NOISES for has in (True, False)]
        with ProcessPoolExecutor(2) as pool:
            text = write_page(dict(zip(keys, pool.map(run_row, keys), strict=True)), time.perf_counter() - began)
        print(text)
        if options.page:
            _PAGE.write_text(text)
