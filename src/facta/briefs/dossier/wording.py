"""Sentences of a brief: the bottom line, who said what where, and the words around charts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from facta.briefs.dossier.brief import DossierBrief
from facta.briefs.words import clean_text, count_noun, name_book, spell_word, write_against, write_value
from facta.claims import DECIDED, Claim, ReadingResult, Said, SourceResult, Verdict, VerdictWord
from facta.claims.exhibits import Claimed, Exhibit
from facta.domain import Series, find_set, find_state, find_unit, write_figure
from facta.errors import UnknownName

__all__ = [
    "SIGNS",
    "list_facts",
    "name_lines",
    "name_side",
    "quote_short",
    "write_bottom_line",
    "write_claimed",
    "write_message",
    "write_place",
]

SIGNS = {">": "more than", ">=": "at least", "<": "less than", "<=": "at most", "==": "", "!=": "other than"}
"""How a comparison is said."""

_LONGEST = 90
_SLACK = re.compile(r"\+- ?(.+?)(?=\)| and | or |$)")


def write_bottom_line(brief: DossierBrief) -> list[str]:
    """Return the three sentences at the top: the count, the strongest contradiction, the most fragile verdict.

    Each is counted or copied from the verdicts; where nothing is contradicted, or fragile, the sentence says so.
    """
    return [_count_verdicts(brief), _name_contradiction(brief.contradiction), _name_fragile(brief.fragile)]


def _count_verdicts(brief: DossierBrief) -> str:
    counts = brief.counts
    decided = [f"{counts[word]} {_say(word)}" for word in VerdictWord if word in DECIDED and counts.get(word)]
    rest = [f"{counts[word]} {spell_word(word)}" for word in VerdictWord if word not in DECIDED and counts.get(word)]
    head = f"Of {count_noun(len(brief.verdicts), 'claim')} by {count_noun(len(brief.holders), 'holder')}, "
    left = len(brief.verdicts) - brief.decided
    tail = f"; {left} cannot be decided on this evidence ({_list_all(rest)})" if left else ""
    return f"{head}{_list_all(decided) or 'none can be decided'}{tail if decided else ''}."


def _say(word: VerdictWord) -> str:
    return "are mixed" if word is VerdictWord.MIXED else f"are {spell_word(word)}"


def _list_all(parts: Sequence[str]) -> str:
    """Join parts with commas and an *and*; a verb that repeats is said once."""
    verbless = [part if place == 0 else part.replace(" are ", " ", 1) for place, part in enumerate(parts)]
    return " and ".join([", ".join(verbless[:-1]), verbless[-1]]) if len(verbless) > 1 else "".join(verbless)


def _name_contradiction(verdict: Verdict | None) -> str:
    if verdict is None:
        return "No claim is contradicted."
    reading = next(entry for entry in verdict.readings if entry.verdict is VerdictWord.CONTRADICTED)
    book = next(book for book in reading.by_source if book.verdict is VerdictWord.CONTRADICTED)
    figure = write_against(reading.figure, reading.threshold, reading.margin, reading.unit)
    return f"The strongest contradiction is of {_quote(verdict)}: {figure} ({name_book(book)})."


def _name_fragile(verdict: Verdict | None) -> str:
    if verdict is None:
        return "No verdict turns with another source, threshold, window or start year."
    turn = verdict.would_change[0] if verdict.would_change else verdict.weakest
    return f"The most fragile verdict is that on {_quote(verdict)}, {spell_word(verdict.verdict)}; {turn.rstrip('.')}."


def _quote(verdict: Verdict) -> str:
    return f"“{verdict.said}” ({', '.join(verdict.holders)})"


def quote_short(verdict: Verdict) -> str:
    """Return the quote, cut at a word where it is long."""
    text = verdict.said
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]}…"


def write_place(said: Said) -> str:
    """Return who said it, when, where, and by what act where it was not their own word.

    Examples
    --------
    >>> write_place(Said(by="A. Speaker", quote="it grows", date="2021-01", place="a speech", act="quoted"))
    'A. Speaker, 2021-01, a speech, quoted'
    """
    hedge = f"hedged with “{said.hedge}”" if said.hedge else ""
    act = "" if said.act == "own" else {"rhetorical": "as a rhetorical question"}.get(said.act, said.act)
    return ", ".join(part for part in (said.by, said.date, said.place, act, hedge) if part)


def list_facts(claim: Claim, verdict: Verdict) -> Iterator[tuple[str, list[str]]]:
    """Yield what else is known of a verdict, by name: what it leans on, what would change it, and its links."""
    shown = {verdict.weakest.rstrip(".").casefold(), *(reading.reason.casefold() for reading in verdict.readings)}
    if verdict.reason and verdict.reason.casefold() not in shown:
        yield "Why", [clean_text(spell_word(verdict.reason))]
    if verdict.outcome:
        yield "Outcome", [spell_word(verdict.outcome)]
    if claim.horizon:
        yield "Until", [f"{claim.horizon.until}, set by the {claim.horizon.set_by}"]
    if verdict.condition_state:
        yield "Condition", [verdict.condition_state]
    is_said = verdict.weakest.removeprefix("Fragile: ").rstrip(".") in verdict.would_change
    yield "Weakest link", [] if is_said or _is_shown(verdict) else [_spare_citation(verdict.weakest)]
    is_firm = verdict.verdict in DECIDED and not verdict.would_change
    yield "Would change it", ["nothing that was tried"] if is_firm else list(verdict.would_change)
    yield "Rival explanation", list(verdict.rivals)


def _spare_citation(weakest: str) -> str:
    """Leave out the one citation that a verdict rests on: it stands beside the figure."""
    head, colon, _ = weakest.partition(" citation: ")
    return f"{head} citation." if colon else weakest


def _is_shown(verdict: Verdict) -> bool:
    """Say whether the weakest link is that a reading is a proxy, which stands beside the reading with its reason."""
    return verdict.weakest.partition(": ")[2] in {reading.why for reading in verdict.readings if reading.why}


def write_message(verdict: Verdict, exhibit: Exhibit) -> str:
    """Return the one message of the chart of a reading: what was found, and what was claimed.

    Examples
    --------
    >>> import facta
    >>> verdict = facta.ask("change(trade(CHN -- RUS))[2009..2014] > 50%")
    >>> write_message(verdict, Exhibit(1, operator="relative change", sign=">"))
    'Relative change 110%, claimed more than 50%'
    >>> verdict = facta.ask("change(trade(CHN -- RUS))[2009..2014] == 0 +- 25%")
    >>> write_message(verdict, Exhibit(1, operator="relative change", sign="=="))
    'Relative change 110%, claimed 0% ± 25%'
    """
    reading = verdict.readings[exhibit.number - 1]
    figure = write_value(reading.figure, reading.unit)
    if exhibit.sign and reading.figure is not None and reading.threshold is not None:
        slack = _SLACK.search(reading.expression) if exhibit.sign in ("==", "!=") else None
        against = f"{SIGNS[exhibit.sign]} {write_value(reading.threshold, reading.unit)}".strip()
        against += f" ± {slack[1]}" if slack else ""
        is_said = not exhibit.operator or reading.unit in ("rank", "count")  # by the figure itself
        lead = figure if is_said else f"{exhibit.operator} {figure}"
        return f"{lead[:1].upper()}{lead[1:]}, claimed {against}"
    if not exhibit.series:
        return _count_rows(exhibit)
    return f"{spell_word(reading.verdict).capitalize()}: {reading.text or exhibit.title}"


def _count_rows(exhibit: Exhibit) -> str:
    when = f", {exhibit.window}" if exhibit.window else ""
    return f"{len(exhibit.rows) or 'None'} on record{when}"


def write_claimed(claimed: Claimed, series: Series) -> str:
    """Return what is claimed of the height of a series, as it stands beside the line.

    Examples
    --------
    >>> import facta
    >>> (series, *_) = facta.measure("trade", "CHN -- RUS")
    >>> write_claimed(Claimed(">", 90_000.0), series)
    'more than 90 bn USD'
    >>> write_claimed(Claimed(">", 90_000.0, since="2010", change=0.1, is_relative=True), series)
    'more than +10% on 2010'
    >>> write_claimed(Claimed("==", 90_000.0, 9_000.0, since="2010", change=0.0, is_relative=True), series)
    'within 9 bn USD of 2010'
    """
    sign = SIGNS[claimed.sign]
    slack = f" ± {write_figure(claimed.slack, series.unit)}" if claimed.slack else ""
    if not claimed.since:
        return f"{sign} {write_figure(claimed.value, series.unit)}{slack}".strip()
    if not claimed.change:
        return (
            f"within {write_figure(claimed.slack, series.unit)} of {claimed.since}"
            if slack
            else f"{sign} in {claimed.since}".strip()
        )
    unit = find_unit("1") if claimed.is_relative else series.unit
    size = claimed.change if claimed.is_relative else claimed.change / series.unit.factor
    return f"{sign} {'+' if size > 0 else ''}{write_figure(size, unit)} on {claimed.since}{slack}".strip()


def name_lines(series: Sequence[Series]) -> list[str]:
    """Return a name for each line: what tells them apart, the sides of the relation or the books.

    Examples
    --------
    >>> import facta
    >>> found = [facta.measure("trade_share", pair)[0] for pair in ("KAZ -> CHN", "KAZ -> RUS")]
    >>> name_lines(found)
    ['China', 'Russia']
    """
    sides = [_split_sides(entry.relation) for entry in series]
    if len({entry.relation for entry in series}) > 1:
        shared = set.intersection(*map(set, sides))
        links = [" → " if "->" in entry.relation else "–" for entry in series]
        return [link.join(name_side(side) for side in pair if side not in shared) or name_side(pair[0])
                for link, pair in zip(links, sides, strict=True)]  # fmt: skip
    columns = [(entry.book.source, entry.book.reporter, entry.book.variant) for entry in series]
    told = [place for place in range(3) if len({column[place] for column in columns}) > 1] or [0]
    return [", ".join(name_side(column[place]) if place == 1 else column[place]
                      for place in sorted(told, key=lambda place: place != 1) if column[place])
            or column[0] for column in columns]  # fmt: skip


def _split_sides(relation: str) -> list[str]:
    return [side.strip() for side in relation.replace("--", "->").split("->")]


def name_side(side: str) -> str:
    """Return the name of a state or a set for readers; what is neither stays as it is.

    Examples
    --------
    >>> name_side("CENTRAL_ASIA"), name_side("KAZ"), name_side("GAZPROM")
    ('Central Asia', 'Kazakhstan', 'GAZPROM')
    """
    found = find_set(side)
    if found:
        return found.name
    try:
        return find_state(side).name
    except UnknownName:
        return side


def describe_source(books: Sequence[SourceResult]) -> str:
    """Return whose figures a chart shows."""
    return ", ".join(dict.fromkeys(name_book(book) for book in books))


def list_known(reading: ReadingResult) -> list[SourceResult]:
    """Return the books that have a figure."""
    return [book for book in reading.by_source if book.figure is not None]
