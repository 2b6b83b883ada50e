"""The catalogue of sources: one folder a public dataset, facts in `source.yml`, bytes to rows in `read.py`."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Literal, Protocol, cast

import msgspec
import yaml

from facta.domain import Act, Basis, Kind, Price
from facta.errors import UnknownName, find_nearest
from facta.sources.addresses import Address
from facta.sources.bench import Bench

__all__ = [
    "Break",
    "Indicator",
    "Source",
    "find_family",
    "find_group_reader",
    "find_reader",
    "find_source",
    "list_breaks",
    "list_sources",
]


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one column of a source counts, or one kind of row that it holds.

    Parameters
    ----------
    title : str
        In words.
    unit : str
        Symbol of the unit; empty for rows.
    kind : Kind or None
        Flow, stock, count, share, index or rank; None for rows.
    act : Act
        Done or pledged.
    price : Price or None
        Nominal or real money.
    absence : str
        ``zero`` where silence inside coverage means that nothing happened, else ``missing``.
    """

    title: str
    unit: str = ""
    kind: Kind | None = None
    act: Act = Act.DONE
    price: Price | None = None
    absence: str = "missing"

    @property
    def basis(self) -> Basis:
        """Basis of its figures."""
        return Basis(self.kind or Kind.COUNT, self.act, self.price)


class Break(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A known artefact: a day or span on which the feed changed and the world did not.

    Parameters
    ----------
    since : datetime.date
        First day on which figures differ for it.
    kind : str
        ``start`` or ``end`` of a feed, ``gap`` (nothing was published), ``method`` (counted otherwise from then on),
        ``revision`` (a book restated), ``scale`` (a wrong unit), ``dates`` (rows carry a wrong date).
    what : str
        What happened, in words.
    until : datetime.date or None
        Last day, where it passed.
    states : tuple of str
        Whose figures; empty for all.
    indicators : tuple of str
        Which figures; empty for all.
    """

    since: dt.date
    kind: Literal["start", "end", "gap", "method", "revision", "scale", "dates"]
    what: str
    until: dt.date | None = None
    states: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A public dataset, as its `source.yml` states it.

    Parameters
    ----------
    id : str
        Name of its folder.
    title, publisher, licence, citation, url : str
        What every figure from it carries.
    address : str
        Where its files are published; empty where there is no public address.
    version : str
        Which release the reader was written for.
    covers : tuple of datetime.date
        First and last day that the publisher declares; the last is None while the feed goes on.
    lag_days : int
        Days from the end of a period to its publication: the known date where the release history is not in the data.
    ships : bool
        Whether figures computed from it may ship with facta.
    files : mapping of str to tuple of str
        Columns by which a file is recognised, by the name that the reader gives that kind of file.
    indicators : mapping of str to Indicator
        What it yields.
    family : str
        Name that it shares with others of which `facta load` tells the files apart; empty for most.
    minimum_rows : int
        Fewer rows from a file of full size mean a broken file.
    tried : str
        On what the reader was tried.
    breaks : tuple of Break
        Known artefacts, each with its date.
    notes : tuple of str
        What a reader of its figures should know beside them.
    fetch : tuple of Address
        Plans by which its files are fetched; empty where there is no public address.
    """

    id: str
    title: str
    publisher: str
    licence: str
    citation: str
    url: str
    version: str
    covers: tuple[dt.date, dt.date | None]
    lag_days: int
    ships: bool
    files: Mapping[str, tuple[str, ...]]
    indicators: Mapping[str, Indicator]
    address: str = ""
    family: str = ""
    minimum_rows: int = 1
    tried: str = ""
    breaks: tuple[Break, ...] = ()
    notes: tuple[str, ...] = ()
    fetch: tuple[Address, ...] = ()


class Reader(Protocol):
    """What every `read.py` holds."""

    def __call__(self, bench: Bench) -> None:
        """Read the file on `bench` and put its rows there.

        Raises
        ------
        facta.errors.BrokenFile
            The file broke its contract.
        """


class GroupReader(Protocol):
    """What the `read.py` of some event archives holds."""

    def __call__(self, benches: Sequence[Bench]) -> None:
        """Read the files on `benches`, which share a database, and put their rows there."""


@cache
def list_sources() -> Mapping[str, Source]:
    """Return every source by id."""
    folders = (folder for folder in resources.files(__package__).iterdir() if folder.joinpath("source.yml").is_file())
    return {folder.name: _read_facts(folder.name) for folder in sorted(folders, key=lambda folder: folder.name)}


def find_source(source_id: str) -> Source:
    """Return the source of that id.

    Raises
    ------
    UnknownName
        No such source; names the nearest.
    """
    sources = list_sources()
    if source_id not in sources:
        raise UnknownName(
            "source", source_id, nearest=find_nearest(source_id, sources), step=f"Known: {', '.join(sources)}."
        )
    return sources[source_id]


def list_breaks() -> tuple[tuple[str, Break], ...]:
    """Return the calendar of artefacts: each known break with the id of its source, by date."""
    listed = ((source.id, entry) for source in list_sources().values() for entry in source.breaks)
    return tuple(sorted(listed, key=lambda pair: (pair[1].since, pair[0])))


def find_family(name: str) -> tuple[Source, ...]:
    """Return the source of that id, or the sources of that family.

    Raises
    ------
    UnknownName
        Neither; names the nearest source.
    """
    return tuple(source for source in list_sources().values() if source.family == name) or (find_source(name),)


def find_reader(source_id: str) -> Reader:
    """Return the function that reads the files of a source."""
    return cast(Reader, importlib.import_module(f"{__package__}.{source_id}.read").read)


def find_group_reader(source_id: str) -> GroupReader | None:
    """Return the function that reads many files of a source in one pass, where it has one."""
    return cast(
        "GroupReader | None", getattr(importlib.import_module(f"{__package__}.{source_id}.read"), "read_all", None)
    )


def _read_facts(folder: str) -> Source:
    text = resources.files(__package__).joinpath(folder, "source.yml").read_text(encoding="utf-8")
    facts = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return msgspec.convert({"id": folder, **facts}, Source, strict=False)
