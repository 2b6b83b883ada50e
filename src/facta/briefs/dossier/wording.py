"""Sentences of a brief: the bottom line, who said what where, and the words around charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facta.briefs.books import call_book
from facta.briefs.dossier.brief import DossierBrief
from facta.briefs.dossier.messages import find_sign, say_claim
from facta.briefs.words import clean_text, count_noun, spell_word, write_value
from facta.claims import DECIDED, Claim, Said, Verdict, VerdictWord

__all__ = [
    "list_facts",
    "quote_short",
    "write_bottom_line",
    "write_place",
]

_LONGEST = 90
_DISAGREE = "readings disagree"
_SAID = ("Readings disagree", "The encoder set the horizon")  # as the verdicts and the horizon tell


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
    figure = write_value(reading.figure, reading.unit)
    if reading.threshold is not None:
        figure += f", where {say_claim(find_sign(reading.expression), reading.threshold, reading.unit)} was claimed"
    return f"The strongest contradiction is of {_quote(verdict)}: the figure is {figure} ({call_book(book)})."


def _name_fragile(verdict: Verdict | None) -> str:
    if verdict is None:
        return "No verdict turns with another source, threshold, window or start year."
    turn, _, word = (verdict.would_change[0] if verdict.would_change else verdict.weakest).rpartition(": ")
    head = f"The most fragile verdict is “{spell_word(verdict.verdict)}” on {_quote(verdict)}"
    return f"{head}: {turn.removeprefix('Fragile: ').removeprefix('with ')} makes it {spell_word(word.rstrip('.'))}."


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
    if verdict.reason and not _is_told(verdict):
        yield "Why", [clean_text(spell_word(verdict.reason))]
    if verdict.outcome:
        yield "Outcome", [spell_word(verdict.outcome)]
    if claim.horizon:
        yield "Until", [f"{claim.horizon.until}, set by the {claim.horizon.set_by}"]
    if verdict.condition_state:
        yield "Condition", [verdict.condition_state]
    yield "Weakest link", [] if _is_said(verdict) else [_spare_citation(verdict.weakest)]
    is_firm = verdict.verdict in DECIDED and not verdict.would_change
    is_told = verdict.weakest.startswith("None: ")
    yield "Would change it", ["nothing that was tried"] if is_firm and not is_told else _list_changes(verdict)
    yield "Rival explanation", list(verdict.rivals)


def _is_told(verdict: Verdict) -> bool:
    """Say whether the reason stands elsewhere: with a reading or as the weakest link, or as verdicts that differ."""
    told = " ".join([verdict.weakest, *(reading.reason for reading in verdict.readings)]).replace("_", " ").casefold()
    return spell_word(verdict.reason).casefold() in told or verdict.reason.startswith(_DISAGREE)


def _list_changes(verdict: Verdict) -> list[str]:
    """Return what would change a verdict; of readings that disagree it goes without saying that each one matters."""
    is_mixed = verdict.verdict is VerdictWord.MIXED
    return [change for change in verdict.would_change if not (is_mixed and change.startswith("without reading "))]


def _spare_citation(weakest: str) -> str:
    """Leave out the one citation that a verdict rests on: it stands beside the figure."""
    head, colon, _ = weakest.partition(" citation: ")
    return f"{head} citation." if colon else weakest


def _is_said(verdict: Verdict) -> bool:
    """Say whether the weakest link stands elsewhere: with its reading, as the horizon, or as what would change it."""
    link = verdict.weakest.rstrip(".")
    if link.startswith(_SAID) or link.removeprefix("Fragile: ") in verdict.would_change:
        return True
    reasons = {part for reading in verdict.readings for part in (reading.why.rstrip("."), reading.reason) if part}
    return link.partition(": ")[2] in reasons
