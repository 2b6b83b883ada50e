"""Third states: with whom each of the two trades most, where the other stands among them, and who turned with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from facta.briefs.relation import Fact, Gap, Topic, Track
from facta.changes import detect_many
from facta.changes.grounds.company import Companions, find_company
from facta.desk.relating.gathering import THIRDS, Pair, list_known
from facta.domain import Book, Evidence, Frequency, Period, Relation, Series, find_parties, list_states
from facta.measures import find_measure

__all__ = ["Partners", "add_company", "find_partners", "gather_thirds"]

_FIRST = 6
_FEWEST = 30
"""Partners that a book has to have before it is asked who comes first."""


@dataclass(frozen=True, slots=True)
class Partners:
    """The trade of one state with each of its partners, in the book that has most of them."""

    state: str
    book: Book
    period: Period
    series: Mapping[str, Series]

    def rank(self) -> list[Fact]:
        """Return its partners, the greatest first."""
        place = self.period.ordinal
        values = {name: float(entry.values[0, place - entry.start]) for name, entry in self.series.items()}
        ordered = sorted(values, key=lambda name: (-values[name], name))
        return [
            Fact("partner", f"{self.state} -- {name}", values[name], "M USD", str(self.period), self.book,
                 rank=1 + sum(value > values[name] for value in values.values()), of=len(values))
            for name in ordered
        ]  # fmt: skip

    def take_first(self, count: int, but: Collection[str]) -> dict[str, Series]:
        """Return the series of its first partners, `but` some."""
        names = [fact.relation.rpartition(" ")[2] for fact in self.rank()]
        return {name: self.series[name] for name in [name for name in names if name not in but][:count]}


def add_company(track: Track, found: Mapping[str, Partners | None], pair: Pair) -> Track:
    """Say of each turn in trade which of the first partners of either side turned with the other."""
    if not track.grounded:
        return track
    watched = [
        Companions(state, tuple(named), tuple(detect_many(list(named.values()))))
        for state, partners in found.items()
        if partners and (named := partners.take_first(_FIRST, {pair.one, pair.other}))
    ]
    grounded = tuple(
        replace(turn, company=tuple(c for entry in watched if (c := find_company(turn.turn, entry))))
        for turn in track.grounded
    )
    return replace(track, grounded=grounded)


def gather_thirds(found: Mapping[str, Partners | None], pair: Pair) -> Topic:
    """Return the first trading partners of each of two states, and the other where it comes later."""
    facts: list[Fact] = []
    gaps: list[Gap] = []
    for state, other in ((pair.one, pair.other), (pair.other, pair.one)):
        partners = found[state]
        ranked = partners.rank() if partners else []
        facts += [fact for place, fact in enumerate(ranked) if place < _FIRST or fact.relation.endswith(other)]
        why = "" if ranked else "too few of its partners are loaded to say who comes first"
        last = partners.period if partners else None
        gaps.append(Gap("trade", state, "trade with every partner", last, why))
    return Topic(THIRDS, tuple(facts), gaps=tuple(gaps))


def find_partners(evidence: Evidence, state: str) -> Partners | None:
    """Find the book that has trade with most partners, and its last year; None where it has few."""
    books: dict[Book, dict[str, Series]] = {}
    for name, entry in _list_trade(evidence, state):
        books.setdefault(entry.book, {})[name] = entry
    found = max(books.items(), key=lambda item: (len(item[1]), str(item[0])), default=None)
    if found is None or len(found[1]) < _FEWEST:
        return None
    book, held = found
    period = max(list_known(entry)[-1] for entry in held.values())
    there = {
        name: entry for name, entry in held.items() if entry.span(period.ordinal, period.ordinal + 1).values[0, 0] > 0
    }
    return Partners(state, book, period, there) if len(there) >= _FEWEST else None


def _list_trade(evidence: Evidence, state: str) -> Iterator[tuple[str, Series]]:
    trade, side = find_measure("trade"), find_parties(state)
    for other in list_states():
        if other.id != state:
            for entry in trade(evidence, Relation(side, find_parties(other.id))):
                if isinstance(entry, Series) and entry.frequency is Frequency.YEAR and list_known(entry):
                    yield other.id, entry
