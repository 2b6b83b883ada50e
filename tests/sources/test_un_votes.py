from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

CALLS = "rcid,session,date,short,descr\n7,45,1990-06-01,PEACE,long text\n8,45,1990-12-06,,WAR"
VOTES = "rcid,country,country_code,vote\n"
COMPLETE = "rcid,ccode,member,vote,session,date,short,descr,me,nu,di,hr,co,ec\n"


def test_votes_take_their_date_from_the_roll_calls_in_another_file(load_text: Load, store: Store) -> None:
    load_text("un_votes", "v.csv", VOTES + "7.0,China,CN,yes\n7.0,Russia,RU,no\n8.0,China,CN,abstain")
    assert store.evidence().votes() is None
    load_text("un_votes", "c.csv", CALLS)
    load_text("un_votes", "i.csv", "rcid,short_name,issue\n8,hr,Human rights")
    votes = store.evidence().votes()
    assert votes is not None
    assert dict(votes.states) == {"CHN": 0, "RUS": 1}
    assert votes.ballots.tolist() == [[1, 2], [3, 0]]
    assert [dt.date.fromordinal(int(day)) for day in votes.dates] == [dt.date(1990, 6, 1), dt.date(1990, 12, 6)]
    assert {issue: mask.tolist() for issue, mask in votes.issues.items()} == {"hr": [False, True]}


def test_an_earlier_day_does_not_know_votes_of_later_roll_calls(load_text: Load, store: Store) -> None:
    load_text("un_votes", "v.csv", VOTES + "7.0,China,CN,yes\n8.0,China,CN,abstain\n8.0,Russia,RU,no")
    load_text("un_votes", "c.csv", CALLS)
    lag = dt.timedelta(days=180)
    assert store.evidence(dt.date(1990, 5, 31) + lag).votes() is None
    votes = store.evidence(dt.date(1990, 6, 1) + lag).votes()
    assert votes is not None
    assert (dict(votes.states), votes.ballots.tolist()) == ({"CHN": 0}, [[1]])


def test_dead_states_are_found_by_name(load_text: Load, select: Select) -> None:
    rows = (
        "7.0,Czechoslovakia,CS,yes\n7.0,Federal Republic of Germany,,yes\n7.0,Yemen Arab Republic,,no\n"
        "7.0,Yemen People's Republic,YD,no\n7.0,Zanzibar,,yes\n7.0,German Democratic Republic,DD,abstain"
    )
    assert load_text("un_votes", "v.csv", VOTES + rows).refused == ()
    load_text("un_votes", "c.csv", CALLS)
    states = select("SELECT state FROM votes ORDER BY 1")
    assert states == [("CSK",), ("DDR",), ("DEU",), ("YEM",), ("YMD",), ("ZAN",)]


def test_titles_are_short_and_fall_back_on_the_description(load_text: Load, select: Select) -> None:
    load_text("un_votes", "c.csv", f"{CALLS}\n9,45,1990-12-07,{'x' * 300},y")
    assert select("SELECT length(title) FROM roll_calls ORDER BY roll_call") == [(5,), (3,), (120,)]


def test_what_is_no_vote_state_issue_or_date_is_refused(load_text: Load) -> None:
    votes = load_text(
        "un_votes", "v.csv", VOTES + "7.0,China,CN,maybe\n7.0,Atlantis,AT,yes\nseven,China,CN,no\n8.0,China,CN,no"
    )
    assert votes.refused == (
        "v.csv:4: no whole number in column rcid: 'seven'",
        "vote 'maybe' is not in the codebook: 1 rows",
        "country 'Atlantis' is no known state: 1 rows",
    )
    assert load_text("un_votes", "i.csv", "rcid,short_name,issue\n7,xx,New\n7,me,Old").refused == (
        "short_name 'xx' is not in the codebook: 1 rows",
    )
    assert load_text("un_votes", "c.csv", CALLS + "\n9,45,,A,B").refused == ("no date: 1 rows",)


def test_the_publishers_file_holds_all_three_tables(load_text: Load, select: Select) -> None:
    rows = (
        "7,710,1,1,45,1990-06-01,PEACE,text,1,0,0,0,0,0\n7,260,1,3,45,1990-06-01,PEACE,text,1,0,0,0,0,0\n"
        "8,255,1,2,45,1990-12-06,NA,WAR,0,0,0,1,0,NA\n8,365,1,8,45,1990-12-06,NA,WAR,0,0,0,1,0,NA\n"
        "8,860,0,9,45,1990-12-06,NA,WAR,0,0,0,1,0,NA\n8,2,1,5,45,1990-12-06,NA,WAR,0,0,0,1,0,NA"
    )
    report = load_text("un_votes", "UNVotes.csv", COMPLETE + rows)
    assert select("SELECT roll_call, state, vote FROM votes ORDER BY ALL") == [
        ("7", "CHN", 1),
        ("7", "DEU", 3),
        ("8", "DEU", 2),
    ]
    assert select("SELECT roll_call, issue FROM issues ORDER BY ALL") == [("7", "me"), ("8", "hr")]
    assert select("SELECT title FROM roll_calls ORDER BY roll_call") == [("PEACE",), ("WAR",)]
    assert report.ignored == {"absent, or not a member": 2}
    assert report.refused == ("vote 5 is not in the codebook: 1 rows",)


def test_loading_twice_adds_nothing_and_a_correction_counts(load_text: Load, select: Select) -> None:
    load_text("un_votes", "c.csv", CALLS)
    first = VOTES + "7.0,China,CN,yes\n"
    assert load_text("un_votes", "v.csv", first).new == 1
    assert load_text("un_votes", "v.csv", first).new == 0
    assert load_text("un_votes", "v.csv", VOTES + "7.0,China,CN,no\n7.0,Russia,RU,no").new == 2


def test_a_foreign_or_empty_file_is_refused_whole(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="no file of un_votes"):
        load_text("un_votes", "v.csv", "a,b\n1,2")
    with pytest.raises(BrokenFile, match="the file is empty"):
        load_text("un_votes", "v.csv", " ")
    with pytest.raises(BrokenFile, match="only 0 rows could be read"):
        load_text("un_votes", "v.csv", VOTES)


@pytest.mark.parametrize("day", ["12021-01-01", "infinity", "0044-03-15 (BC)"])
def test_a_day_that_no_calendar_reaches_is_refused(load_text: Load, select: Select, day: str) -> None:
    report = load_text("un_votes", "c.csv", f"{CALLS}\n9,45,{day},TITLE,text")
    assert report.refused == (f"the day {day} is out of reach: 1 rows",)
    assert select("SELECT roll_call FROM roll_calls ORDER BY 1") == [("7",), ("8",)]
