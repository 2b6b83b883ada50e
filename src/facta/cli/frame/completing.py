"""Names that the shell completes; each list is read only when somebody presses the key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources

__all__ = ["complete_dossiers", "complete_measures", "complete_sources", "complete_states", "complete_verdicts"]

_VERDICTS = (
    "supported",
    "contradicted",
    "mixed",
    "repeated",
    "open",
    "not_fired",
    "no_evidence",
    "not_comparable",
    "not_checkable",
)


def complete_dossiers(incomplete: str) -> list[str]:
    """Complete the name of a bundled dossier; the folder is listed, nothing is read."""
    return _matching(incomplete, _list_folders("claims/dossiers"))


def complete_sources(incomplete: str) -> list[str]:
    """Complete the id of a source; the folder is listed, nothing is read."""
    return _matching(incomplete, _list_folders("sources"))


def complete_verdicts(incomplete: str) -> list[str]:
    """Complete a verdict."""
    return _matching(incomplete, _VERDICTS)


def complete_measures(incomplete: str) -> list[tuple[str, str]]:
    """Complete the name of a measure, with its title."""
    from facta.measures import list_measures  # takes a quarter of a second: only for this key

    return [(name, found.title) for name, found in list_measures().items() if name.startswith(incomplete)]


def complete_states(incomplete: str) -> list[tuple[str, str]]:
    """Complete the code of a state or a set, with its name."""
    from facta.domain import list_sets, list_states  # reads the table of states: only for this key

    named = [(entry.id, entry.name) for entry in list_states()] + [(entry.id, entry.name) for entry in list_sets()]
    return [(code, name) for code, name in named if code.startswith(incomplete.upper())]


def _list_folders(room: str) -> Iterator[str]:
    folder = resources.files("facta").joinpath(*room.split("/"))
    inner = folder.iterdir() if folder.is_dir() else iter(())
    return (entry.name for entry in inner if entry.is_dir() and not entry.name.startswith("_"))


def _matching(incomplete: str, names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if name.startswith(incomplete))
