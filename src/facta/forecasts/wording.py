"""Hedges as ranges of probability, by a published mapping or by this project's own extension."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import msgspec
import yaml

from facta.errors import UnknownName, find_nearest

__all__ = ["DEFAULT", "WordMapping", "Wording", "find_mapping", "find_wording", "list_mappings", "list_wordings"]

DEFAULT = "icd-203"
"""The mapping that is used where none is named."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a hedge stands for.

    Parameters
    ----------
    words, form : str
        As written, and the listed form that it was found by; an empty form is a plain assertion.
    low, high : float
        Range of the probability, 0 to 1, of the thing that the words are about.
    mapping, version : str
        Where the range comes from.
    is_covered : bool
        Whether that is a published mapping. Where not, the range is this project's own.
    note : str
        Why the range is what it is, where it is not covered.
    """

    words: str
    form: str
    low: float
    high: float
    mapping: str
    version: str
    is_covered: bool
    note: str

    def deny(self) -> Wording:
        """Return the range of the denial: for a reading that says no alliance, where the words say one is unlikely.

        Examples
        --------
        >>> denied = find_wording("unlikely").deny()
        >>> round(denied.low, 2), round(denied.high, 2)
        (0.55, 0.8)
        """
        return replace(self, low=1 - self.high, high=1 - self.low)


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that stand for one range."""

    low: float
    high: float
    forms: tuple[str, ...]
    note: str = ""


class WordMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A versioned mapping from words to probabilities, with its citation.

    Examples
    --------
    >>> find_mapping("kent-1964").bands[0].high
    0.12
    """

    name: str
    version: str
    title: str
    citation: str
    url: str
    bands: tuple[Band, ...]


class _Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `wordings.yml` holds."""

    denials: tuple[str, ...]
    mappings: tuple[WordMapping, ...]
    extension: WordMapping


def find_wording(words: str, mapping: str = DEFAULT) -> Wording:
    """Return the range of probability that a hedge stands for.

    The longest listed form that begins the words is taken; what follows is what they hedge ("unlikely to emerge").
    Where a denial or another hedge follows, nothing is guessed. Case and kind of apostrophe do not matter. No words at
    all are a plain assertion. Forms that the mapping does not have come from this project's extension, with
    `is_covered` False.

    Parameters
    ----------
    words : str
        As the author wrote them.
    mapping : str
        ``icd-203``, ``ipcc-ar5`` or ``kent-1964``.

    Raises
    ------
    UnknownName
        For words or a mapping that are not listed, with the nearest that are.

    References
    ----------
    Each mapping's own stands in its `citation`; see `list_mappings`.

    Examples
    --------
    >>> found = find_wording("unlikely to emerge")
    >>> found.low, found.high, found.mapping, found.is_covered
    (0.2, 0.45, 'icd-203', True)
    >>> find_wording("expects").is_covered
    False
    >>> find_wording("unlikley")
    Traceback (most recent call last):
    facta.errors.UnknownName: unknown hedge 'unlikley'. Nearest: unlikely.
    """
    chosen, extension = find_mapping(mapping), _read_tables().extension
    own, added = _list_forms(chosen), _list_forms(extension)
    form = _match_form(words, {**added, **own})
    is_covered = form in own
    band, used = (own[form], chosen) if is_covered else (added[form], extension)
    return Wording(words, form, band.low, band.high, used.name, used.version, is_covered, band.note)


def list_wordings(words: str) -> tuple[Wording, ...]:
    """Return what a hedge stands for by each published mapping that covers it, or by the extension where none does.

    Raises
    ------
    UnknownName
        For words that are nowhere listed.

    Examples
    --------
    >>> [(found.mapping, found.low, found.high) for found in list_wordings("probably")]
    [('icd-203', 0.55, 0.8), ('kent-1964', 0.63, 0.87)]
    """
    every = {
        form: band
        for table in (*list_mappings(), _read_tables().extension)
        for form, band in _list_forms(table).items()
    }
    form = _match_form(words, every)
    covering = [table.name for table in list_mappings() if form in _list_forms(table)]
    return tuple(replace(find_wording(form, name), words=words) for name in covering or [DEFAULT])


def list_mappings() -> tuple[WordMapping, ...]:
    """Return the published mappings.

    Examples
    --------
    >>> [(mapping.name, mapping.version) for mapping in list_mappings()]
    [('icd-203', '2015-01-02'), ('ipcc-ar5', '2010-07'), ('kent-1964', '1964')]
    """
    return _read_tables().mappings


def find_mapping(name: str) -> WordMapping:
    """Return a published mapping by its name.

    Raises
    ------
    UnknownName
        With the nearest name.

    Examples
    --------
    >>> find_mapping("ipcc-ar5").title
    "Likelihood scale of the IPCC's Fifth Assessment Report"
    """
    by_name = {mapping.name: mapping for mapping in list_mappings()}
    if name not in by_name:
        step = f"Mappings: {', '.join(by_name)}."
        raise UnknownName("mapping", name, nearest=find_nearest(name, by_name), step=step)
    return by_name[name]


def _match_form(words: str, forms: Iterable[str]) -> str:
    """Return the longest form that begins the words and that no denial or other hedge follows."""
    text = " ".join(words.casefold().replace("’", "'").split())
    beginning = [form for form in forms if text == form or (form and text.startswith(f"{form} "))]
    form = max(beginning, key=len, default=None)
    if form is None or _turns(text[len(form) :], forms):
        step = "Write one of the listed words, or the probability."
        raise UnknownName("hedge", words, nearest=find_nearest(text, forms), step=step)
    return form


def _turns(rest: str, forms: Iterable[str]) -> bool:
    """Say whether the words after a hedge may change it."""
    padded = f"{rest} "
    return any(f" {word} " in padded for word in (*_read_tables().denials, *forms) if word)


def _list_forms(mapping: WordMapping) -> dict[str, Band]:
    """Return the bands of a mapping by form."""
    return {form: band for band in mapping.bands for form in band.forms}


@cache
def _read_tables() -> _Tables:
    text = resources.files(__package__).joinpath("wordings.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), _Tables)
