"""What the grammar makes of expressions."""

from __future__ import annotations

import datetime as dt

import pytest

from facta.domain import StateSet, Window, find_set
from facta.errors import TooLarge
from facta.language import (
    LONGEST,
    Binary,
    Call,
    Compare,
    Conditional,
    Logic,
    Negation,
    Node,
    Number,
    Sides,
    Windowed,
    list_parts,
    parse_reading,
    walk,
)
from facta.language.nodes import Day, FieldTest, has_window


def find(node: Node, kind: type[Node]) -> Node:
    return next(part for part in walk(node) if isinstance(part, kind))


@pytest.mark.parametrize(
    ("text", "value", "symbol"),
    [
        ("10", 10, None),
        ("-2.5", -2.5, None),
        ("1e-3", 0.001, None),
        ("2_000_000", 2e6, None),
        ("10%", 10, "%"),
        ("3 bn USD", 3, "bn USD"),
        ("3 billion USD", 3, "bn USD"),
        ("30d", 30, "days"),
        ("12mo", 12, "months"),
        ("5 bcm", 5, "bcm"),
        ("7 M m3", 7, "M m3"),
    ],
)
def test_quantities(text: str, value: float, symbol: str | None) -> None:
    number = parse_reading(text)
    assert isinstance(number, Number)
    assert number.value == value
    assert (number.unit.symbol if number.unit else None) == symbol


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("CHN -- RUS", "CHN -- RUS"),
        ("China -> Россия", "CHN -> RUS"),
        ('"United States" -- 中国', "USA -- CHN"),
        ("{SAU, ARE, EGY} -> QAT", "{SAU, ARE, EGY} -> QAT"),
        ("EU except HUN -- CHN", "EU except HUN -- CHN"),
        ("{CHN, EU} except HUN -- WLD", "{CHN, EU} except HUN -- WLD"),
        ("EU except {HUN, SVK} -> RUS", "EU except {HUN, SVK} -> RUS"),
        ("{CHN, EU} except {HUN, SVK} -- WLD except RUS", "{CHN, EU} except {HUN, SVK} -- WLD except RUS"),
        ("{CHN, USA}", "{CHN, USA}"),
        ("CHN", "CHN"),
    ],
)
def test_relations(text: str, relation: str) -> None:
    side = find(parse_reading(f"of({text})"), Sides)
    assert isinstance(side, Sides)
    assert str(side.resolve()) == relation


@pytest.mark.parametrize(
    "text",
    ["2014", "2010..2014", "2014-03", "2014-Q3..", "..2014-03-09", " 2010 .. 2014 ", "FY2019/20", "FY2019/20-07.."],
)
def test_windows(text: str) -> None:
    node = parse_reading(f"a(b)[{text}]")
    assert isinstance(node, Windowed)
    assert node.window == Window.parse(text.strip())


@pytest.mark.parametrize("text", ["2014", "2010..2014", "2018-Q4", "2019-H1..", "2014-03-09"])
def test_during_is_a_window_around_the_reading(text: str) -> None:
    node = parse_reading(f"a(b) > 1 during {text}")
    assert isinstance(node, Windowed)
    assert isinstance(node.inner, Compare)
    assert node.window == Window.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "1 + (2 * 3)"),
        ("1 - 2 - 3", "(1 - 2) - 3"),
        ("8 / 4 / 2", "(8 / 4) / 2"),
        ("-a(b) + 1", "(-a(b)) + 1"),
        ("a(b) > 1 or a(b) > 2 and a(b) > 3", "a(b) > 1 or (a(b) > 2 and a(b) > 3)"),
        ("not a(b) > 1 and a(b) > 2", "(not a(b) > 1) and a(b) > 2"),
    ],
)
def test_what_binds_closer(text: str, expected: str) -> None:
    def shape(node: Node) -> object:
        label = getattr(node, "sign", getattr(node, "word", getattr(node, "value", None)))
        return type(node), label, [shape(part) for part in list_parts(node)]

    assert shape(parse_reading(text)) == shape(parse_reading(expected))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a(b) > 1", Compare),
        ("a(b) - c(d)", Binary),
        ("not a(b)", Negation),
        ("a(b) or c(d)", Logic),
        ("if a(b) then c(d)", Conditional),
        ("c(d) unless e(f)", Conditional),
        ("2014-03-09", Day),
    ],
)
def test_kinds(text: str, kind: type[Node]) -> None:
    assert isinstance(parse_reading(text), kind)


def test_a_condition_has_its_parts_and_windows() -> None:
    node = parse_reading("if a(b) during 2001 then c(d) unless e(f) during 2002..2003")
    assert isinstance(node, Conditional)
    windows = [str(part.window) for part in (node.trigger, node.effect, node.exception) if isinstance(part, Windowed)]
    assert windows == ["2001", "2002..2003", "2002..2003"]


def test_calls_keep_keywords_codes_and_tests() -> None:
    node = parse_reading('a(CHN -- RUS, of=010, where in CENTRAL_ASIA, status is not "under way", n is 3)')
    assert isinstance(node, Call)
    assert node.texts() == {"of": "010", "where": "CENTRAL_ASIA"}
    tests = [(part.field, part.value, part.is_negated) for part in node.arguments if isinstance(part, FieldTest)]
    assert tests == [("status", "under way", True), ("n", "3", False)]


def test_every_part_knows_its_place() -> None:
    text = "share(trade(CHN -- RUS), trade(RUS -- WLD))[2014] > 10%"
    places = {type(part).__name__: text[part.at :] for part in walk(parse_reading(text))}
    assert places["Sides"].startswith("RUS -- WLD")
    assert places["Number"] == "10%"


def test_a_set_of_a_dossier_comes_before_a_state_or_set_of_that_name() -> None:
    known = find_set("G7")
    assert known is not None
    sets = {"EU": StateSet("EU", "Mine", "group", known.members)}
    side = find(parse_reading("a(EU -- CHN)", sets), Sides)
    assert isinstance(side, Sides)
    assert side.resolve().actors.members == known.members
    assert find(parse_reading("a(EU)", sets), Sides) != find(parse_reading("a(EU)"), Sides)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("x" * (LONGEST + 1), "has 4001 characters; the limit is 4000"),
        ("+".join("1" * 80), "has 80 levels; the limit is 60"),
        ("not " * 80 + "a(b)", "has 82 levels; the limit is 60"),
        ("-" * 80 + "a(b)", "levels; the limit is 60"),
    ],
)
def test_what_nobody_would_write_is_refused(text: str, match: str) -> None:
    with pytest.raises(TooLarge, match=match):
        parse_reading(text)


def test_windows_are_found_inside() -> None:
    texts = {"a(b)": False, "a(b[2001])": True, "1 + a(b)[2001]": True, "a(b)[2001] > 1": True, "not a(b)": False}
    assert {text: has_window(parse_reading(text.replace("b[2001]", "c(b)[2001]"))) for text in texts} == texts


def test_days() -> None:
    node = parse_reading("2014-03-09")
    assert isinstance(node, Day)
    assert node.value == dt.date(2014, 3, 9)


@pytest.mark.parametrize(
    "text", ["FY2019/20", "FY2019/20..", "2018..FY2019/20-10", "FY2018/2019..FY2019/2020", "2018-H1..2019-Q3"]
)
def test_a_fiscal_year_may_follow_during(text: str) -> None:
    node = parse_reading(f"trade(CHN -- RUS) > 1 USD during {text}")
    assert isinstance(node, Windowed)
    assert node.window == Window.parse(text)
