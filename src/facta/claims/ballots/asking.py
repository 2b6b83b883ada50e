"""Chooses what a panel is asked: the readings of a dossier that look ahead and that evidence can decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from facta.claims.ballots.ballot import Feed, Question
from facta.claims.commitments import list_readings
from facta.claims.dossier import Claim, Reading
from facta.claims.judging import Judge
from facta.claims.reading_files import DossierFile
from facta.claims.verdict import ReadingResult, VerdictWord
from facta.domain import Evidence, Frequency, Window
from facta.forecasts import close_windows, count_base_rate, last_day
from facta.language import LIKELIHOOD, Call, Conditional, Node, explain_reading, parse_reading, walk
from facta.measures import list_measures
from facta.sources import Source, list_sources

__all__ = ["LeftOut", "choose_questions"]

_REGISTERS = "registers"
_SOON = 31  # days of lag up to which a source goes on from day to day


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A reading that looks ahead and is not asked.

    Parameters
    ----------
    question : str
        The claim's id and the number of the reading in it.
    reason : str
        Why not.
    """

    question: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A reading that looks ahead, parsed and held against what is known."""

    claim: Claim
    number: int
    reading: Reading
    node: Node
    until: dt.date

    @property
    def id(self) -> str:
        return f"{self.claim.id}-{self.number}"


def choose_questions(
    file: DossierFile, judge: Judge, *, has_base_rates: bool = False
) -> tuple[list[Question], list[LeftOut]]:
    """Return a question for each reading of a dossier that looks ahead, and what was left out and why.

    A reading looks ahead where the last day of its windows, or else the horizon of its claim, lies after the day of the
    evidence. Left out are weak readings, those that speak of a likelihood, and those to which no source belongs. Of a
    commitment the deed is asked, done in time; a claim that is refused asks nothing.

    Parameters
    ----------
    file : DossierFile
        The dossier.
    judge : Judge
        On the evidence of the day.
    has_base_rates : bool
        Whether each question tells how often the same held in earlier years; that draws experts towards it.

    Raises
    ------
    UsageError
        A reading does not parse or makes no sense; names file, line and column.

    Examples
    --------
    >>> from pathlib import Path
    >>> from facta.claims import Dossier, Said
    >>> from facta.desk.workbench import open_evidence
    >>> said = Said(by="A", date="2021-01", quote="it will grow")
    >>> reading = Reading(check="trade(CHN -- RUS)[2024] > trade(CHN -- RUS)[2019]")
    >>> claim = Claim(id="grows", said=said, readings=[reading])
    >>> dossier = Dossier(facta=1, question="Does it?", asked="2021-01", claims=[claim])
    >>> file = DossierFile("d", Path("d.yml"), dossier, {})
    >>> (question,), left_out = choose_questions(file, Judge(open_evidence(as_of=dt.date(2021, 1, 31))))
    >>> question.id, str(question.until), [feed.source for feed in question.feeds if feed.reaches(question.until)]
    ('grows-1', '2024-12-31', ['imf_dots', 'registers'])
    """
    questions: list[Question] = []
    left_out: list[LeftOut] = []
    for asked in _list_ahead(file, judge):
        found = judge.judge_reading(asked.reading, asked.claim)
        feeds = _list_feeds(asked.node, found, bool(file.dossier.registers))
        reason = _find_obstacle(asked, found, feeds)
        if reason:
            left_out.append(LeftOut(asked.id, reason))
        else:
            question = _write_question(asked, feeds, judge.evidence if has_base_rates else None)
            is_unseen = not any(book.source for book in found.by_source)
            questions.append(replace(question, is_unseen=is_unseen))
    return questions, left_out


def _list_ahead(file: DossierFile, judge: Judge) -> Iterator[_Asked]:
    for place, claim in enumerate(file.dossier.claims):
        for number, reading in enumerate(_list_asked(claim), start=1):
            where = file.place(f"claims[{place}].readings[{number - 1}].check")
            node = parse_reading(reading.check, judge.sets, where=where)
            until = last_day(node) or (claim.horizon.until if claim.horizon else None)
            if until and until > judge.evidence.as_of:
                yield _Asked(claim, number, reading, node, until)


def _list_asked(claim: Claim) -> list[Reading]:
    """Return the readings of a claim; of a commitment the deed, done in time, and not its trigger or a part."""
    if claim.refuse:
        return []
    if claim.commitment is None:
        return claim.readings
    return list_readings(replace(claim, commitment=replace(claim.commitment, trigger=None, part=None)))


def _find_obstacle(asked: _Asked, found: ReadingResult, feeds: Sequence[Feed]) -> str:
    if asked.reading.validity == "weak":
        return "the reading is weak"
    if any(LIKELIHOOD in book.reason.split("; ") for book in found.by_source):
        return "it speaks of a likelihood"
    if found.verdict is VerdictWord.NOT_COMPARABLE:
        return found.reason
    return "" if feeds else "no source has this"


def _list_feeds(node: Node, found: ReadingResult, has_registers: bool) -> list[Feed]:
    """Return the sources that speak on a reading or, where none does yet, those that have what its measures take."""
    windows = {
        name: Window.parse(book.window).frequency if book.window else Frequency.YEAR
        for book in found.by_source
        for name in book.source.split(" + ")
        if name in list_sources()
    }
    named = windows or dict.fromkeys(_name_sources(node, has_registers), Frequency.YEAR)
    return [_open_feed(list_sources()[name], by) for name, by in named.items()]


def _name_sources(node: Node, has_registers: bool) -> list[str]:
    """Return the sources that declare what a reading takes; a register may hold anything that is measured."""
    used = [list_measures()[part.name] for part in walk(node) if isinstance(part, Call) if part.name in list_measures()]
    wanted = {indicator for measure in used for indicator in measure.indicators}
    declared = [source.id for source in list_sources().values() if wanted & source.indicators.keys()]
    return [*declared, _REGISTERS] if used and has_registers and _REGISTERS not in declared else declared


def _open_feed(source: Source, by: Frequency) -> Feed:
    step = Frequency.DAY if source.lag_days <= _SOON else by
    return Feed(source=source.id, lag_days=source.lag_days, by=step, ends=source.covers[1])


def _write_question(asked: _Asked, feeds: list[Feed], evidence: Evidence | None) -> Question:
    claim, reading, said = asked.claim, asked.reading, asked.claim.sayings[0]
    closed = close_windows(asked.node, asked.until)
    return Question(
        id=asked.id,
        text=reading.text or explain_reading(asked.node, reading.check).sentence,
        check=reading.check,
        until=asked.until,
        quote=said.quote,
        by=", ".join(dict.fromkeys(holder.by for holder in claim.sayings)),
        feeds=feeds,
        validity=reading.validity,
        why=reading.why,
        is_conditional=any(isinstance(part, Conditional) for part in walk(asked.node)),
        base_rate=count_base_rate(closed, reading.check, evidence) if evidence else None,
    )
