from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from facta.domain import Aggregation, Basis, Kind, find_unit
from facta.errors import UnknownName
from facta.measures import Measure, find_measure, list_measures
from facta.sources import list_sources

Build = Callable[..., Any]

NAMES = sorted(list_measures())
SHAPES = {"directed", "undirected", "either", "state"}


def list_calls(folder: Path) -> Iterator[str]:
    """Yield every text that stands in the test files of a folder."""
    for file in folder.glob("test_*.py"):
        if file != Path(__file__):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            yield from (str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant))


TESTED = set(list_calls(Path(__file__).parent))


@pytest.mark.parametrize("name", NAMES)
def test_every_measure_is_tested(name: str) -> None:
    assert name in TESTED, f"no test in tests/measures calls {name}"


@pytest.mark.parametrize("name", NAMES)
def test_every_measure_owns_up_to_a_bias_and_says_what_helps(name: str) -> None:
    found = find_measure(name)
    assert found.bias.endswith(".")
    assert found.remedy.endswith(".")
    assert found.title[0].islower()
    assert not found.title.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_every_measure_has_a_docstring_with_an_example_that_asks_for_it(name: str) -> None:
    text = inspect.getdoc(find_measure(name).compute) or ""
    assert "Examples\n--------\n>>> import facta" in text
    assert re.search(rf"\b{name}\b", text.partition("Examples\n")[2])


@pytest.mark.parametrize("name", NAMES)
def test_what_has_a_reference_cites_it_in_its_docstring(name: str) -> None:
    found = find_measure(name)
    assert ("References\n----------" in (inspect.getdoc(found.compute) or "")) is bool(found.reference)


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_of_a_measure_fit_together(name: str) -> None:
    found = find_measure(name)
    assert found.name == name
    assert found.ledger in {"words", "deeds", "context"}
    assert found.shape in SHAPES
    assert 0 < found.needs <= 1
    assert found.is_rows is (found.basis is None and name != "cited")
    assert all(argument.default in argument.choices for argument in found.arguments if argument.default)
    if found.basis:
        assert find_unit(found.unit).symbol == found.unit


@pytest.mark.parametrize("name", NAMES)
def test_words_are_never_summed_with_deeds(name: str) -> None:
    found = find_measure(name)
    if found.basis and found.basis.act.value == "pledged":
        assert found.ledger == "words"


@pytest.mark.parametrize("name", [name for name in NAMES if find_measure(name).aggregation is Aggregation.WEIGHTED])
def test_only_shares_are_pooled(name: str) -> None:
    assert find_measure(name).basis == Basis(Kind.SHARE)


WITHOUT_A_MEASURE = {
    "membership_system": "serves the table of states",
    "events": "millions of reports: a panel of counts by pair and period reads them, no measure reads raw rows",
}
"""Indicators of sources that no measure reads as they are, and why."""
OF_REGISTERS = {"investment_flow", "investment_pledge"}
"""Figures that only registers kept by hand have: they name their own, and no source declares them."""


def test_every_indicator_of_a_source_is_used_by_a_measure_and_the_other_way_round() -> None:
    wanted = {indicator for found in list_measures().values() for indicator in found.indicators}
    given = {name for source in list_sources().values() for name in source.indicators}
    assert wanted - given == OF_REGISTERS
    assert given - wanted == WITHOUT_A_MEASURE.keys()


def test_measures_come_by_name_and_in_order() -> None:
    assert list(list_measures()) == NAMES
    assert all(isinstance(found, Measure) and found.name == name for name, found in list_measures().items())


def test_the_public_face_is_sorted_and_there() -> None:
    room = importlib.import_module("facta.measures")
    assert room.__all__ == sorted(room.__all__)
    assert all(hasattr(room, name) for name in room.__all__)


@pytest.mark.parametrize(("found", "nearest"), [("votes_agreement", "vote_agreement"), ("trades", "trade")])
def test_an_unknown_measure_names_the_nearest(found: str, nearest: str) -> None:
    with pytest.raises(UnknownName, match=rf"unknown measure '{found}'\. Nearest: {nearest}\."):
        find_measure(found)


def test_a_name_like_no_other_says_where_the_list_is() -> None:
    with pytest.raises(UnknownName, match=r"unknown measure 'xyzzy'\. `facta measures` lists them\."):
        find_measure("xyzzy")


def test_defaults_are_filled_in_and_what_is_given_stays() -> None:
    assert find_measure("disputes").complete({"fatal": "yes"}) == {
        "fatal": "yes",
        "hostility": "any",
        "source": "",
        "reporter": "",
    }


def test_an_unknown_argument_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"unknown argument of flow 'units'\. Nearest: unit\."):
        find_measure("flow").complete({"units": "t"})
    with pytest.raises(UnknownName, match=r"unknown argument of rivalry 'xyz'\. It takes type, source, reporter\."):
        find_measure("rivalry").complete({"xyz": "t"})


def test_an_unknown_choice_names_the_nearest_or_all() -> None:
    with pytest.raises(UnknownName, match=r"unknown method of vote_agreement 'rwa'\. Nearest: raw\."):
        find_measure("vote_agreement").complete({"method": "rwa"})
    with pytest.raises(UnknownName, match=r"unknown fatal of disputes '1'\. It is one of yes, any\."):
        find_measure("disputes").complete({"fatal": "1"})


@pytest.fixture
def books(build_evidence: Build, build_figures: Build) -> Any:
    runs = [
        build_figures("investment_position", "CHN", "RUS", {2020: 1.0}, unit="M USD", source=source, reporter=reporter)
        for source in ("imf", "hand")
        for reporter in ("CHN", "RUS")
    ]
    return build_evidence(runs=tuple(runs))


def test_source_and_reporter_restrict_every_measure(books: Any, measure: Build) -> None:
    def ask(**options: str) -> list[str]:
        return [str(series.book) for series in measure(books, "investment_position", "CHN -> RUS", **options)]

    assert ask() == ["hand · CHN", "hand · RUS", "imf · CHN", "imf · RUS"]
    assert ask(source="imf") == ["imf · CHN", "imf · RUS"]
    assert ask(reporter="RUS") == ["hand · RUS", "imf · RUS"]
    assert ask(source="imf", reporter="RUS") == ["imf · RUS"]
    assert ask(source="cow_trade") == ask(reporter="Kazakhstan") == []
    assert ask(reporter="Russian Federation") == ask(reporter="RUS")
    with pytest.raises(UnknownName, match=r"unknown source 'nobody'\. Here it is one of hand, imf\."):
        ask(source="nobody")
    with pytest.raises(UnknownName, match=r"unknown reporter 'RSU'\. Nearest: RUS\."):
        ask(reporter="RSU")


def test_rows_are_restricted_to_a_source_too(
    build_evidence: Build, build_row: Build, cover: Build, measure: Build
) -> None:
    listed = tuple(build_row("dispute", "CHN", "RUS", "1969", source=source) for source in ("one", "two"))
    covers = tuple(cover("dispute", "1946..2014", "zero", source=source) for source in ("one", "two"))
    evidence = build_evidence(listed=listed, covers=covers)
    (found,) = measure(evidence, "disputes", "CHN -- RUS", source="two")
    assert [row.source for row in found.rows] == ["two"]


def test_a_series_begins_with_the_facts_of_its_measure(relate: Build) -> None:
    blank = find_measure("official_finance").begin(relate("CHN -> RUS"))
    assert (blank.measure, blank.relation, blank.unit.symbol) == ("official_finance", "CHN -> RUS", "M USD")
    assert (str(blank.basis), blank.aggregation, blank.needs) == ("flow, done, real", Aggregation.SUM, 0.5)
    assert blank.values.shape == (1, 0)
    assert blank.periods == []


def test_a_series_may_begin_in_another_unit(relate: Build) -> None:
    blank = find_measure("flow").begin(relate("CHN -> RUS"), find_unit("Mt"), Basis(Kind.FLOW))
    assert (blank.unit.symbol, str(blank.basis)) == ("Mt", "flow, done")
