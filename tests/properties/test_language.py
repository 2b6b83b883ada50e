"""Laws of the language: swaps, units, round trips, and that nothing but facta's own errors escapes."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from facta.domain import Series, find_unit
from facta.errors import FactaError
from facta.language import (
    Incommensurable,
    Number,
    Truth,
    check_reading,
    evaluate,
    explain_reading,
    list_operators,
    parse_reading,
    start_context,
)
from facta.measures import list_measures


def load_evidence() -> Any:
    """Return the small evidence of the language's own tests."""
    path = Path(__file__).parents[1] / "language" / "conftest.py"
    spec = importlib.util.spec_from_file_location("small_evidence", path)
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.SmallEvidence()


EVIDENCE = load_evidence()
STATES = ["CHN", "RUS", "USA", "KAZ", "FRA", "WLD", "EU", "CENTRAL_ASIA"]
PAIRS = st.permutations(["CHN", "RUS", "USA", "KAZ"]).map(lambda names: (names[0], names[1]))
WINDOWS = st.tuples(st.integers(1998, 2012), st.integers(0, 6)).map(lambda span: f"[{span[0]}..{span[0] + span[1]}]")


def ask(text: str) -> list[Any]:
    return list(evaluate(parse_reading(text), start_context(text, EVIDENCE)))


def decide(text: str) -> list[float | None]:
    return [None if math.isnan(truth.values[0]) else truth.values[0] for truth in ask(text) if isinstance(truth, Truth)]


@given(PAIRS, WINDOWS)
def test_swapping_an_undirected_relation_swaps_nothing(pair: tuple[str, str], window: str) -> None:
    one, other = pair
    for there, back in zip(
        ask(f"trade({one} -- {other}){window}"), ask(f"trade({other} -- {one}){window}"), strict=True
    ):
        np.testing.assert_array_equal(there.values, back.values)
        assert there.book == back.book


@given(PAIRS, WINDOWS)
def test_swapping_a_directed_relation_swaps_its_series(pair: tuple[str, str], window: str) -> None:
    one, other = pair
    total, out, back = (
        ask(text)
        for text in (
            f"trade({one} -- {other}, source=alpha){window}",
            f"flow({one} -> {other}){window}",
            f"flow({other} -> {one}){window}",
        )
    )
    for whole, there, again in zip(total, out, back, strict=True):
        assert isinstance(whole, Series)
        np.testing.assert_array_equal(whole.values, there.values + again.values)


@given(
    st.floats(0.001, 1000, allow_nan=False),
    st.sampled_from([">", ">=", "<", "<=", "==", "!="]),
    st.sampled_from([("M USD", "k USD"), ("bn USD", "USD"), ("tn USD", "M USD")]),
    WINDOWS,
)
@example(37.0, ">=", ("M USD", "k USD"), "[2009..2009]")
def test_scaling_threshold_and_unit_together_changes_no_verdict(
    value: float, sign: str, units: tuple[str, str], window: str
) -> None:
    coarse, fine = (find_unit(symbol) for symbol in units)
    left = f"trade(CHN -- RUS){window} {sign}"
    scaled = value * coarse.factor / fine.factor
    assert decide(f"{left} {value!r} {units[0]}") == decide(f"{left} {scaled!r} {units[1]}")


@given(st.integers(0, 100), st.integers(1, 100))
def test_a_share_is_one_whether_written_as_percent_or_ratio(part: int, whole: int) -> None:
    assert decide(f"{part} / {whole} == {100 * part / whole!r}%") == [1.0]


@given(PAIRS, WINDOWS, st.floats(-3, 3))
def test_a_reading_and_its_negation_never_both_hold(pair: tuple[str, str], window: str, threshold: float) -> None:
    text = f"change(trade({pair[0]} -- {pair[1]})){window} > {threshold!r}"
    for held, failed in zip(decide(text), decide(f"not {text}"), strict=True):
        assert (held is None) == (failed is None)
        assert held is None or failed is None or held + failed == 1


@given(st.floats(min_value=0, allow_nan=False, allow_infinity=False))
def test_a_printed_number_is_read_exactly(value: float) -> None:
    number = parse_reading(repr(value))
    assert isinstance(number, Number)
    assert number.value == value
    assert parse_reading(str(number)) == number


def check_message(error: Exception) -> None:
    assert len(str(error)) > 10
    assert "Traceback" not in str(error)


NAMES = [*list_operators(), *list_measures(), "trde", "a"]
LEAVES = st.one_of(
    st.sampled_from(["1", "0", "10%", "3 bn USD", "5 t", "30d", "12mo", "2004-05-01", "CHN", "EU", "G20", "1e300"]),
    st.sampled_from(["rung is mou", "status is not rejected", '"x y"', "{CHN, RUS}", "EU except FRA"]),
    st.tuples(st.sampled_from(STATES), st.sampled_from([" -> ", " -- "]), st.sampled_from(STATES)).map("".join),
    st.tuples(
        st.sampled_from([name for name, measure in list_measures().items() if measure.shape != "state"]),
        st.sampled_from(["(CHN -> RUS)", "(CHN -- RUS)", "(CHN -> KAZ)", "(CHN -- {RUS, KAZ})"]),
    ).map("".join),
)
KEYWORDS = st.sampled_from(
    [
        *["", "", "", ", within=30d", ", over=12mo", ", over=1d", ", share=50%", ", among=G20", ", tolerance=5%"],
        *[", of=1", ", direction=down", ", order=lowest", ", source=alpha", ", unit=t", ", where in RUS"],
        ", among={RUS, USA, KAZ}",
    ]
)
SPANS = ["2004", "2000..2009", "2001..", "..2005", "2004-03", "1990", "2003-Q2..2005-H1", "2009..2001", "2008..2015"]


def extend(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Build larger expressions of smaller ones, most of them of the wrong kind somewhere."""
    return st.one_of(
        st.builds("{}({}{})".format, st.sampled_from(NAMES), parts, KEYWORDS),
        st.builds("{}({}, {}{})".format, st.sampled_from(NAMES), parts, parts, KEYWORDS),
        st.builds("{}[{}]".format, parts, st.sampled_from(SPANS)),
        st.builds("({})[{}]".format, parts, st.sampled_from(SPANS)),
        st.builds("{} {} {}".format, parts, st.sampled_from(["+", "-", "*", "/"]), parts),
        st.builds("{} {} {}".format, parts, st.sampled_from([">", "<=", "==", "!="]), parts),
        st.builds("{} > {} +- {}".format, parts, parts, st.sampled_from(["1", "5%", "1 t", "2 M USD"])),
        st.builds("({} {} {})".format, parts, st.sampled_from(["and", "or"]), parts),
        st.builds("{}{}".format, st.sampled_from(["not ", "-"]), parts),
        st.builds("if {} then {} unless {} during 2004".format, parts, parts, parts),
        st.builds("{} unless {}".format, parts, parts),
    )


READINGS = st.recursive(LEAVES, extend, max_leaves=6)

SPAN = st.sampled_from(["", *(f"[{span}]" for span in SPANS[:-2])])
RELATIONS = ["CHN -> RUS", "RUS -> CHN", "CHN -> KAZ", "CHN -> USA", "CHN -> {RUS, KAZ}", "CHN -> FRA", "RUS -> WLD"]
MONEY = st.builds(
    "{}({}){}".format,
    st.sampled_from(["trade", "trade", "flow", "investment_position", "investment_flow", "investment_pledge"]),
    st.sampled_from(RELATIONS),
    st.sampled_from(["", "", "", "", "[2001..2006]"]),
)
SERIES = st.recursive(
    MONEY,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-"]), inner),
        st.builds("({} * {})".format, inner, st.sampled_from(["2", "50%", "-1", "0"])),
        st.builds("({} / {})".format, inner, st.sampled_from(["2", "0", "10%"])),
    ),
    max_leaves=3,
)
RATIOS = st.builds("{}({}, {}){}".format, st.sampled_from(["share", "ratio"]), SERIES, SERIES, SPAN)
TESTS = st.recursive(
    st.builds(
        "{} {} {} M USD{}".format,
        SERIES,
        st.sampled_from([">", "<=", "=="]),
        st.integers(0, 99),
        st.sampled_from(["", " +- 5%"]),
    ),
    lambda inner: st.one_of(st.builds("({} or {})".format, inner, inner), st.builds("not {}".format, inner)),
    max_leaves=3,
)
ROWS = st.sampled_from(["deals(CHN -- RUS)", "projects(RUS -> CHN)", "incidents(CHN -- RUS)", "disputes(CHN -- RUS)"])
COUNTED = st.one_of(ROWS, TESTS, st.just("material_conflict(CHN -- RUS)"))
LEVELS = ["slope", "difference", "mean", "sum", "maximum", "minimum", "first", "last"]
TRENDS = ["change", "trend", "rising_share", "falling_share"]
TRUTHS = st.recursive(
    st.one_of(
        TESTS,
        st.builds(
            "{}({}){} > {} M USD".format, st.sampled_from([*TRENDS[2:], "slope"]), SERIES, SPAN, st.integers(-9, 99)
        ),
        st.builds(
            "{}({}){} < {}%".format,
            st.sampled_from(["change", "trend", "rising_share"]),
            SERIES,
            SPAN,
            st.integers(-99, 99),
        ),
        st.builds("{} >= {}%".format, RATIOS, st.integers(0, 200)),
        st.builds("{}({}){}".format, st.sampled_from(["exists", "none"]), COUNTED, SPAN),
        st.builds("count({}){} {} {}".format, COUNTED, SPAN, st.sampled_from([">", "<", "=="]), st.integers(0, 9)),
        st.builds("persists({}{}){}".format, TESTS, st.sampled_from(["", ", share=60%"]), SPAN),
        st.builds("dominates({}, {}, {}){}".format, SERIES, SERIES, SERIES, SPAN),
        st.builds("monotone({}{}){}".format, SERIES, st.sampled_from(["", ", direction=down"]), SPAN),
        st.builds("rank({}, among={}){} == 1".format, MONEY, st.sampled_from(["G20", "{RUS, USA, KAZ}"]), SPAN),
        st.builds(
            "all(projects(RUS -> CHN), {}){}".format, st.sampled_from(["status is rejected", "actor is not CHN"]), SPAN
        ),
    ),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("not {}".format, inner),
    ),
    max_leaves=3,
)
CONDITIONS = st.one_of(TRUTHS, st.builds("if {} then {} unless {} during 2003..2006".format, TRUTHS, TRUTHS, TRUTHS))


@settings(max_examples=1500, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(READINGS, CONDITIONS))
def test_nothing_but_an_error_of_facta_escapes(text: str) -> None:
    """What was checked evaluates, explains itself, and is what the check said."""
    try:
        node = parse_reading(text)
        form = check_reading(node, text)
    except FactaError as error:
        check_message(error)
        return
    assert explain_reading(node, text).sentence.endswith(".")
    try:
        values = evaluate(node, start_context(text, EVIDENCE))
    except (FactaError, Incommensurable) as error:
        check_message(error)
        return
    kinds = {"figure": "Quantity", "series": "Series", "rows": "RowSet", "truth": "Truth"}
    assert {type(value).__name__ for value in values} <= {kinds[form.sort]}
    for value in values:
        if isinstance(value, Truth):
            assert set(np.nan_to_num(value.values, nan=0.5)) <= {0.0, 0.5, 1.0}
            assert bool(value.reason) == bool(np.isnan(value.values).all())


@settings(max_examples=500)
@given(st.text(alphabet='aбÉ中 \n0123456789.%"()[]{}<>=!+-*/,_#:€', max_size=60))
@pytest.mark.filterwarnings("error")
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        check_reading(parse_reading(text), text)
    except FactaError as error:
        check_message(error)
