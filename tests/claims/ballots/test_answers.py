"""Probabilities that a dossier states."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from facta.claims import read_dossier
from facta.errors import DossierError

WriteDossier = Callable[..., Path]

CLAIM = """claims:
- id: c
  said: {{by: A, date: 2021-01, quote: it will, probability: {probability}}}
  readings: [{{check: "trade(CHN -- RUS)[2030] > 1 bn USD"}}]
"""


@pytest.mark.parametrize(("written", "read"), [("0.35", 0.35), ("1", 1.0), ("0", 0.0), ("", None), ("1.0e-05", 1e-5)])
def test_a_holder_may_state_a_probability(written: str, read: float | None, write_dossier: WriteDossier) -> None:
    dossier = read_dossier(write_dossier(CLAIM.format(probability=written))).dossier
    assert dossier.claims[0].sayings[0].probability == read


@pytest.mark.parametrize("written", ["35", "1.35", "-0.2", "35%", "likely", ".nan", "yes"])
def test_it_lies_between_0_and_1(written: str, write_dossier: WriteDossier) -> None:
    with pytest.raises(DossierError, match=r"d\.yml:6: claims\[0\]\.said\.probability: expected `float"):
        read_dossier(write_dossier(CLAIM.format(probability=written)))
