"""A page a command, from its help, its options and the schema of its JSON."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from typer.main import get_command

import facta
from facta.briefs.markdown import write_table
from facta.cli import app
from facta.desk import write_schemas
from pages.pieces import join_page, link_row, list_pages, show_text

__all__ = ["render_commands"]

_WIDEST = 88

_INTRO = (
    "Every command has a twin of the same name in [Python](python.md). Data goes to standard output, everything else "
    "to standard error; `--json` prints one JSON document with a versioned shape."
)
_SCHEMAS = (
    "Each document says which it is in its field `schema`. Its number goes up when a field leaves or changes its "
    "meaning; a field may come at any time. Missing is null, never 0. Times are ISO dates; periods are `2017`, "
    "`2017-03`, `2017-03-09`."
)
_EXITS = (
    ("0", "done"),
    ("1", "only where it was asked for: `--fail-on contradicted`"),
    ("2", "the request is off: a wrong option, a name that nobody knows"),
    ("3", "data broke its contract: a file, a dossier, a store"),
    ("4", "a source cannot be reached"),
    ("70", "a defect of facta itself; `FACTA_DEBUG=1` gives the traceback"),
    ("130", "interrupted; what is stored is unchanged"),
)


def render_commands() -> dict[str, str]:
    """Return the list of commands and a page for each, by path in the reference."""
    commands = dict(sorted(get_command(app).commands.items()))  # type: ignore[attr-defined]  # a group, by its `cls`
    rows = [link_row("commands", name, _read_lead(command)) for name, command in commands.items()]
    index = join_page(
        "# Commands",
        _INTRO,
        write_table(("command", "does"), rows),
        "## Exit codes",
        write_table(("code", "means"), _EXITS),
        list_pages(f"commands/{name}" for name in commands),
    )
    pages = {f"commands/{name}.md": _render_command(name, command) for name, command in commands.items()}
    return {"commands.md": index, "schemas.md": _render_schemas(), **pages}


def _render_schemas() -> str:
    rows = [
        (f"`facta/{name}/1`", f"[{name}](commands/{name}.md)", f"[{name}.json](schemas/{name}.json)")
        for name in write_schemas()
    ]
    return join_page("# Schemas", _SCHEMAS, write_table(("document", "printed by", "JSON Schema"), rows))


def _render_command(name: str, command: Any) -> str:
    steps = getattr(command, "commands", {})
    return join_page(
        f"# facta {name}",
        *_describe(f"facta {name}", command, level=2),
        *(
            block
            for step, part in steps.items()
            for block in (f"## facta {name} {step}", *_describe(f"facta {name} {step}", part, level=3))
        ),
        *_describe_twin(name),
        *_describe_json(name),
    )


def _describe(words: str, command: Any, *, level: int) -> Iterator[str]:
    """Yield help, usage, options and examples of a command."""
    mark = "#" * level
    yield inspect.cleandoc(command.help or "")
    if hasattr(command, "commands"):
        return
    pieces = (piece.strip("{}") for piece in command.collect_usage_pieces(command.context_class(command)))
    yield show_text(f"{words} {' '.join(pieces)}")
    yield f"{mark} Arguments and options"
    yield write_table(("written", "means"), [_describe_parameter(entry) for entry in command.params])
    yield f"{mark} Example"
    yield show_text(inspect.cleandoc((command.epilog or "").split("Example:\n")[-1]))


def _describe_parameter(entry: Any) -> tuple[str, str]:
    text = f"{entry.help or ''}{' Required.' if entry.required else ''}"
    if entry.param_type_name == "argument":
        return f"`{entry.metavar or entry.name.upper()}`", text
    names = " / ".join((*entry.opts, *entry.secondary_opts))
    return f"`{names}{'' if entry.is_flag or not entry.metavar else f' {entry.metavar}'}`", text


def _describe_twin(name: str) -> Iterator[str]:
    yield "## In Python"
    twin = getattr(facta, name)
    if callable(twin):
        yield f"```python\n{_write_signature(name, inspect.signature(twin))}\n```"
    yield f"[What it takes and returns](../python.md#facta-{name})"


def _write_signature(name: str, signature: inspect.Signature) -> str:
    """Return how a twin is called: on one line where that fits a page, else a line for each of what it takes."""
    head = f"facta.{name}"
    whole = head + str(signature).split(" ->")[0].replace("'", "")
    if len(whole) <= _WIDEST:
        return whole
    parts = list(signature.parameters.values())
    first = next((place for place, part in enumerate(parts) if part.kind is part.KEYWORD_ONLY), None)
    lines = [str(part).replace("'", "") for part in parts]
    if first is not None and all(part.kind is not part.VAR_POSITIONAL for part in parts):
        lines.insert(first, "*")
    return "\n".join([f"{head}(", *(f"    {line}," for line in lines), ")"])


def _describe_json(name: str) -> Iterator[str]:
    """Yield what is in the document of a command: its own fields, then those of each part."""
    schema = write_schemas().get(name)
    if schema is None:
        return
    yield "## JSON"
    yield f"`--json` prints `facta/{name}/1`. [The whole as JSON Schema](../schemas/{name}.json)."
    yield _list_fields(schema)
    for part, shape in sorted(schema.get("$defs", {}).items()):
        yield f"### {part}"
        yield shape.get("description", "").split("\n\n")[0]
        yield _list_fields(shape) if "properties" in shape else _name_type(shape) + "."


def _list_fields(schema: Mapping[str, Any]) -> str:
    rows = ((f"`{name}`", _name_type(shape)) for name, shape in schema.get("properties", {}).items())
    return write_table(("field", "holds"), rows)


def _name_type(shape: Mapping[str, Any]) -> str:
    """Say what a field holds, in words."""
    if "const" in shape:
        return f"`{shape['const']}`"
    if "enum" in shape:
        return "one of " + ", ".join("null" if value is None else f"`{value}`" for value in shape["enum"])
    if "anyOf" in shape:
        return " or ".join(dict.fromkeys(_name_type(part) for part in shape["anyOf"]))
    if "$ref" in shape:
        part = shape["$ref"].rsplit("/", 1)[-1]
        return f"[{part}](#{part.lower()})"
    if shape.get("type") == "array":
        kinds = [shape["items"]] if shape.get("items") else shape.get("prefixItems", [])
        return f"list of {', '.join(map(_name_type, kinds))}"
    return str(shape.get("format") or shape.get("type", "anything"))


def _read_lead(command: Any) -> str:
    return inspect.cleandoc(command.help or "").split("\n\n")[0]
