"""Laws of measures: swapping, summing, covering and shuffling, over figures that nobody made up to fit."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facta.domain import (
    ALWAYS,
    Coverage,
    Figures,
    Frequency,
    Membership,
    Origin,
    Parties,
    Relation,
    Row,
    Series,
    Status,
    Totals,
    Votes,
    Window,
    find_parties,
)
from facta.measures import find_measure

STATES = ("CHN", "KAZ", "RUS", "UZB")
FIRST, LAST = 2000, 2005
INDICATORS = {
    "trade_flow": "M USD",
    "arms_transfers": "M TIV",
    "investment_flow": "M USD",
    "verbal_cooperation": "count",
    "material_cooperation": "count",
    "verbal_conflict": "count",
    "material_conflict": "count",
}
DIRECTED = ("flow", "arms_transfers", "investment_flow", "verbal_cooperation", "conflict_share", "material_volume")
UNDIRECTED = ("trade", "verbal_conflict", "verbal_balance", "material_balance", "delivery")
EXTENSIVE = ("flow", "arms_transfers", "verbal_cooperation")

Cells = Mapping[tuple[str, str, str], Mapping[int, float | None]]
"""Values by year, None where not coded, by indicator, actor and recipient."""


@dataclass(frozen=True)
class Figured:
    """Evidence that has figures only, each from one source."""

    runs: Mapping[tuple[str, str, str], tuple[Figures, ...]]
    window: Window
    absence: str = "missing"

    @property
    def as_of(self) -> dt.date:
        return dt.date(2026, 1, 1)

    def figures(self, indicator: str, actor: str, recipient: str = "") -> tuple[Figures, ...]:
        return self.runs.get((indicator, actor, recipient), ())

    def fetch_figures(self, wanted: Iterable[tuple[str, str, str]]) -> None:
        """Everything is there."""

    def partners(self, indicator: str, actor: str) -> tuple[str, ...]:
        return ()

    def totals(self, indicators: tuple[str, ...]) -> tuple[Totals, ...]:
        return ()

    def rows(self, kind: str, parties: Collection[str] = ()) -> tuple[Row, ...]:
        return ()

    def votes(self) -> Votes | None:
        return None

    def coverage(self, indicator: str) -> tuple[Coverage, ...]:
        return (Coverage("made", indicator, self.window, self.absence),)

    def origin(self, origin_id: str) -> Origin:
        raise KeyError(origin_id)


def gather(indicator: str, actor: str, recipient: str, values: Mapping[int, float | None]) -> Figures:
    years = sorted(values)
    array = np.array([np.nan if values[year] is None else values[year] for year in years], dtype=float)
    blank = np.full(len(years), np.nan)
    status = np.where(np.isnan(array), Status.NOT_CODED, np.where(array == 0, Status.ZERO, Status.REPORTED))
    return Figures(
        indicator, actor, recipient, "made", "", "", "", INDICATORS[indicator], "done", Frequency.YEAR,
        np.array(years, dtype=np.int64), array, blank, blank, (~np.isnan(array)).astype(float),
        status.astype(np.int8), (f"{indicator} {actor} {recipient}",),
    )  # fmt: skip


def build(cells: Cells, *, last: int = LAST, absence: str = "missing") -> Figured:
    runs = {key: (gather(*key, values),) for key, values in cells.items() if values}
    return Figured(runs, Window.parse(f"{FIRST}..{last}"), absence)


def take(evidence: Figured, name: str, relation: Relation) -> dict[int, tuple[float | None, int, float]]:
    """Return value, status and completeness by year; years of which nothing is known are left out."""
    found = find_measure(name)(evidence, relation)
    assert len(found) <= 1
    years: dict[int, tuple[float | None, int, float]] = {}
    for series in found:
        assert isinstance(series, Series)
        assert not (np.isnan(series.values[0]) & (series.status <= Status.PARTIAL)).any()
        assert np.isnan(series.values[0])[series.status > Status.PARTIAL].all()
        for place, status in enumerate(series.status.tolist()):
            value = float(series.values[0, place])
            if status != Status.NOT_COVERED:
                shown = None if np.isnan(value) else round(value, 9)
                years[series.start + place] = (shown, status, float(series.completeness[place]))
    return years


def relate(one: str, mark: str, other: str) -> Relation:
    return Relation(find_parties(one), find_parties(other), mark == "->")


def unite(*states: str) -> Parties:
    return Parties("made up", tuple(Membership(state, ALWAYS) for state in states), True)


AMOUNTS = st.none() | st.integers(0, 1000).map(float)
YEARS = st.dictionaries(st.integers(FIRST, LAST), AMOUNTS, max_size=LAST - FIRST + 1)
KEYS = [(name, one, other) for name in INDICATORS for one, other in itertools.permutations(STATES, 2)]
CELLS = st.dictionaries(st.sampled_from(KEYS), YEARS, max_size=len(KEYS))
LAW = settings(max_examples=40)
PAIRS = st.permutations(STATES).map(lambda states: (states[0], states[1]))


@pytest.mark.parametrize("name", DIRECTED)
@given(cells=CELLS, pair=PAIRS)
@LAW
def test_swapping_evidence_and_relation_together_changes_nothing(
    name: str, cells: Cells, pair: tuple[str, str]
) -> None:
    turned = {(indicator, other, one): values for (indicator, one, other), values in cells.items()}
    there = take(build(cells), name, relate(pair[0], "->", pair[1]))
    assert there == take(build(turned), name, relate(pair[1], "->", pair[0]))


@pytest.mark.parametrize("name", UNDIRECTED)
@given(cells=CELLS, pair=PAIRS)
@LAW
def test_an_undirected_relation_is_symmetric(name: str, cells: Cells, pair: tuple[str, str]) -> None:
    evidence = build(cells)
    assert take(evidence, name, relate(pair[0], "--", pair[1])) == take(evidence, name, relate(pair[1], "--", pair[0]))


@given(cells=CELLS, pair=PAIRS)
@LAW
def test_asymmetry_turns_its_sign_with_the_sides(cells: Cells, pair: tuple[str, str]) -> None:
    world = {("trade_flow", state, "WLD"): dict.fromkeys(range(FIRST, LAST + 1), 5000.0) for state in STATES}
    evidence = build({**cells, **world})
    there, back = (
        take(evidence, "trade_asymmetry", relate(*ends))
        for ends in ((pair[0], "->", pair[1]), (pair[1], "->", pair[0]))
    )
    assert {year: None if value is None else -value for year, (value, *_) in back.items()} == {
        year: value for year, (value, *_) in there.items()
    }


@pytest.mark.parametrize("name", EXTENSIVE)
@given(cells=CELLS)
@LAW
def test_the_members_of_a_set_sum_to_the_set(name: str, cells: Cells) -> None:
    evidence = build(cells)
    china, members = find_parties("CHN"), ("KAZ", "RUS", "UZB")
    whole = take(evidence, name, Relation(china, unite(*members), True))
    parts = [take(evidence, name, relate("CHN", "->", member)) for member in members]
    for year in range(FIRST, LAST + 1):
        values = [part[year][0] for part in parts if part.get(year, (None,))[0] is not None]
        value, status, completeness = whole.get(year, (None, Status.NOT_COVERED, 0.0))
        assert value == (pytest.approx(sum(v for v in values if v is not None)) if values else None)
        assert (status < Status.PARTIAL) == (len(values) == len(members))
        assert completeness == pytest.approx(len(values) / len(members))


@given(cells=CELLS)
@LAW
def test_both_directions_sum_to_the_whole(cells: Cells) -> None:
    evidence = build(cells)
    total = take(evidence, "trade", relate("CHN", "--", "RUS"))
    ways = [take(evidence, "flow", relate(*ends)) for ends in (("CHN", "->", "RUS"), ("RUS", "->", "CHN"))]
    for year, (value, status, _) in total.items():
        values = [way[year][0] for way in ways if year in way and way[year][0] is not None]
        assert value == (sum(v for v in values if v is not None) if values else None)
        assert (status == Status.PARTIAL) == (len(values) == 1)


@given(cells=CELLS, totals=st.lists(st.integers(1, 9000), min_size=2, max_size=2))
@LAW
def test_the_share_of_a_set_lies_between_those_of_its_members(cells: Cells, totals: list[int]) -> None:
    members = ("KAZ", "UZB")
    world = {
        (name, *ends): dict.fromkeys(range(FIRST, LAST + 1), float(total))
        for member, total in zip(members, totals, strict=True)
        for name, *ends in (("trade_flow", member, "WLD"), ("trade_flow", "WLD", member))
    }
    evidence = build({**cells, **{(key[0], key[1], key[2]): values for key, values in world.items()}})
    whole = take(evidence, "trade_share", Relation(unite(*members), find_parties("CHN"), True))
    parts = [take(evidence, "trade_share", relate(member, "->", "CHN")) for member in members]
    for year, (value, *_) in whole.items():
        shares = [part[year][0] for part in parts if part.get(year, (None,))[0] is not None]
        known = [share for share in shares if share is not None]
        if value is None:
            assert known == []
        else:
            assert min(known) - 1e-9 <= value <= max(known) + 1e-9


@pytest.mark.parametrize("absence", ["missing", "zero"])
@pytest.mark.parametrize("name", [*DIRECTED, "trade", "delivery"])
@given(cells=CELLS, pair=PAIRS, before=st.integers(FIRST, LAST - 1))
@LAW
def test_an_uncovered_period_adds_nulls_and_never_zeros(
    name: str, absence: str, cells: Cells, pair: tuple[str, str], before: int
) -> None:
    known = {key: {year: value for year, value in values.items() if year <= before} for key, values in cells.items()}
    short = build(known, last=before, absence=absence)
    relation = relate(pair[0], "->" if find_measure(name).shape != "undirected" else "--", pair[1])
    assert all(year <= before for year in take(short, name, relation))
    for series in find_measure(name)(short, relation):
        assert isinstance(series, Series)
        longer = series.span(series.start, LAST + 1)
        later = np.arange(longer.start, longer.stop) > before
        assert np.isnan(longer.values[:, later]).all()
        assert (longer.status[later] == Status.NOT_COVERED).all()
        assert (longer.completeness[later] == 0).all()


@pytest.mark.parametrize("name", [*DIRECTED, *UNDIRECTED])
@given(cells=CELLS, seed=st.integers(0, 99), many=st.permutations(STATES))
@LAW
def test_shuffling_figures_and_members_changes_nothing(name: str, cells: Cells, seed: int, many: list[str]) -> None:
    shuffled = list(cells.items())
    random.Random(seed).shuffle(shuffled)
    parts: dict[tuple[str, str, str], tuple[Figures, ...]] = {}
    for key, values in shuffled:
        years = list(values.items())
        halves = [dict(years[::2]), dict(years[1::2])]
        random.Random(seed).shuffle(halves)
        parts[key] = tuple(gather(*key, half) for half in halves if half)
    mark = "->" if name in DIRECTED else "--"
    one, *others = STATES
    whole = take(build(cells), name, Relation(find_parties(one), unite(*others), mark == "->"))
    mixed = Figured(parts, Window.parse(f"{FIRST}..{LAST}"))
    members = [state for state in many if state != one]
    assert take(mixed, name, Relation(find_parties(one), unite(*members), mark == "->")) == whole
