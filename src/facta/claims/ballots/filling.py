"""Reads the forms that experts filled in; every fault is named by file and line, with what would work."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from facta.claims.ballots.ballot import BALLOT, Ballot
from facta.claims.reading_files import read_yaml
from facta.errors import BallotError, BrokenForms, DossierError, FileError, ImpossibleValue, find_nearest

__all__ = ["Filled", "Stated", "check_name", "fold_name", "read_forms", "read_probability"]

_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(%?)")
_DIGITS = 12
_LONGEST_NAME, _LONGEST_REASON, _SHOWN = 120, 2000, 20  # characters


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What stands under one question of a form, as it was written."""

    question: str
    probability: float | int | str | bool | None = None
    reason: str | int | bool | None = None


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A form, as it was written."""

    form: Literal[1]
    ballot: str
    expert: str | int | bool | None
    forecasts: list[Answer]


class Stated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A probability that an expert stated.

    Parameters
    ----------
    question : str
        Id of the question.
    probability : float
        From 0 to 1.
    reason : str
        In the expert's words.
    """

    question: str
    probability: float
    reason: str = ""


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A form that keeps the rules.

    Parameters
    ----------
    expert : str
        Name.
    file : str
        Name of the file.
    sha256 : str
        Of the file's bytes.
    forecasts : list of Stated
        Questions that were left empty are not among them.
    """

    expert: str
    file: str
    sha256: str
    forecasts: list[Stated]


def read_forms(paths: Sequence[Path], ballot: Ballot) -> list[Filled]:
    """Read filled forms; of two of one expert the later stands.

    Raises
    ------
    BallotError
        One fault, by file and line.
    BrokenForms
        Several of them, in one form or more.
    """
    filled: dict[str, Filled] = {}
    faults: list[FileError] = []
    for path in paths:
        try:
            form = _read_form(path, ballot)
        except BrokenForms as error:
            faults += error.errors
        except BallotError as error:
            faults.append(error)
        else:
            filled[fold_name(form.expert)] = form
    _raise_faults(faults)
    return list(filled.values())


def fold_name(name: str) -> str:
    """Return what is alike in two spellings of one name: case, spacing and the form of its letters are not."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def check_name(name: str) -> None:
    """Refuse a name that is too long for a dossier, or has marks that do not print.

    Raises
    ------
    ImpossibleValue
        It has more than 120 characters, or a line break or escape.

    Examples
    --------
    >>> check_name("O’Neill / 王芳")
    """
    if len(name) > _LONGEST_NAME or not name.isprintable():
        step = f"Write it in at most {_LONGEST_NAME} letters, on one line."
        raise ImpossibleValue("name", repr(_cut(name)), step=step)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _read_form(path: Path, ballot: Ballot) -> Filled:
    """Read one filled form and hold it against its ballot."""
    if not path.is_file():
        raise BallotError(str(path), "there is no such file", step="Name a form that was filled in.")
    if path.suffix.lower() in (".html", ".htm"):
        step = "Open it, fill it in, and hand in the file that its button saves."
        raise BallotError(path.name, "this is the page itself, not what it saved", step=step)
    try:
        form, lines = read_yaml(path, Form)
    except DossierError as error:
        step = error.step or "Hand in a form that `facta ballot new` wrote, or that its page saved."
        raise BallotError(path.name, error.found, line=error.line, step=step) from None
    if form.ballot != ballot.hash:
        step = f"Name its folder with --ballot, or hand out the forms that lie beside {BALLOT}."
        raise BallotError(path.name, "the form is of another ballot", line=lines["ballot"], step=step)
    reader = _FormReader(path.name, ballot, form, lines)
    faults = list(reader.find_faults())
    _raise_faults(faults)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Filled(expert=str(form.expert).strip(), file=path.name, sha256=digest, forecasts=list(reader.list_stated()))


def _raise_faults(faults: Sequence[FileError]) -> None:
    if faults:
        raise faults[0] if len(faults) == 1 else BrokenForms(faults)


class _FormReader:
    """Holds one form against its ballot."""

    def __init__(self, file: str, ballot: Ballot, form: Form, lines: dict[str, int]) -> None:
        self.file, self.form, self.lines = file, form, lines
        self.known = [question.id for question in ballot.questions]

    def list_stated(self) -> Iterator[Stated]:
        """Yield what was filled in."""
        for answer in self.form.forecasts:
            probability = read_probability(answer.probability)
            if probability is not None:
                reason = str(answer.reason or "").strip()
                yield Stated(question=answer.question, probability=probability, reason=reason)

    def find_faults(self) -> Iterator[BallotError]:
        """Yield everything that is wrong."""
        yield from self._check_name()
        seen: set[str] = set()
        for place, answer in enumerate(self.form.forecasts):
            yield from self._check_answer(f"forecasts[{place}]", answer, seen)
            seen.add(answer.question)
        if all(_is_empty(answer.probability) for answer in self.form.forecasts):
            step = "Fill in one at least, or do not hand it in: who says nothing abstains."
            yield self._refuse("forecasts", "the form has no probability", step)

    def _check_name(self) -> Iterator[BallotError]:
        name = str(self.form.expert or "").strip()
        if not name or isinstance(self.form.expert, bool):
            yield self._refuse("expert", "the form names no expert", "Write your name after expert.")
            return
        try:
            check_name(name)
        except ImpossibleValue as error:
            yield self._refuse("expert", f"impossible name {error.found}", error.step)

    def _check_answer(self, part: str, answer: Answer, seen: set[str]) -> Iterator[BallotError]:
        if answer.question not in self.known:
            nearest = find_nearest(answer.question, self.known)
            step = f"Nearest: {nearest}." if nearest else "Keep the questions of the form as they are."
            yield self._refuse(f"{part}.question", f"there is no question {answer.question!r}", step)
        elif answer.question in seen:
            yield self._refuse(f"{part}.question", f"the question {answer.question!r} stands twice", "Keep one.")
        try:
            probability = read_probability(answer.probability)
        except ImpossibleValue as error:
            found = f"impossible probability {error.found} of {answer.question!r}"
            yield self._refuse(f"{part}.probability", found, error.step)
            return
        if probability is None and not _is_empty(answer.reason):
            step = "Write the probability too, or take the reason out."
            yield self._refuse(f"{part}.reason", f"the question {answer.question!r} has a reason and no number", step)
        if len(str(answer.reason)) > _LONGEST_REASON:
            step = f"Write at most {_LONGEST_REASON} characters."
            yield self._refuse(f"{part}.reason", "the reason is too long", step)

    def _refuse(self, part: str, found: str, step: str) -> BallotError:
        line = self.lines.get(part, self.lines.get(part.rpartition(".")[0]))
        return BallotError(self.file, found, line=line, step=step)


def _is_empty(value: object) -> bool:
    return value is None or not str(value).strip()


def read_probability(given: object) -> float | None:
    """Return a probability from 0 to 1 as somebody wrote it; None where nothing is written.

    Raises
    ------
    ImpossibleValue
        It is none, lies outside, or may mean two things; says what to write.

    Examples
    --------
    >>> read_probability("35%"), read_probability(0.35), read_probability(" "), read_probability("３５ %")
    (0.35, 0.35, None, 0.35)
    >>> read_probability(35)
    Traceback (most recent call last):
    facta.errors.ImpossibleValue: impossible probability '35'. Write 35% if that is meant.
    """
    if _is_empty(given):
        return None
    if isinstance(given, float) and 0 <= given <= 1:
        return given
    text = _spell(given)
    found = _NUMBER.fullmatch(text)
    share = round(float(found[1]) / (100 if found[2] else 1), _DIGITS) if found else math.nan
    if text != "1" and 0 <= share <= 1:
        return share
    raise ImpossibleValue("probability", repr(_cut(text)), step=_suggest(text, share))


def _spell(given: object) -> str:
    """Return what was written as text, where YAML took it for something else."""
    if isinstance(given, bool):
        return "yes" if given else "no"
    return unicodedata.normalize("NFKC", f"{given:g}" if isinstance(given, float) else str(given)).strip()


def _suggest(text: str, share: float) -> str:
    """Say what to write in place of what is no probability, or may be two."""
    if text == "1":
        return "Write 100% or 1%: it may mean either."
    if 1 < share <= 100 and "%" not in text:
        return f"Write {text}% if that is meant."
    nearest = "" if math.isnan(share) else f"Nearest: {'0%' if share < 0 else '100%'}. "
    return f"{nearest}Write it as 35% or 0.35, or leave it empty."
