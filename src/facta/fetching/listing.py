"""What publishers list: texts with a checksum a line, and the datasets of a Dataverse."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import msgspec

from facta.domain import Window
from facta.errors import BrokenFile
from facta.fetching.wanted import Wanted, check_name
from facta.sources.addresses import DataverseFiles, ListedFiles

__all__ = ["ListDesk", "list_deposited", "list_listed"]


@dataclass(frozen=True, slots=True)
class ListDesk:
    """Where published lists are had.

    Parameters
    ----------
    fetch : callable
        Fetches a list and returns the file.
    notes : list of str
        What was odd about the lists.
    """

    fetch: Callable[[Wanted], Path]
    notes: list[str] = field(default_factory=list)


def list_listed(plan: ListedFiles, window: Window, lists: ListDesk) -> Iterator[Wanted]:
    """List the files of a published text whose names fall into a window."""
    sizes = {}
    if plan.sizes:
        lines = _read_lines(_want_list(plan, plan.sizes), plan.sizes_line, lists)
        sizes = {match["name"]: int(match["bytes"]) for _, match in lines}
    home = urlsplit(plan.url).netloc
    for number, match in _read_lines(_want_list(plan, plan.url), plan.line, lists):
        parts = match.groupdict()
        url = parts.get("url") or urljoin(plan.url, parts["name"])
        name = urlsplit(url).path.rpartition("/")[2] if parts.get("url") else parts["name"]
        if not _is_chosen(plan, name, window):
            continue
        check_name(name, plan.url, number)
        if urlsplit(url).netloc != home:
            raise BrokenFile(plan.url, f"it lists a file on another host, {url!r}", line=number)
        size = int(parts["bytes"]) if parts.get("bytes") else sizes.get(name)
        checksum = ("md5", parts["md5"].lower()) if parts.get("md5") else None
        yield Wanted(name, url, plan, size, checksum)


def _want_list(plan: ListedFiles | DataverseFiles, url: str) -> Wanted:
    """Name a list on disk: the last part of its address, or the dataset's identifier."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return Wanted(re.sub(r"\W+", "-", plan.doi) + ".json" if isinstance(plan, DataverseFiles) else last, url, plan)


def _read_lines(wanted: Wanted, pattern: str, lists: ListDesk) -> Iterator[tuple[int, re.Match[str]]]:
    """Read the lines of a list that say all they should; torn ones are counted."""
    shape, found, torn = re.compile(pattern), 0, 0
    with lists.fetch(wanted).open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if match := shape.fullmatch(line.strip()):
                found += 1
                yield number, match
            else:
                torn += bool(line.strip())
    if not found:
        raise BrokenFile(wanted.url, "this is no list of files", step="Fetch by hand, then `facta load`.")
    if torn:
        lists.notes.append(f"{wanted.url}: {torn:,} lines say too little and were left out")


def _is_chosen(plan: ListedFiles | DataverseFiles, name: str, window: Window) -> bool:
    """Say whether a name is wanted and its period, if it has one, touches a window."""
    match = re.fullmatch(plan.file, name)
    if match is None:
        return False
    digits = re.sub(r"\D", "", match.groupdict().get("period") or "")
    span = _read_span(digits, plan.late_days) if digits else None
    return window.clip(span) is not None if span else not digits


def _read_span(digits: str, late_days: int) -> Window | None:
    """Read a year, a month, or a day with or without a time, as the days that it spans; None for no date."""
    year, month, day = int(digits[:4]), int(digits[4:6] or 1), int(digits[6:8] or 1)
    try:
        first = dt.date(year, month, day)
    except ValueError:
        return None
    last = first
    if len(digits) < 8:
        month = 12 if len(digits) == 4 else month
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return Window(first - dt.timedelta(late_days), last)


class _DataFile(msgspec.Struct):
    id: int
    filename: str
    filesize: int | None = None
    checksum: dict[str, str] | None = None
    md5: str | None = None
    original_name: str | None = msgspec.field(default=None, name="originalFileName")
    original_format: str | None = msgspec.field(default=None, name="originalFileFormat")
    original_size: int | None = msgspec.field(default=None, name="originalFileSize")


class _Deposit(msgspec.Struct, rename="camel"):
    label: str
    data_file: _DataFile
    restricted: bool = False


class _Version(msgspec.Struct):
    files: list[_Deposit]


class _Dataset(msgspec.Struct, rename="camel"):
    latest_version: _Version


class _Answer(msgspec.Struct):
    data: _Dataset


_ENDINGS = {"text/csv": "csv", "application/x-stata": "dta", "text/tsv": "tsv", "text/tab-separated-values": "tab"}


def list_deposited(plan: DataverseFiles, window: Window, lists: ListDesk) -> Iterator[Wanted]:
    """List the files of a dataset, each in the form in which it was deposited.

    A Dataverse keeps a tabular file as its own table beside the original. The checksum that it lists is the original's,
    but for some files it is neither's (IQSS/dataverse issues 7275 and 9501): for those it is noted and does not bind.
    """
    url = f"{plan.server}/api/datasets/:persistentId/?persistentId=doi:{plan.doi}"
    for deposit in _read_deposits(lists.fetch(_want_list(plan, url))):
        data = deposit.data_file
        is_table = data.original_format is not None
        name = _name_original(data) if is_table else data.filename
        if _is_chosen(plan, name, window):
            address = f"{plan.server}/api/access/datafile/{data.id}" + ("?format=original" if is_table else "")
            size = data.original_size if is_table else data.filesize
            yield Wanted(check_name(name, url), address, plan, size, _read_checksum(data), not is_table)


def _read_deposits(listed: Path) -> Iterator[_Deposit]:
    """Yield the files of a dataset that anybody may have."""
    try:
        deposits = msgspec.json.decode(listed.read_bytes(), type=_Answer).data.latest_version.files
    except msgspec.MsgspecError as error:
        raise BrokenFile(listed.name, f"this is no list of a Dataverse ({error})") from error
    return (deposit for deposit in deposits if not deposit.restricted)


def _name_original(data: _DataFile) -> str:
    """Return the name under which a table was deposited."""
    if data.original_name:
        return data.original_name
    stem = data.filename.removesuffix(".tab")
    kind = (data.original_format or "").partition(";")[0]
    return f"{stem}.{_ENDINGS[kind]}" if kind in _ENDINGS else data.filename


def _read_checksum(data: _DataFile) -> tuple[str, str] | None:
    """Return algorithm and digest, where the algorithm is one that Python has."""
    if data.checksum:
        algorithm = data.checksum.get("type", "").lower().replace("-", "")
        return (algorithm, data.checksum["value"].lower()) if algorithm in {"md5", "sha1", "sha256", "sha512"} else None
    return ("md5", data.md5.lower()) if data.md5 else None
