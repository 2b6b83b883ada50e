"""From the plans of a source and a window to the files that are wanted."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from string import Template
from urllib.parse import unquote, urlsplit

import msgspec

from facta.domain import Frequency, Period, Window, list_codes
from facta.errors import UsageError
from facta.fetching.listing import ListDesk, list_deposited, list_listed
from facta.fetching.wanted import Wanted, WrongDownload, check_name
from facta.sources import Source
from facta.sources.addresses import Address, DataverseFiles, FixedFiles, ListedFiles

__all__ = ["MissingKey", "NothingToFetch", "list_following", "list_wanted"]

_PERIODS = {"year": Frequency.YEAR, "month": Frequency.MONTH, "day": Frequency.DAY}


class NothingToFetch(UsageError):
    """A source without a public address, or a window in which it has no file."""

    def __init__(self, source: Source, window: Window | None = None) -> None:
        self.source, self.window = source.id, window
        self.place = source.address or source.url

    def __str__(self) -> str:
        if self.window is not None:
            return f"{self.source} has no files in {self.window}. Leave out --from and --to to see what it has."
        step = f"Get them from {self.place or 'their publisher'}, then run `facta load {self.source} FILE`."
        return f"{self.source} has no address from which files can be fetched. {step}"


class MissingKey(UsageError):
    """A key that the environment does not have, or that cannot be one.

    Examples
    --------
    >>> str(MissingKey("comtrade", "COMTRADE_KEY", "is not set"))
    'comtrade: COMTRADE_KEY is not set. Put the key that the publisher gave you into the environment.'
    """

    def __init__(self, source: str, variable: str, found: str) -> None:
        self.source, self.variable, self.found = source, variable, found

    def __str__(self) -> str:
        step = "Put the key that the publisher gave you into the environment."
        return f"{self.source}: {self.variable} {self.found}. {step}"


def list_wanted(source: Source, window: Window, lists: ListDesk) -> list[Wanted]:
    """Return the files of a source that a window touches, each once.

    Raises
    ------
    NothingToFetch
        The source has no address, or no file in the window.
    MissingKey
        A plan needs a key.
    BrokenFile
        A published list cannot be read.
    """
    if not source.fetch:
        raise NothingToFetch(source)
    found = [wanted for plan in source.fetch for wanted in _list_plan(source, plan, window, lists)]
    if not found:
        raise NothingToFetch(source, window)
    return _name_apart(found)


def _name_apart(found: Sequence[Wanted]) -> list[Wanted]:
    """Give each address a name of its own: a Dataverse may list two files of one name."""
    taken: dict[str, Wanted] = {}
    for wanted in found:
        stem, dot, ending = wanted.name.partition(".")
        count, name = 1, wanted.name
        while name in taken and taken[name].url != wanted.url:
            count += 1
            name = f"{stem}-{count}{dot}{ending}"
        taken[name] = replace(wanted, name=name)
    return list(taken.values())


def _list_plan(source: Source, plan: Address, window: Window, lists: ListDesk) -> Iterator[Wanted]:
    match plan:
        case FixedFiles():
            yield from _list_fixed(source, plan, window)
        case ListedFiles():
            yield from list_listed(plan, window, lists)
        case DataverseFiles():
            yield from list_deposited(plan, window, lists)


def _list_fixed(source: Source, plan: FixedFiles, window: Window) -> Iterator[Wanted]:
    """List a file for each combination of period and values."""
    secret, url = _read_key(source, plan)
    span = window.clip(Window(source.covers[0], source.covers[1] or dt.date.today()))
    if span is None:
        return
    assert span.start
    assert span.end
    bounds = {"first_year": str(span.start.year), "last_year": str(span.end.year), "page": "1"}
    periods = _list_periods(url + plan.post, span)
    lists = [_list_values(given, span) for given in plan.each.values()]
    for period, values in itertools.product(periods, itertools.product(*lists)):
        yield _fill(plan, url, bounds | period | dict(zip(plan.each, values, strict=True)), secret)


def _list_periods(text: str, span: Window) -> list[dict[str, str]]:
    """List the periods of a span that a text has a placeholder for."""
    frequency = next((name for name in _PERIODS if re.search(rf"\${name}\b|\${{{name}}}", text)), None)
    if frequency is None:
        return [{}]
    assert span.start
    assert span.end
    first, last = (Period.containing(day, _PERIODS[frequency]).ordinal for day in (span.start, span.end))
    periods = (Period(_PERIODS[frequency], ordinal) for ordinal in range(first, last + 1))
    return [{frequency: str(period).replace("-", "")} for period in periods]


def _list_values(given: Sequence[str], span: Window) -> list[str]:
    """Return values as given, with ``codes:SCHEME`` replaced by the codes that hold in a span."""
    listed: list[str] = []
    for value in given:
        kind, _, scheme = value.partition(":")
        rows = list_codes() if kind == "codes" else []
        listed += [code for name, code, _, first, last in rows if name == scheme and span.clip(Window(first, last))]
        listed += [value] if kind != "codes" else []
    return list(dict.fromkeys(listed))


def _fill(plan: FixedFiles, url: str, values: Mapping[str, str], secret: tuple[str, str] | None) -> Wanted:
    """Put values into a plan's texts."""
    address, name, post = (Template(text).substitute(values) for text in (url, plan.name, plan.post))
    name = check_name(name or unquote(urlsplit(address).path.rpartition("/")[2]), address)
    return Wanted(name, address, plan, post=post, secret=secret, template=url, values=values)


def _read_key(source: Source, plan: FixedFiles) -> tuple[tuple[str, str] | None, str]:
    """Return header and key with the address that takes them, or none with the address that takes none."""
    value = os.environ.get(plan.key.env, "").strip() if plan.key else ""
    if plan.key is None or not (value or not plan.url):
        return None, plan.url
    if not value:
        raise MissingKey(source.id, plan.key.env, "is not set")
    if not (value.isascii() and value.isprintable()):
        raise MissingKey(source.id, plan.key.env, "has letters that no key has")
    return (plan.key.header, value), plan.key.url


def list_following(source: str, wanted: Wanted, file: Path) -> list[Wanted]:
    """Return the further pages of an answer, once its first page is here.

    Raises
    ------
    WrongDownload
        The answer does not say how many pages there are.
    """
    plan = wanted.plan
    if not isinstance(plan, FixedFiles) or not plan.pages or wanted.values["page"] != "1":
        return []
    try:
        found = msgspec.json.decode(file.read_bytes())
        for step in plan.pages.split("."):
            found = found[int(step) if step.isdigit() else step]
        count = int(found)
    except (msgspec.MsgspecError, LookupError, TypeError, ValueError) as error:
        file.unlink()
        raise WrongDownload(source, wanted.url, "the answer does not say how many pages it has") from error
    pages = ({**wanted.values, "page": str(page)} for page in range(2, count + 1))
    return [_fill(plan, wanted.template, values, wanted.secret) for values in pages]
