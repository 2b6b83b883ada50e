"""Dossiers written by tests, and evidence built by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import numpy as np
import pytest
from tests.handmade import HandEvidence

from facta.claims import Claim, Judge, Reading, Said, Verdict
from facta.domain import Coverage, Figures, Frequency, Row, Window

HEAD = 'facta: 1\nquestion: Does it hold?\nasked: "2021-01"\n'


def book(indicator: str, actor: str, recipient: str, values: Mapping[int, float], **named: str) -> Figures:
    """Return figures by year; `named` sets source, reporter, unit, act or origin."""
    years = sorted(values)
    array = np.array([values[year] for year in years], dtype=float)
    blank = np.full(len(years), np.nan)
    origin = named.get("origin", f"{named.get('source', 'hand')} {named.get('reporter', '')}".strip())
    return Figures(
        indicator, actor, recipient, named.get("source", "hand"), named.get("reporter", ""), "", "1",
        named.get("unit", "M USD"), named.get("act", "done"), Frequency.YEAR, np.array(years, dtype=np.int64), array,
        blank, blank, np.ones(len(years)), np.where(np.isnan(array), 3, 0).astype(np.int8), (origin,) * len(years),
    )  # fmt: skip


def cover(indicator: str, window: str, source: str = "hand", absence: str = "missing") -> Coverage:
    """Return what a source covers."""
    return Coverage(source, indicator, Window.parse(window), absence)


@pytest.fixture
def flows() -> Callable[..., HandEvidence]:
    """Return ``flows({year: value}, {...}, as_of=)``: a book each of the flow RUS -> CHN, by reporters CHN and RUS."""

    def build(*books: Mapping[int, float], as_of: dt.date = dt.date(2026, 11, 22), origin: str = "") -> HandEvidence:
        named = [{"reporter": name} | ({"origin": origin} if origin else {}) for name in ("CHN", "RUS")]
        runs = tuple(book("trade_flow", "RUS", "CHN", values, **named[n]) for n, values in enumerate(books))
        return HandEvidence(runs, covers=(cover("trade_flow", "2000..2025"),), as_of=as_of)

    return build


@pytest.fixture
def judge() -> Callable[..., Verdict]:
    """Return ``judge(evidence, check, ...)``: the verdict on a claim with one direct reading a check."""

    def run(evidence: HandEvidence, *checks: str | Reading, **fields: object) -> Verdict:
        said = Said(by="A", quote="so it is", date="2021-01")
        readings = [check if isinstance(check, Reading) else Reading(check=check) for check in checks]
        claim = Claim(id="c", said=said, readings=readings)
        return Judge(evidence).judge_claim(msgspec.structs.replace(claim, **fields))

    return run


@pytest.fixture
def write_dossier(tmp_path: Path) -> Callable[..., Path]:
    """Return ``write_dossier(claims)``: a file with a head of three lines and those lines of claims, from line 4."""

    def write(text: str, head: str = HEAD) -> Path:
        (tmp_path / "d.yml").write_text(head + text, encoding="utf-8")
        return tmp_path / "d.yml"

    return write


@pytest.fixture
def evidence_of() -> Callable[..., HandEvidence]:
    """Return ``evidence_of((reporter, {year: value}, origin), ...)`` of the flow RUS -> CHN."""

    def build(*books: tuple[str, Mapping[int, float], str]) -> HandEvidence:
        flow = ("trade_flow", "RUS", "CHN")
        runs = tuple(book(*flow, values, reporter=name, origin=origin) for name, values, origin in books)
        return HandEvidence(runs, covers=(cover("trade_flow", "2000..2025"),))

    return build


@pytest.fixture
def pledged() -> HandEvidence:
    """Return what was pledged to one, and what flowed to another."""
    return HandEvidence(
        (
            book("investment_pledge", "CHN", "PAK", {2015: 46_000.0}, act="pledged"),
            book("investment_flow", "CHN", "RUS", {2015: 645.0}),
        ),
        covers=(cover("investment_pledge", "2010..2020"), cover("investment_flow", "2010..2020")),
    )


@pytest.fixture
def two_books() -> HandEvidence:
    """Return a part in one book and its whole in another."""
    return HandEvidence(
        (
            book("investment_flow", "CHN", "RUS", {2017: 140.0}, reporter="CHN"),
            book("investment_flow", "WLD", "RUS", {2017: 25_300.0}, reporter="UNCTAD"),
        ),
        covers=(cover("investment_flow", "2010..2020"),),
    )


@pytest.fixture
def clashes() -> Callable[..., HandEvidence]:
    """Return ``clashes({year: value}, rows)``: flows RUS -> CHN beside incidents, whose absence means zero."""

    def build(values: Mapping[int, float], rows: tuple[Row, ...]) -> HandEvidence:
        covers = (cover("trade_flow", "2000..2025"), cover("incident", "2000..2026-11-22", absence="zero"))
        return HandEvidence((book("trade_flow", "RUS", "CHN", values),), rows, covers)

    return build
