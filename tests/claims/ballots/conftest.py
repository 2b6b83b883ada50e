"""A ballot of three questions, and forms as somebody hands them in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.claims.ballots import Ballot, Feed, Question, seal_ballot, write_ballot
from facta.forecasts import BaseRate

TEXTS = {
    "trade-grows-1": "Trade grows.",
    "trade-grows-2": 'It grows by "half"; <b>&\u2028 a lot.',
    "clash-1": "If they clash, trade falls.",
}


@pytest.fixture
def ballot() -> Ballot:
    """Return a sealed ballot; the second text has marks that YAML and HTML must not take for their own."""
    feeds = [
        Feed(source="cow_trade", lag_days=730, ends=dt.date(2014, 12, 31)),
        Feed(source="imf_dots", lag_days=120),
    ]
    questions = [
        Question(
            id=name,
            text=text,
            check="trade(CHN -- RUS)[2030] > 1 bn USD",
            until=dt.date(2030, 12, 31),
            quote="it # grows: 'so'",
            by="A. Speaker",
            feeds=feeds[place == 2 :],
            is_conditional=name.startswith("clash"),
            base_rate=BaseRate(0.25, 2, 9) if place == 0 else None,
        )
        for place, (name, text) in enumerate(TEXTS.items())
    ]
    return seal_ballot(
        Ballot(
            dossier="d", question="Does \u201cit\u201d grow? # 100%", as_of=dt.date(2026, 11, 22), questions=questions
        )
    )


@pytest.fixture
def folder(ballot: Ballot, tmp_path: Path) -> Path:
    """Return a folder with the ballot."""
    (tmp_path / "ballot.yml").write_text(write_ballot(ballot), encoding="utf-8")
    return tmp_path


WriteForm = Callable[..., Path]


@pytest.fixture
def hand_in(ballot: Ballot, tmp_path: Path) -> WriteForm:
    """Return ``hand_in("name", "lines of forecasts", head=...)``: a form of the ballot, from line 5 its forecasts."""

    def write(expert: str, forecasts: str, head: str = "") -> Path:
        head = head or f"form: 1\nballot: {ballot.hash}\nexpert: {expert}\nforecasts:\n"
        path = tmp_path / f"form-{len(list(tmp_path.iterdir()))}.yml"
        path.write_text(head + forecasts, encoding="utf-8")
        return path

    return write


def answer(question: str, probability: str, reason: str = "") -> str:
    """Return the three lines of an answer."""
    return f"- question: {question}\n  probability: {probability}\n  reason: {reason}\n"
