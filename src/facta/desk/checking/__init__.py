"""Checks dossiers and single readings."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from facta.claims import (
    Claim,
    DossierFile,
    Judge,
    Prospect,
    Reading,
    Said,
    Verdict,
    VerdictWord,
    name_dossier,
    read_dossier,
    write_skeleton,
)
from facta.claims.record import ForwardReading, foresee_claims, list_forward
from facta.desk.checking.comparing import compare_checks
from facta.desk.results import CheckResult, DossierResult, NewResult, read_earlier
from facta.desk.workbench import Day, StorePath, open_evidence, open_store, parse_day
from facta.domain import StateSet, build_set
from facta.errors import DossierError, ImpossibleValue, UnknownName, UsageError
from facta.forecasts import Forecast, Forecaster
from facta.store import Store, StoreEvidence, save_text

__all__ = ["AlreadyThere", "ask", "check", "new"]


class AlreadyThere(UsageError):
    """A file that exists and is not written over.

    Examples
    --------
    >>> str(AlreadyThere("a.yml"))
    'a.yml is there already. Name another file with -o.'
    """

    def __init__(self, file: str) -> None:
        self.file = file

    def __str__(self) -> str:
        return f"{self.file} is there already. Name another file with -o."


def new(question: str, file: str | Path | None = None, *, asked: Day = None) -> NewResult:
    """Begin a dossier: write a file that can be checked as it stands, and says what to put where.

    Parameters
    ----------
    question : str
        What the dossier asks.
    file : str, Path or None
        Where to write it; None names it by the first words of the question, in the working folder.
    asked : str, date or None
        When the question was asked; None is today.

    Raises
    ------
    AlreadyThere
        The file exists.
    StoreError
        The file cannot be written.

    Examples
    --------
    >>> import facta, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     begun = facta.new("Who arms whom?", pathlib.Path(folder) / "arms.yml", asked="2026-11")
    ...     len(facta.check(begun.file).dossiers[0].claims)
    1
    """
    if not question.strip():
        raise ImpossibleValue("question", repr(question), step="Say in a sentence what the dossier asks.")
    target = Path(file) if file else Path(name_dossier(question))
    if target.exists():
        raise AlreadyThere(str(target))
    save_text(write_skeleton(question, parse_day(asked) or dt.date.today()), target)
    return NewResult(str(target))


def check(
    *dossiers: str | Path,
    as_of: Day = None,
    store: StorePath = None,
    earlier: str | Path | None = None,
    forecasts: bool = False,
) -> CheckResult:
    """Check every claim of bundled dossiers by name, or of files by path.

    Parameters
    ----------
    *dossiers : str or Path
        Names of bundled dossiers, or paths of YAML files.
    as_of : str, date or None
        On what was known then; None is with hindsight.
    store : str, Path or None
        Folder of the store.
    earlier : str, Path or None
        A file that ``facta check --json`` wrote before; the result then says which verdicts changed, and by what.
    forecasts : bool
        Whether to put a probability on each claim that looks ahead, as of the day it was said, beside what its words
        stand for and the base rate.

    Returns
    -------
    CheckResult
        One `DossierResult` a dossier, with one `Verdict` a claim.

    Raises
    ------
    UnknownName
        No such dossier, state, measure or operator.
    DossierError
        The file breaks the format.

    Examples
    --------
    >>> import facta
    >>> result = facta.check("china-russia")
    >>> len(result.dossiers[0].claims) >= 30
    True
    """
    before = read_earlier(Path(earlier)) if earlier else None
    checked = tuple(_check_dossier(read_dossier(entry), as_of, store, forecasts) for entry in dossiers)
    if before is None:
        return CheckResult(checked)

    def judge_again(entry: DossierResult, day: dt.date) -> Judge:
        assert entry.file  # as `_check_dossier` sees to
        judge = open_judge(entry.file, as_of if day == entry.as_of else day, store)
        return replace(judge, is_thorough=False)

    return CheckResult(checked, compare_checks(before, checked, judge_again))


def open_judge(file: DossierFile, as_of: Day, store: StorePath) -> Judge:
    """Return what judges the claims of a dossier, on what was known on a day."""
    return Judge(open_dossier_evidence(file, as_of, store), build_sets(file))


def _check_dossier(file: DossierFile, as_of: Day, store: StorePath, forecasts: bool) -> DossierResult:
    judge = open_judge(file, as_of, store)
    result = judge_dossier(file, judge)
    if not forecasts:
        return result
    prospects = _foresee(file, store, judge.evidence.as_of)
    return replace(result, claims=tuple(replace(claim, prospect=prospects.get(claim.id)) for claim in result.claims))


def judge_dossier(file: DossierFile, judge: Judge) -> DossierResult:
    """Return the verdicts on every claim of a dossier."""
    judge.prepare(file.dossier.claims)
    claims = tuple(
        judge.judge_claim(
            claim, [file.place(f"claims[{place}].readings[{n}].check") for n in range(len(claim.readings))]
        )
        for place, claim in enumerate(file.dossier.claims)
    )
    return DossierResult(file.name, file.dossier.question, judge.evidence.as_of, claims, count_verdicts(claims), file)


def _foresee(file: DossierFile, store: StorePath, as_of: dt.date) -> Mapping[str, Prospect]:
    """Forecast the claims that look ahead, each as of its day; what was said after the day of the check is left out."""
    forward, _ = list_forward(file.dossier.claims, build_sets(file))
    said = [entry for entry in forward if entry.made <= as_of]
    furthest = max((entry.until for entry in said if entry.until), default=as_of)
    return foresee_claims(said, open_forecasters(file, store, furthest))


def open_dossier_evidence(file: DossierFile, as_of: Day, store: StorePath) -> StoreEvidence:
    """Return the store's evidence with the registers that lie beside a dossier above it."""
    if not file.dossier.registers:
        return open_evidence(store, as_of)
    return open_dossier_store(file, store).evidence(parse_day(as_of))


def open_dossier_store(file: DossierFile, store: StorePath) -> Store:
    """Return the store with the registers that lie beside a dossier above it, to be asked as of several days."""
    files = [_find_register(file, name) for name in file.dossier.registers]
    return open_store(store).with_registers(files) if files else open_store(store)


def open_forecasters(file: DossierFile, store: StorePath, furthest: dt.date) -> Callable[[ForwardReading], Forecast]:
    """Return what forecasts a reading on the day it was said; readings of one day share their draws."""
    sets = build_sets(file)

    @cache
    def open_forecaster(made: dt.date) -> Forecaster:
        return Forecaster(open_dossier_evidence(file, made, store), sets, furthest=furthest)

    return lambda entry: open_forecaster(entry.made).forecast(entry.reading.check, entry.until)


def _find_register(file: DossierFile, name: str) -> Path:
    """Return a register's path; it must lie in the dossier's own folder, and be a file and no link out of it."""
    folder = file.path.parent.resolve()
    path = (folder / name).resolve()
    line = file.lines.get("registers")
    if path.parent != folder:
        raise DossierError(
            file.path.name,
            f"the register {name!r} lies outside the dossier's folder",
            line=line,
            step="Copy it beside the dossier.",
        )
    if not path.is_file():
        raise DossierError(
            file.path.name, f"there is no register {name!r} beside the dossier", line=line, step="Check its name."
        )
    return path


def build_sets(file: DossierFile) -> dict[str, StateSet]:
    """Return the sets that a dossier defines."""
    sets = {}
    for place, entry in enumerate(file.dossier.sets):
        try:
            sets[entry.id] = build_set(
                {"id": entry.id, "name": entry.name or entry.id, "members": entry.members, "citation": entry.citation}
            )
        except (UnknownName, ValueError) as error:
            line = file.lines.get(f"sets[{place}]")
            raise DossierError(
                file.path.name, str(error).rstrip("."), line=line, step="Write ISO codes or names of states."
            ) from None
    return sets


def ask(expression: str, *, as_of: Day = None, store: StorePath = None) -> Verdict:
    """Check one reading; no file is needed.

    Parameters
    ----------
    expression : str
        In the language of readings.
    as_of : str, date or None
        On what was known then; None is with hindsight.
    store : str, Path or None
        Folder of the store.

    Returns
    -------
    Verdict
        With figure, margin, books, sensitivity and citations.

    Raises
    ------
    ReadingError
        The expression does not parse, or makes no sense; shows line, column and caret.
    UnknownName
        No such state, set, measure or operator; names the nearest.

    Examples
    --------
    >>> import facta
    >>> verdict = facta.ask("share(trade(CHN -- RUS), trade(RUS -- WLD))[2014] > 10%")
    >>> verdict.verdict.value, round(verdict.figure, 3)
    ('supported', 0.122)
    """
    evidence = open_evidence(store, as_of)
    said = Said(by="you", quote=expression, date=evidence.as_of.isoformat())
    return Judge(evidence).judge_claim(Claim(id="ask", said=said, readings=[Reading(check=expression)]))


def count_verdicts(claims: Sequence[Verdict]) -> dict[str, int]:
    """Count the claims of each verdict; a verdict that does not occur is 0."""
    counted = Counter(claim.verdict for claim in claims)
    return {word.value: counted[word] for word in VerdictWord}
