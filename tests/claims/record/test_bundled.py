"""The forecasts of the bundled dossiers are encoded so that a score can rest on them."""

from __future__ import annotations

import pytest

from facta.claims import list_bundled, read_dossier
from facta.claims.record import list_forward, range_words
from facta.desk.checking import build_sets
from facta.forecasts.wording import DEFAULT


@pytest.mark.parametrize("name", list_bundled())
def test_every_hedge_has_a_range_on_the_side_of_its_readings(name: str) -> None:
    """Readings state what the author held, so that no hedge may leave them on the unlikely side."""
    file = read_dossier(name)
    for entry in list_forward(file.dossier.claims, build_sets(file))[0]:
        low, high = range_words(entry.said.hedge, DEFAULT, is_denied=entry.said.denies)
        assert high > 0.5, entry.claim.id
        assert low + high >= 0.85, entry.claim.id  # "may" and "might" reach furthest down


def test_the_forecasts_of_the_panel_are_all_registered_or_left_out_with_a_reason() -> None:
    file = read_dossier("china-russia-2021")
    forward, left = list_forward(file.dossier.claims, build_sets(file))
    found = {entry.claim.id for entry in forward} | {entry.claim for entry in left}
    assert found >= {
        claim.id for claim in file.dossier.claims if claim.horizon or claim.type in ("forecast", "condition")
    }
    assert all(entry.reason for entry in left)


def test_the_panel_dossier_names_the_shock_that_moved_its_outcomes() -> None:
    (shock,) = read_dossier("china-russia-2021").dossier.shocks
    assert (shock.name, shock.date.isoformat()) == ("the invasion of Ukraine", "2022-02-24")
