"""How figures and shapes are written."""

from __future__ import annotations

import pytest

from facta.briefs import COLOURS, MARKS, write_against, write_value
from facta.briefs.words import (
    clean_text,
    count_noun,
    draw_sparkline,
    list_citations,
)
from facta.claims import VerdictWord


def test_every_verdict_has_a_shape_of_its_own() -> None:
    assert set(MARKS) == set(VerdictWord)
    assert len(set(MARKS.values())) == len(MARKS)
    assert set(COLOURS) <= set(MARKS)


@pytest.mark.parametrize(
    ("figure", "threshold", "margin", "unit", "text"),
    [
        (0.122, 0.1, 0.022, "1", "12.2% against 10%, by +2.20 points"),
        (0.05, 0.1, -0.05, "%", "0.0500% against 0.100%, by -0.0500 points"),
        (13.0, 90.0, -77.0, "M USD", "13 M USD against 90 M USD, by -77 M USD"),
        (4.0, 1.0, 3.0, "rank", "rank 4 against rank 1, by +3"),
        (25.0, 25.0, 0.0, "count", "25 against 25"),
        (2.0, None, None, "count", "2 found"),
        (0.0, None, None, "count", "0 found"),
        (None, None, None, "count", "–"),
        (7.5, None, None, None, "7.50"),
    ],
)
def test_figure_against_threshold(
    figure: float | None, threshold: float | None, margin: float | None, unit: str | None, text: str
) -> None:
    assert write_against(figure, threshold, margin, unit) == text


def test_missing_is_no_zero() -> None:
    assert write_value(None, "M USD") == "–"
    assert write_value(float("nan"), "M USD") == "–"
    assert write_value(0.0, "M USD") == "0 USD"


def test_a_sparkline_spans_least_to_greatest_and_leaves_gaps() -> None:
    assert draw_sparkline([3.0, 1.0, None, 2.0]) == "█▁ ▅"
    assert draw_sparkline([5.0, 5.0]) == "▁▁"
    assert draw_sparkline([None, None]) == "  "


def test_text_cannot_steer_a_terminal() -> None:
    assert clean_text("a\x1b]0;b\x07\nc\u202ed") == "a]0;b\ncd"


def test_counts_and_citations() -> None:
    assert count_noun(0, "row") == "0 rows"
    assert list_citations(["a", "b"]) == ["a", "b"]
    assert list_citations([str(n) for n in range(9)])[-1].startswith("… and 5 more")
