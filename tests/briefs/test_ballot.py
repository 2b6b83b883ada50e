"""The form of a ballot as a page, and a ballot on a terminal."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from functools import partial
from html.parser import HTMLParser

import pytest
from rich.console import Console, RenderableType

from facta.briefs.outlook import render_ballot, render_ballot_form, render_frozen, render_panel
from facta.claims.ballots import (
    Ballot,
    Feed,
    Filled,
    LeftOut,
    Question,
    Record,
    Stated,
    close_record,
    freeze_forms,
    pool_panel,
    seal_ballot,
)

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
HOSTILE = '</script><script>alert("1")</script> & $id \u2028 "x\' onfocus=y'


@pytest.fixture
def ballot() -> Ballot:
    """Return a ballot with a text that tries to become part of the page."""
    asked = partial(Question, check="trade(CHN -- RUS)[2030] > 1 bn USD", until=dt.date(2030, 12, 31), by="A")
    feeds = [Feed(source="imf_dots", lag_days=120)]
    questions = [
        asked(id="q-1", text="Trade grows.", quote="it grows", feeds=feeds),
        asked(
            id="q-2", text=HOSTILE, quote=HOSTILE, feeds=[Feed(source="atop", lag_days=9, ends=dt.date(2018, 12, 31))]
        ),
    ]
    return seal_ballot(Ballot(dossier="d", question=f"Who? {HOSTILE}", as_of=AT.date(), questions=questions))


class _Page(HTMLParser):
    """Notes the elements of a page, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def list_values(self, tag: str, name: str) -> list[str | None]:
        return [held[name] for found, held in self.elements if found == tag and name in held]


@pytest.fixture
def page(ballot: Ballot) -> str:
    """Return the page of somebody with a hostile name."""
    return render_ballot_form(ballot, "some-body", f'Some "Body" {HOSTILE}')


def test_the_page_asks_nothing_of_any_server(page: str) -> None:
    assert "http" not in page.replace("http-equiv", "")
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest|import\(|sendBeacon|WebSocket|eval\(", page)
    parsed = _Page(page)
    tags = {tag for tag, _ in parsed.elements}
    assert not tags & {"link", "img", "iframe", "object", "embed", "base", "video", "audio"}
    assert not [
        name for _, held in parsed.elements for name in held if name.startswith("on") or name in {"src", "href"}
    ]


def test_the_page_may_run_its_own_script_alone(page: str) -> None:
    (policy,) = [value for value in _Page(page).list_values("meta", "content") if value and "script-src" in value]
    assert policy.startswith("default-src 'none';")
    for kind in ("script", "style"):
        (text,) = re.findall(rf"<{kind}>(.*?)</{kind}>", page, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_text_cannot_become_part_of_the_page(page: str, ballot: Ballot) -> None:
    parsed = _Page(page)
    assert [tag for tag, _ in parsed.elements].count("script") == 1
    assert parsed.list_values("input", "value") == [f'Some "Body" {HOSTILE}']
    assert parsed.list_values("fieldset", "data-question") == ["q-1", "q-2"]
    assert parsed.list_values("form", "data-ballot") == [ballot.hash]


def test_every_field_has_a_label_and_every_reference_a_target(page: str) -> None:
    parsed = _Page(page)
    ids = [held["id"] for _, held in parsed.elements if "id" in held]
    assert len(ids) == len(set(ids))
    fields = [held["id"] for tag, held in parsed.elements if tag in {"input", "textarea"}]
    assert fields == parsed.list_values("label", "for") == ["expert", "p1", "r1", "p2", "r2"]
    for described in parsed.list_values("input", "aria-describedby"):
        assert {*(described or "").split()} <= {*ids}
    assert parsed.list_values("html", "lang") == ["en"]


def _print(*parts: RenderableType, width: int = 80) -> str:
    console = Console(width=width, markup=False, emoji=False, highlight=False)
    with console.capture() as printed:
        for part in parts:
            console.print(part)
    return printed.get()


def test_a_ballot_says_what_nothing_can_resolve(ballot: Ballot) -> None:
    text = _print(render_ballot(ballot, [LeftOut("q-3", "the reading is weak"), LeftOut("q-4", "the reading is weak")]))
    assert "no source reaches it" in text
    assert "No source reaches the horizon of 1 question: nothing here can resolve it." in text
    assert "Not asked: 2 readings (the reading is weak)" in text


def _freeze(ballot: Ballot, *stated: float) -> Record:
    forms = [
        Filled(
            expert=f"Expert {n}",
            file="f.yml",
            sha256="ab" * 32,
            forecasts=[Stated(question="q-1", probability=p, reason=f"Reason\n\x1b[31m{n}")],
        )
        for n, p in enumerate(stated, start=1)
    ]
    return freeze_forms(Record(ballot), forms, AT)


def test_what_was_frozen_stays_hidden(ballot: Ballot) -> None:
    record = _freeze(ballot, 0.137, 0.6)
    text = _print(render_frozen(record))
    assert "Expert 1" in text
    assert "1 of 2" in text
    assert record.head in text
    assert "137" not in text.replace(record.head, "")


def test_a_panel_shows_who_differs_and_what_would_move_them(ballot: Ballot) -> None:
    record = close_record(_freeze(ballot, 0.1, 0.2, 0.9), AT)
    text = _print(render_panel(record, *pool_panel(record, AT.date())))
    flat = " ".join(text.split())
    assert "3 experts, closed at 2026-11-23 09:00 UTC" in flat
    assert "Trade grows. 3 39% 10% to 90%" in flat
    assert "Lowest 10% Expert 1: Reason [31m1" in flat
    assert "66.7% of pairs on opposite sides of 50%" in flat
    assert "imf_dots: next on 2027-04-30, decides on 2031-04-30" in flat


def test_a_panel_that_agrees(ballot: Ballot) -> None:
    record = close_record(_freeze(ballot, 0.5), AT)
    assert "No two experts differ" in _print(render_panel(record, *pool_panel(record, AT.date())))
