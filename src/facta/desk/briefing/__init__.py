"""Writes briefs: the pages that people read, on a dossier or on two states."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from facta.desk.briefing.result import BriefResult
from facta.desk.workbench import Day, StorePath
from facta.domain import State, find_state
from facta.errors import UnknownName, UsageError, find_nearest
from facta.store import UnknownFormat, check_target

__all__ = ["BriefResult", "LoneState", "brief"]

_KINDS: Mapping[str, tuple[str, ...]] = {
    "html": (".html", ".htm"),
    "markdown": (".md", ".markdown"),
    "json-ld": (".jsonld",),
}
"""Forms of a brief, with their suffixes; one on two states has no claims, and so no JSON-LD."""


class LoneState(UsageError):
    """One state where a dossier or two states are wanted.

    Examples
    --------
    >>> print(LoneState(find_state("KAZ")))
    Kazakhstan (KAZ) is one state, and a brief is on two. Name a second one, as in `facta brief KAZ CHN`, or a dossier.
    """

    def __init__(self, state: State) -> None:
        self.state = state

    def __str__(self) -> str:
        example = f"facta brief {self.state.id} {'RUS' if self.state.id == 'CHN' else 'CHN'}"
        return f"{self.state} is one state, and a brief is on two. Name a second one, as in `{example}`, or a dossier."


def brief(
    what: str | Path,
    other: str | None = None,
    *,
    file: str | Path | None = None,
    kind: str | None = None,
    as_of: Day = None,
    store: StorePath = None,
    has_record: bool = True,
) -> BriefResult:
    """Write the brief on a dossier, or on two states, as one page.

    Parameters
    ----------
    what : str or Path
        A bundled dossier by name, a file by path, or the first of two states.
    other : str or None
        The second state; None for a dossier.
    file : str, Path or None
        Where to write it; None writes nothing, and the result holds the page.
    kind : str or None
        ``html``, ``markdown`` or ``json-ld``; None goes by the file's suffix, and is HTML without a file.
    as_of : str, date or None
        On what was known then; None is with hindsight.
    store : str, Path or None
        Folder of the store.
    has_record : bool
        Of a dossier: whether its forecasts are scored, which takes longer than all the rest. What ``facta resolve``
        has written into the log is not forecast again.

    Returns
    -------
    BriefResult
        With ``text``, ``file`` and ``bytes``. The same evidence and day give the same bytes.

    Raises
    ------
    UnknownName
        No such dossier, state or kind; names the nearest.
    UnknownFormat
        A suffix that says nothing about the kind.
    LoneState
        One state instead of two.
    StoreError
        The file cannot be written, which is found out before anything is read.

    Examples
    --------
    >>> import facta
    >>> page = facta.brief("russia-loosens-its-belt", as_of="2026-11-22", has_record=False)
    >>> page.kind, page.bytes < 400 * 1024, page.file
    ('html', True, None)
    """
    form = _find_kind(file, kind, [name for name in _KINDS if other is None or name != "json-ld"])
    if file:
        check_target(Path(file))
    if other is None:
        result = _brief_dossier(what, form, as_of, store, has_record=has_record)
    else:
        result = _brief_relation(str(what), other, form, as_of, store)
    return replace(result, file=str(result.save(file))) if file else result


def _brief_dossier(given: str | Path, kind: str, as_of: Day, store: StorePath, *, has_record: bool) -> BriefResult:
    from facta.briefs import dossier  # the briefs bring Rich and Jinja: only where one is written
    from facta.desk.briefing.opening import open_brief

    try:
        shown = open_brief(given, as_of=as_of, store=store, has_record=has_record)
    except UnknownName as error:
        _refuse_state(given, error)
        raise
    render = {
        "html": dossier.render_dossier_html,
        "markdown": dossier.render_dossier_markdown,
        "json-ld": dossier.render_dossier_jsonld,
    }[kind]
    return BriefResult(shown, render(shown), kind)


def _refuse_state(given: str | Path, error: UnknownName) -> None:
    """Say of what is no dossier that it is a state, where it is one."""
    if error.kind == "dossier":
        with suppress(UnknownName):
            raise LoneState(find_state(str(given))) from None


def _brief_relation(one: str, other: str, kind: str, as_of: Day, store: StorePath) -> BriefResult:
    from facta.briefs import relation
    from facta.desk.relating import relate

    shown = relate(one, other, as_of=as_of, store=store)
    render = {"html": relation.render_relation_page, "markdown": relation.render_relation_markdown}[kind]
    return BriefResult(shown, render(shown), kind)


def _find_kind(file: str | Path | None, kind: str | None, known: list[str]) -> str:
    """Return the kind that was asked for, else that of the file's suffix."""
    if kind is not None and kind not in known:
        why = " JSON-LD is of claims, and two states make none." if kind in _KINDS else ""
        step = f"Known: {', '.join(known)}.{why}"
        raise UnknownName("kind of brief", kind, nearest=find_nearest(kind, known), step=step)
    if kind or file is None:
        return kind or "html"
    suffix = Path(file).suffix.lower()
    found = next((name for name in known if suffix in _KINDS[name]), None)
    if found is None:
        raise UnknownFormat(Path(file).name, [suffix for name in known for suffix in _KINDS[name]])
    return found
