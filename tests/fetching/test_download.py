"""One file: how it comes from a publisher that misbehaves."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import random
from email.utils import format_datetime
from pathlib import Path

import pytest

from facta.errors import SourceUnreachable, StoreError
from facta.fetching import FetchedFile, Outcome, Patience, WrongDownload
from facta.sources.addresses import FixedFiles, Key, ListedFiles

from .conftest import QUICK, Fetch, Publisher, Visit, drop, say, stall

CONTENT = random.Random(7).randbytes(300_000)


def fetch_one(fetch: Fetch, url: str, patience: Patience = QUICK) -> FetchedFile:
    """Fetch one file, and see that it came whole."""
    found = fetch(FixedFiles(url=url), patience=patience)
    if found.failures:
        raise found.failures[0]
    assert found.files[0].file.read_bytes()
    return found.files[0]


def read_manifest(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "downloads" / "manifest.jsonl").read_text().splitlines()]


def test_a_file_comes_with_its_line_in_the_manifest(fetch: Fetch, publisher: Publisher, tmp_path: Path) -> None:
    found = fetch_one(fetch, publisher.put("/data/flows.zip", CONTENT))
    assert found.file.read_bytes() == CONTENT
    assert found.outcome is Outcome.FETCHED
    (line,) = read_manifest(tmp_path)
    assert line["name"] == "flows.zip"
    assert line["url"] == publisher.url + "/data/flows.zip"
    assert line["bytes"] == len(CONTENT)
    assert line["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert line["etag"] == f'"{hashlib.md5(CONTENT).hexdigest()}"'
    assert str(line["retrieved"]).startswith(str(dt.datetime.now(dt.UTC).year))
    assert sorted(path.name for path in found.file.parent.iterdir()) == [".lock", "flows.zip", "manifest.jsonl"]


def test_says_who_asks(fetch: Fetch, publisher: Publisher) -> None:
    fetch_one(fetch, publisher.put("/a.csv", CONTENT))
    assert publisher.asked[0].headers["User-Agent"].startswith("facta/0.1.0")
    assert publisher.asked[0].headers["Accept-Encoding"] == "identity"


def test_what_is_unchanged_does_not_come_again(fetch: Fetch, publisher: Publisher, tmp_path: Path) -> None:
    url = publisher.put("/a.csv", CONTENT)
    fetch_one(fetch, url)
    again = fetch_one(fetch, url)
    assert again.outcome is Outcome.UNCHANGED
    assert publisher.asked[1].headers["If-None-Match"]
    assert len(read_manifest(tmp_path)) == 1


def test_what_changed_replaces_the_older_version(fetch: Fetch, publisher: Publisher, tmp_path: Path) -> None:
    url = publisher.put("/a.csv", CONTENT)
    fetch_one(fetch, url)
    publisher.put("/a.csv", b"newer")
    again = fetch_one(fetch, url)
    assert (again.outcome, again.file.read_bytes()) == (Outcome.CHANGED, b"newer")
    assert [line["bytes"] for line in read_manifest(tmp_path)] == [len(CONTENT), 5]


def test_a_file_that_was_damaged_on_disk_comes_again(fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/a.csv", CONTENT)
    fetch_one(fetch, url).file.write_bytes(b"half")
    assert fetch_one(fetch, url).file.read_bytes() == CONTENT


def test_goes_on_after_every_drop(fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/a.csv", CONTENT)
    publisher.fail("/a.csv", *[drop(60_000)] * 4)
    assert fetch_one(fetch, url).file.read_bytes() == CONTENT
    assert [entry.range for entry in publisher.asked] == [None, *(f"bytes={n * 60_000}-" for n in (1, 2, 3, 4))]
    assert all(entry.headers["If-Range"] for entry in publisher.asked[1:])


def test_goes_on_where_an_earlier_run_gave_up(fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/a.csv", CONTENT)
    publisher.fail("/a.csv", drop(100_000), *[say(503)] * 3)
    with pytest.raises(SourceUnreachable, match="503 Service Unavailable; tried 3 times"):
        fetch_one(fetch, url)
    found = fetch_one(fetch, url)
    assert (found.outcome, found.file.read_bytes()) == (Outcome.RESUMED, CONTENT)
    assert publisher.asked[-1].range == "bytes=100000-"


def test_starts_over_where_the_server_knows_no_ranges(fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/a.csv", CONTENT)
    publisher.knows_ranges = False
    publisher.fail("/a.csv", drop(100_000))
    assert fetch_one(fetch, url).file.read_bytes() == CONTENT
    assert publisher.asked[1].range == "bytes=100000-"


def test_starts_over_where_versions_have_no_names(fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/a.csv", CONTENT)
    publisher.names_versions = False

    def break_off(visit: Visit) -> None:
        visit.answer(200, CONTENT[:9], len(CONTENT))
        visit.close_connection = True

    publisher.fail("/a.csv", break_off)
    assert fetch_one(fetch, url).file.read_bytes() == CONTENT
    assert [entry.range for entry in publisher.asked] == [None, None]


def test_starts_over_where_the_file_changed_meanwhile(fetch: Fetch, publisher: Publisher) -> None:
    newer = CONTENT[::-1]
    url = publisher.put("/a.csv", CONTENT)

    def change(visit: Visit) -> None:
        publisher.put("/a.csv", newer)
        visit.serve(newer)

    publisher.fail("/a.csv", drop(100_000), change)
    assert fetch_one(fetch, url).file.read_bytes() == newer


def test_does_not_join_parts_of_two_versions(fetch: Fetch, publisher: Publisher) -> None:
    newer = CONTENT[::-1]
    url = publisher.put("/a.csv", CONTENT)

    def ignore_condition(visit: Visit) -> None:
        publisher.put("/a.csv", newer)
        span = {"Content-Range": f"bytes 100000-{len(newer) - 1}/{len(newer)}"}
        visit.answer(206, newer[100_000:], headers={"ETag": '"newer"'} | span)

    publisher.fail("/a.csv", drop(100_000), ignore_condition)
    assert fetch_one(fetch, url).file.read_bytes() == newer


@pytest.mark.parametrize("first", [0, 99_999, 150_000])
def test_does_not_join_a_range_that_was_not_asked_for(first: int, fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/a.csv", CONTENT)
    etag = f'"{hashlib.md5(CONTENT).hexdigest()}"'
    headers = {"ETag": etag, "Content-Range": f"bytes {first}-{len(CONTENT) - 1}/{len(CONTENT)}"}
    publisher.fail("/a.csv", drop(100_000), lambda visit: visit.answer(206, CONTENT[first:], headers=headers))
    assert fetch_one(fetch, url).file.read_bytes() == CONTENT


def test_a_part_that_is_already_whole_is_put_into_place(fetch: Fetch, publisher: Publisher, tmp_path: Path) -> None:
    url = publisher.put("/a.csv", CONTENT)
    publisher.fail("/a.csv", drop(100_000), *[say(503)] * 3)
    with pytest.raises(SourceUnreachable):
        fetch_one(fetch, url)
    (tmp_path / "downloads" / "a.csv.part").write_bytes(CONTENT)
    assert fetch_one(fetch, url).file.read_bytes() == CONTENT
    assert publisher.asked[-1].range == f"bytes={len(CONTENT)}-"


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_tries_again_what_may_pass(status: int, fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/a.csv", CONTENT)
    publisher.fail("/a.csv", say(status), say(status))
    assert fetch_one(fetch, url).file.read_bytes() == CONTENT


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_does_not_insist_on_what_is_refused(status: int, fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/a.csv", CONTENT)
    publisher.fail("/a.csv", say(status))
    with pytest.raises(SourceUnreachable, match=f"{status}.*run `facta load cow_trade FILE`") as caught:
        fetch_one(fetch, url)
    assert caught.value.exit_code == 4
    assert len(publisher.asked) == 1


@pytest.mark.parametrize("kind", ["seconds", "date"])
def test_waits_as_long_as_it_is_asked_to(kind: str, fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/a.csv", CONTENT)
    until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2)
    publisher.fail("/a.csv", say(429, Retry_After="1" if kind == "seconds" else format_datetime(until, usegmt=True)))
    fetch_one(fetch, url)
    assert publisher.asked[1].at - publisher.asked[0].at > 0.9


@pytest.mark.parametrize("text", ["soon", "", "-3"])
def test_a_wait_that_cannot_be_read_is_its_own(text: str, fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/a.csv", CONTENT)
    publisher.fail("/a.csv", say(503, Retry_After=text))
    assert fetch_one(fetch, url).file.read_bytes() == CONTENT


def test_leaves_a_publisher_alone_who_asks_for_long(fetch: Fetch, publisher: Publisher) -> None:
    publisher.fail("/a.csv", say(429, Retry_After="86400"))
    with pytest.raises(SourceUnreachable, match=r"come back in 86,400 s"):
        fetch_one(fetch, publisher.put("/a.csv", CONTENT))
    assert len(publisher.asked) == 1


def test_a_silent_server_counts_as_dropped(fetch: Fetch, publisher: Publisher) -> None:
    url = publisher.put("/a.csv", CONTENT)
    publisher.fail("/a.csv", stall(100_000))
    assert fetch_one(fetch, url).file.read_bytes() == CONTENT
    assert publisher.asked[1].range == "bytes=100000-"


def test_too_many_drops_end_the_run(fetch: Fetch, publisher: Publisher, tmp_path: Path) -> None:
    url = publisher.put("/a.csv", CONTENT)
    publisher.fail("/a.csv", *[drop(10)] * 20)
    with pytest.raises(SourceUnreachable, match="broke off 8 times"):
        fetch_one(fetch, url)
    assert (tmp_path / "downloads" / "a.csv.part").stat().st_size == 80


def test_a_web_page_is_no_file(fetch: Fetch, publisher: Publisher) -> None:
    publisher.fail("/a.csv", lambda visit: visit.answer(200, b"<html>", headers={"Content-Type": "text/html; x=y"}))
    with pytest.raises(WrongDownload, match="a web page came instead of the file"):
        fetch_one(fetch, publisher.put("/a.csv", CONTENT))


def test_a_body_longer_than_announced_is_cut_there(fetch: Fetch, publisher: Publisher) -> None:
    def lie(visit: Visit) -> None:
        visit.answer(200, CONTENT, len(CONTENT) // 2)
        visit.close_connection = True

    publisher.fail("/a.csv", lie)
    assert len(fetch_one(fetch, publisher.put("/a.csv", CONTENT)).file.read_bytes()) == len(CONTENT) // 2


def list_with(publisher: Publisher, content: bytes, digest: str) -> ListedFiles:
    publisher.put("/1979.zip", content)
    url = publisher.put("/md5sums", f"{digest}  1979.zip\n".encode())
    return ListedFiles(url=url, line=r"(?P<md5>\w{32})  (?P<name>\S+)", file=r"(?P<period>\d+)\.zip")


def test_a_wrong_checksum_is_tried_once_more_and_then_refused(
    fetch: Fetch, publisher: Publisher, tmp_path: Path
) -> None:
    found = fetch(list_with(publisher, CONTENT, "0" * 32))
    assert not found.files
    assert "its md5 is" in str(found.failures[0])
    assert "the publisher says 0000" in str(found.failures[0])
    assert len(publisher.list_asked("/1979.zip")) == 2
    assert not list((tmp_path / "downloads").glob("1979*"))


def test_a_checksum_that_agrees_is_written_down(fetch: Fetch, publisher: Publisher, tmp_path: Path) -> None:
    digest = hashlib.md5(CONTENT).hexdigest()
    plan = list_with(publisher, CONTENT, digest)
    publisher.fail("/1979.zip", lambda visit: visit.serve(CONTENT[::-1]))
    assert fetch(plan).files[0].outcome is Outcome.FETCHED
    line = read_manifest(tmp_path)[-1]
    assert (line["checksum"], line["agreed"]) == (f"md5:{digest}", True)
    assert fetch(plan).files[0].outcome is Outcome.UNCHANGED
    assert len(publisher.list_asked("/1979.zip")) == 2  # what agrees with the list is not asked for again


def test_takes_over_a_file_that_lies_there(fetch: Fetch, publisher: Publisher, tmp_path: Path) -> None:
    plan = list_with(publisher, CONTENT, hashlib.md5(CONTENT).hexdigest())
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "1979.zip").write_bytes(CONTENT)
    assert fetch(plan).files[0].outcome is Outcome.UNCHANGED
    assert not publisher.list_asked("/1979.zip")


def test_follows_redirects(fetch: Fetch, publisher: Publisher) -> None:
    publisher.put("/there.csv", CONTENT)
    publisher.fail("/a.csv", say(302, Location="/there.csv"))
    found = fetch_one(fetch, publisher.url + "/a.csv")
    assert (found.file.name, found.file.read_bytes()) == ("a.csv", CONTENT)


def test_does_not_run_in_circles(fetch: Fetch, publisher: Publisher) -> None:
    publisher.fail("/a.csv", *[say(302, Location="/a.csv")] * 50)
    with pytest.raises(SourceUnreachable, match="redirects in a circle"):
        fetch_one(fetch, publisher.url + "/a.csv")


def test_a_key_comes_from_the_environment_and_stays_with_its_host(
    fetch: Fetch, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Key(env="FACTA_TEST_KEY", header="X-Key", url=publisher.url + "/full.json")
    plan = FixedFiles(url=publisher.url + "/preview.json", name="figures.json", key=key)
    publisher.put("/preview.json", b"[]")
    publisher.put("/other.json", b"[1]")
    fetch(plan)
    assert publisher.asked[-1].path == "/preview.json"
    monkeypatch.setenv("FACTA_TEST_KEY", "s3cret")
    publisher.fail("/full.json", say(307, Location=publisher.url.replace("127.0.0.1", "localhost") + "/other.json"))
    assert fetch(plan).files[0].file.read_bytes() == b"[1]"
    assert [entry.headers["X-Key"] for entry in publisher.asked] == [None, "s3cret", None]
    publisher.fail("/full.json", say(403))
    assert "s3cret" not in str(fetch(plan).failures[0])
    assert "s3cret" not in "".join(path.read_text() for path in (tmp_path / "downloads").iterdir())


def test_unwraps_a_file_from_its_json(fetch: Fetch, publisher: Publisher) -> None:
    publisher.put("/register", json.dumps({"bytes": base64.b64encode(b"a,b\n1,2\n").decode()}).encode())
    post = '{"from": $first_year, "to": $last_year}'
    found = fetch(FixedFiles(url=publisher.url + "/register", name="register.csv", post=post, unwrap="bytes"))
    assert found.files[0].file.read_bytes() == b"a,b\n1,2\n"
    assert json.loads(publisher.asked[0].body) == {"from": 1870, "to": 2014}
    assert publisher.asked[0].method == "POST"


@pytest.mark.parametrize("answer", [b"", b"[]", b'{"error": 1}', b'{"bytes": "%%"}', b'{"bytes": 7}'])
def test_an_answer_without_a_file_is_refused(answer: bytes, fetch: Fetch, publisher: Publisher) -> None:
    publisher.put("/register", answer)
    found = fetch(FixedFiles(url=publisher.url + "/register", name="register.csv", post="{}", unwrap="bytes"))
    assert "it answers without a file in 'bytes'" in str(found.failures[0])


@pytest.mark.skipif(os.name == "nt" or not Path("/dev/full").exists(), reason="needs a disk that is full")
def test_a_full_disk_ends_the_run(fetch: Fetch, publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "a.csv.part").symlink_to("/dev/full")
    with pytest.raises(StoreError, match=r"cannot be read or written \(No space left"):
        fetch_one(fetch, publisher.put("/a.csv", CONTENT))


def test_a_folder_that_cannot_be_written_ends_the_run(fetch: Fetch, publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "downloads").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="--store or FACTA_STORE"):
        fetch_one(fetch, publisher.put("/a.csv", CONTENT))


def test_nobody_there(fetch: Fetch, publisher: Publisher) -> None:
    with pytest.raises(SourceUnreachable, match=r"127\.0\.0\.1:1/a\.csv did not come"):
        fetch_one(fetch, "http://127.0.0.1:1/a.csv")
