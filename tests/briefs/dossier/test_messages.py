"""What stands over a chart: what was found, when, and what was claimed, each as people say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

import facta
from facta.briefs.dossier.messages import find_sign, name_lines, say_claim, write_message
from facta.claims import Verdict
from facta.claims.exhibits import Exhibit, find_exhibit
from facta.desk.workbench import open_evidence
from facta.domain import Window

DAY = "2026-11-22"


def say(expression: str) -> str:
    verdict: Verdict = facta.ask(expression, as_of=DAY)
    exhibit = find_exhibit(verdict, open_evidence(None, DAY), {}, {})
    assert exhibit
    return write_message(verdict, exhibit)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("trade(CHN -- RUS)[2014] > 90 bn USD", "93.9 bn USD in 2014; claimed: more than 90 bn USD"),
        ("change(trade(CHN -- RUS, source=cow_trade))[2009..2014] > 0%", "+110% over 2009–2014; claimed: a rise"),
        ("difference(arms_transfers(RUS -> CHN))[2020..2021] >= 0", "+141 M TIV over 2020–2021; claimed: no fall"),
        ("sum(arms_transfers(RUS -> CHN))[2012..2021] > 9000 M TIV",
         "8,677 M TIV in all over 2012–2021; claimed: more than 9,000 M TIV"),
        ("slope(trade_share(RUS -> CHN))[2000..2014] < 0%", "+0.489 points a year over 2000–2014; claimed: a fall"),
        ("count(meetings(CHN -> RUS, level=head_of_state))[2013] >= 1", None),
        ("break(investment_position(CHN -> RUS, source=imf_dip, reporter=RUS))[2015..2019] < 50%", None),
    ],
)  # fmt: skip
def test_a_message_says_figure_window_and_claim(expression: str, message: str | None) -> None:
    said = say(expression)
    assert said[0].isupper() or not said[0].isalpha()
    assert "; claimed: " in said
    assert ".." not in said
    if message:
        assert said == message


def test_rows_are_said_to_be_on_record() -> None:
    assert say("count(meetings(CHN -> RUS, level=head_of_state))[2013] >= 1").startswith("2 on record in 2013; claimed")
    assert say("none(disputes(CHN -- RUS, fatal=yes))[1992..2010]") == "None on record, 1992–2010"


@pytest.mark.parametrize(
    ("sign", "threshold", "unit", "text"),
    [
        (">", 0.1, "1", "more than 10%"),
        ("!=", 3.0, "count", "other than 3"),
        ("<=", 3.0, "rank", "rank 3 or better"),
        (">", 12.0, "rank", "below rank 12"),
        (">=", 737335.0, "date", "2019-10-03 or later"),
        ("<", 737335.0, "date", "before 2019-10-03"),
        ("==", 25.0, "count", "25"),
    ],
)
def test_a_claim_is_said_by_its_kind(sign: str, threshold: float, unit: str, text: str) -> None:
    assert say_claim(sign, threshold, unit) == text


@pytest.mark.parametrize("sign", ["==", "!=", ">=", "<=", ">", "<"])
def test_the_sign_is_read_off_the_reading(sign: str) -> None:
    assert find_sign(f"trade(CHN -- RUS)[2014] {sign} 90 bn USD") == sign


def test_a_step_is_a_step_and_not_a_number_of_points() -> None:
    verdict = facta.ask("step(deals(CHN -- RUS, domain=energy), ladder=rung)[2014] >= 2", as_of=DAY)
    exhibit = Exhibit(1, window=Window.parse("2014"), operator="step on the ladder", sign=">=")
    assert write_message(verdict, exhibit).startswith("Step ")
    assert write_message(verdict, exhibit).endswith("claimed: at least step 2")


def test_an_undecided_series_gives_its_verdict_and_its_words() -> None:
    verdict = facta.ask("persists(conflict_share(USA -- RUS) >= 20%)[2021..2024]", as_of=DAY)
    (series, *_) = facta.measure("conflict_share", "USA -- RUS").series
    said = write_message(verdict, Exhibit(1, series=(series,), title="Share of conflict"))
    assert said == "No evidence: Share of conflict"
    spoken = replace(verdict, readings=(replace(verdict.readings[0], text="They quarrel each year."),))
    assert write_message(spoken, Exhibit(1, series=(series,))) == "No evidence: They quarrel each year."


def test_lines_are_named_by_what_differs() -> None:
    trade = facta.measure("trade", "CHN -- RUS").series
    assert len(set(name_lines(trade[:3]))) == 3
    assert all("_" not in name for name in name_lines(trade))
    pairs = [facta.measure("vote_agreement", pair).series[0] for pair in ("CHN -- RUS", "FRA -- GBR")]
    assert name_lines(pairs) == ["China–Russia", "France–United Kingdom"]
