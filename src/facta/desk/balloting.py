"""Asks a panel: a form for each expert, the forms collected and frozen, and what they say together."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from facta.claims import DossierFile, Judge, read_dossier
from facta.claims.ballots import (
    BALLOT,
    Ballot,
    LeftOut,
    Record,
    check_name,
    choose_questions,
    close_record,
    freeze_forms,
    name_file,
    pool_panel,
    read_ballot,
    read_forms,
    read_record,
    seal_ballot,
    update_record,
    write_answers,
    write_ballot,
    write_form,
)
from facta.desk.checking import AlreadyThere, build_sets, open_dossier_evidence
from facta.desk.results import BallotForm, BallotResult
from facta.desk.workbench import Day, StorePath, parse_day
from facta.errors import StoreError, TooFew, UsageError
from facta.store import save_text

__all__ = ["add", "close", "new"]


class PastClosing(UsageError):
    """A ballot that would close before it begins.

    Examples
    --------
    >>> str(PastClosing(dt.date(2020, 1, 1), dt.date(2026, 11, 22)))
    'the ballot would close on 2020-01-01, before it begins on 2026-11-22. Give --closes a later day.'
    """

    def __init__(self, closes: dt.date, begins: dt.date) -> None:
        self.closes, self.begins = closes, begins

    def __str__(self) -> str:
        return f"the ballot would close on {self.closes}, before it begins on {self.begins}. Give --closes a later day."


def new(
    dossier: str | Path,
    folder: str | Path | None = None,
    *,
    experts: Sequence[str] = (),
    closes: Day = None,
    as_of: Day = None,
    has_base_rates: bool = False,
    store: StorePath = None,
) -> BallotResult:
    """Begin a ballot: write its questions, and for each expert a form to fill in, as YAML and as a page.

    Asked is one question a reading that looks ahead and is not weak. The registers of the dossier are copied beside the
    ballot, so that the answers can be resolved there.

    Parameters
    ----------
    dossier : str or Path
        Name of a bundled dossier, or path of a YAML file.
    folder : str, Path or None
        Where to write; None is a folder named after the dossier, in the working folder.
    experts : sequence of str
        Names; without any there is one form in which the expert writes the name.
    closes : str, date or None
        Last day on which forms are taken; None until it is closed.
    as_of : str, date or None
        Day after which the questions lie, and of the base rates; None is today.
    has_base_rates : bool
        Whether the forms say how often the same held in earlier years.
    store : str, Path or None
        Folder of the store.

    Raises
    ------
    TooFew
        No reading looks ahead.
    AlreadyThere
        The folder has a ballot, or a file of the same name as one of its files.
    PastClosing
        It would close before it begins.
    ImpossibleValue
        A name is too long, or has marks that do not print.

    Examples
    --------
    >>> import facta, tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     begun = facta.ballot.new("china-russia", place, experts=["First", "Second"], as_of="2021-01-31")
    ...     sorted(path.name for path in Path(place).iterdir() if path.suffix != ".csv")
    ['ballot.yml', 'first.html', 'first.yml', 'second.html', 'second.yml']
    >>> len(begun.ballot.questions) > 10
    True
    """
    file = read_dossier(dossier)
    judge = Judge(open_dossier_evidence(file, as_of, store), build_sets(file), is_thorough=False)
    day = parse_day(closes)
    if day and day < judge.evidence.as_of:
        raise PastClosing(day, judge.evidence.as_of)
    ballot, left_out = _compose_ballot(file, judge, has_base_rates, day)
    place = Path(folder) if folder else Path(f"{file.name}-ballot")
    forms = _name_forms(experts)
    _write_folder(place, file, ballot, forms)
    return BallotResult("new", str(place), Record(ballot), forms=forms, left_out=tuple(left_out))


def _compose_ballot(
    file: DossierFile, judge: Judge, has_base_rates: bool, closes: dt.date | None
) -> tuple[Ballot, list[LeftOut]]:
    dossier, as_of = file.dossier, judge.evidence.as_of
    questions, left_out = choose_questions(file, judge, has_base_rates=has_base_rates)
    if not questions:
        step = f"None can be asked after {as_of}: give a claim a horizon beyond it, or ask as of an earlier day."
        raise TooFew(f"readings of {file.name} that look ahead", 0, 1, step=step)
    ballot = Ballot(
        dossier=file.name,
        question=dossier.question,
        as_of=as_of,
        questions=questions,
        closes=closes,
        sets=dossier.sets,
        registers=dossier.registers,
    )
    return seal_ballot(ballot), left_out


def _name_forms(experts: Iterable[str]) -> tuple[BallotForm, ...]:
    """Return a form for each expert, with a file name of its own; without experts one for all."""
    names = list(dict.fromkeys(" ".join(expert.split()) for expert in experts if expert.strip())) or [""]
    taken = {Path(BALLOT).stem}
    forms = []
    for name in names:
        check_name(name)
        stem = name_file(name)
        free = next(f"{stem}{tail}" for tail in ("", *(f"-{n}" for n in range(2, 999))) if f"{stem}{tail}" not in taken)
        taken.add(free)
        forms.append(BallotForm(name, f"{free}.yml", f"{free}.html"))
    return tuple(forms)


def _write_folder(folder: Path, file: DossierFile, ballot: Ballot, forms: Sequence[BallotForm]) -> None:
    """Write a ballot, its forms and its registers; nothing that is there is replaced."""
    from facta.briefs.outlook import render_ballot_form  # the briefs bring Rich: only for this

    texts = {BALLOT: write_ballot(ballot)}
    for form in forms:
        texts[form.file] = write_form(ballot, form.expert, form.page)
        texts[form.page] = render_ballot_form(ballot, Path(form.file).stem, form.expert)
    taken = next((name for name in (*texts, *ballot.registers) if (folder / name).exists()), None)
    if taken:
        raise AlreadyThere(str(folder / taken))
    _make_folder(folder)
    for register in ballot.registers:
        shutil.copyfile(file.path.parent / register, folder / register)
    for name, text in texts.items():
        save_text(text, folder / name)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = f"the folder cannot be made ({error.strerror})"
        raise StoreError(str(folder), found, step="Name another with -o.") from error


def add(*files: str | Path, ballot: str | Path | None = None, at: dt.datetime | None = None) -> BallotResult:
    """Collect filled forms: hold them against their ballot, and freeze them all, or none where one has a fault.

    Parameters
    ----------
    *files : str or Path
        YAML files, as `new` wrote them or as the page saved them. Of two by one expert the later one stands; a form
        whose answers were frozen before is passed over.
    ballot : str, Path or None
        Folder of the ballot; None is the folder of the first form, or else the working folder.
    at : datetime or None
        When, with its zone; None is now.

    Raises
    ------
    BallotError, BrokenForms
        What is wrong, by file and line; the ballot or its record was changed; an expert has frozen other answers.

    Examples
    --------
    >>> import facta, tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     begun = facta.ballot.new("china-russia", place, as_of="2021-01-31")
    ...     form = Path(place) / begun.forms[0].file
    ...     text = form.read_text(encoding="utf-8").replace("expert:", "expert: First")
    ...     _ = form.write_text(text.replace("probability:", "probability: 35%", 1), encoding="utf-8")
    ...     facta.ballot.add(form).record.forms[0].forecasts[0].probability
    0.35
    """
    paths = [path for path in map(Path, files) if path.name != BALLOT]  # a pattern such as *.yml names it too
    if not paths:
        raise TooFew("forms", 0, 1, step="Name the files that the experts sent back.")
    folder = Path(ballot) if ballot else _find_ballot(paths[0].parent)
    asked = read_ballot(folder)
    read_record(asked, folder)  # a record that was changed matters more than a fault in a form
    forms = read_forms(paths, asked)
    moment = at or dt.datetime.now(dt.UTC)
    return BallotResult(
        "add", str(folder), update_record(asked, folder, lambda record: freeze_forms(record, forms, moment))
    )


def _find_ballot(folder: Path) -> Path:
    return folder if (folder / BALLOT).is_file() else Path()


def close(folder: str | Path = ".", *, has_answers: bool = False, at: dt.datetime | None = None) -> BallotResult:
    """Close a ballot: pool what was frozen, and map where the experts differ and which evidence would move them.

    No form is taken afterwards. Closing it once more shows the same again.

    Parameters
    ----------
    folder : str or Path
        Of the ballot.
    has_answers : bool
        Whether to write the answers beside the ballot as a dossier, which can be checked and scored.
    at : datetime or None
        When, with its zone; None is now.

    Raises
    ------
    TooFew
        No form was frozen.
    BallotError
        The ballot or its record was changed.
    AlreadyThere
        A file of that name holds other answers.

    Examples
    --------
    >>> import facta, tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     begun = facta.ballot.new("china-russia", place, as_of="2021-01-31")
    ...     facta.ballot.close(place)
    Traceback (most recent call last):
    facta.errors.TooFew: 0 frozen forms are too few; at least 1 are needed. Add some with `facta ballot add FILE`.
    """
    place = Path(folder)
    moment = at or dt.datetime.now(dt.UTC)
    ballot = read_ballot(place)
    record = update_record(ballot, place, lambda before: close_record(before, moment))
    pooled, rifts = pool_panel(record, moment.astimezone(dt.UTC).date())
    answers = (
        _save_answers(place / f"{ballot.dossier}-answers.yml", write_answers(record, pooled)) if has_answers else ""
    )
    return BallotResult("close", str(place), record, pooled=pooled, disagreement=rifts, answers=answers)


def _save_answers(target: Path, text: str) -> str:
    if target.exists() and target.read_text(encoding="utf-8") != text:
        raise AlreadyThere(str(target))
    save_text(text, target)
    return str(target)
