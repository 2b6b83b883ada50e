"""Which files are wanted: lists, datasets, pages, periods, names."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest

from facta.domain import Window
from facta.errors import BrokenFile
from facta.fetching import MissingKey, NothingToFetch, TooManyFiles
from facta.fetching import run as running
from facta.sources import Source, list_sources
from facta.sources.addresses import DataverseFiles, FixedFiles, Key, ListedFiles

from .conftest import Fetch, Publisher

LINE = r"(?P<md5>[0-9a-f]{32})  (?P<name>\S+)"
FILE = r"(?P<period>\d{4}|\d{6}|\d{8})(\.export\.CSV)?\.zip"


def list_files(publisher: Publisher, *names: str) -> ListedFiles:
    """Serve files with a list of their checksums beside them."""
    lines = []
    for name in names:
        publisher.put(f"/events/{name}", name.encode())
        lines.append(f"{hashlib.md5(name.encode()).hexdigest()}  {name}\n")
    return ListedFiles(url=publisher.put("/events/md5sums", "".join(lines).encode()), line=LINE, file=FILE)


@pytest.mark.parametrize(
    ("window", "names"),
    [
        ("..", ["1979.zip", "200601.zip", "20130401.export.CSV.zip", "20130402.export.CSV.zip"]),
        ("1979-05..1979-06", ["1979.zip"]),
        ("2006", ["200601.zip"]),
        ("2006-01-31..2013-04-01", ["200601.zip", "20130401.export.CSV.zip"]),
    ],
)
def test_takes_the_listed_files_that_a_window_touches(
    window: str, names: list[str], fetch: Fetch, publisher: Publisher
) -> None:
    plan = list_files(
        publisher, "GDELT.MASTER.zip", "1979.zip", "200601.zip", "20130401.export.CSV.zip", "20130402.export.CSV.zip"
    )
    chosen = Window(None, None) if window == ".." else Window.parse(window)
    found = fetch(plan, window=chosen)
    assert [file.name for file in found.files] == names
    assert all(file.entry and file.entry.agreed for file in found.files)


def test_torn_lines_of_a_list_are_counted(fetch: Fetch, publisher: Publisher) -> None:
    plan = list_files(publisher, "1979.zip")
    publisher.files["/events/md5sums"] += b"0123  half\n\nmore\n"
    assert fetch(plan).notes == (f"{plan.url}: 2 lines say too little and were left out",)


def test_a_list_that_is_none_is_refused(fetch: Fetch, publisher: Publisher) -> None:
    plan = list_files(publisher, "1979.zip")
    publisher.put("/events/md5sums", b"Service moved\n")
    with pytest.raises(BrokenFile, match="this is no list of files"):
        fetch(plan)


@pytest.mark.parametrize("name", ["..", "../1979.zip", "a/b.zip", ".profile", "a\\b.zip", "x.part", "-rf.zip", "a:b"])
def test_a_name_cannot_lead_out_of_the_folder(name: str, fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/list", f"{'0' * 32}  {name}\n".encode())
    with pytest.raises(BrokenFile, match=r"/list:1: the publisher lists a file .*, which is no plain name"):
        fetch(ListedFiles(url=url, line=LINE, file=".*"))


def test_a_list_cannot_send_to_another_host(fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/list", b"7 http://example.org/1979.zip\n")
    with pytest.raises(BrokenFile, match="another host"):
        fetch(ListedFiles(url=url, line=r"(?P<bytes>\d+) (?P<url>\S+)", file=FILE))


def test_sizes_come_from_the_list_or_a_second_one(fetch: Fetch, publisher: Publisher) -> None:
    publisher.put("/1979.zip", b"12345")
    plan = ListedFiles(
        url=publisher.put("/names", b"1979.zip\n"),
        line=r"(?P<name>\S+)",
        file=FILE,
        sizes=publisher.put("/sizes", b"6 1979.zip\n"),
        sizes_line=r"(?P<bytes>\d+) (?P<name>\S+)",
    )
    assert "it has 5 bytes, the publisher says 6" in str(fetch(plan).failures[0])


def test_too_many_files_are_a_slip(fetch: Fetch, publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST_FILES", 1)
    with pytest.raises(TooManyFiles, match="Narrow it with --from and --to"):
        fetch(list_files(publisher, "1979.zip", "1980.zip"))


def deposit(publisher: Publisher, *files: Mapping[str, object]) -> DataverseFiles:
    """Serve a dataset of a Dataverse."""
    answer = {"status": "OK", "data": {"id": 1, "latestVersion": {"versionNumber": 3, "files": files}}}
    path = "/api/datasets/:persistentId/?persistentId=doi:10.7910/DVN/X"
    publisher.put(path, json.dumps(answer).encode())
    return DataverseFiles(doi="10.7910/DVN/X", server=publisher.url, file=r"UNVotes.*\.csv|\d{8}-events\.zip")


def test_takes_the_originals_of_a_dataverse(fetch: Fetch, publisher: Publisher) -> None:
    original, digest = b"ccode,vote\n2,1\n", hashlib.md5(b"ccode,vote\n2,1\n").hexdigest()
    table = {
        "id": 7,
        "filename": "UNVotes.tab",
        "filesize": 99,
        "originalFileFormat": "text/csv",
        "originalFileSize": len(original),
        "checksum": {"type": "MD5", "value": digest.upper()},
    }
    secret = {"label": "b.csv", "restricted": True, "dataFile": {"id": 8, "filename": "UNVotes-x.csv"}}
    other = {"label": "Codebook.pdf", "dataFile": {"id": 9, "filename": "Codebook.pdf"}}
    plan = deposit(publisher, {"label": "UNVotes.tab", "restricted": False, "dataFile": table}, secret, other)
    publisher.put("/api/access/datafile/7?format=original", original)
    (file,) = fetch(plan).files
    assert (file.name, file.file.read_bytes()) == ("UNVotes.csv", original)
    assert file.entry
    assert file.entry.checksum == f"md5:{digest}"


@pytest.mark.parametrize(("is_table", "count"), [(True, 1), (False, 0)])
def test_a_checksum_of_a_table_is_noted_and_of_a_file_binds(
    is_table: bool, count: int, fetch: Fetch, publisher: Publisher
) -> None:
    extra = {"originalFileFormat": "text/csv", "originalFileName": "UNVotes.csv"} if is_table else {}
    data = {"id": 7, "filename": "UNVotes.csv", "md5": "0" * 32, **extra}
    plan = deposit(publisher, {"label": "UNVotes.csv", "dataFile": data})
    publisher.put("/api/access/datafile/7" + ("?format=original" if is_table else ""), b"a")
    found = fetch(plan)
    assert len(found.files) == count
    assert all(file.entry and file.entry.agreed is False for file in found.files)


def test_two_deposits_of_one_name_both_come(fetch: Fetch, publisher: Publisher) -> None:
    entries = [{"label": "x", "dataFile": {"id": n, "filename": "20190309-events.zip"}} for n in (1, 2)]
    plan = deposit(publisher, *entries)
    for n in (1, 2):
        publisher.put(f"/api/access/datafile/{n}", b"%d" % n)
    names = [(file.name, file.file.read_bytes()) for file in fetch(plan).files]
    assert names == [("20190309-events.zip", b"1"), ("20190309-events-2.zip", b"2")]


def test_pages_follow_the_first(fetch: Fetch, publisher: Publisher) -> None:
    for page in (1, 2, 3):
        publisher.put(f"/gdp?date=2010:2012&page={page}", json.dumps([{"page": page, "pages": 3}, []]).encode())
    plan = FixedFiles(
        url=publisher.url + "/gdp?date=$first_year:$last_year&page=$page", name="gdp-$page.json", pages="0.pages"
    )
    found = fetch(plan, window=Window.parse("2010..2012"))
    assert [file.name for file in found.files] == ["gdp-1.json", "gdp-2.json", "gdp-3.json"]


@pytest.mark.parametrize("answer", [b"[]", b"{}", b"no", b'[{"message": "Invalid value"}]'])
def test_an_answer_without_a_number_of_pages_is_refused(answer: bytes, fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/gdp?page=1", answer).replace("page=1", "page=$page")
    found = fetch(FixedFiles(url=url, name="$page.json", pages="0.pages"))
    assert "does not say how many pages" in str(found.failures[0])


def test_asks_for_each_period_and_value(fetch: Fetch, publisher: Publisher) -> None:
    plan = FixedFiles(
        url=publisher.url + "/get?r=$reporter&p=$month",
        name="$reporter-$month.json",
        each={"reporter": ("156", "643")},
    )
    for reporter in (156, 643):
        for month in (201011, 201012):
            publisher.put(f"/get?r={reporter}&p={month}", b"{}")
    found = fetch(plan, window=Window.parse("2010-11..2010-12"))
    assert sorted(file.name for file in found.files) == [f"{r}-2010{m}.json" for r in (156, 643) for m in (11, 12)]


def test_codes_stand_for_all_states(fetch: Fetch, publisher: Publisher) -> None:
    plan = FixedFiles(url=publisher.url + "/$code", name="$code.json", each={"code": ("codes:cow",)})
    found = fetch(plan, window=Window.parse("1990"))
    asked = {entry.path for entry in publisher.asked}
    assert {"/365", "/710"} <= asked
    assert len(found.failures) == len(asked)


def test_a_window_outside_has_nothing(fetch: Fetch, publisher: Publisher) -> None:
    with pytest.raises(NothingToFetch, match=r"cow_trade has no files in 2020\. Leave out"):
        fetch(FixedFiles(url=publisher.url + "/a.csv"), window=Window.parse("2020"))


def test_a_source_without_address_says_where_to_go(fetch: Fetch) -> None:
    with pytest.raises(NothingToFetch, match="then run `facta load cow_trade FILE`"):
        fetch()


def test_a_missing_or_odd_key_is_named_and_not_shown(
    fetch: Fetch, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = FixedFiles(url="", name="a", key=Key(env="FACTA_TEST_KEY", header="X-Key", url=publisher.url + "/a"))
    with pytest.raises(MissingKey, match="FACTA_TEST_KEY is not set"):
        fetch(plan)
    monkeypatch.setenv("FACTA_TEST_KEY", "a\r\nHost: b")
    with pytest.raises(MissingKey, match="has letters that no key has") as caught:
        fetch(plan)
    assert "Host" not in str(caught.value)


@pytest.mark.parametrize("source", [source for source in list_sources().values() if source.fetch], ids=lambda s: s.id)
def test_every_address_of_the_catalogue_can_be_read(source: Source) -> None:
    for plan in source.fetch:
        match plan:
            case FixedFiles():
                assert urlsplit(plan.url).scheme == "https" or "gdeltproject" in plan.url
            case ListedFiles():
                assert {"name", "url"} & re.compile(plan.line).groupindex.keys()
                assert "period" in re.compile(plan.file).groupindex
            case DataverseFiles():
                assert re.compile(plan.file)
                assert re.fullmatch(r"10\.\d+/DVN/\w+", plan.doi)


@pytest.mark.parametrize(
    ("source", "name", "period"),
    [
        ("gdelt_v1", "1979.zip", "1979"),
        ("gdelt_v1", "200601.zip", "200601"),
        ("gdelt_v1", "20130401.export.CSV.zip", "20130401"),
        ("gdelt_v1", "GDELT.MASTERREDUCEDV2.1979-2013.zip", None),
        ("gdelt_v2", "20150218230000.export.CSV.zip", "20150218230000"),
        ("gdelt_v2", "20150218230000.mentions.CSV.zip", None),
        ("icews", "events.2013.20150313084929.tab", "2013"),
        ("icews", "20181004-icews-events.tab", "20181004"),
        ("icews", "20181004-icews-events.zip", "20181004"),
        ("icews", "20230106-icews-events.tab.zip", "20230106"),
        ("icews", "20190309-icews-events-part1.tab", "20190309"),
        ("icews", "20190503-thru-20190519-icews-events.tab", "20190503"),
        ("icews", "CAMEO.CDB.09b5.pdf", None),
        ("polecat", "ngecEvents.DV.2018.txt", "2018"),
        ("polecat", "ngecEventsDV-2022.txt.zip", "2022"),
        ("polecat", "ngecEvents.20230103111842.Release603.DV.txt", "20230103111842"),
    ],
)
def test_patterns_take_the_names_that_publishers_give(source: str, name: str, period: str | None) -> None:
    plan = list_sources()[source].fetch[0]
    assert isinstance(plan, ListedFiles | DataverseFiles)
    match = re.fullmatch(plan.file, name)
    assert (match["period"] if match else None) == period
