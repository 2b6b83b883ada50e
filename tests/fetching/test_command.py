"""The command and its Python twin, against a publisher that is asked as the proxy of the real one."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shlex
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate

import facta
from facta.cli import EXAMPLES
from facta.cli.fetching import fetch as command
from facta.desk import encode_result, write_schemas
from facta.domain import ALWAYS
from facta.errors import SourceUnreachable
from facta.fetching import NothingToFetch, fetch_files
from facta.sources.addresses import FixedFiles

from .conftest import QUICK, Publisher, drop, make_source, say

Run = Callable[..., Any]

DAY = "20140309.export.CSV.zip"


def make_event(number: int) -> str:
    """Return a line of a daily file of GDELT 1.0, in which China talks to Russia."""
    cells = [str(number), "20140309", "201403", "2014", "2014.1863", "CHN", "CHINA", "CHN", *[""] * 7]
    cells += ["RUS", "RUSSIA", "RUS", *[""] * 7, "1", "040", "040", "04", "1", "1.0", "5", "1", "5", "2.5"]
    cells += ["4", "Beijing, China", "CH", "CH22", "39.9289", "116.388", "-1898541"] * 3
    return "\t".join([*cells, "20140309", "http://example.org/a"])


@pytest.fixture
def gdelt(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    """Return a publisher that answers for data.gdeltproject.org."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("20140309.export.CSV", "".join(make_event(number) + "\n" for number in range(1, 4)))
    content = packed.getvalue()
    publisher.put(f"/events/{DAY}", content)
    publisher.put("/events/md5sums", f"{hashlib.md5(content).hexdigest()}  {DAY}\n".encode())
    publisher.put("/events/filesizes", f"{len(content)} {DAY}\n".encode())
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, publisher.url)
    monkeypatch.delenv("no_proxy", raising=False)
    return publisher


def test_fetches_and_loads(gdelt: Publisher, run: Run, tmp_path: Path) -> None:
    words = ["fetch", "gdelt_v1", "--from", "2014-03", "--to", "2014-03", "--store", str(tmp_path)]
    answer = run(*words, "--json")
    assert answer.err == ""
    document = answer.document
    validate(document, write_schemas()["fetch"])
    (file,) = document["files"]
    assert (file["file"], file["outcome"], file["agreed"]) == (DAY, "fetched", True)
    assert file["url"] == f"http://data.gdeltproject.org/events/{DAY}"
    assert document["new"] == document["rows"] > 0
    assert Path(document["folder"]) == tmp_path / "downloads" / "gdelt_v1"
    again = run(*words, "--json").document
    assert (again["new"], again["files"][0]["outcome"]) == (0, "unchanged")


def test_the_example_of_the_help_works(gdelt: Publisher, run: Run, tmp_path: Path) -> None:
    words = shlex.split(EXAMPLES[command])[1:]
    answer = run(*words, "--store", str(tmp_path / "store"))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0].split() == ["File", "Size", "Here", "Outcome", "Checksum"]
    assert answer.out.splitlines()[1].split()[0] == DAY
    assert "1 file, " in answer.out
    assert not (tmp_path / "store" / "downloads" / "gdelt_v1" / DAY).exists()


def test_only_downloads_where_nothing_is_to_be_loaded(gdelt: Publisher, run: Run, tmp_path: Path) -> None:
    document = run("fetch", "gdelt_v1", "--no-load", "--json", "--store", str(tmp_path)).document
    assert (document["rows"], document["loaded"]) == (0, [])
    assert not (tmp_path / "loads").exists()


def test_the_twin_gives_the_same_document(gdelt: Publisher, tmp_path: Path) -> None:
    result = facta.fetch("gdelt_v1", window="2014-03", store=tmp_path, is_loaded=False)
    validate(json.loads(encode_result(result)), write_schemas()["fetch"])
    assert [row["file"] for row in result.rows()] == [DAY]


def test_a_publisher_that_cannot_be_reached(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    answer = run("fetch", "gdelt_v1", "--store", str(tmp_path))
    assert (answer.code, answer.out) == (4, "")
    assert "http://data.gdeltproject.org/events/filesizes did not come" in answer.err
    assert "`facta load gdelt_v1 FILE`" in answer.err


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["gsdb"], "facta load gsdb FILE"),
        (["gdelt_v11"], "Nearest: gdelt_v1"),
        (["gdelt_v1", "--from", "soon"], "impossible window"),
        (["gdelt_v1", "--from", "1950", "--to", "1951"], "gdelt_v1 has no files in 1950..1951"),
    ],
)
def test_requests_that_are_off(words: list[str], text: str, gdelt: Publisher, run: Run) -> None:
    answer = run("fetch", *words)
    assert (answer.code, answer.out) == (2, "")
    assert text in answer.err


def test_what_came_is_loaded_even_where_another_file_did_not(gdelt: Publisher, tmp_path: Path) -> None:
    gdelt.files["/events/md5sums"] += f"{'0' * 32}  20140310.export.CSV.zip\n".encode()
    gdelt.fail("/events/20140310.export.CSV.zip", say(404))
    with pytest.raises(SourceUnreachable, match="1 of 2 files did not come"):
        facta.fetch("gdelt_v1", store=tmp_path)
    assert len(list(tmp_path.glob("loads/gdelt_v1-*.json"))) == 1


def test_what_came_and_cannot_be_read_is_named(gdelt: Publisher, run: Run, tmp_path: Path) -> None:
    name = "20140310.export.CSV.zip"
    gdelt.put(f"/events/{name}", b"no archive")
    gdelt.files["/events/md5sums"] += f"{hashlib.md5(b'no archive').hexdigest()}  {name}\n".encode()
    answer = run("fetch", "gdelt_v1", "--store", str(tmp_path))
    assert (answer.code, answer.out) == (3, "")
    assert name in answer.err
    assert len(list(tmp_path.glob("loads/gdelt_v1-*.json"))) == 1


def test_an_extract_of_the_publishers_own_file(publisher: Publisher, tmp_path: Path) -> None:
    data = os.environ.get("FACTA_TEST_DATA")
    if not data:
        pytest.skip("FACTA_TEST_DATA is not set")
    with gzip.open(Path(data) / "codes" / "cow_states.csv.gz") as packed:
        head = b"".join(packed.readlines()[:40])
    plan = FixedFiles(url=publisher.put("/states2016.csv", head))
    publisher.fail("/states2016.csv", drop(700), say(503))
    found = fetch_files(make_source(plan), ALWAYS, tmp_path / "downloads", patience=QUICK).files[0]
    assert facta.load("cow_states", found.file, store=tmp_path / "store").new > 0


def test_a_source_without_address(tmp_path: Path) -> None:
    with pytest.raises(NothingToFetch, match="registers has no address"):
        facta.fetch("registers", store=tmp_path)
