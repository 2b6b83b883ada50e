"""A log says where everything stands after each of its entries, and nothing else does."""

from __future__ import annotations

import datetime as dt
import json
import random
from itertools import pairwise
from pathlib import Path

import pytest

from facta.claims.record import Kind, Log, LogEntry, cut_log, range_words, replay_log
from facta.errors import UnknownName
from facta.forecasts.scoring import Standing
from facta.store import BrokenJournal

HORIZONS = (dt.date(2021, 12, 31), dt.date(2022, 12, 31))
OUTCOMES = {Kind.RESOLVED: (0.0, 1.0), Kind.AMBIGUOUS: (None,), Kind.ANNULLED: (None,)}


def write(kind: Kind, reading: str = "r0", **facts: object) -> LogEntry:
    """Return an entry of the claim that is named after its reading."""
    days = {"day": dt.date(2026, 1, 1), "as_of": dt.date(2023, 1, 1)} | facts
    return LogEntry(kind=kind, dossier="d", claim=f"c-{reading}", reading=reading, name=reading, evidence="e", **days)  # type: ignore[arg-type]


def invent_log(seed: int, length: int = 30) -> list[LogEntry]:
    """Return entries of four readings in an order that a resolver might write."""
    rng, log = random.Random(seed), []
    for number in range(length):
        reading, kind = f"r{rng.randrange(4)}", rng.choice(list(Kind)[:-1])
        facts: dict[str, object] = {"as_of": dt.date(2023, 1, 1) + dt.timedelta(days=number)}
        if kind is Kind.REGISTERED:
            facts["until"] = rng.choice(HORIZONS)
        elif kind is Kind.FORECAST:
            low = rng.randrange(50) / 100
            facts |= {"holder": rng.choice("AB"), "low": low, "high": low + 0.3, "model": 0.4, "mapping": "icd-203 x"}
        elif kind in OUTCOMES:
            facts["outcome"] = rng.choice(OUTCOMES[kind])
        log.append(write(kind, reading, **facts))
    return log


def find_standings(log: list[LogEntry]) -> dict[tuple[str, str], tuple[object, ...]]:
    """Return the standing of each holder's forecast by looking back from the end, once for each reading."""
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    for reading in {entry.reading for entry in log}:
        own = [entry for entry in log if entry.reading == reading]
        placed = [entry for entry in own if entry.kind in (Kind.REGISTERED, Kind.WITHDRAWN)]
        if not placed or placed[-1].kind is Kind.WITHDRAWN:
            continue
        until, since = placed[-1].until, own.index(placed[0])
        for before, after in pairwise(placed):
            if after.kind is Kind.REGISTERED and before.until != after.until:
                since = own.index(after)
        settled = next((entry for entry in reversed(own[since:]) if entry.kind in OUTCOMES), None)
        for holder in {entry.holder for entry in own if entry.kind is Kind.FORECAST}:
            said = next(entry for entry in reversed(own) if entry.holder == holder)
            outcome = settled.outcome if settled else None
            kind = settled.kind.value if settled else "not yet"
            found[reading, holder] = (kind, outcome, said.low, said.high, until)
    return found


@pytest.mark.parametrize("seed", range(8))
def test_every_prefix_of_a_log_gives_the_standings_of_that_prefix(seed: int) -> None:
    log = invent_log(seed)
    order = list(range(len(log) + 1))
    random.Random(seed).shuffle(order)
    for length in order:
        entries = replay_log(log[:length]).list_entries()
        outcomes = {(e.reading, e.holder): None if e.outcome != e.outcome else e.outcome for e in entries}
        given = {(e.reading, e.holder): (e.standing.value, e.low, e.high, e.until) for e in entries}
        expected = find_standings(log[:length])
        assert outcomes == {key: facts[1] for key, facts in expected.items()}
        assert given == {key: (facts[0], *facts[2:]) for key, facts in expected.items()}


def test_replaying_twice_over_gives_the_same() -> None:
    log = invent_log(3)
    assert replay_log(log) == replay_log([*log])


def test_a_log_on_disk_replays_as_it_was_written(tmp_path: Path) -> None:
    log, invented = Log(tmp_path, "d", "/p/d.yml"), invent_log(1)
    for place in range(0, 30, 7):
        log.extend(lambda entries, place=place: invented[place : place + 7])  # type: ignore[misc]
    assert log.read() == (invented, 0)


def test_an_edit_in_the_middle_is_found(tmp_path: Path) -> None:
    log = Log(tmp_path, "d", "/p/d.yml")
    log.extend(lambda entries: invent_log(1))
    lines = log.path.read_text().splitlines(keepends=True)
    lines[14] = lines[14].replace('"day":"2026-01-01"', '"day":"2020-01-01"')
    log.path.write_text("".join(lines))
    with pytest.raises(BrokenJournal, match=r":15: the line is not the one"):
        log.read()


def test_an_entry_of_a_later_version_is_refused_by_its_line(tmp_path: Path) -> None:
    log = Log(tmp_path, "d", "/p/d.yml")
    log.extend(lambda entries: [write(Kind.REGISTERED)])
    line = json.loads(log.path.read_text())
    assert line.pop("sha256") != line.pop("previous")
    log._journal.extend(lambda lines: [json.dumps({**line, "mood": "good"}).encode()])
    with pytest.raises(BrokenJournal, match=r":2: no entry of this version .*mood.*Upgrade facta"):
        log.read()


def test_what_waits_is_never_written(tmp_path: Path) -> None:
    log = Log(tmp_path, "d", "/p/d.yml")
    assert len(log.extend(lambda entries: [write(Kind.PENDING), write(Kind.REGISTERED)])) == 2
    assert [entry.kind for entry in log.read()[0]] == [Kind.REGISTERED]


def test_dossiers_of_one_name_and_two_places_have_two_logs(tmp_path: Path) -> None:
    assert Log(tmp_path, "d", "/p/d.yml").path != Log(tmp_path, "d", "/q/d.yml").path


def test_a_new_horizon_opens_what_was_resolved() -> None:
    log = [write(Kind.REGISTERED, until=HORIZONS[0]), write(Kind.FORECAST, holder="A", low=0.1, high=0.2)]
    log.append(write(Kind.RESOLVED, outcome=1.0))
    assert replay_log(log).list_entries()[0].standing is Standing.RESOLVED
    assert replay_log([*log, log[0]]).list_entries()[0].standing is Standing.RESOLVED
    assert replay_log([*log, write(Kind.REGISTERED, until=HORIZONS[1])]).list_entries()[0].standing is Standing.PENDING


def test_a_day_hides_later_forecasts_and_resolutions() -> None:
    said = write(Kind.FORECAST, holder="A", low=0.1, high=0.2, as_of=dt.date(2021, 1, 31))
    came = write(Kind.RESOLVED, outcome=0.0, as_of=dt.date(2022, 6, 1))
    log = [write(Kind.REGISTERED, until=HORIZONS[0]), said, came]
    assert replay_log(log, dt.date(2021, 1, 1)).list_entries() == []
    assert replay_log(log, dt.date(2022, 5, 31)).list_entries()[0].standing is Standing.PENDING
    assert replay_log(log, dt.date(2022, 6, 1)).list_entries()[0].outcome == 0
    assert cut_log(log, dt.date(2022, 5, 31)) == log[:2]


def test_a_range_stays_as_it_was_written_unless_another_mapping_is_asked_for() -> None:
    said = write(Kind.FORECAST, holder="A", words="likely", low=0.5, high=0.9, mapping="icd-203 2015-01-02")
    record = replay_log([write(Kind.REGISTERED), said])
    ranges = [(e.low, e.high) for name in ("", "icd-203", "kent-1964") for e in record.list_entries(name)]
    assert ranges == [(0.5, 0.9), (0.5, 0.9), (0.63, 0.87)]


def test_a_stated_probability_is_no_word() -> None:
    said = write(Kind.FORECAST, holder="A", low=0.7, high=0.7, is_stated=True, mapping="icd-203 2015-01-02")
    entry = replay_log([write(Kind.REGISTERED), said]).list_entries("kent-1964")[0]
    assert (entry.low, entry.high, entry.is_stated) == (0.7, 0.7, True)


def test_a_hedge_that_nobody_lists_is_refused() -> None:
    with pytest.raises(UnknownName, match=r"unknown hedge 'unlikley'. Nearest: unlikely"):
        range_words("unlikley", "kent-1964")
    with pytest.raises(UnknownName, match="unknown mapping"):
        range_words("likely", "icd")
