"""GDELT's events, in rows laid out as the publisher does: tabs, no header, no quoting."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from facta.errors import BrokenFile
from facta.sources.gdelt_v1.rows import COLUMNS
from facta.sources.gdelt_v2.read import COLUMNS_V2
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

EVENT = {
    "GLOBALEVENTID": "410412347",
    "SQLDATE": "20180601",
    "Actor1Code": "CHNGOV",
    "Actor1CountryCode": "CHN",
    "Actor1Type1Code": "GOV",
    "Actor2Code": "RUS",
    "Actor2CountryCode": "RUS",
    "IsRootEvent": "1",
    "EventCode": "042",
    "EventBaseCode": "042",
    "EventRootCode": "04",
    "QuadClass": "1",
    "GoldsteinScale": "1.9",
    "NumMentions": "10",
    "NumSources": "2",
    "NumArticles": "9",
    "AvgTone": "-2.5",
    "ActionGeo_CountryCode": "CH",
    "DATEADDED": "20180601",
    "SOURCEURL": "https://example.org/a",
}
DAILY = (*COLUMNS, "SOURCEURL")
Spans = Callable[[], list[tuple[str, str]]]
PAIRS = "SELECT id, actor, recipient FROM events ORDER BY id"


def write(*changes: Mapping[str, str], columns: tuple[str, ...] = DAILY) -> str:
    """Return rows of an event with some cells changed, each with an id of its own unless that is changed too."""
    rows = ({**EVENT, "GLOBALEVENTID": str(place), **change} for place, change in enumerate(changes, start=1))
    return "".join("\t".join(row.get(name, "") for name in columns) + "\n" for row in rows)


@pytest.fixture
def spans(store: Store) -> Spans:
    """Return ``spans()``: first and last days that the loads cover."""
    return lambda: [(str(first), str(last)) for load in store.loads() for first, last in load.covers["events"]]


def test_the_widths_are_those_of_the_publisher() -> None:
    assert [len(COLUMNS), len(DAILY), len(COLUMNS_V2)] == [57, 58, 61]
    assert COLUMNS_V2[38:40] == ("Actor1Geo_ADM1Code", "Actor1Geo_ADM2Code")


def test_an_event_keeps_its_codes_as_text_and_its_actors_as_states(load_text: Load, select: Select) -> None:
    report = load_text("gdelt_v1", "20180601.export.CSV", write({}))
    assert (report.rows, report.repaired, report.refused) == (1, {}, ())
    assert select("SELECT * EXCLUDE (origin, source, loaded) FROM events") == [
        (
            *("1", select("SELECT DATE '2018-06-01'")[0][0], "CHN", "RUS", "CHNGOV", "RUS", "GOV", "", "cameo", "042"),
            *(1, 1.9, 1, 1, 10, 2, 9, -2.5, "CHN", "https://example.org/a"),
            select("SELECT DATE '2018-06-02'")[0][0],
        )
    ]


def test_quotation_marks_and_broken_bytes_cost_no_row(load_text: Load) -> None:
    rows = write({"Actor1Name": '"CHINA'}, {"ActionGeo_FullName": 'Xi"an\xff'}, {})
    assert load_text("gdelt_v1", "20180601.export.CSV", rows.encode("latin-1")).rows == 3


def test_the_backfile_has_no_address_and_covers_its_year(load_text: Load, select: Select, spans: Spans) -> None:
    load_text("gdelt_v1", "1979.csv", write({"SQLDATE": "19790704", "DATEADDED": "20130203"}, columns=COLUMNS))
    assert select("SELECT report, known_date::VARCHAR FROM events") == [("", "2013-02-04")]
    assert spans() == [("1979-01-01", "1979-12-31")]


def test_a_daily_file_covers_its_day_however_old_its_events(load_text: Load, select: Select, spans: Spans) -> None:
    load_text("gdelt_v1", "20180602.export.CSV", write({"SQLDATE": "20080602", "DATEADDED": "20180602"}))
    assert spans() == [("2018-06-02", "2018-06-02")]
    assert select("SELECT event_date::VARCHAR, known_date::VARCHAR FROM events") == [("2008-06-02", "2018-06-03")]


def test_a_file_of_another_name_covers_the_days_it_was_added(load_text: Load, spans: Spans) -> None:
    load_text("gdelt_v1", "mine.csv", write({"DATEADDED": "20180601"}, {"DATEADDED": "20180605"}))
    assert spans() == [("2018-06-01", "2018-06-05")]


def test_days_in_one_archive_cover_all_of_them(tmp_path: Path, load_text: Load, spans: Spans) -> None:
    with zipfile.ZipFile(tmp_path / "days.zip", "w") as archive:
        for day in ("20180601", "20180603"):
            archive.writestr(f"{day}.export.CSV", write({"GLOBALEVENTID": day, "DATEADDED": day}))
    assert load_text("gdelt_v1", "days.zip", (tmp_path / "days.zip").read_bytes()).rows == 2
    assert spans() == [("2018-06-01", "2018-06-01"), ("2018-06-03", "2018-06-03")]


def test_rows_dated_1920_belong_to_2020(load_text: Load, select: Select) -> None:
    report = load_text(
        "gdelt_v1",
        "20200103.export.CSV",
        write(
            {"SQLDATE": "19200102", "DATEADDED": "20200103"},
            {"SQLDATE": "19200101", "DATEADDED": "20191231"},
            {"SQLDATE": "19100103", "DATEADDED": "20200103"},
            {"SQLDATE": "19500103", "DATEADDED": "20200103"},
        ),
    )
    assert report.repaired == {"event dates a century too early": 3}
    assert report.refused == ("SQLDATE '19500103' is not in the codebook: 1 rows",)
    days = select("SELECT event_date::VARCHAR FROM events ORDER BY id")
    assert days == [("2020-01-02",), ("2020-01-01",), ("2010-01-03",)]


def test_padded_codes_are_trimmed(load_text: Load, select: Select) -> None:
    padded = {"Actor1Code": " USA", "Actor1CountryCode": "", "Actor2Code": " RUS ", "Actor2CountryCode": " RUS"}
    nobody = {"Actor1Code": " GOV", "Actor1CountryCode": " ", "Actor2Code": "USAGOV", "Actor2CountryCode": ""}
    unbroken = {"EventCode": "042\u00a0"}
    report = load_text("gdelt_v1", "20180601.export.CSV", write(padded, nobody, unbroken, {}))
    assert (report.repaired, report.refused) == ({"rows with blanks around a code": 3}, ())
    assert select("SELECT actor, actor_code, recipient, recipient_code, code FROM events ORDER BY id") == [
        ("USA", "USA", "RUS", "RUS", "042"),
        ("", "GOV", "", "USAGOV", "042"),
        ("CHN", "CHNGOV", "RUS", "RUS", "042"),
        ("CHN", "CHNGOV", "RUS", "RUS", "042"),
    ]


def test_an_event_without_a_code_is_left_out(load_text: Load) -> None:
    uncoded = {"EventCode": "---", "EventRootCode": "--", "QuadClass": ""}
    report = load_text("gdelt_v1", "20180601.export.CSV", write(uncoded, {"EventCode": ""}, {}))
    assert (report.rows, report.ignored) == (1, {"event without a CAMEO code (---)": 2})


@pytest.mark.parametrize(("name", "known"), [("20180603.export.CSV", "2018-06-04"), ("mine.csv", "2018-06-02")])
def test_a_blank_day_of_adding_is_that_of_the_file_or_the_event(
    name: str, known: str, load_text: Load, select: Select
) -> None:
    report = load_text("gdelt_v1", name, write({"DATEADDED": ""}))
    assert report.repaired == {"rows without the day they were added, taken from the file or the event": 1}
    assert select("SELECT known_date::VARCHAR FROM events") == [(known,)]


def test_an_event_given_twice_counts_once(load_text: Load, select: Select) -> None:
    twice = [{"GLOBALEVENTID": "7"}, {"GLOBALEVENTID": "7", "Actor1CountryCode": "USA"}, {}]
    report = load_text("gdelt_v1", "20180601.export.CSV", write(*twice))
    assert report.repaired == {"rows that repeat a GLOBALEVENTID": 1}
    assert select(PAIRS) == [("3", "CHN", "RUS"), ("7", "CHN", "RUS")]


def test_regions_are_no_states_and_strange_codes_are_named(load_text: Load, select: Select) -> None:
    report = load_text(
        "gdelt_v1",
        "20180601.export.CSV",
        write({"Actor1CountryCode": "SAF"}, {"Actor2CountryCode": '"Q\\'}, {"ActionGeo_CountryCode": "%%"}),
    )
    assert report.refused == (
        "Actor2CountryCode '\"Q\\\\' is no known state: 1 rows, kept without it",
        "ActionGeo_CountryCode '%%' is no known state: 1 rows, kept without it",
    )
    assert select(PAIRS) == [("1", "", "RUS"), ("2", "CHN", ""), ("3", "CHN", "RUS")]


def test_scores_unlike_the_codebook_are_counted_and_impossible_ones_replaced(load_text: Load, select: Select) -> None:
    report = load_text(
        "gdelt_v1",
        "20180601.export.CSV",
        write(
            {"GoldsteinScale": "2.8", "QuadClass": "2"}, {"GoldsteinScale": "99", "QuadClass": "9"}, {"EventCode": "99"}
        ),
    )
    assert report.repaired == {
        "QuadClass unlike the codebook's, kept as published": 1,
        "QuadClass missing or outside its scale, taken from the codebook": 1,
        "GoldsteinScale unlike the codebook's, kept as published": 1,
        "GoldsteinScale missing or outside its scale, taken from the codebook": 1,
    }
    assert report.refused == ("EventCode '99' is in no codebook: 1 rows, kept",)
    assert select("SELECT quad, score FROM events ORDER BY id") == [(2, 2.8), (1, 1.9), (1, 1.9)]


def test_no_date_and_no_number_are_refused(load_text: Load) -> None:
    report = load_text("gdelt_v1", "20180601.export.CSV", write({"SQLDATE": "20180631"}, {"NumMentions": "many"}, {}))
    assert report.rows == 1
    assert report.refused == (
        "20180601.export.CSV:2: no whole number in column NumMentions: 'many'",
        "SQLDATE '20180631' is not in the codebook: 1 rows",
    )


def test_a_quarter_of_an_hour_has_a_time_of_day(load_text: Load, select: Select, spans: Spans) -> None:
    row = {"DATEADDED": "20180601234500", "Actor1Geo_ADM2Code": "13001", "SQLDATE": "20180531"}
    load_text("gdelt_v2", "20180601234500.export.CSV", write(row, columns=COLUMNS_V2))
    assert select("SELECT event_date::VARCHAR, known_date::VARCHAR, place, report FROM events") == [
        ("2018-05-31", "2018-06-01", "CHN", "https://example.org/a")
    ]
    assert spans() == [("2018-06-01", "2018-06-01")]


def test_each_version_refuses_the_files_of_the_other(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="this is no file of gdelt_v2"):
        load_text("gdelt_v2", "20180601.export.CSV", write({}))
    with pytest.raises(BrokenFile, match="this is no file of gdelt_v1"):
        load_text("gdelt_v1", "20180601234500.export.CSV", write({}, columns=COLUMNS_V2))


REDUCED = (
    "Date\tSource\tTarget\tCAMEOCode\tNumEvents\tNumArts\tQuadClass\tGoldstein\tSourceGeoType\tSourceGeoLat\t"
    "SourceGeoLong\tTargetGeoType\tTargetGeoLat\tTargetGeoLong\tActionGeoType\tActionGeoLat\tActionGeoLong\n"
)


def test_a_row_of_the_reduced_file_stands_for_several_events(load_text: Load, select: Select) -> None:
    place = "\t1\t35\t105\t1\t60\t100\t1\t60\t100\n"
    text = REDUCED + (
        f"19790101\tCHNGOV\tRUS\t010\t3\t7\t1\t0.0{place}19790101\tIGOUNO\tRUS\t042\t1\t1\t1\t1.9{place}"
        f"19790101\tCHN\tRUS\t---\t1\t1\t1\t1.9{place}"
    )
    report = load_text("gdelt_v1", "GDELT.MASTERREDUCEDV2.TXT", text)
    assert (report.rows, report.refused, report.ignored) == (2, (), {"event without a CAMEO code (---)": 1})
    assert select("SELECT actor, recipient, code, event_count, article_count FROM events ORDER BY code") == [
        ("CHN", "RUS", "010", 3, 7),
        ("", "RUS", "042", 1, 1),
    ]
    assert select("SELECT DISTINCT known_date::VARCHAR FROM events") == [("2013-04-01",)]
    assert load_text("gdelt_v1", "again.txt", text + "\n").new == 0


def test_the_same_rows_under_another_name_are_not_stored_twice(load_text: Load) -> None:
    rows = write({}, {})
    assert load_text("gdelt_v1", "20180601.export.CSV", rows).new == 2
    assert load_text("gdelt_v1", "mine.csv", rows + write({"GLOBALEVENTID": "3"})).new == 1


def test_only_a_publishers_name_says_which_days_are_covered(load_text: Load, spans: Spans) -> None:
    load_text("gdelt_v1", "2018 russia only.csv", write({}, {"SQLDATE": "20180603"}))
    assert spans() == [("2018-06-01", "2018-06-03")]


def test_a_bad_first_line_costs_no_other(load_text: Load) -> None:
    report = load_text("gdelt_v1", "20180601.export.CSV", "garbage\tline\n" + write({}, {}))
    assert (report.new, report.refused_count) == (2, 1)
    assert "20180601.export.CSV:1: 2 cells" in report.refused[0]


def test_rows_without_an_id_are_refused_and_not_merged(load_text: Load) -> None:
    report = load_text("gdelt_v1", "20180601.export.CSV", write({}, {"GLOBALEVENTID": ""}, {"GLOBALEVENTID": ""}))
    assert (report.new, report.refused) == (1, ("no GLOBALEVENTID: 2 rows",))
