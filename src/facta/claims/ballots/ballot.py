"""A ballot: the questions that a panel is asked, sealed so that nobody changes them unseen."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from pathlib import Path
from typing import Literal

import msgspec
import yaml
from msgspec.structs import replace

from facta.claims.dossier import SetEntry
from facta.claims.reading_files import read_yaml
from facta.domain import Frequency, Period
from facta.errors import BallotError, DossierError
from facta.forecasts import BaseRate

__all__ = [
    "BALLOT",
    "Ballot",
    "Feed",
    "Question",
    "hash_facts",
    "name_file",
    "read_ballot",
    "seal_ballot",
    "write_ballot",
]

BALLOT = "ballot.yml"
"""Name of the file of a ballot in its folder."""

_LONGEST = 60  # characters of the name of a form
_CHANGED = "Put it back as it was, or begin a new ballot in another folder with `facta ballot new`."


class Feed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A source that bears on a question.

    Parameters
    ----------
    source : str
        Its id.
    lag_days : int
        From the end of a period to its publication.
    by : Frequency
        The periods in which it publishes.
    ends : datetime.date or None
        Last day that it will ever cover; None while it goes on.
    """

    source: str
    lag_days: int
    by: Frequency = Frequency.YEAR
    ends: dt.date | None = None

    def reaches(self, day: dt.date) -> bool:
        """Say whether it will ever cover a day."""
        return self.ends is None or self.ends >= day

    def find_release(self, day: dt.date) -> dt.date | None:
        """Return on which day, from `day` on, it next publishes a whole period; None where it has ended.

        Examples
        --------
        >>> Feed(source="imf_dots", lag_days=120).find_release(dt.date(2026, 11, 22))
        datetime.date(2027, 4, 30)
        """
        lag = dt.timedelta(days=self.lag_days)
        end = Period.containing(day - lag, self.by).end
        return end + lag if self.reaches(end) else None


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One reading about the future, on which experts state a probability.

    Parameters
    ----------
    id : str
        The claim's id and the number of the reading in it.
    text : str
        What would have to be true, in words.
    check : str
        The expression that will decide.
    until : datetime.date
        The horizon: the last day that counts.
    quote, by : str
        What was said, and by whom.
    feeds : list of Feed
        The sources that will resolve it.
    validity, why : str
        How well the reading stands for what was said.
    is_conditional : bool
        Whether it counts only if its condition is met.
    is_unseen : bool
        Whether no source has anything on it yet.
    base_rate : BaseRate or None
        How often the same held in earlier years, where the ballot shows it.
    """

    id: str
    text: str
    check: str
    until: dt.date
    quote: str
    by: str
    feeds: list[Feed]
    validity: Literal["direct", "proxy", "weak"] = "direct"
    why: str = ""
    is_conditional: bool = False
    is_unseen: bool = False
    base_rate: BaseRate | None = None

    @property
    def is_out_of_reach(self) -> bool:
        """Whether every source ends before the horizon: none of them can ever resolve it."""
        return not any(feed.reaches(self.until) for feed in self.feeds)


class Ballot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """The questions of a panel, and what they rest on.

    Parameters
    ----------
    ballot : int
        Version of this format.
    dossier, question : str
        Name of the dossier, and what it asks.
    as_of : datetime.date
        Day after which the questions lie.
    questions : list of Question
        In the order of the dossier.
    closes : datetime.date or None
        Last day on which forms are taken; None until somebody closes it.
    sets : list of SetEntry
        Sets of states that the readings name.
    registers : list of str
        Files beside the ballot on which the readings rest.
    hash : str
        SHA-256 over everything else.
    """

    ballot: Literal[1] = 1
    dossier: str
    question: str
    as_of: dt.date
    questions: list[Question]
    closes: dt.date | None = None
    sets: list[SetEntry] = []
    registers: list[str] = []
    hash: str = ""


def hash_facts(facts: msgspec.Struct) -> str:
    """Return the SHA-256 of a type's canonical JSON, its own ``hash`` left empty, as 64 hexadecimal digits."""
    return hashlib.sha256(msgspec.json.encode(replace(facts, hash=""), order="deterministic")).hexdigest()


def seal_ballot(ballot: Ballot) -> Ballot:
    """Return a ballot with its hash.

    Examples
    --------
    >>> ballot = Ballot(dossier="d", question="Who?", as_of=dt.date(2026, 11, 22), questions=[])
    >>> len(seal_ballot(ballot).hash)
    64
    """
    return replace(ballot, hash=hash_facts(ballot))


def write_ballot(ballot: Ballot) -> str:
    """Return a ballot as YAML, with a line on top that says not to change it.

    Examples
    --------
    >>> ballot = seal_ballot(Ballot(dossier="d", question="Who?", as_of=dt.date(2026, 11, 22), questions=[]))
    >>> print(write_ballot(ballot).splitlines()[1])
    ballot: 1
    """
    facts = {"ballot": 1, **msgspec.to_builtins(ballot)}
    body = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=120)
    return f"# Sealed by its hash: a form belongs to this ballot as it stands. Do not change it.\n{body}"


def read_ballot(folder: Path) -> Ballot:
    """Read the ballot of a folder.

    Raises
    ------
    BallotError
        There is none, it breaks the format, or it is not what was sealed.

    Examples
    --------
    >>> read_ballot(Path("no-such-folder"))
    Traceback (most recent call last):
    facta.errors.BallotError: no-such-folder: there is no ballot.yml here. Name the folder of a ballot, ...
    """
    path = folder / BALLOT
    if not path.is_file():
        step = "Name the folder of a ballot, or begin one with `facta ballot new DOSSIER`."
        raise BallotError(str(folder), f"there is no {BALLOT} here", step=step)
    try:
        ballot, lines = read_yaml(path, Ballot, strict=False)
    except DossierError as error:
        raise BallotError(error.file, error.found, line=error.line, step=_CHANGED) from None
    if ballot.hash != hash_facts(ballot):
        raise BallotError(BALLOT, "the ballot was changed after it was sealed", line=lines.get("hash"), step=_CHANGED)
    return ballot


def name_file(name: str) -> str:
    """Return the file name, without its ending, for a person's name; letters of any script stay.

    Examples
    --------
    >>> name_file("O’Neill / Łukasz Żak"), name_file("王芳"), name_file("../..")
    ('o-neill-łukasz-żak', '王芳', 'expert')
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFC", name).casefold())
    return "-".join(words)[:_LONGEST].strip("-") or "expert"
