"""What a condition waits for, as text and as parts."""

from __future__ import annotations

import datetime as dt

import pytest

from facta.claims import Claim, Commitment, Horizon, Reading, Said
from facta.claims.conditions import split_condition
from facta.claims.conditions.clauses import list_waiting
from facta.errors import ReadingSyntaxError
from facta.language import parse_reading

SAID = Said(by="A", quote="so it is", date="2021-01")
TRIGGER, EFFECT, EXCEPTION = "exists(disputes(CHN -- RUS))", "trade(CHN -- RUS) < 1 M USD", "2 > 3"


def make(*checks: str, until: dt.date | None = None) -> Claim:
    horizon = Horizon(until=until) if until else None
    return Claim(id="c", said=SAID, readings=[Reading(check=check) for check in checks], horizon=horizon)


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        (EFFECT, ("", EFFECT, "")),
        (f"{EFFECT} unless {EXCEPTION}", ("", EFFECT, EXCEPTION)),
        (f"if {TRIGGER} then {EFFECT}", (TRIGGER, EFFECT, "")),
        (f"if {TRIGGER}\n  then {EFFECT}\n  unless {EXCEPTION}", (TRIGGER, EFFECT, EXCEPTION)),
        (f"if {TRIGGER} during 2021 then {EFFECT}", (f"{TRIGGER} during 2021", EFFECT, "")),
        (
            f"if {TRIGGER} then {EFFECT} unless {EXCEPTION} during 2021..2023",
            (TRIGGER, f"{EFFECT} during 2021..2023", f"{EXCEPTION} during 2021..2023"),
        ),
        (
            'if exists(said(RUS, phrase="if we then meet, unless")) then 1 > 2',
            ('exists(said(RUS, phrase="if we then meet, unless"))', "1 > 2", ""),
        ),
    ],
)
def test_splits_a_condition_into_readings(expression: str, parts: tuple[str, str, str]) -> None:
    assert split_condition(expression) == parts
    parse_reading(expression)
    for part in filter(None, parts):
        parse_reading(part)


def test_readings_with_one_trigger_wait_together() -> None:
    claim = make(f"if {TRIGGER} then {EFFECT}", EFFECT, f"if {TRIGGER}  then 1 > 2", f"if {EXCEPTION} then 1 > 2")
    first, second = list_waiting(claim, {})
    assert [effect for _, effect, _ in first.readings] == [EFFECT, "1 > 2"]
    assert second.trigger is not None
    assert second.trigger.expression == EXCEPTION
    assert first.exception is None


@pytest.mark.parametrize(
    ("window", "horizon", "start", "end"),
    [
        ("[2021..2023]", None, "2021-01-01", "2023-12-31"),
        ("[2021..2023]", dt.date(2030, 12, 31), "2021-01-01", "2023-12-31"),
        ("[2021..]", dt.date(2030, 12, 31), "2021-01-01", "2030-12-31"),
        ("[2021..]", None, "2021-01-01", None),
        ("[..2023]", None, None, "2023-12-31"),
        ("", dt.date(2030, 12, 31), None, "2030-12-31"),
        ("", None, None, None),
    ],
)
def test_a_clause_ends_with_its_window_or_else_with_the_horizon(
    window: str, horizon: dt.date | None, start: str | None, end: str | None
) -> None:
    (waiting,) = list_waiting(make(f"if {TRIGGER}{window} then {EFFECT}", until=horizon), {})
    assert waiting.trigger is not None
    days = [day and day.isoformat() for day in (waiting.trigger.start, waiting.trigger.end)]
    assert days == [start, end]
    assert waiting.trigger.has_window == bool(window)


def test_a_threat_waits_for_its_trigger() -> None:
    made = Commitment(kind="threat", deed=EFFECT, trigger=TRIGGER, due=dt.date(2022, 12, 31))
    (waiting,) = list_waiting(Claim(id="c", said=SAID, commitment=made), {})
    assert waiting.trigger is not None
    assert waiting.trigger.expression == f"({TRIGGER}) during 2021-01-01..2022-12-31"
    assert waiting.readings[0][1] == f"({EFFECT}) during 2021-01-01..2022-12-31"


def test_a_reading_that_does_not_parse_names_its_place() -> None:
    with pytest.raises(ReadingSyntaxError, match=r"^d.yml:9: line 1, column 4"):
        list_waiting(make("if >"), {}, ["d.yml:9"])
