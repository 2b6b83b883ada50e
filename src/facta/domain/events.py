"""Kinds of events between states, as the publishers of event data print them: CAMEO, its scores in ICEWS, and PLOVER.

Each kind belongs to one of four quad classes. CAMEO's root 01 is a mere statement: it counts as verbal cooperation in
every publisher's table, and whoever measures cooperation should keep it apart.

What CAMEO is in PLOVER follows the conversion table of the makers of PLOVER, code by code and not root by root: root 08
splits into CONCEDE, which is verbal, and RETREAT, which is material; parts of 16, 17 and 19 change their type. Where
that table and the manual disagree, the table decides: lifting a curfew (0813) is RETREAT there and CONCEDE in the
manual, an apology (055) SUPPORT and CONCEDE, a verdict (116) ACCUSE and SANCTION. Roots 01 and 02 have no PLOVER type.
PLOVER's REQUEST, the former DEMAND, takes in mere requests beside demands, so that it is wider than what root 10
becomes.

A mode is given where the conversion table has one and the manual of 2023 still lists it. Assassinations (185 and 186)
are ``targeted`` since; air strikes (195) have a mode of their own, ``aerial``; property destroyed (1712) takes the one
mode for it that its type has, ``destroy``.

The tables behind this module lie in ``tables/``. They are facts of

- Gerner, Deborah J., Philip A. Schrodt and Ömür Yilmaz (2009), Conflict and Mediation Event Observations (CAMEO)
  Codebook, as GDELT prints it with Goldstein's scores (``CAMEO.eventcodes.txt``, ``CAMEO.goldsteinscale.txt``);
- Goldstein, Joshua S. (1992), A Conflict-Cooperation Scale for WEIS Events Data, Journal of Conflict Resolution 36(2),
  369-385;
- Boschee, Elizabeth, and others (2015), ICEWS Coded Event Data, doi:10.7910/DVN/28075, for intensities;
- Halterman, Andrew, and others (2023), PLOVER and POLECAT: A New Political Event Ontology and Dataset; Open Event Data
  Alliance, PLOVER manual, and its ``CAMEO2PLOVER-2021.txt`` of 17 September 2021.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cache

from facta.domain.states import read_table
from facta.errors import UnknownName, find_nearest

__all__ = ["CONTEXTS", "EventType", "Quad", "find_event", "list_event_rows", "list_event_types", "map_to_plover"]

CONTEXTS = (
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
    "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
    "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping",
    "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn",
    "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
)  # fmt: skip
"""What PLOVER says an event was about; an event may have several."""


class Quad(enum.IntEnum):
    """Word or deed, friendly or hostile; the numbers are the publishers'.

    Examples
    --------
    >>> Quad(3).label, Quad.MATERIAL_COOPERATION.is_deed
    ('verbal conflict', True)
    """

    VERBAL_COOPERATION = 1
    MATERIAL_COOPERATION = 2
    VERBAL_CONFLICT = 3
    MATERIAL_CONFLICT = 4

    @property
    def label(self) -> str:
        """The words for it."""
        return self.name.lower().replace("_", " ")

    @property
    def is_deed(self) -> bool:
        """Whether it is material."""
        return self % 2 == 0


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event in one scheme.

    Parameters
    ----------
    scheme : str
        ``cameo`` with the scores that GDELT prints, ``icews`` with the intensities of ICEWS, or ``plover``.
    code : str
        CAMEO's digits as text (``010`` is not ``10``); PLOVER's type, with the mode after a slash: ``CONSULT/visit``.
    name : str
        Short name of the event.
    root : str
        First two digits in CAMEO; the type in PLOVER.
    quad : Quad
        Its quad class. A CAMEO code and what it becomes in PLOVER may differ.
    score : float or None
        From -10, most hostile, to 10, most friendly; None where the publisher prints none. No mean or sum of scores is
        a level: it moves with the volume of reporting.
    plover : str
        Its PLOVER type, empty where PLOVER codes no such event.
    mode : str
        Its PLOVER mode, empty where there is none.
    printed : float or None
        The score as printed, where that cannot be meant: the manual prints 3 for ACCUSE, whose modes are all negative
        with a mean of exactly -3; the sign was lost in print.

    Examples
    --------
    >>> denial = find_event("cameo", "016")
    >>> denial.name, denial.quad.label, denial.score, denial.is_statement
    ('Deny responsibility', 'verbal cooperation', -2.0, True)
    """

    scheme: str
    code: str
    name: str
    root: str
    quad: Quad
    score: float | None
    plover: str = ""
    mode: str = ""
    printed: float | None = None

    @property
    def is_statement(self) -> bool:
        """Whether it is a mere statement, CAMEO's root 01."""
        return self.root == "01"


def find_event(scheme: str, code: str) -> EventType:
    """Return the kind of event that `code` stands for.

    Raises
    ------
    UnknownName
        No such scheme, or no such code in it; codes are text and nothing is guessed.

    Examples
    --------
    >>> find_event("icews", "016").score, find_event("plover", "CONSULT/phone").score
    (-5.0, 1.5)
    >>> find_event("cameo", "99")
    Traceback (most recent call last):
    facta.errors.UnknownName: unknown cameo code '99'. Write it as text, with its leading zero.
    """
    table = _find_table(scheme)
    if code not in table:
        nearest = find_nearest(code, table) if scheme == "plover" else None  # digits that look alike mean nothing
        raise UnknownName(f"{scheme} code", code, nearest=nearest, step="Write it as text, with its leading zero.")
    return table[code]


def list_event_types(scheme: str) -> tuple[EventType, ...]:
    """Return every kind of event of a scheme, in the publisher's order.

    Raises
    ------
    UnknownName
        No such scheme.

    Examples
    --------
    >>> len(list_event_types("cameo")), sum(1 for kind in list_event_types("plover") if not kind.mode)
    (313, 16)
    """
    return tuple(_find_table(scheme).values())


def map_to_plover(code: str) -> EventType | None:
    """Return what a CAMEO code is in PLOVER, with its mode where there is one; None for statements and appeals.

    Series of both kinds can be spliced only in PLOVER's terms: quad classes of the two are not alike.

    Raises
    ------
    UnknownName
        No such CAMEO code.

    Examples
    --------
    >>> [map_to_plover(code).quad.label for code in ("081", "0871")]
    ['verbal cooperation', 'material cooperation']
    >>> map_to_plover("042").code, map_to_plover("010")
    ('CONSULT/visit', None)
    """
    kind = find_event("cameo", code)
    return find_event("plover", f"{kind.plover}/{kind.mode}".rstrip("/")) if kind.plover else None


def list_event_rows() -> list[tuple[str, str, str, int, float | None, str]]:
    """Return (scheme, code, root, quad, score, PLOVER type) of every kind of event, for the table that readers join.

    Examples
    --------
    >>> ("cameo", "0871", "08", 2, 9.0, "RETREAT") in list_event_rows()
    True
    """
    kinds = [kind for scheme in ("cameo", "icews", "plover") for kind in list_event_types(scheme)]
    return [(kind.scheme, kind.code, kind.root, int(kind.quad), kind.score, kind.plover) for kind in kinds]


def _find_table(scheme: str) -> dict[str, EventType]:
    match scheme:
        case "cameo" | "icews":
            return _read_cameo(scheme)
        case "plover":
            return _read_plover()
    raise UnknownName("event scheme", scheme, step="Known: cameo, icews, plover.")


@cache
def _read_cameo(scheme: str) -> dict[str, EventType]:
    """Read CAMEO; ICEWS scores a few codes otherwise than GDELT."""
    types = {}
    for row in read_table("cameo.csv"):
        score = (scheme == "icews" and row["intensity"]) or row["goldstein"]
        quad = Quad(int(row["quad"]))
        types[row["code"]] = EventType(
            scheme, row["code"], row["name"], row["root"], quad, _read_score(score), row["plover"], row["mode"]
        )
    return types


@cache
def _read_plover() -> dict[str, EventType]:
    types = {}
    for row in read_table("plover.csv"):
        kind, mode = row["type"], row["mode"]
        code, name = f"{kind}/{mode}".rstrip("/"), f"{kind.capitalize()}: {mode}".rstrip(": ")
        score, printed = _read_score(row["score"]), _read_score(row["printed"])
        types[code] = EventType("plover", code, name, kind, Quad(int(row["quad"])), score, kind, mode, printed)
    return types


def _read_score(text: str) -> float | None:
    return float(text) if text else None
