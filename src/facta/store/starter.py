"""Builds the starter evidence from publisher files: ``python -m facta.store.starter DATA_FOLDER``.

Every source is read whole by its own reader, then cut to the states and years of `starter.yml`. Only sources whose
figures may ship are taken. What was cut off is *not covered*: the manifest keeps the scope.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Annotated

import duckdb
import msgspec
import yaml

from facta.domain import Origin, Span, join_spans
from facta.errors import ContractError
from facta.sources import COLUMNS, Source, find_source
from facta.store.layers import Layer, Load
from facta.store.loading import load_file
from facta.store.store import STARTER
from facta.store.tables import KEYS, open_database

__all__ = ["build_starter", "read_recipe"]


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept of one source."""

    files: Annotated[list[str], msgspec.Meta(min_length=1)]
    since: int | None = None
    whole: bool = False


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the starter evidence holds."""

    retrieved: dt.date
    states: list[str]
    sources: dict[str, Plan]


class MayNotShip(ContractError):
    """A source whose licence keeps its figures out of the starter evidence."""

    def __init__(self, source: str) -> None:
        self.source = source

    def __str__(self) -> str:
        return f"figures of {self.source} may not ship. Take it out of starter.yml."


def build_starter(data: Path, target: Path = STARTER) -> int:
    """Build the starter evidence anew; return its size in bytes.

    Parameters
    ----------
    data : Path
        Folder of publisher files.
    target : Path
        Where to put it; what lies there is replaced once all of it is built.
    """
    recipe = read_recipe()
    with tempfile.TemporaryDirectory() as scratch:
        drafted = Layer(Path(scratch) / "starter")
        drafted.prepare()
        for source_id, plan in recipe.sources.items():
            source = find_source(source_id)
            if not source.ships:
                raise MayNotShip(source_id)
            whole = Layer(Path(scratch) / source_id)
            for name in plan.files:
                load_file(whole, source, data / name, recipe.retrieved)
            _distil(whole, drafted, source, plan, recipe)
        for register in sorted(_find_registers()):
            load_file(drafted, find_source("registers"), register, recipe.retrieved)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(drafted.folder, target, ignore=shutil.ignore_patterns("lock"))
    return sum(file.stat().st_size for file in target.rglob("*") if file.is_file())


def read_recipe() -> Recipe:
    """Return what `starter.yml` says."""
    text = resources.files(__package__).joinpath("starter.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Recipe)


def _find_registers() -> list[Path]:
    """Return the register files beside the bundled dossiers."""
    return list(Path(__file__).parents[1].glob("claims/dossiers/*/*.csv"))


def _distil(whole: Layer, target: Layer, source: Source, plan: Plan, recipe: Recipe) -> None:
    """Write what is kept of a source as one load."""
    loads = tuple(whole.loads())
    load_id = f"{source.id}-starter"
    rows = {}
    with open_database() as db:
        for table in COLUMNS:
            parts = whole.parts(table, loads)
            if parts:
                rows[table] = _keep(db, table, parts, target.part(table, load_id), plan, recipe.states)
    first = dt.date(plan.since, 1, 1) if plan.since else dt.date.min
    target.finish(
        Load(
            id=load_id,
            source=source.id,
            file=", ".join(load.file for load in loads),
            sha256="",
            loaded=recipe.retrieved,
            rows=rows,
            covers=_join_covers(loads, first),
            repaired={what: count for load in loads for what, count in load.repaired.items()},
            refused_count=sum(load.refused_count for load in loads),
            origins=_merge_origins(loads),
            scope=() if plan.whole else tuple(recipe.states),
        )
    )


def _join_covers(loads: Sequence[Load], first: dt.date) -> dict[str, tuple[Span, ...]]:
    """Return what all files of a source cover together, from `first` on."""
    spans: dict[str, list[Span]] = {}
    for load in loads:
        for name, covered in load.covers.items():
            spans.setdefault(name, []).extend((max(first, start), end) for start, end in covered if end >= first)
    return {name: join_spans(covered) for name, covered in spans.items()}


def _merge_origins(loads: Sequence[Load]) -> tuple[Origin, ...]:
    return tuple({origin.id: origin for load in loads for origin in load.origins}.values())


def _keep(
    db: duckdb.DuckDBPyConnection, table: str, parts: list[str], target: Path, plan: Plan, states: list[str]
) -> int:
    """Write the rows of one table that the plan keeps; return how many."""
    kept = ["true"]
    listed = ", ".join(f"'{state}'" for state in states)
    if not plan.whole and "actor" in COLUMNS[table]:
        kept.append(f"(actor IN ({listed}) OR recipient IN ({listed}))")
    if plan.since and table in _DAYS:
        kept.append(f"{_DAYS[table]} >= DATE '{plan.since}-01-01'")
    target.parent.mkdir(exist_ok=True)
    if plan.since and table in ("votes", "issues"):
        found = str(target.parent.parent / "roll_calls" / target.name)
        kept.append(f"roll_call IN (SELECT roll_call FROM read_parquet('{found}'))")
    order = ", ".join(KEYS[table])
    db.execute(
        f"COPY (SELECT * FROM read_parquet($1) WHERE {' AND '.join(kept)} ORDER BY {order}) TO '{target}' "
        "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19, PARQUET_VERSION v2)",
        [parts],
    )
    count = db.execute("SELECT count(*) FROM read_parquet($1)", [str(target)]).fetchone()
    return int(count[0]) if count else 0


_DAYS = {"figures": "period_start", "spells": "end_date", "records": "end_date", "roll_calls": "vote_date"}

if __name__ == "__main__":
    built = build_starter(Path(sys.argv[1]))
    sys.stderr.write(f"starter evidence: {built:,} bytes\n")
