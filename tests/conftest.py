"""A small store of three island states, a dossier on them, and the command line in this process."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from typer.testing import CliRunner

import facta
from facta.cli import app

# No test is timed, since the machine may be busy, and none is drawn anew: what fails once fails again.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

LOADED = dt.date(2010, 1, 1)

DYADIC = """ccode1,ccode2,year,flow1,flow2
950,955,2000,1,5
950,955,2001,1,6
950,955,2002,2,7
950,955,2003,2,9
950,955,2004,3,10
950,990,2000,4,1
950,990,2001,4,0
950,990,2002,-9,1
950,990,2003,4,2
950,990,2004,4,2
"""
"""Imports of Fiji (950) from Tonga (955) and Samoa (990), and the other way, in million USD."""

NATIONAL = """ccode,year,imports,exports
950,2003,100,50
950,2004,110,60
955,2004,40,20
"""

CITED = """id,indicator,actor,recipient,period,value,unit,basis,reporter,published,citation,url,seen,via
fiji-2003,trade,FJI,TON,2003,14,M USD,flow,FJI,2004-05,"Bureau of Statistics, 2004",https://example.org/a,2009-01-01,
said-2006,trade,FJI,TON,2006,30,M USD,flow,FJI,2007-05,"A. Speaker, 2007",https://example.org/b,2009-01-01,A. Speaker
"""

DOSSIER = """facta: 1
question: Does Tonga live on trade with Fiji?
asked: 2003-06
registers: [cited.csv]
claims:
- id: grows
  said: {by: A. Speaker, date: 2003-06, quote: "trade with Tonga rises", place: a speech in Suva, hedge: surely}
  readings:
  - text: Trade rose over five years.
    check: slope(trade(FJI -- TON))[2000..2004] > 0
    validity: proxy
    why: A slope of nominal dollars.
- id: large
  said: {by: B. Writer, date: 2003-06, quote: "beyond ninety million"}
  narrative: true
  readings:
  - check: trade(FJI -- TON)[2004] > 90 M USD
- id: above-twelve
  said: {by: A. Speaker, date: 2003-06, quote: "more than twelve million"}
  readings:
  - check: trade(FJI -- TON)[2003] > 12 M USD
- id: thirty
  said: {by: A. Speaker, date: 2007-05, quote: "it reached thirty million"}
  readings:
  - check: trade(FJI -- TON)[2006] >= 30 M USD
- id: by-2030
  said: {by: B. Writer, date: 2003-06, quote: "will pass a billion by 2030"}
  horizon: {until: 2030-12-31, stated: by 2030, set_by: author}
  readings:
  - check: trade(FJI -- TON)[2030] > 1 bn USD
- id: arms
  said: {by: B. Writer, date: 2003-06, quote: "Fiji arms Vanuatu"}
  rebuts: [large]
  readings:
  - check: trade(FJI -- VUT)[2003] > 1 M USD
- id: because
  said: {by: B. Writer, date: 2003-06, quote: "because they like each other"}
  refuse: {reason: motive, why: Nobody can look into it.}
"""

FLOODED = DOSSIER.replace("> 90 M USD", "> 10 M USD")
"""The same with one claim that turns."""


@pytest.fixture(scope="session")
def islands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with files, a dossier, and a store that was filled from the files."""
    folder = tmp_path_factory.mktemp("islands")
    for name, text in {
        "dyadic.csv": DYADIC,
        "national.csv": NATIONAL,
        "cited.csv": CITED,
        "islands.yml": DOSSIER,
        "flooded.yml": FLOODED,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    facta.load("cow_trade", folder / "dyadic.csv", folder / "national.csv", store=folder / "store", retrieved=LOADED)
    return folder


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """What it printed as JSON."""
        document = json.loads(self.out)
        assert isinstance(document, dict)
        return document


Run = Callable[..., Answer]


@pytest.fixture
def run(islands: Path) -> Iterator[Run]:
    """Return ``run(*arguments, given="", **environment)``: a command in the dossier's folder, on the small store."""

    def call(*arguments: str, given: str = "", **environment: str) -> Answer:
        chosen = {"FACTA_STORE": str(islands / "store"), "COLUMNS": "80", **environment}
        result = CliRunner().invoke(app, list(arguments), input=given, env=chosen)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    with chdir(islands):
        yield call


def pytest_configure(config: pytest.Config) -> None:
    """A store with registers above it owns a temporary folder, which goes when the last evidence of it goes."""
    config.addinivalue_line("filterwarnings", "ignore:Implicitly cleaning up <TemporaryDirectory:ResourceWarning")
