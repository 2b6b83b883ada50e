"""The backtest: what it asks, what it lets a forecast know, how it resolves and scores."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from facta.forecasts.backtest import (
    HORIZONS,
    METHODS,
    Answer,
    Question,
    Sampler,
    answer_questions,
    resolve_reading,
    summarise_answers,
)
from facta.forecasts.base_rates import estimate_rate
from facta.forecasts.scoring import measure_reliability, score_brier
from facta.language import parse_reading

NAN = float("nan")
STATES = ("CHN", "KAZ", "RUS", "USA")
FIRST, STOP, CHANGED = 1985, 2016, 2006
DAYS = [dt.date(year, 12, 31) for year in (2003, 2004, 2005)]
DAY = dt.date(2005, 12, 31)

LEVEL = re.compile(r"trade\((\w+) -- (\w+), source=alpha\)\[(\d+)\] > ([\d.]+) M USD")
ROWS = re.compile(r"(exists|none)\(disputes\((\w+) -- (\w+)\)\)\[(\d+)\.\.(\d+)\]")

Build = Callable[..., Any]


def walk_pairs(seed: int) -> dict[str, np.ndarray]:
    """Return a random walk of trade for each pair, alike before 2006 whatever the seed."""
    past, future = np.random.default_rng(1), np.random.default_rng(seed)
    walks = {}
    for one, other in combinations(STATES, 2):
        early = 0.04 + 0.2 * past.standard_normal(CHANGED - FIRST)
        late = 0.2 * future.standard_normal(STOP - CHANGED)
        walks[f"{one} {other}"] = 100 * np.exp(np.cumsum(np.concatenate([early, late])))
    return walks


@pytest.fixture
def open_world(build_evidence: Build, build_run: Build, build_row: Build, cover: Build) -> Callable[..., Any]:
    """Return ``open_world(seed)``: evidence whose figures from 2006 on depend on the seed."""

    def build(seed: int = 2) -> Any:
        walks = walk_pairs(seed)
        runs = [build_run(values, pair, first=FIRST) for pair, values in walks.items()]
        runs += [build_run(range(1, 20), "CHN VUT", first=1970), build_run([1.0, 2.0, 3.0], "RUS VUT", first=2003)]
        years = (1991, 1995, 1996, 2001, 2004, *((2007, 2009) if seed % 2 else (2008,)))
        rows = (*(build_row(f"{year}-05-01") for year in years), build_row("1999-02-01", pair="USA CHN"))
        return build_evidence(tuple(runs), rows, (cover("dispute", "1980..2020"),), dt.date(2015, 12, 31))

    return build


def ask(evidence: Any, measure: str = "trade", count: int = 60, seed: int = 1) -> list[Question]:
    return list(Sampler(evidence, STATES, seed).ask(measure, count))


def answer(world: Any, seed: int = 1, days: Sequence[dt.date] = DAYS, count: int = 15) -> list[Answer]:
    return list(answer_questions(world.cut, days, STATES, ("trade", "disputes"), count=count, seed=seed))


@pytest.mark.parametrize("measure", ["trade", "disputes"])
def test_one_seed_is_one_list_of_questions(open_world: Build, measure: str) -> None:
    known = open_world().cut(DAY)
    assert ask(known, measure) == ask(known, measure)
    assert ask(known, measure) != ask(known, measure, seed=2)
    assert ask(known, measure) != ask(open_world().cut(DAYS[0]), measure)


@pytest.mark.parametrize("measure", ["trade", "disputes"])
def test_what_came_later_changes_no_question(open_world: Build, measure: str) -> None:
    assert ask(open_world(2).cut(DAY), measure) == ask(open_world(3).cut(DAY), measure)


@pytest.mark.parametrize(
    ("measure", "kinds"),
    [("trade", {"level", "change", "both", "slope", "rising"}), ("disputes", {"exists", "none", "count"})],
)
def test_questions_are_readings_about_the_years_to_come(open_world: Build, measure: str, kinds: set[str]) -> None:
    questions = ask(open_world().cut(DAY), measure, 120)
    assert {question.kind for question in questions} == kinds
    assert {question.horizon for question in questions} == set(HORIZONS)
    for question in questions:
        parse_reading(question.expression)
        assert (question.measure, question.as_of) == (measure, DAY)
        assert question.until == dt.date(2005 + question.horizon, 12, 31)
        assert max(map(int, re.findall(r"\b20\d\d\b", question.expression))) == question.until.year


def test_thresholds_lie_near_the_last_known_value(open_world: Build) -> None:
    walks, levels = walk_pairs(2), 0
    for question in ask(open_world().cut(DAY)):
        if found := LEVEL.match(question.expression):
            levels += 1
            last = walks[" ".join(sorted(found.group(1, 2)))][2005 - FIRST]
            assert 0.79 < float(found[4]) / last < 1.31
    assert levels > 10


def test_nothing_is_asked_of_what_is_too_short_or_long_silent(open_world: Build) -> None:
    known = open_world().cut(DAY)
    assert not list(Sampler(known, ("CHN", "VUT"), 1).ask("trade", 20))  # it ended in 1988
    assert not list(Sampler(known, ("RUS", "VUT"), 1).ask("trade", 20))  # three years


def test_the_figures_to_fetch_are_those_that_are_asked_of(open_world: Build) -> None:
    wanted = set(Sampler(open_world().cut(DAY), STATES, 1).list_figures(["trade"]))
    assert {("trade", *pair.split()) for pair in walk_pairs(2)} <= wanted


def test_no_answer_but_its_outcome_depends_on_what_came_later(open_world: Build) -> None:
    one, other = (answer(open_world(seed)) for seed in (2, 3))
    assert len(one) > 60
    outcomes = [(mine.outcome, theirs.outcome) for mine, theirs in zip(one, other, strict=True)]
    assert sum(mine != theirs for mine, theirs in outcomes) > 5
    for mine, theirs in zip(one, other, strict=True):
        assert replace(mine, outcome=0.0, earlier=0.0) == replace(theirs, outcome=0.0, earlier=0.0)
        np.testing.assert_equal(mine.earlier, theirs.earlier)


def test_outcomes_are_those_of_a_check_by_hand(open_world: Build) -> None:
    walks, checked = walk_pairs(2), 0
    for entry in answer(open_world()):
        if found := LEVEL.fullmatch(entry.question.expression):
            value = walks[" ".join(sorted(found.group(1, 2)))][int(found[3]) - FIRST]
            assert entry.outcome == (value > float(found[4]))
        elif found := ROWS.fullmatch(entry.question.expression):
            is_there = {found[2], found[3]} == {"CHN", "RUS"} and any(
                int(found[4]) <= year <= int(found[5]) for year in (2004, 2008)
            )
            assert entry.outcome == (is_there == (found[1] == "exists"))
        checked += found is not None
    assert checked > 30


def test_what_nobody_can_know_is_left_out(open_world: Build) -> None:
    world = open_world()
    late = answer(world, days=[dt.date(2014, 12, 31)], count=40)
    assert {entry.question.horizon for entry in late if entry.question.measure == "trade"} == {1}
    assert np.isnan(resolve_reading("trade(CHN -- RUS)[2020] > 1 M USD", world, {}))
    assert np.isnan(resolve_reading("trade(CHN -- KIR)[2010] > 1 M USD", world, {}))
    assert resolve_reading("trade(CHN -- RUS)[2010] > 0.001 M USD", world, {}) == 1.0


def test_the_base_rate_counts_only_what_had_matured(open_world: Build) -> None:
    days = [dt.date(year, 12, 31) for year in range(1999, 2007)]
    answers = answer(open_world(), days=days, count=12)
    for entry in answers:
        asked = entry.question
        matured = [other for other in answers if other.question.until <= asked.as_of]
        classes = (
            [o.outcome for o in matured if key(o.question) == key(asked)]
            for key in (
                lambda one: (one.measure, one.kind, one.horizon),
                lambda one: (one.measure, one.kind),
                lambda one: one.kind,
            )
        )
        held = next((found for found in classes if len(found) >= 10), None)
        assert entry.base_rate == pytest.approx(estimate_rate(sum(held), len(held)) if held else 0.5)
    assert {entry.base_rate for entry in answers if entry.question.as_of == days[0]} == {0.5}
    assert len({entry.base_rate for entry in answers}) > 10


def build_answers(count: int = 60) -> list[Answer]:
    """Return answers of three measures and two horizons, at random."""
    stream = np.random.default_rng(8)
    made = []
    for number in range(count):
        horizon = (1, 3)[number % 2]
        question = Question(
            ("disputes", "flow", "trade")[number % 3], "level", f"reading {number}", DAY,
            DAY.replace(year=2005 + horizon), horizon,
        )  # fmt: skip
        chance = stream.random()
        earlier = NAN if number % 4 == 0 else float(stream.random())
        made.append(Answer(question, chance, 0.5, earlier, float(stream.random()), float(stream.random() < chance)))
    return made


def write_years(entry: Answer) -> str:
    return "1 year" if entry.question.horizon == 1 else "3 years"


def mean_brier(answers: Iterable[Answer], method: str) -> float:
    scores = [score_brier(np.array([getattr(one, method)]), np.array([one.outcome])) for one in answers]
    return float(np.nanmean(np.concatenate([np.ravel(score) for score in scores])))


def test_the_report_is_the_arithmetic_of_its_answers() -> None:
    answers = build_answers()
    report = summarise_answers(answers)
    assert [(line.by, line.name) for line in report.lines] == [
        ("all", "all"), ("horizon", "1 year"), ("horizon", "3 years"), ("kind", "level"), ("measure", "disputes"),
        ("measure", "flow"), ("measure", "trade"),
    ]  # fmt: skip
    for line in report.lines:
        group = [one for one in answers if line.name in ("all", "level", one.question.measure, write_years(one))]
        assert (line.n, line.held) == (len(group), sum(one.outcome for one in group))
        means = {method: mean_brier(group, method) for method in METHODS}
        shown = (line.brier, line.base_rate, line.earlier, line.persistence)
        assert shown == pytest.approx(tuple(means.values()))
        assert line.skill_base_rate == pytest.approx(1 - means["probability"] / means["base_rate"])
        assert line.skill_persistence == pytest.approx(1 - means["probability"] / means["persistence"])
        probabilities, outcomes = (np.array([getattr(one, n) for one in group]) for n in ("probability", "outcome"))
        curve = measure_reliability(probabilities, outcomes, resamples=1)
        assert (line.miscalibration, line.discrimination) == (curve.miscalibration, curve.discrimination)
        assert line.is_worse == (means["probability"] > min(means["base_rate"], means["persistence"]) + 0.005)


def test_the_misses_are_those_furthest_from_what_came() -> None:
    answers = build_answers()
    misses = [abs(one.probability - one.outcome) for one in summarise_answers(answers).misses]
    assert misses == sorted((abs(one.probability - one.outcome) for one in answers), reverse=True)[: len(misses)]


def test_a_group_without_earlier_years_has_no_score_for_them() -> None:
    report = summarise_answers([replace(one, earlier=NAN) for one in build_answers(12)])
    assert np.isnan(report.lines[0].earlier)


def test_a_rival_that_is_right_more_often_is_marked() -> None:
    beaten = [replace(one, probability=0.5, persistence=one.outcome) for one in build_answers()]
    level = [replace(one, probability=one.persistence, base_rate=one.persistence) for one in build_answers()]
    assert all(line.is_worse for line in summarise_answers(beaten).lines)
    assert not any(line.is_worse for line in summarise_answers(level).lines)
