"""ICEWS's events, in rows laid out as the publisher does: tabs, a header, no quoting."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

EVENT = {
    "Event ID": "32889836",
    "Event Date": "2018-06-01",
    "Source Name": "Foreign Affairs (China)",
    "Source Sectors": "Executive,Foreign Ministry,Government",
    "Source Country": "China",
    "Event Text": "Consult",
    "CAMEO Code": "040",
    "Intensity": "1",
    "Target Name": "Vladimir Putin",
    "Target Sectors": "Executive,Government",
    "Target Country": "Russian Federation",
    "Story ID": "47400351",
    "Sentence Number": "2",
    "Publisher": "Xinhua News Agency",
    "City": "Beijing",
    "District": "NA",
    "Province": "Beijing Shi",
    "Country": "China",
    "Latitude": "39.9075",
    "Longitude": "116.397",
}
UNCODED = tuple(name for name in EVENT if name != "CAMEO Code")


def write(*changes: Mapping[str, str], columns: tuple[str, ...] = tuple(EVENT)) -> str:
    """Return a file of an event with some cells changed, each with an id of its own unless that is changed too."""
    rows = ({**EVENT, "Event ID": str(place), **change} for place, change in enumerate(changes, start=1))
    return "\t".join(columns) + "\n" + "".join("\t".join(row[name] for name in columns) + "\n" for row in rows)


def test_an_event_keeps_its_code_as_text_and_its_intensity(load_text: Load, select: Select) -> None:
    report = load_text("icews", "events.2018.tab", write({}))
    assert (report.rows, report.repaired, report.refused) == (1, {}, ())
    assert select(
        """SELECT id, event_date::VARCHAR, actor, recipient, actor_code, recipient_code, actor_sector, scheme, code,
        quad, score, place, report, known_date::VARCHAR FROM events"""
    ) == [
        (
            *("1", "2018-06-01", "CHN", "RUS", "Foreign Affairs (China)", "Vladimir Putin"),
            *("Executive,Foreign Ministry,Government", "cameo", "040", 1, 1.0, "CHN", "47400351", "2018-11-01"),
        )
    ]


@pytest.mark.parametrize(
    ("day", "known"),
    [
        ("1995-01-01", "2015-03-27"),
        ("2016-01-01", "2016-12-31"),
        ("2018-10-01", "2018-10-08"),
        ("2018-09-30", "2018-11-01"),
    ],
)
def test_events_were_embargoed_until_october_2018(day: str, known: str, load_text: Load, select: Select) -> None:
    load_text("icews", "events.tab", write({"Event Date": day}))
    assert select("SELECT known_date::VARCHAR FROM events") == [(known,)]


def test_both_directions_of_what_two_do_together_are_kept(load_text: Load, select: Select) -> None:
    back = {"Source Country": "Russian Federation", "Target Country": "China"}
    load_text("icews", "events.tab", write({}, back))
    assert select("SELECT actor, recipient FROM events ORDER BY id") == [("CHN", "RUS"), ("RUS", "CHN")]


def test_an_id_comes_back_on_another_day_and_exact_duplicates_go(load_text: Load, select: Select) -> None:
    same = {"Event ID": "7"}
    later, other = {**same, "Event Date": "2018-06-02"}, {**same, "Publisher": "Another"}
    report = load_text("icews", "events.tab", write(same, same, same, later, other))
    assert report.repaired == {"exact duplicates": 2, "rows that repeat an id and date with other details": 1}
    assert select("SELECT id, event_date::VARCHAR FROM events ORDER BY 2") == [("7", "2018-06-01"), ("7", "2018-06-02")]


def test_missing_countries_leave_the_row_without_that_state(load_text: Load, select: Select) -> None:
    report = load_text(
        "icews", "events.tab", write({"Source Country": "NA"}, {"Target Country": ""}, {"Target Country": "Atlantis"})
    )
    assert report.refused == ("target_country 'Atlantis' is no known state: 1 rows, kept without it",)
    assert select("SELECT actor, recipient FROM events ORDER BY id") == [("", "RUS"), ("CHN", ""), ("CHN", "")]


def test_the_file_of_2017_has_months_first_and_no_codes(load_text: Load, select: Select) -> None:
    text = write(
        {"Event Date": "1/2/2017"},
        {"Event Date": "12/31/2017", "Event Text": "Threaten with repression", "Intensity": "-7"},
        {"Event Date": "12/31/2017", "Event Text": "Something else"},
        columns=UNCODED,
    )
    report = load_text("icews", "Events.2017.20201006.tab", text)
    assert report.repaired == {"event codes mended, or found by the text of the event": 2}
    assert report.refused == ("event_text 'Something else' is not in the codebook: 1 rows",)
    assert select("SELECT event_date::VARCHAR, code, quad FROM events ORDER BY 1") == [
        ("2017-01-02", "040", 1),
        ("2017-12-31", "137", 3),
    ]


@pytest.mark.parametrize(
    ("given", "text", "code", "quad"),
    [
        ("10", "Make statement", "010", 1),
        ("311", "Express intent to cooperate economically", "0311", 1),
        ("13y", "Threaten with repression", "137", 3),
        ("112", "Accuse", "112", 3),
        ("19y", "Unheard of", "19y", 4),
    ],
)
def test_codes_without_their_zero_are_given_it_back(
    given: str, text: str, code: str, quad: int, load_text: Load, select: Select
) -> None:
    load_text("icews", "events.tab", write({"CAMEO Code": given, "Event Text": text}))
    assert select("SELECT code, quad FROM events") == [(code, quad)]


def test_intensities_are_checked_against_those_of_icews(load_text: Load) -> None:
    denial = {"CAMEO Code": "016", "Event Text": "Deny responsibility"}
    report = load_text("icews", "events.tab", write({**denial, "Intensity": "-5"}, {**denial, "Intensity": "-2"}))
    assert report.repaired == {"intensity unlike the codebook's, kept as published": 1}


def test_quotation_marks_open_no_cell(load_text: Load) -> None:
    assert load_text("icews", "events.tab", write({"Source Name": '"Hu'}, {"City": 'X"y'}, {})).rows == 3


def test_rows_without_date_are_refused(load_text: Load) -> None:
    report = load_text("icews", "events.tab", write({"Event Date": "2018-13-01"}, {"Event Date": "NA"}, {}))
    assert report.rows == 1
    assert report.refused == (
        "given_date '' is not in the codebook: 1 rows",
        "given_date '2018-13-01' is not in the codebook: 1 rows",
    )


def test_coverage_is_from_first_to_last_day(load_text: Load, store: Store) -> None:
    load_text("icews", "events.2018.sample.tab", write({}, {"Event Date": "2018-06-02"}))
    ((first, last),) = store.loads()[0].covers["events"]
    assert (str(first), str(last)) == ("2018-06-01", "2018-06-02")


@pytest.mark.parametrize(
    ("name", "covered"),
    [
        ("20180601.tab", ["2018-06-01..2018-06-01"]),
        ("events.2018.20200427084805.tab", ["2018-06-01..2018-06-02"]),
        ("20080601.tab", ["2008-06-01..2008-06-01"]),
        ("20190601.tab", []),
        ("mine.tab", ["2008-06-01..2018-06-02"]),
    ],
)
def test_what_was_long_ago_does_not_stretch_the_coverage_of_a_named_file(
    load_text: Load, store: Store, name: str, covered: list[str]
) -> None:
    load_text("icews", name, write({}, {"Event Date": "2018-06-02"}, {"Event Date": "2008-06-01"}))
    spans = store.loads()[0].covers.get("events", ())
    assert [f"{first}..{last}" for first, last in spans] == covered


def test_another_table_is_no_file_of_icews(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="this is no file of icews"):
        load_text("icews", "events.tab", "Event ID\tEvent Date\n1\t2018-06-01\n")
