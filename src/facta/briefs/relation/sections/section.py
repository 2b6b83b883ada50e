"""What a section of a relation brief is, and what it says where the evidence has nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from facta.briefs.charts import Chart
from facta.briefs.relation.topics import Gap, Topic
from facta.briefs.relation.wording import Said, join_words, split_relation, start_sentence
from facta.domain import Period, call_party, put_sides

__all__ = ["Group", "Section", "group_gaps", "list_blind", "name_gap", "name_gaps", "say_gap"]


@dataclass(frozen=True, slots=True)
class Group:
    """Charts that stand together, under a name where they have one."""

    charts: tuple[Chart, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: sentences with figures, charts, and what is not known.

    Parameters
    ----------
    name, heading : str
        For links, and for people.
    said : tuple of Said
        One entry a sentence.
    groups : tuple of Group
        Charts.
    blind : tuple of str
        What the evidence has nothing on, and why.
    """

    name: str
    heading: str
    said: tuple[Said, ...] = ()
    groups: tuple[Group, ...] = ()
    blind: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The heading up to its first comma or colon."""
        return re.split("[,:]", self.heading)[0]

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All charts, in order."""
        return tuple(chart for group in self.groups for chart in group.charts)


def list_blind(topic: Topic, measures: Sequence[str] = ()) -> tuple[str, ...]:
    """Say of each measure without anything why there is nothing, and who has it; `measures` empty is all."""
    blind = [gap for gap in topic.gaps if gap.last is None and (not measures or gap.measure in measures)]
    return tuple(f"{name_gaps(gaps)}: {say_gap(gaps[0])}." for gaps in group_gaps(blind))


def group_gaps(gaps: Iterable[Gap]) -> list[list[Gap]]:
    """Return gaps of one measure together where they reach as far, for the same reason."""
    alike: dict[tuple[str, Period | None, str], list[Gap]] = {}
    for gap in gaps:
        alike.setdefault((gap.title, gap.last, gap.why), []).append(gap)
    return list(alike.values())


def name_gaps(gaps: Sequence[Gap]) -> str:
    """Name what gaps that belong together are of."""
    named = start_sentence(name_gap(gaps[0]))
    if len(gaps) == 1:
        return named
    return f"{named}, and the other way round" if "->" in gaps[0].relation else f"{start_sentence(gaps[0].title)}, each"


def name_gap(gap: Gap) -> str:
    """Name what was asked, with the states in place of the first side and the second.

    Examples
    --------
    >>> name_gap(Gap("arms_transfers", "RUS -> CHN", "arms delivered by the first side to the second", None, ""))
    'arms delivered by Russia to China'
    """
    if not re.search(r"--|->", gap.relation):
        return put_sides(gap.title, call_party(gap.relation))
    is_directed = " -> " in gap.relation
    named = put_sides(gap.title, *split_relation(gap.relation), is_directed=is_directed)
    is_either = not is_directed and "the first" in gap.title
    return f"{named}, or the other way round" if is_either else named


def say_gap(gap: Gap) -> str:
    """Say why there is nothing, and which sources would fill it."""
    fill = f"; {join_words(gap.fill, 'or')} would fill it" if gap.fill else ""
    return f"{gap.why or f'known to {gap.last}'}{fill}"
