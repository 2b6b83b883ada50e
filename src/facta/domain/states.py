"""States and dated sets of states, in every code that a public source uses.

One territory is one state: Russia continues the Soviet Union, so ``SUN`` and ``RUS`` are the same state at different
dates. The tables behind this module lie in ``tables/``.
"""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources

import yaml

from facta.domain.periods import ALWAYS, Window
from facta.errors import UnknownName, find_nearest

__all__ = [
    "WORLD",
    "Membership",
    "State",
    "StateSet",
    "build_set",
    "find_set",
    "find_state",
    "list_codes",
    "list_names",
    "list_not_states",
    "list_sets",
    "list_states",
    "match_code",
    "name_nearest",
    "read_table",
]


@dataclass(frozen=True, slots=True)
class State:
    """A territory with dated existence.

    Parameters
    ----------
    id : str
        ISO 3166 alpha-3 where there is one, else the customary historical code.
    kind : str
        ``state``, or ``territory`` for places that report figures and are no members of the state system.
    name, name_zh, name_ru : str
        In English, Chinese and Russian.
    existence : Window
        Membership in the state system by Correlates of War; open at both ends for territories.
    aliases : tuple of str
        Other names in use.

    Examples
    --------
    >>> str(find_state("Kazakhstan")), find_state("Kazakhstan").name_ru
    ('Kazakhstan (KAZ)', 'Казахстан')
    """

    id: str
    kind: str
    name: str
    name_zh: str = ""
    name_ru: str = ""
    existence: Window = ALWAYS
    aliases: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


WORLD = State("WLD", "world", "World", "世界", "Мир")


@dataclass(frozen=True, slots=True)
class Membership:
    """One spell of one state in a set; `window` excludes the day of leaving.

    Examples
    --------
    >>> Membership("KAZ", Window.parse("2015..")).state
    'KAZ'
    """

    state: str
    window: Window


@dataclass(frozen=True, slots=True)
class StateSet:
    """A dated set of states: an organisation, a region, or a group that a dossier defines.

    Parameters
    ----------
    id, name, kind : str
        ``EAEU``, *Eurasian Economic Union*, ``organisation``.
    members : tuple of Membership
        Who was in it, when.
    citation : str
        Where membership and dates are published.
    aliases : tuple of str
        Other names in use.

    Examples
    --------
    >>> len(find_set("G7").states())
    7
    """

    id: str
    name: str
    kind: str
    members: tuple[Membership, ...]
    citation: str = ""
    aliases: tuple[str, ...] = ()

    def states(self, day: dt.date | None = None) -> tuple[str, ...]:
        """Return the ids of those who were members on `day`, or ever where it is None; sorted."""
        inside = {m.state for m in self.members if day is None or _holds(m.window, day)}
        return tuple(sorted(inside))


def _holds(window: Window, day: dt.date) -> bool:
    return (window.start is None or window.start <= day) and (window.end is None or day <= window.end)


def find_state(name: str, *, where: str | None = None) -> State:
    """Return the state of an id, ISO code or name in English, Chinese or Russian.

    Case, accents and a leading article do not matter.

    Raises
    ------
    UnknownName
        No such state; names the nearest.

    Examples
    --------
    >>> find_state("Россия").id, find_state("中国").id, find_state("SUN").id
    ('RUS', 'CHN', 'RUS')
    >>> find_state("Rusia")
    Traceback (most recent call last):
    facta.errors.UnknownName: unknown state 'Rusia'. Nearest: Russia (RUS).
    """
    state = _names().get(_fold(name))
    if state is None:
        step = "Write an ISO code such as RUS, or a name."
        raise UnknownName("state", name, nearest=name_nearest(name), where=where, step=step)
    return state


def name_nearest(name: str, sets: Iterable[str] = ()) -> str | None:
    """Return the state, or the one of `sets`, that a misspelt name most likely meant."""
    found, table = _fold(name), _names()
    state, other = find_nearest(found, table), find_nearest(name, sets)
    if other and (not state or _measure_likeness(name.casefold(), other.casefold()) >= _measure_likeness(found, state)):
        return other
    return str(table[state]) if state else None


def _measure_likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def match_code(scheme: str, code: str, day: dt.date | None = None) -> str | None:
    """Return the id of the state that held `code` in `scheme` on `day`, or None.

    Parameters
    ----------
    scheme : str
        ``iso3``, ``iso2``, ``cow``, ``gw``, ``cameo``, ``fips`` or ``icews``.
    code : str
        The code as text.
    day : datetime.date or None
        When; without a day the latest holder answers.

    Examples
    --------
    >>> match_code("cow", "260", dt.date(1975, 1, 1)), match_code("fips", "CH")
    ('DEU', 'CHN')
    """
    holders = _codes().get((scheme, code), ())
    if day is None:
        return holders[-1].state if holders else None
    return next((holder.state for holder in holders if _holds(holder.window, day)), None)


def list_codes() -> list[tuple[str, str, str, dt.date, dt.date]]:
    """Return every (scheme, code, state, first day, last day); open ends are the calendar's own.

    Examples
    --------
    >>> ("fips", "CH", "CHN") in {entry[:3] for entry in list_codes()}
    True
    """
    return [
        (scheme, code, spell.state, spell.window.start or dt.date(1, 1, 1), spell.window.end or dt.date(9999, 12, 31))
        for (scheme, code), spells in _codes().items()
        for spell in spells
    ]


def list_names() -> list[tuple[str, str]]:
    """Return every (name in lower case, state id) by which a source may call a state.

    Examples
    --------
    >>> ("soviet union", "RUS") in list_names()
    True
    """
    spelled = {(name.casefold(), state.id) for state in list_states() for name in (state.id, *_spellings(state))}
    coded = {(code.casefold(), spell.state) for scheme, code, spell in _latest("icews")}
    return sorted(spelled | coded)


def list_not_states() -> list[tuple[str, str]]:
    """Return every (scheme, code) by which a source calls what is no state: a region, an alliance, a rebel group.

    Examples
    --------
    >>> ("cameo", "SAF") in list_not_states()
    True
    """
    return [(row["scheme"], row["code"]) for row in read_table("not_states.csv")]


def find_set(name: str) -> StateSet | None:
    """Return the set of an id or name, or None.

    Examples
    --------
    >>> find_set("EAEU").states(dt.date(2016, 1, 1))
    ('ARM', 'BLR', 'KAZ', 'KGZ', 'RUS')
    """
    return _set_names().get(_fold(name))


@cache
def list_states() -> tuple[State, ...]:
    """Return every state and territory, by id.

    Examples
    --------
    >>> "KAZ" in {state.id for state in list_states()}
    True
    """
    return tuple(
        State(
            row["id"],
            row["kind"],
            row["name"],
            row["name_zh"],
            row["name_ru"],
            _dated(row["from"], row["to"]),
            tuple(alias for alias in row["aliases"].split("|") if alias),
        )
        for row in read_table("states.csv")
    )


@cache
def list_sets() -> tuple[StateSet, ...]:
    """Return every set that ships with facta, by id.

    Examples
    --------
    >>> "EAEU" in {entry.id for entry in list_sets()}
    True
    """
    with resources.files(__package__).joinpath("tables/sets.yml").open("rb") as file:
        entries = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tuple(build_set(entry) for entry in sorted(entries, key=lambda entry: str(entry["id"])))


def build_set(entry: dict[str, object]) -> StateSet:
    """Build a set from its YAML entry; `to` is the day of leaving and no longer inside.

    Membership ends with the state: nobody belongs to a set before it exists.

    Raises
    ------
    UnknownName
        A member that is no state.

    Examples
    --------
    >>> steppe = build_set({"id": "STEPPE", "members": ["KAZ", {"state": "MNG", "to": "2020-01-01"}]})
    >>> steppe.states(dt.date(1985, 1, 1)), steppe.states(dt.date(2020, 1, 1))
    (('MNG',), ('KAZ',))
    """
    return StateSet(
        str(entry["id"]),
        str(entry.get("name", entry["id"])),
        str(entry.get("kind", "group")),
        tuple(_build_member(member) for member in _as_list(entry.get("members"))),
        str(entry.get("citation", "")),
        tuple(str(alias) for alias in _as_list(entry.get("aliases"))),
    )


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _build_member(member: object) -> Membership:
    entry = member if isinstance(member, dict) else {"state": member}
    state = find_state(str(entry["state"]))
    window = _dated(str(entry.get("from") or ""), str(entry.get("to") or ""), is_exclusive=True)
    return Membership(state.id, window.clip(state.existence) or window)


def _dated(first: str, last: str, *, is_exclusive: bool = False) -> Window:
    """Read two ISO dates, either empty."""
    end = dt.date.fromisoformat(last) if last else None
    if end and is_exclusive:
        end -= dt.timedelta(days=1)
    return Window(dt.date.fromisoformat(first) if first else None, end)


def read_table(name: str) -> list[dict[str, str]]:
    """Read a table that lies beside this module."""
    text = resources.files(__package__).joinpath("tables", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _fold(name: str) -> str:
    """Drop case, accents, punctuation and a leading article."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(mark if mark.isalnum() else " " for mark in plain if not unicodedata.combining(mark))
    words = kept.split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@cache
def _codes() -> dict[tuple[str, str], tuple[Membership, ...]]:
    """Every code with those who held it, the latest last."""
    holders: dict[tuple[str, str], list[Membership]] = {}
    for row in read_table("codes.csv"):
        spell = Membership(row["id"], _dated(row["from"], row["to"]))
        holders.setdefault((row["scheme"], row["code"]), []).append(spell)
    last = dt.date.max
    return {key: tuple(sorted(spells, key=lambda spell: spell.window.end or last)) for key, spells in holders.items()}


def _latest(scheme: str) -> list[tuple[str, str, Membership]]:
    """Return the codes of one scheme with their latest holders."""
    return [(kind, code, spells[-1]) for (kind, code), spells in _codes().items() if kind == scheme]


@cache
def _names() -> dict[str, State]:
    """Every id, ISO code, name and alias; an id beats a code, a code beats a name."""
    states = {state.id: state for state in list_states()}
    table = {_fold(name): state for state in states.values() for name in _spellings(state)}
    for (scheme, code), holders in _codes().items():
        if scheme == "iso3":
            table[_fold(code)] = states[holders[-1].state]
    return table | {_fold(state.id): state for state in states.values()} | {"wld": WORLD, "world": WORLD, "世界": WORLD}


def _spellings(state: State) -> tuple[str, ...]:
    return tuple(name for name in (state.name, state.name_zh, state.name_ru, *state.aliases) if name)


@cache
def _set_names() -> dict[str, StateSet]:
    named = {_fold(name): entry for entry in list_sets() for name in (entry.name, *entry.aliases)}
    return named | {_fold(entry.id): entry for entry in list_sets()}
