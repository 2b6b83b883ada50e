"""What a reading is, told without evidence, and in words."""

from __future__ import annotations

import pytest

from facta.claims import list_bundled, read_dossier
from facta.desk.checking import build_sets
from facta.domain import Window
from facta.language import Explanation, check_reading, explain_reading, list_operators, parse_reading

DESIGN = [
    "share(trade(CHN -- RUS), trade(RUS -- WLD))[2014] > share(trade(CHN -- RUS), trade(CHN -- WLD))[2014]",
    "rising_share(flow(RUS -> CHN, of=crude, unit=t))[2021..2025] >= 80%",
    "if count(verified(material_conflict(CHN -- RUS, where=CENTRAL_ASIA)), within=30d) >= 3 "
    "then change(trade(CHN -- RUS), over=12mo) < 0 %",
]


@pytest.mark.parametrize(
    ("text", "sort", "unit"),
    [
        ("trade(CHN -- RUS)", "series", "M USD"),
        ("trade(CHN -- RUS)[2014]", "series", "M USD"),
        ("trade(CHN -- RUS) - 1 bn USD", "series", "M USD"),
        ("trade(CHN -- RUS)[2014] - trade(CHN -- RUS)[2013]", "figure", "M USD"),
        ("50% * trade(CHN -- RUS)", "series", "M USD"),
        ("share(trade(CHN -- RUS), trade(RUS -- WLD))", "series", "1"),
        ("share(trade(CHN -- RUS)[2014], trade(RUS -- WLD))", "figure", "1"),
        ("share(projects(CHN -- RUS), projects(CHN -- RUS))", "figure", "1"),
        ("slope(flow(CHN -> RUS, unit=kt))", "figure", "kt"),
        ("official_finance(CHN -> RUS, count=yes)", "series", "count"),
        ("deals(CHN -- RUS)", "rows", None),
        ("verified(material_conflict(CHN -- RUS))", "rows", None),
        ("exists(deals(CHN -- RUS))", "truth", None),
        ("slope(trade(CHN -- RUS)) > 0", "truth", None),
        ("0.1 < trade_share(CHN -> RUS)", "truth", None),
        ("30d", "figure", "days"),
        ("2014-03-09", "figure", "date"),
        ("1 / 2", "figure", None),
    ],
)
def test_what_a_part_is(text: str, sort: str, unit: str | None) -> None:
    form = check_reading(parse_reading(text), text)
    assert (form.sort, form.unit.symbol if form.unit else None) == (sort, unit)


@pytest.mark.parametrize("text", DESIGN)
def test_the_readings_of_the_design_are_truths(text: str) -> None:
    assert check_reading(parse_reading(text), text).sort == "truth"


def explain(text: str) -> Explanation:
    return explain_reading(parse_reading(text), text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "share(trade(CHN -- RUS), trade(RUS -- WLD))[2014] > 10%",
            "The share of goods traded both ways between China and Russia in goods traded both ways between Russia and "
            "the world, over 2014, is above 10%.",
        ),
        (
            "if exists(alliance(CHN -- RUS)) during 2018 then change(trade(CHN -- EU), over=12mo) < 0% "
            "unless flow(RUS -> CHN, of=crude, unit=t)[2018..] <= 1 kt",
            "If there are alliance obligations between China and Russia, over 2018, then the relative change of goods "
            "traded both ways between China and the European Union (over 12 months) is below 0%, unless goods that "
            "flow from Russia to China (of crude; unit t), from 2018 on, is at most 1 kt.",
        ),
        (
            "not count(trade(CHN -- RUS) > 10 bn USD)[2000..2014] == 13 +- 1",
            "It does not hold that the number of periods in which goods traded both ways between China and Russia is "
            "above 10 bn USD, from 2000 to 2014, equals 13, give or take 1.",
        ),
        (
            "count(projects(RUS -> CHN), status is not rejected, list is x)[..2015] != 3",
            "The number of projects on a list from Russia to China whose status is not rejected and list is x, up to "
            "2015, differs from 3.",
        ),
        (
            "(1 > 2 or 3 >= 2 * (1 + 1)) and ideal_point(CHN) < 0",
            "(1 is above 2 or 3 is at least 2 times (1 plus 1)) and ideal point of China in the General Assembly is "
            "below 0.",
        ),
        (
            "first_day(said(RUS, phrase=alliance))[..2019] - 2019-10-03 <= 30d",
            "The first day of phrases that were said (Russia; phrase alliance), up to 2019, minus 2019-10-03 is at "
            "most 30 days.",
        ),
        (
            'judge("warmer in tone", by="A panel", dated=2021-01-31, answer=yes)',
            "By the judgement of a named person, “warmer in tone” holds (by A panel, dated 2021-01-31, answer yes).",
        ),
        (
            "after(deals(CHN -- RUS), trade(CHN -- RUS) > 1 USD, within=1y) and hedged(1 > 2, word=probably)",
            "After the first of deals between China and Russia, goods traded both ways between China and Russia is "
            "above 1 USD (within 1 years) and 1 is above 2, with a hedge on it (word probably).",
        ),
        (
            "specialise(trade(CHN -- USA), trade(CHN -- RUS), ideal_point(CHN), ideal_point(RUS))[2010]",
            "Goods traded both ways between China and the United States is above goods traded both ways between China "
            "and Russia, while ideal point of China in the General Assembly is above ideal point of Russia in the "
            "General Assembly, over 2010.",
        ),
        (
            "trade(CHN -- RUS) > 1 USD unless 1 > 2",
            "Goods traded both ways between China and Russia is above 1 USD, unless 1 is above 2.",
        ),
    ],
)
def test_sentences(text: str, sentence: str) -> None:
    assert str(explain(text)) == sentence


def test_an_explanation_names_measures_operators_and_windows() -> None:
    found = explain("slope(flow(RUS -> CHN, unit=t))[2001..2005] > slope(flow(RUS -> CHN, unit=t))[2006..2010]")
    (use,) = found.measures
    assert (use.name, use.relation, use.unit, use.basis, use.aggregation) == (
        "flow",
        "RUS -> CHN",
        "t",
        "flow, done",
        "sum",
    )
    assert use.options == {"unit": "t"}
    assert use.bias
    assert use.reference
    assert [operator.name for operator in found.operators] == ["slope"]
    assert [Window.parse(text) for text in found.windows] == [Window.parse("2001..2005"), Window.parse("2006..2010")]
    assert found.form.sort == "truth"


def test_verified_rows_come_from_the_register() -> None:
    assert [use.name for use in explain("count(verified(material_conflict(CHN -- RUS))) > 3").measures] == ["incidents"]


@pytest.mark.parametrize("name", sorted(list_operators()))
def test_every_operator_is_put_into_words(name: str) -> None:
    assert "{" not in str(explain(list_operators()[name].example)).replace("{CHN", "")


@pytest.mark.parametrize("name", sorted(list_bundled()))
def test_every_bundled_reading_is_a_truth(name: str) -> None:
    file = read_dossier(name)
    sets = build_sets(file)
    checks = [reading.check for claim in file.dossier.claims for reading in claim.readings]
    assert checks
    for text in checks:
        assert check_reading(parse_reading(text, sets), text).sort == "truth"
