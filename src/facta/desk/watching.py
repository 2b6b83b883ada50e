"""Watches the conditions of dossiers, and remembers where they stood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from facta.claims import DossierFile, list_bundled, read_dossier
from facta.claims.conditions import Condition, Watcher
from facta.desk.checking import build_sets, open_dossier_store
from facta.desk.results import DossierWatch, Look, Seen, Watched, WatchResult
from facta.desk.workbench import Day, StorePath, parse_day
from facta.errors import UnknownName, UsageError
from facta.forecasts import Forecaster
from facta.store import Journal, Store, find_folder

__all__ = ["LaterDay", "watch"]

_JOURNAL = "watch/looks.jsonl"
_DIGITS = 9  # of a figure that is remembered: what differs beyond them did not change


class LaterDay(UsageError):
    """A day to compare with that lies after the day of the evidence.

    Examples
    --------
    >>> str(LaterDay(dt.date(2025, 1, 1), dt.date(2022, 1, 1)))
    'since 2025-01-01 lies after the day of the evidence, 2022-01-01. Give an earlier day, or a later as-of.'
    """

    def __init__(self, since: dt.date, as_of: dt.date) -> None:
        self.since, self.as_of = since, as_of

    def __str__(self) -> str:
        step = "Give an earlier day, or a later as-of."
        return f"since {self.since} lies after the day of the evidence, {self.as_of}. {step}"


def watch(*dossiers: str | Path, since: Day = None, as_of: Day = None, store: StorePath = None) -> WatchResult:
    """Say where every condition of some dossiers stands, and what changed.

    Parameters
    ----------
    *dossiers : str or Path
        Names of bundled dossiers, paths of YAML files, or folders of them.
    since : str, date or None
        Compare with where the conditions stood on the evidence of that day, and remember nothing; None compares with
        the last look, which the store remembers, and remembers this one.
    as_of : str, date or None
        On what was known then, compared with the last look of no later day; nothing is remembered. None is with
        hindsight.
    store : str, Path or None
        Folder of the store.

    Returns
    -------
    WatchResult
        One `DossierWatch` a dossier; its conditions are empty where no claim makes anything conditional.

    Raises
    ------
    UnknownName
        No such dossier, or a folder without one; a state, measure or operator that does not exist.
    DossierError
        A file that breaks the format.
    LaterDay
        `since` lies after the day of the evidence.
    BrokenJournal
        What the store remembers was changed by hand.
    StoreError
        The store cannot be written, so that nothing can be remembered.

    Examples
    --------
    >>> import facta
    >>> result = facta.watch("china-russia", since="2021-12-31")
    >>> [(c.condition.claim, c.before.state.value, c.condition.state.value) for c in result.dossiers[0].changed][:1]
    [('grand-alliance', 'armed', 'fired')]
    """
    posts = {post.file.identity: post for given in _expand(dossiers) for post in [_Post.open(given, store)]}
    found = {name: post.watch(parse_day(as_of)) for name, post in posts.items()}
    day = parse_day(since)
    if day is None and as_of is not None:
        before = _recall({name: today for name, (today, _) in found.items()}, store)
    elif day is None:
        before = _remember([_take_look(name, *seen) for name, seen in found.items()], store)
    else:
        late = next((today for today, _ in found.values() if today < day), None)
        if late:
            raise LaterDay(day, late)
        before = {name: _take_look(name, *post.watch(day, is_brief=True)) for name, post in posts.items()}
    return WatchResult(tuple(_compare(posts[name], *seen, before.get(name)) for name, seen in found.items()))


def look_at(given: str | Path, as_of: Day = None, store: StorePath = None) -> tuple[Condition, ...]:
    """Return the conditions of one dossier as they stand, without what is to come; nothing is remembered."""
    return tuple(_Post.open(given, store).watch(parse_day(as_of), is_brief=True)[1])


def _expand(given: Iterable[str | Path]) -> Iterator[str | Path]:
    """Yield names and paths, and of a folder the dossiers in it."""
    for entry in given:
        if str(entry) in list_bundled() or not Path(entry).is_dir():
            yield entry
            continue
        files = sorted(Path(entry).glob("*.yml"))
        if not files:
            raise UnknownName("dossier", str(entry), step="The folder has no .yml file.")
        yield from files


@dataclass(frozen=True, slots=True)
class _Post:
    """A dossier, and the store from which it is watched."""

    file: DossierFile
    store: Store

    @classmethod
    def open(cls, given: str | Path, store: StorePath) -> _Post:
        file = read_dossier(given)
        return cls(file, open_dossier_store(file, store))

    def watch(self, day: dt.date | None, *, is_brief: bool = False) -> tuple[dt.date, list[Condition]]:
        """Return the day of the evidence and the conditions on it; a brief watch leaves out what is not compared."""
        evidence, sets = self.store.evidence(day), build_sets(self.file)
        watcher = (
            Watcher(evidence, sets)
            if is_brief
            else Watcher(evidence, sets, self.store.evidence, Forecaster(evidence, sets))
        )
        claims = self.file.dossier.claims
        places = (
            [self.file.place(f"claims[{place}].readings[{n}].check") for n in range(len(claim.readings))]
            for place, claim in enumerate(claims)
        )
        watched = (watcher.watch_claim(claim, where) for claim, where in zip(claims, places, strict=True))
        return evidence.as_of, [condition for found in watched for condition in found]


def _take_look(name: str, day: dt.date, conditions: Iterable[Condition]) -> Look:
    return Look(name, day, {condition.key: _describe(condition) for condition in conditions})


def _describe(condition: Condition) -> Seen:
    figure = condition.decisive.figure if condition.decisive else None
    outcomes = [effect.outcome.value if effect.outcome else None for effect in condition.effects]
    return Seen(condition.state, None if figure is None else round(figure, _DIGITS), outcomes)


def _remember(looks: Sequence[Look], store: StorePath) -> Mapping[str, Look]:
    """Return the last look at each dossier, and write down those that see something else."""
    before: dict[str, Look] = {}

    def choose(lines: Sequence[bytes]) -> list[bytes]:
        before.update((look.dossier, look) for look in (msgspec.json.decode(line, type=Look) for line in lines))
        return [msgspec.json.encode(look) for look in looks if not _is_alike(look, before.get(look.dossier))]

    Journal(find_folder(store), _JOURNAL).extend(choose)
    return before


def _recall(days: Mapping[str, dt.date], store: StorePath) -> Mapping[str, Look]:
    """Return the last look at each dossier on evidence of no later day than is given for it."""
    looks = (msgspec.json.decode(line, type=Look) for line in Journal(find_folder(store), _JOURNAL).read().lines)
    return {look.dossier: look for look in looks if look.as_of <= days.get(look.dossier, dt.date.min)}


def _is_alike(look: Look, before: Look | None) -> bool:
    return before is not None and look.seen == before.seen


def _compare(post: _Post, day: dt.date, conditions: Sequence[Condition], before: Look | None) -> DossierWatch:
    seen = before.seen if before else {}
    watched = tuple(
        Watched(
            condition,
            seen.get(condition.key),
            is_changed=before is not None and seen.get(condition.key) != _describe(condition),
        )
        for condition in conditions
    )
    return DossierWatch(post.file.identity, post.file.dossier.question, day, before.as_of if before else None, watched)
