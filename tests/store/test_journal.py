"""Lines that are only added to: edits show, a torn end costs nothing, writers wait for each other."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from facta.errors import StoreError
from facta.store import BrokenJournal, Journal

WRITER = """
import pathlib, sys
from facta.store import Journal
journal = Journal(pathlib.Path(sys.argv[1]), "record/j.jsonl")
for _ in range(int(sys.argv[2])):
    journal.extend(lambda lines: [b'{"n":%d}' % (len(lines) + step) for step in range(40)])
    print(flush=True)
"""
"""Adds forty lines at a time, each with its number."""


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Return a journal of five lines."""
    found = Journal(tmp_path, "record/j.jsonl")
    found.extend(lambda lines: [b'{"n":0}', b'{"n":1}'])
    found.extend(lambda lines: [b'{"n":%d}' % number for number in (2, 3, 4)])
    return found


def test_reads_what_was_written(journal: Journal) -> None:
    assert journal.read().lines == tuple(b'{"n":%d}' % number for number in range(5))
    assert journal.path.read_bytes().count(b"\n") == 5


def test_what_is_there_decides_what_is_added(journal: Journal) -> None:
    before = journal.path.read_bytes()
    assert journal.extend(lambda lines: [b"{}"] if len(lines) < 5 else []).lines == journal.read().lines
    assert journal.path.read_bytes() == before


def test_nothing_is_there_before_something_is_written(tmp_path: Path) -> None:
    assert Journal(tmp_path / "store", "j.jsonl").read().lines == ()
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("place", range(5))
def test_an_edit_is_found(journal: Journal, place: int) -> None:
    lines = journal.path.read_bytes().splitlines(keepends=True)
    lines[place] = lines[place].replace(b'"n":', b'"m":')
    journal.path.write_bytes(b"".join(lines))
    with pytest.raises(
        BrokenJournal, match=rf"j\.jsonl:{place + 1}: the line is not the one that was written"
    ) as caught:
        journal.read()
    assert caught.value.line == place + 1


def test_an_edit_that_mends_its_own_hash_is_found_in_the_next_line(journal: Journal, tmp_path: Path) -> None:
    other = Journal(tmp_path, "other.jsonl")
    other.extend(lambda lines: [b'{"n":0}', b'{"n":9}'])
    lines = journal.path.read_bytes().splitlines(keepends=True)
    lines[1] = other.path.read_bytes().splitlines(keepends=True)[1]
    journal.path.write_bytes(b"".join(lines))
    with pytest.raises(BrokenJournal, match=r"j\.jsonl:3"):
        journal.read()


@pytest.mark.parametrize("order", [(0, 2, 3, 4), (1, 2, 3, 4), (0, 2, 1, 3, 4), (0, 0, 1, 2, 3, 4)])
def test_a_line_that_is_moved_repeated_or_gone_is_found(journal: Journal, order: Sequence[int]) -> None:
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(b"".join(lines[place] for place in order))
    with pytest.raises(BrokenJournal, match="Put the file back as it was"):
        journal.extend(lambda lines: [b'{"n":5}'])


@pytest.mark.parametrize("cut", [1, 30, 150])
def test_a_line_that_was_cut_off_counts_for_nothing_and_goes_with_the_next(journal: Journal, cut: int) -> None:
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole[:-cut])
    pages = journal.read()
    assert len(pages.lines) == 4
    assert pages.torn == len(whole.splitlines(keepends=True)[-1]) - cut
    assert journal.extend(lambda lines: [b'{"n":7}']).lines[-2:] == (b'{"n":3}', b'{"n":7}')
    assert journal.read().torn == 0


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "record").write_text("a file where the folder would be")
    with pytest.raises(StoreError, match="the store cannot be written"):
        Journal(tmp_path, "record/j.jsonl").extend(lambda lines: [b'{"n":0}'])


def start(folder: Path, times: int) -> subprocess.Popen[bytes]:
    """Start a writer."""
    return subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(times)], stdout=subprocess.PIPE)


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    writers = [start(tmp_path, 5) for _ in range(3)]
    assert all(writer.communicate() and writer.returncode == 0 for writer in writers)
    numbers = Journal(tmp_path, "record/j.jsonl").read().lines
    assert numbers == tuple(b'{"n":%d}' % number for number in range(600))


def test_a_writer_that_is_killed_leaves_whole_lines(tmp_path: Path) -> None:
    rng = random.Random(5)
    for _ in range(4):
        writer = start(tmp_path, 100_000)
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(rng.uniform(0, 0.05))
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
        lines = Journal(tmp_path, "record/j.jsonl").read().lines
        assert lines == tuple(b'{"n":%d}' % number for number in range(len(lines)))
