"""A board of scores on a terminal."""

from __future__ import annotations

import pytest
from rich.console import Console

from facta.briefs.outlook import render_board
from facta.forecasts.scoring import Entry, Standing, score_board


@pytest.mark.parametrize(("claims", "shown"), [(2, ["–", "2", "–", "0"]), (3, ["0.36", "3", "–", "0"])])
def test_a_skill_on_fewer_than_three_claims_is_a_dash_with_its_number(claims: int, shown: list[str]) -> None:
    entries = [
        Entry("A. Speaker", f"grows-{n}", 0.6, 0.6, Standing.RESOLVED, outcome=1, base_rate=0.5) for n in range(claims)
    ]
    board = score_board(entries)
    assert board.rows[0].skill_base_rate == pytest.approx((0.36, 0.36))
    console = Console(width=100)
    with console.capture() as printed:
        console.print(render_board("islands", board, []))
    line = printed.get().split("Brier skill")[1].splitlines()[1]
    assert line.split() == ["A.", "Speaker", *shown]
