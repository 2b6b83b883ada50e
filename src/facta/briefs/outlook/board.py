"""A board of scores on a terminal, with what must stand above it; and what was resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from facta.briefs.terminal import lay_columns
from facta.briefs.words import clean_text, count_noun
from facta.claims.record import Kind, LeftOut, LogEntry
from facta.forecasts.scoring import Board, BoardRow, Tally

__all__ = ["render_board", "render_record", "render_standing", "write_hits", "write_range", "write_skill"]

_MARKS = {
    (Kind.RESOLVED, 1.0): "● came about",
    (Kind.RESOLVED, 0.0): "○ did not",
    (Kind.AMBIGUOUS, None): "◐ ambiguous",
    (Kind.ANNULLED, None): "◌ annulled",
}
_MOST_IDS = 5
_FEWEST = 3  # claims for a skill: on fewer its range is so wide that it says nothing
_LEGEND = (
    "Ranges run over what a hedge may stand for and over the readings of a claim. A hit came out on that side of one "
    "half on which its whole range lies. Brier (0 to 1) and log (nats): 0 is best, a coin has 0.25 and 0.69. Skill: 1 "
    "is perfect, 0 as good as what it is compared with; n claims have both, and on fewer than 3 there is a dash."
)


def render_board(head: str, board: Board, references: Sequence[BoardRow]) -> RenderableType:
    """Return a board: what it cannot bear, hits and scores, and skill against the model and the base rate.

    Parameters
    ----------
    head : str
        What is scored, and on which evidence.
    board : Board
        The holders.
    references : sequence of BoardRow
        The model and the base rate.
    """
    scored = [row for row in board.rows if row.n]
    beside = [row for row in references if row.n]
    cautions = lay_columns("", "", ratios=(0, 1))
    for line in board.cautions:
        cautions.add_row("!", clean_text(line))
    parts: list[RenderableType] = [Text(clean_text(head), style="bold"), "", cautions, ""]
    if scored:
        parts += [_lay_scores(scored, beside), "", _lay_skill([*scored, *beside]), "", Text(_LEGEND, style="dim"), ""]
    silent = [Text(_say_nothing(row)) for row in board.rows if not row.n]
    return Group(*parts, *silent, *([""] if silent else []))


def _lay_scores(rows: Sequence[BoardRow], references: Sequence[BoardRow]) -> RenderableType:
    table = lay_columns("Holder", "Claims", "Hits", "Brier", "Log", ratios=(1, 0, 0, 0, 0), numbers=(1,))
    for row in (*rows, *references):
        style = "dim" if row in references else ""
        name = Text(clean_text(row.holder), style=style)
        table.add_row(name, str(row.n), write_hits(row), write_range(row.brier), write_range(row.log))
    return table


def _lay_skill(rows: Sequence[BoardRow]) -> RenderableType:
    table = lay_columns(
        "Brier skill", "against the base rate", "n", "against the model", "n", ratios=(1, 0, 0, 0, 0), numbers=(2, 4)
    )
    for row in rows:
        cells = (
            write_skill(row.skill_base_rate, row.n_base_rate),
            str(row.n_base_rate),
            write_skill(row.skill_model, row.n_model),
            str(row.n_model),
        )
        if row.n_base_rate or row.n_model:
            table.add_row(clean_text(row.holder), *cells)
    return table


def write_hits(row: BoardRow) -> str:
    """Write how many forecasts came out on the side of one half on which they lay."""
    least, most = row.hits
    return f"{least if least == most else f'{least} to {most}'} of {row.sided}" if row.sided else "none takes a side"


def write_range(span: tuple[float, float]) -> str:
    """Write a range with two decimals; nothing scored is a dash.

    Examples
    --------
    >>> write_range((0.04, 0.2025)), write_range((0.25, 0.25)), write_range((float("nan"), float("nan")))
    ('0.04 to 0.20', '0.25', '–')
    """
    low, high = (f"{end:.2f}" for end in span)
    return "–" if span[0] != span[0] else low if low == high else f"{low} to {high}"


def write_skill(span: tuple[float, float], n: int) -> str:
    """Write a skill as `write_range` does; on fewer than three claims it is a dash."""
    return write_range(span) if n >= _FEWEST else "–"


def _say_nothing(row: BoardRow) -> str:
    void = row.tally.matured - row.tally.resolved
    parts = [f"{row.tally.pending} wait" if row.tally.pending else "", f"{void} void" if void else ""]
    why = ", ".join(part for part in parts if part) or "no probability was given"
    return clean_text(f"{row.holder}: nothing to score yet ({why}).")


def render_standing(board: Board, waiting: Mapping[str, int], left_out: Sequence[LeftOut]) -> RenderableType:
    """Return the coverage block: how far the forecasts are, what is void and why, what waits for what.

    Parameters
    ----------
    board : Board
        The holders.
    waiting : mapping of str to int
        Claims that wait, by what for.
    left_out : sequence of LeftOut
        Claims about the future that have nothing to score.
    """
    table = lay_columns(
        "Coverage",
        "Registered",
        "Matured",
        "Resolved",
        "Void",
        "Pending",
        ratios=(1, 0, 0, 0, 0, 0),
        numbers=range(1, 6),
    )
    for name, tally in (*((row.holder, row.tally) for row in board.rows), ("All", board.tally)):
        table.add_row(clean_text(name), *(str(count) for count in _count(tally)))
    reasons: dict[str, list[str]] = {}
    for entry in left_out:
        reasons.setdefault(entry.reason, []).append(entry.claim)
    lists = [
        _list_counts("Void", dict(board.tally.void)),
        _list_counts("Pending", waiting),
        _list_counts("Left out", {f"{why} ({_name_some(ids)})": len(ids) for why, ids in reasons.items()}),
    ]
    return Group(table, *lists)


def _name_some(ids: Sequence[str]) -> str:
    """Name the first few; their number stands beside them."""
    return ", ".join([*ids[:_MOST_IDS], *(["…"] if len(ids) > _MOST_IDS else [])])


def _count(tally: Tally) -> tuple[int, ...]:
    return tally.registered, tally.matured, tally.resolved, tally.matured - tally.resolved, tally.pending


def _list_counts(name: str, counts: Mapping[str, int]) -> RenderableType:
    if not counts:
        return Text(f"{name}: none", style="dim")
    table = lay_columns("", "", ratios=(0, 1), numbers=(0,))
    for reason, count in counts.items():
        table.add_row(f"{count:,}", clean_text(reason))
    return Group("", Text(f"{name}", style="dim"), Padding(table, (0, 0, 0, 2)))


def render_record(settled: Sequence[LogEntry], waiting: Sequence[LogEntry], written: str) -> RenderableType:
    """Return what was settled just now, what is open and why, and what was written.

    Parameters
    ----------
    settled, waiting : sequence of LogEntry
        Readings.
    written : str
        A sentence on the log.
    """
    came = [(_MARKS[entry.kind, entry.outcome], f"{entry.claim}{_bracket(entry.reason)}", entry) for entry in settled]
    waits = [(entry.claim, entry.reason, entry) for entry in waiting]
    return Group(
        *_list_readings("settled", came), *_list_readings("open", waits), Text(clean_text(written), style="dim")
    )


def _bracket(reason: str) -> str:
    return f" ({reason})" if reason else ""


def _list_readings(word: str, rows: Sequence[tuple[str, str, LogEntry]]) -> Iterator[RenderableType]:
    yield f"{count_noun(len(rows), 'reading')} {word}"
    table = lay_columns("", "", ratios=(0, 1))
    for first, second, entry in rows:
        table.add_row(clean_text(first), clean_text(f"{second}\n{entry.reading}"))
    yield Padding(table, (0, 0, 1, 2))
