"""Reads a dossier from YAML: strictly, without running or including anything, every fault by file and line."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec
import yaml

from facta.claims.dossier import Claim, Date, Dossier, Id
from facta.domain import Period
from facta.errors import DossierError, ImpossibleWindow, UnknownName, find_nearest

__all__ = ["LARGEST", "MOST_WORDS", "DossierFile", "list_bundled", "read_dossier", "read_yaml"]

LARGEST = 1_000_000
"""Bytes in a dossier; more are refused."""

MOST_WORDS = 12
"""Words in a quote."""

_BUNDLED = "dossiers"
_DEEPEST = 12
_NUMBERS = frozenset({"probability"})  # what else looks like a number stays text, as it was written
_WRITTEN = {repr(meta.pattern): meta.description for kind in (Id, Date) for meta in get_args(kind)[1:]}
"""How ids and dates are written, in words, by what checks it."""
_Kind = TypeVar("_Kind", bound=msgspec.Struct)


class DossierFile(msgspec.Struct, frozen=True):
    """A dossier with the file that it came from.

    Parameters
    ----------
    name : str
        Bundled name, or the file's name.
    path : Path
        The file.
    dossier : Dossier
        What it says.
    lines : dict of str to int
        Line of each part, by path such as ``claims[3].readings[0].check``.
    """

    name: str
    path: Path
    dossier: Dossier
    lines: dict[str, int]

    @property
    def identity(self) -> str:
        """What tells it from every other: the bundled name, else the path of the file, wherever a command is run."""
        is_bundled = list_bundled().get(self.name) == self.path
        return self.name if is_bundled else str(self.path.resolve())

    def place(self, part: str) -> str:
        """Return file and line of a part, or of the nearest part above it."""
        while part and part not in self.lines:
            part = re.sub(r"(\.[^.\[]+|\[\d+\]|^[^.\[]+)$", "", part)
        return f"{self.path.name}:{self.lines.get(part, 1)}"


@cache
def list_bundled() -> dict[str, Path]:
    """Return the bundled dossiers by name.

    Examples
    --------
    >>> "china-russia" in list_bundled()
    True
    """
    folder = Path(str(resources.files(__package__))) / _BUNDLED
    return {path.parent.name: path for path in sorted(folder.glob("*/dossier.yml"))}


def read_dossier(given: str | Path) -> DossierFile:
    """Read a bundled dossier by name, or a file by path.

    Raises
    ------
    UnknownName
        Neither a bundled dossier nor a file; names the nearest.
    DossierError
        The file breaks the format: file, line, what was found, what would work.
    """
    bundled = list_bundled()
    path = bundled.get(str(given)) or Path(given)
    if not path.is_file():
        nearest = find_nearest(str(given), bundled)
        raise UnknownName(
            "dossier", str(given), nearest=nearest, step=f"Bundled: {', '.join(bundled)}; or the path of a YAML file."
        )
    dossier, lines = read_yaml(path, Dossier)
    _check_ids(path, dossier, lines)
    _check_quotes(path, dossier, lines)
    _check_dates(path, dossier, lines)
    return DossierFile(path.parent.name if str(given) in bundled else path.stem, path, dossier, lines)


def read_yaml(path: Path, kind: type[_Kind], *, strict: bool = True) -> tuple[_Kind, dict[str, int]]:
    """Read a YAML file as a type, with the line of each part; `strict` False takes a number that is written as text.

    Raises
    ------
    DossierError
        The file breaks the type, or is no plain YAML: file, line, what was found, what would work.
    """
    if path.stat().st_size > LARGEST:
        raise DossierError(
            path.name, f"the file has {path.stat().st_size} bytes", step=f"The limit is {LARGEST}; split it."
        )
    document, lines = _compose(path)
    if document is None:
        step = "Begin one with `facta new QUESTION`." if kind is Dossier else None
        raise DossierError(path.name, "the file is empty", line=1, step=step)
    try:
        return msgspec.convert(document, kind, strict=strict), lines
    except msgspec.ValidationError as error:
        raise _explain(path, str(error), lines, kind) from None


def _compose(path: Path) -> tuple[object, dict[str, int]]:
    """Parse YAML to plain values and the line of each; anchors, tags and repeated keys are refused."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        _check_events(path, text)
        node = yaml.compose(text, Loader=_LOADER)
    except UnicodeDecodeError as error:
        raise DossierError(path.name, "the file is not UTF-8", step="Save it as UTF-8.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "the YAML does not parse"
        raise DossierError(
            path.name,
            str(problem),
            line=mark.line + 1 if mark else None,
            step="Check indentation, colons and quotes there.",
        ) from None
    lines: dict[str, int] = {}
    return (_build(path, node, "", lines) if node is not None else None), lines


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "bool", "null", "float", "timestamp", "seq", "map")}


def _check_events(path: Path, text: str) -> None:
    """Refuse anchors, tags and deep nesting before anything is composed: the composer recurses and can crash."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise DossierError(
                path.name, "the parts are nested too deep", line=line, step=f"At most {_DEEPEST} levels are read."
            )
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise DossierError(path.name, "anchors and aliases are not allowed", line=line, step="Write it out.")
        tag = getattr(event, "tag", None)
        if tag is not None and tag not in _TAGS:
            shown = tag.removeprefix("tag:yaml.org,2002:").lstrip("!")
            raise DossierError(path.name, f"the tag !{shown} is not allowed", line=line, step="Write plain text.")


def _build(path: Path, node: yaml.Node, part: str, lines: dict[str, int]) -> object:
    lines[part] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_build(path, item, f"{part}[{place}]", lines) for place, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        built: dict[str, object] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key in built:
                raise DossierError(
                    path.name, f"the key {key!r} stands twice", line=key_node.start_mark.line + 1, step="Keep one."
                )
            inner = f"{part}.{key}" if part else key
            built[key] = _build(path, value, inner, lines)
            if key in _NUMBERS and isinstance(value, yaml.ScalarNode) and value.tag.endswith(":float"):
                with suppress(ValueError):
                    built[key] = float(value.value)
            lines[inner] = key_node.start_mark.line + 1
        return built
    return _plain(path, node)


def _plain(path: Path, node: yaml.Node) -> object:
    """Return a scalar: whole numbers and booleans as such, everything else as text."""
    tag = node.tag.removeprefix("tag:yaml.org,2002:")
    if tag not in {"str", "int", "bool", "null", "float", "timestamp"}:
        raise DossierError(
            path.name, f"the tag !{tag} is not allowed", line=node.start_mark.line + 1, step="Write plain text."
        )
    text = str(node.value)
    if tag == "bool":
        return text.casefold() in {"true", "yes", "on"}
    if tag == "null":
        return None
    return int(text) if tag == "int" and text.isdigit() and len(text) < 4 else text


def _explain(path: Path, message: str, lines: dict[str, int], kind: type[msgspec.Struct]) -> DossierError:
    """Turn a validation message (``… - at `$.claims[3].said` ``) into file, line, finding and next step."""
    found, _, at = message.partition(" - at `")
    wanted = _WRITTEN.get(found.partition(" matching regex ")[2])
    found = f"expected {wanted}" if wanted else found
    part = at.rstrip("`").removeprefix("$").removeprefix(".")
    known = re.search(r"unknown field `([^`]+)`", found)
    step = None
    if known:
        fields = sorted({name for near in _kinds(kind) for name in near.__struct_fields__})
        nearest = find_nearest(known.group(1), fields)
        step = f"Nearest: {nearest}." if nearest else f"Fields are {', '.join(fields)}."
        part = f"{part}.{known.group(1)}" if part else known.group(1)
    elif found.startswith("Invalid enum value "):
        choices = _list_choices(kind, re.split(r"[.\[]", part.rpartition(".")[2])[0])
        nearest = find_nearest(found.removeprefix("Invalid enum value ").strip("'"), choices)
        step = f"Nearest: {nearest}." if nearest else f"It is one of {', '.join(choices)}."
    elif found.startswith(("Expected `str`, got `bool`", "Expected `str`, got `int`", "Expected `str`, got `float`")):
        step = "Put it in quotation marks: without them YAML does not read it as text."
    line = lines.get(part, lines.get(re.sub(r"\.[^.]+$", "", part), 1))
    shown = f"{part}: " if part else ""
    return DossierError(path.name, f"{shown}{found[:1].lower()}{found[1:]}", line=line, step=step)


def _list_choices(kind: type[msgspec.Struct], field: str) -> list[str]:
    """Return what may stand in a field."""
    hints = (get_type_hints(near).get(field) for near in _kinds(kind))
    parts = (part for hint in hints if hint for part in (hint, *get_args(hint)))
    return [str(choice) for part in parts if get_origin(part) is Literal for choice in get_args(part)]


def _kinds(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """Yield the types that stand in one module with `kind`."""
    return (
        near
        for near in vars(sys.modules[kind.__module__]).values()
        if isinstance(near, type) and issubclass(near, msgspec.Struct) and near is not msgspec.Struct
    )


def _check_ids(path: Path, dossier: Dossier, lines: dict[str, int]) -> None:
    """Refuse an id that stands twice, and a rebuttal or revision of a claim that is not there."""
    seen: dict[str, int] = {}
    for place, claim in enumerate(dossier.claims):
        line = lines.get(f"claims[{place}].id", 1)
        if claim.id in seen:
            raise DossierError(
                path.name,
                f"claim {claim.id!r} stands twice (first on line {seen[claim.id]})",
                line=line,
                step="Give each claim an id of its own.",
            )
        seen[claim.id] = line
    for place, claim in enumerate(dossier.claims):
        for key, named in (("rebuts", claim.rebuts), ("revises", claim.revises)):
            for other in named:
                if other not in seen:
                    nearest = find_nearest(other, seen)
                    step = f"Nearest: {nearest}." if nearest else "Name the id of a claim in this dossier."
                    raise DossierError(
                        path.name,
                        f"claim {claim.id!r} {key} {other!r}, which is no claim here",
                        line=lines.get(f"claims[{place}].{key}"),
                        step=step,
                    )


def _check_dates(path: Path, dossier: Dossier, lines: dict[str, int]) -> None:
    """Refuse a date that no calendar has; its form was looked at before."""
    dates = {("asked", "asked"): dossier.asked} | {
        (f"claims[{place}].said[{number}].date", f"claims[{place}].said.date"): said.date
        for place, claim in enumerate(dossier.claims)
        for number, said in enumerate(claim.sayings)
    }
    for parts, date in dates.items():
        try:
            Period.parse(date)
        except ImpossibleWindow:
            line = next((lines[part] for part in parts if part in lines), 1)
            raise DossierError(
                path.name, f"{date!r} is no date", line=line, step="Write 2021, 2021-01 or 2021-01-31."
            ) from None


def _check_quotes(path: Path, dossier: Dossier, lines: dict[str, int]) -> None:
    for place, claim in enumerate(dossier.claims):
        for number, said in enumerate(claim.sayings):
            words = len(said.quote.split())
            if words > MOST_WORDS:
                part = f"claims[{place}].said[{number}].quote"
                line = lines.get(part, lines.get(f"claims[{place}].said.quote"))
                raise DossierError(
                    path.name,
                    f"the quote of {claim.id!r} has {words} words",
                    line=line,
                    step=f"Keep at most {MOST_WORDS}.",
                )
        if not (claim.readings or claim.refuse or claim.wanted or claim.commitment):
            line = lines.get(f"claims[{place}].id")
            raise DossierError(
                path.name,
                f"claim {claim.id!r} has no reading",
                line=line,
                step="Give it readings, or say with refuse or wanted why there is none.",
            )


def find_claim(file: DossierFile, claim_id: str) -> Claim:
    """Return the claim of that id.

    Raises
    ------
    UnknownName
        No such claim; names the nearest.
    """
    claims = {claim.id: claim for claim in file.dossier.claims}
    if claim_id not in claims:
        raise UnknownName(
            f"claim of {file.name}",
            claim_id,
            nearest=find_nearest(claim_id, claims),
            step=f"It has {len(claims)} claims.",
        )
    return claims[claim_id]
