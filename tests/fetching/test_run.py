"""Several files: courtesy, interruption, what a run leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from facta.domain import ALWAYS
from facta.errors import SourceUnreachable, StoreError
from facta.fetching import FetchFailed, Outcome, fetch_files, survey_files
from facta.fetching.shelf import Shelf
from facta.sources.addresses import FixedFiles, ListedFiles

from .conftest import QUICK, Fetch, Publisher, Visit, drop, make_source, say

CONTENT = bytes(range(256)) * 800


def put_many(publisher: Publisher, count: int, **courtesy: float) -> FixedFiles:
    """Serve numbered files."""
    names = tuple(f"{number:02}" for number in range(count))
    for name in names:
        publisher.put(f"/{name}.csv", CONTENT + name.encode())
    return FixedFiles(url=publisher.url + "/$name.csv", each={"name": names}, **courtesy)  # type: ignore[arg-type]


@pytest.mark.parametrize("connections", [1, 3])
def test_asks_no_more_at_once_than_is_polite(connections: int, fetch: Fetch, publisher: Publisher) -> None:
    publisher.delay_s = 0.05
    assert len(fetch(put_many(publisher, 9, connections=connections)).files) == 9
    assert publisher.most_at_once == connections


def test_keeps_a_distance_between_requests(fetch: Fetch, publisher: Publisher) -> None:
    fetch(put_many(publisher, 4, delay_s=0.15))
    starts = sorted(entry.at for entry in publisher.asked)
    assert min(later - earlier for earlier, later in pairwise(starts)) > 0.1


def test_one_refusal_makes_all_wait(fetch: Fetch, publisher: Publisher) -> None:
    plan = put_many(publisher, 6, connections=2)
    publisher.fail("/00.csv", say(429, Retry_After="1"))
    assert len(fetch(plan).files) == 6
    refused = next(entry.at for entry in publisher.asked if entry.path == "/00.csv")
    assert sum(refused + 0.2 < entry.at < refused + 0.9 for entry in publisher.asked) == 0


def test_a_file_that_does_not_come_keeps_no_other_out(fetch: Fetch, publisher: Publisher) -> None:
    plan = put_many(publisher, 3)
    publisher.fail("/01.csv", say(404))
    found = fetch(plan)
    assert [file.name for file in found.files] == ["00.csv", "02.csv"]
    assert len(found.failures) == 1
    error = FetchFailed(found.failures, len(found.files))
    assert str(error).endswith("1 of 3 files did not come; the others are here.")
    assert error.exit_code == 4


def test_a_host_that_is_not_there_is_given_up_soon(fetch: Fetch) -> None:
    names = tuple(map(str, range(500)))
    start = time.monotonic()
    found = fetch(FixedFiles(url="http://127.0.0.1:1/$name.csv", each={"name": names}))
    assert len(found.failures) == 500
    assert time.monotonic() - start < 5


def test_a_survey_fetches_nothing(publisher: Publisher, fetch: Fetch, tmp_path: Path) -> None:
    plan = put_many(publisher, 3)
    publisher.fail("/02.csv", say(405))
    publisher.fail("/01.csv", drop(1000), *[say(503)] * 2)
    fetch(FixedFiles(url=publisher.url + "/00.csv"), FixedFiles(url=publisher.url + "/01.csv"))
    found = survey_files(make_source(plan), ALWAYS, tmp_path / "downloads", QUICK).files
    size = len(CONTENT) + 2
    assert [(file.outcome, file.bytes, file.held) for file in found] == [
        (Outcome.UNCHANGED, size, size),
        (Outcome.PARTIAL, size, 1000),
        (Outcome.WANTED, None, 0),
    ]
    assert not (tmp_path / "nowhere").exists()
    survey_files(make_source(plan), ALWAYS, tmp_path / "nowhere", QUICK)
    assert not (tmp_path / "nowhere").exists()


def test_an_interruption_keeps_the_parts(publisher: Publisher, tmp_path: Path) -> None:
    def interrupt(name: str, arrived: int, size: int | None) -> None:
        if arrived:
            os.kill(os.getpid(), signal.SIGINT)

    source = make_source(FixedFiles(url=publisher.put("/a.csv", CONTENT)))

    def trickle(visit: Visit) -> None:
        visit.answer(200, CONTENT[:50_000], len(CONTENT), {"ETag": '"1"'})
        visit.wfile.flush()
        time.sleep(0.5)
        visit.close_connection = True

    publisher.fail("/a.csv", trickle)
    folder = tmp_path / "downloads"
    with pytest.raises(KeyboardInterrupt):
        fetch_files(source, ALWAYS, folder, watch=interrupt, patience=QUICK)
    kept = (folder / "a.csv.part").stat().st_size
    assert 0 < kept <= 50_000
    publisher.fail("/a.csv", lambda visit: visit.answer(206, CONTENT[kept:], headers=_span(kept)))
    found = fetch_files(source, ALWAYS, folder, patience=QUICK).files[0]
    assert (found.outcome, found.file.read_bytes()) == (Outcome.RESUMED, CONTENT)
    assert publisher.asked[-1].range == f"bytes={kept}-"


def _span(first: int) -> dict[str, str]:
    return {"ETag": '"1"', "Content-Range": f"bytes {first}-{len(CONTENT) - 1}/{len(CONTENT)}"}


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {here!r})
import msgspec
from facta.domain import ALWAYS
from facta.fetching import fetch_files
from facta.sources import find_source
from facta.sources.addresses import FixedFiles
plans = tuple(FixedFiles(url={url!r} + name, connections=1) for name in ("/a.csv", "/b.csv"))
fetch_files(msgspec.structs.replace(find_source("cow_trade"), fetch=plans), ALWAYS, Path({folder!r}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_a_kill_leaves_what_the_next_run_goes_on_with(publisher: Publisher, fetch: Fetch, tmp_path: Path) -> None:
    publisher.put("/a.csv", CONTENT)
    publisher.put("/b.csv", CONTENT)

    def hang(visit: Visit) -> None:
        drop(60_000)(visit)
        visit.wfile.flush()
        time.sleep(3)

    publisher.fail("/b.csv", hang)
    folder = tmp_path / "downloads"
    code = KILLED.format(here=str(tmp_path), url=publisher.url, folder=str(folder))
    process = subprocess.Popen([sys.executable, "-c", code])
    part = folder / "b.csv.part"
    _wait_until(lambda: part.exists() and part.stat().st_size == 60_000)
    process.kill()
    process.wait()
    manifest = folder / "manifest.jsonl"
    assert [json.loads(line)["name"] for line in manifest.read_text().splitlines()] == ["a.csv"]
    manifest.write_bytes(manifest.read_bytes() + b'{"name": "b.csv", "url"')  # as a kill in the middle of a line would
    found = fetch(*(FixedFiles(url=publisher.url + name) for name in ("/a.csv", "/b.csv")))
    assert [file.outcome for file in found.files] == [Outcome.UNCHANGED, Outcome.RESUMED]
    assert publisher.asked[-1].range == "bytes=60000-" or publisher.asked[-2].range == "bytes=60000-"
    assert Shelf(folder).find("b.csv")
    assert Shelf(folder).find("a.csv")


def _wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="no lock there")
def test_two_runs_do_not_write_into_one_folder(publisher: Publisher, fetch: Fetch, tmp_path: Path) -> None:
    with Shelf(tmp_path / "downloads").hold(), pytest.raises(StoreError, match="another run is fetching into it"):
        fetch(put_many(publisher, 1))


def test_refuses_what_cannot_fit(fetch: Fetch, publisher: Publisher) -> None:
    plan = ListedFiles(
        url=publisher.put("/list", b"900000000000000000 1979.zip\n"),
        line=r"(?P<bytes>\d+) (?P<name>\S+)",
        file=r"(?P<period>\d+)\.zip",
    )
    with pytest.raises(StoreError, match="GB would come and"):
        fetch(plan)


def test_a_list_that_does_not_come_ends_the_run(fetch: Fetch, publisher: Publisher) -> None:
    with pytest.raises(SourceUnreachable, match="404"):
        fetch(ListedFiles(url=publisher.url + "/list", line="(?P<name>.*)", file=".*"))
