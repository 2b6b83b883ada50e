"""facta holds statements about relations between states against what states do.

>>> import facta
>>> facta.ask("share(trade(CHN -- RUS), trade(RUS -- WLD))[2014] > 10%").verdict.value
'supported'
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from facta.desk import ask as ask
    from facta.desk import backtest as backtest
    from facta.desk import ballot as ballot
    from facta.desk import brief as brief
    from facta.desk import check as check
    from facta.desk import cite as cite
    from facta.desk import explain as explain
    from facta.desk import fetch as fetch
    from facta.desk import forecast as forecast
    from facta.desk import load as load
    from facta.desk import measure as measure
    from facta.desk import measures as measures
    from facta.desk import new as new
    from facta.desk import panel as panel
    from facta.desk import resolve as resolve
    from facta.desk import score as score
    from facta.desk import sources as sources
    from facta.desk import trace as trace
    from facta.desk import turns as turns
    from facta.desk import watch as watch
    from facta.errors import FactaError as FactaError

__all__ = [
    "FactaError",
    "__version__",
    "ask",
    "backtest",
    "ballot",
    "brief",
    "check",
    "cite",
    "explain",
    "fetch",
    "forecast",
    "load",
    "measure",
    "measures",
    "new",
    "panel",
    "resolve",
    "score",
    "sources",
    "trace",
    "turns",
    "watch",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import what is asked for on first use, so that importing facta costs next to nothing."""
    if name in __all__:
        room = "facta.errors" if name == "FactaError" else "facta.desk"
        return getattr(importlib.import_module(room), name)
    raise AttributeError(f"module 'facta' has no attribute {name!r}")


class _Face(ModuleType):
    """Keeps a public function where a room of the same name is imported: `measures` and `sources` are both."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
