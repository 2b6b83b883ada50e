"""Shapes that carry a meaning with their word: verdicts, states, kinds of dots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from facta.briefs.charts.svg import draw_path, number
from facta.claims import VerdictWord
from facta.claims.conditions import ConditionState

__all__ = ["STATE_SHAPES", "VERDICT_SHAPES", "draw_shape", "draw_shapes", "list_shapes"]

_RING = "m0-4a4 4 0 1 0 .1 0z"  # all of a circle but a hair
_SHAPES: Mapping[str, tuple[str, str]] = {
    "disc": ("m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", ""),
    "ring": ("", _RING),
    "half": ("m0-4a4 4 0 0 0 0 8z", _RING),
    "arrow": ("", "m4-2a4.5 4.5 0 1 0 .5 3m0-6v3.5h-3.5"),
    "dots": ("m-5-1h2v2h-2zm4 0h2v2h-2zm4 0h2v2h-2z", ""),
    "dashes": ("", "m-4-1.5a4 4 0 0 1 2.5-2.5m3 0a4 4 0 0 1 2.5 2.5m0 3a4 4 0 0 1-2.5 2.5m-3 0a4 4 0 0 1-2.5-2.5"),
    "slash": ("", f"{_RING}m-4 8l8-8"),
    "unequal": ("", "m-4-2h8m-8 4h8m-2-6l-4 8"),
    "dash": ("", "m-4 0h8"),
    "cross": ("", "m-4-4l8 8m-8 0l8-8"),
    "diamond": ("", "m0-5l5 5-5 5-5-5z"),
    "triangle": ("m0-5l5 9h-10z", ""),
    "square": ("m-4-4h8v8h-8z", ""),
}
"""Paths from the middle of a box of twelve units: what is filled, and what is outlined, with the page inside."""

VERDICT_SHAPES: Mapping[VerdictWord, str] = {
    VerdictWord.SUPPORTED: "disc",
    VerdictWord.CONTRADICTED: "ring",
    VerdictWord.MIXED: "half",
    VerdictWord.REPEATED: "arrow",
    VerdictWord.OPEN: "dots",
    VerdictWord.NOT_FIRED: "dashes",
    VerdictWord.NO_EVIDENCE: "slash",
    VerdictWord.NOT_COMPARABLE: "unequal",
    VerdictWord.NOT_CHECKABLE: "dash",
}
"""As on a terminal: ● ○ ◐ ↻ … ◌ ∅ ≠ –."""

STATE_SHAPES: Mapping[ConditionState, str] = {
    ConditionState.ARMED: "dashes",
    ConditionState.FIRED: "disc",
    ConditionState.EXPIRED: "ring",
    ConditionState.ANNULLED: "cross",
    ConditionState.BLIND: "slash",
    ConditionState.NOT_WATCHABLE: "dash",
}
"""Of a condition; the word always stands beside it."""


def list_shapes() -> Mapping[str, tuple[str, str]]:
    """Return the paths of every shape by name: what is filled, and what is outlined.

    Examples
    --------
    >>> list_shapes()["dash"]
    ('', 'm-4 0h8')
    """
    return _SHAPES


def draw_shapes(name: str, places: Iterable[tuple[float, float]], kind: str) -> str:
    """Return a shape around each of some points; `kind` is a class of the style.

    Examples
    --------
    >>> draw_shapes("square", [(10, 20), (30, 20)], "c0")
    '<path class="s c0" d="M10 20m-4-4h8v8h-8zM30 20m-4-4h8v8h-8z"/>'
    """
    spots = [f"M{number(x)} {number(y)}" for x, y in places]
    if name == "disc":  # a touch of a round pen is the shortest way to draw one
        return draw_path((f"{spot}h0" for spot in spots), f"d {kind}")
    filled, outlined = _SHAPES[name]
    drawn = [draw_path((f"{spot}{outlined}" for spot in spots), f"o {kind}")] if outlined else []
    drawn += [draw_path((f"{spot}{filled}" for spot in spots), f"s {kind}")] if filled else []
    return "".join(drawn)


def draw_shape(name: str, x: float, y: float, kind: str) -> str:
    """Return a shape around one point."""
    return draw_shapes(name, [(x, y)], kind)
