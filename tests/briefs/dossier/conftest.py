"""Briefs on the small dossier."""

from __future__ import annotations

from pathlib import Path

import pytest

from facta.briefs.dossier import DossierBrief
from facta.desk.briefing.opening import open_brief


@pytest.fixture(scope="session")
def brief(islands: Path) -> DossierBrief:
    """Return the brief on the three islands."""
    return open_brief(islands / "islands.yml", store=islands / "store", as_of="2009-12-31")
