"""The dossier: a question and its claims, as a YAML file that people review."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

__all__ = [
    "Claim",
    "Commitment",
    "Dossier",
    "Horizon",
    "Reading",
    "Refusal",
    "Rival",
    "Said",
    "SetEntry",
    "Shock",
    "write_schema",
]

Id = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$", description="lower-case words joined by hyphens")]
Prose = Annotated[str, Meta(max_length=600)]
Date = Annotated[str, Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="a year, month or day")]
_YEAR = {"type": "integer", "minimum": 1000, "maximum": 9999, "description": "YAML takes a year for a number"}
Expression = Annotated[str, Meta(min_length=1, max_length=4000)]


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Who said what, when, and by what act.

    Parameters
    ----------
    by : str
        The person or institution.
    quote : str
        At most twelve words, as said.
    date : str
        Year, month or day.
    place : str
        Where it can be found.
    act : str
        Said as one's own, quoted, reported, anonymous, or asked as a rhetorical question.
    hedge : str
        The word that carries the likelihood: *expect*, *probably*, *unlikely*.
    denies : bool
        Whether the hedge is of the contrary of what the readings state: "an alliance is unlikely", read as no alliance.
    probability : float or None
        From 0 to 1, as the holder stated it; None where none was stated.
    """

    by: Annotated[str, Meta(min_length=1, max_length=120)]
    quote: Annotated[str, Meta(min_length=1, max_length=200)]
    date: Date
    place: Prose = ""
    act: Literal["own", "quoted", "reported", "anonymous", "rhetorical"] = "own"
    hedge: str = ""
    denies: bool = False
    probability: Annotated[float, Meta(ge=0, le=1)] | None = None


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One honest way to check what was said.

    Parameters
    ----------
    check : str
        The expression.
    text : str
        What it checks, in words.
    validity : str
        ``direct``, ``proxy`` or ``weak``.
    why : str
        Why it is no better than that.
    by : str
        Who encoded it.
    """

    check: Expression
    text: Prose = ""
    validity: Literal["direct", "proxy", "weak"] = "direct"
    why: Prose = ""
    by: str = ""


class Horizon(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Until when a statement about the future can be held against events.

    Parameters
    ----------
    until : datetime.date
        Last day.
    stated : str
        The words in which the author gave it; empty where none was given.
    set_by : str
        ``author`` or ``encoder``.
    """

    until: dt.date
    stated: str = ""
    set_by: Literal["author", "encoder"] = "encoder"


class Commitment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What somebody undertook to do, with the deed that would keep it; its outcome decides the claim.

    It is kept where the deed holds from `since` to `due`, late where it holds only by `late_until`, kept in part where
    `part` holds by `due`, and else missed.

    Parameters
    ----------
    kind : str
        ``pledge``, ``target``, ``deadline`` or ``threat``; a threat waits for its trigger.
    deed : str
        An expression that holds once it is kept; it is given the window from `since` to `due`.
    due : datetime.date
        Last day on which it is kept in time.
    since : datetime.date or None
        First day that counts; the day of saying where not written.
    late_until : datetime.date or None
        Last day on which it counts as late; the day of the evidence where not written.
    part : str or None
        An expression that holds where it was kept in part.
    trigger : str or None
        Of a threat: what it was threatened for.
    """

    kind: Literal["pledge", "target", "deadline", "threat"]
    deed: Expression
    due: dt.date
    since: dt.date | None = None
    late_until: dt.date | None = None
    part: Expression | None = None
    trigger: Expression | None = None


class Rival(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Another explanation that the same evidence fits, with what would tell them apart."""

    text: Prose
    check: Expression | None = None


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Why a statement cannot be checked at all."""

    reason: Literal["motive", "tautology", "no_series", "rhetoric", "causal"]
    why: Prose


class SetEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A set of states that the dossier defines, such as the West as its author means it."""

    id: Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9_]{1,31}$")]
    members: Annotated[list[str | dict[str, str]], Meta(min_length=1, max_length=300)]
    name: str = ""
    citation: Prose = ""


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What was said and, kept apart, the readings that check it.

    Parameters
    ----------
    id : str
        Unique in the dossier.
    said : Said or list of Said
        One proposition may have many holders.
    readings : list of Reading
        Several honest readings stand side by side.
    statement : str
        Its number in a catalogue of statements.
    type : str
        ``fact``, ``trend``, ``compare``, ``rank``, ``forecast``, ``condition`` or ``vague``.
    horizon : Horizon or None
        Of a statement about the future.
    narrative : bool
        What a state's officials hold.
    rebuts : list of str
        Ids of the claims that it answers.
    rivals : list of Rival
        Other explanations.
    refuse : Refusal or None
        Why it cannot be checked.
    wanted : str
        Which source would fill what no reading can reach.
    revises : list of str
        Ids of earlier claims of the same author that it brings up to date.
    commitment : Commitment or None
        Of a pledge, target, deadline or threat.
    proposition : str
        A name for what is stated, where other claims state it too: one proposition, many holders.
    stance : str
        Whether the claim ``affirms`` its proposition, ``denies`` it (both cannot be right), or ``qualifies`` it.
    """

    id: Id
    said: Said | Annotated[list[Said], Meta(min_length=1, max_length=50)]
    readings: Annotated[list[Reading], Meta(max_length=20)] = []
    statement: str = ""
    type: Literal["", "fact", "trend", "compare", "rank", "forecast", "condition", "vague"] = ""
    horizon: Horizon | None = None
    narrative: bool = False
    rebuts: list[str] = []
    rivals: list[Rival] = []
    refuse: Refusal | None = None
    wanted: Prose = ""
    revises: list[str] = []
    commitment: Commitment | None = None
    proposition: Id | Literal[""] = ""
    stance: Literal["affirms", "denies", "qualifies"] = "affirms"

    @property
    def sayings(self) -> list[Said]:
        """Everybody who said it."""
        return self.said if isinstance(self.said, list) else [self.said]


class Shock(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """An event that moved the outcomes of many claims at once."""

    name: Annotated[str, Meta(min_length=1, max_length=120)]
    date: dt.date


class Dossier(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A question and its claims.

    Parameters
    ----------
    facta : int
        Version of this format.
    question : str
        What was asked.
    asked : str
        When: year, month or day.
    claims : list of Claim
        In the order in which they are shown.
    title, note : str
        For readers.
    sets : list of SetEntry
        Sets of states as the dossier means them.
    registers : list of str
        Register files beside the dossier.
    shocks : list of Shock
        Events that moved many outcomes at once; they are named above a board of scores.
    """

    facta: Literal[1]
    question: Annotated[str, Meta(min_length=1, max_length=400)]
    asked: Date
    claims: Annotated[list[Claim], Meta(min_length=1, max_length=2000)]
    title: str = ""
    note: Prose = ""
    sets: Annotated[list[SetEntry], Meta(max_length=100)] = []
    registers: Annotated[
        list[Annotated[str, Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*\.csv$")]], Meta(max_length=20)
    ] = []
    shocks: Annotated[list[Shock], Meta(max_length=20)] = []


def write_schema() -> dict[str, object]:
    """Return the JSON Schema of a dossier, for editors.

    Examples
    --------
    >>> write_schema()["title"]
    'facta dossier'
    """
    (schema,), components = msgspec.json.schema_components([Dossier], ref_template="#/$defs/{name}")
    for kind, name in (("Said", "date"), ("Dossier", "asked")):
        fields = components[kind]["properties"]
        fields[name] = {"anyOf": [fields[name], _YEAR]}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "facta dossier"}
    return {**head, **schema, "$defs": components}
