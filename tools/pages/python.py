"""The page of the Python functions: the twins of the commands, and what they return."""

from __future__ import annotations

from types import ModuleType

import facta
from facta import desk
from pages.pieces import join_page, show_rst

__all__ = ["render_python"]

_INTRO = (
    "Each function is the twin of the [command](commands.md) of the same name. Results are frozen dataclasses: they "
    "show themselves in a notebook, convert with `.to_polars()` and `.to_arrow()`, and cite themselves with `.cite()`."
)


def render_python() -> dict[str, str]:
    """Return the page by its path in the reference; the site fills in the docstrings."""
    twins = {name: getattr(facta, name) for name in facta.__all__ if name not in {"FactaError", "__version__"}}
    results = [name for name in desk.__all__ if name.endswith(("Result", "Citations"))]
    page = join_page(
        "# Python",
        _INTRO,
        *(f"## facta.{name}\n\n{_show_twin(name, twin)}" for name, twin in sorted(twins.items())),
        "## Results",
        *(
            show_rst(f".. autoclass:: facta.desk.{name}\n   :members:\n   :inherited-members: Sequence")
            for name in results
        ),
        "## Errors",
        show_rst(".. automodule:: facta.errors\n   :members:"),
    )
    return {"python.md": page}


def _show_twin(name: str, twin: object) -> str:
    if not isinstance(twin, ModuleType):
        return show_rst(f".. autofunction:: facta.{name}")
    steps = (getattr(twin, step) for step in twin.__all__)
    functions = [step.__name__ for step in steps if callable(step) and not isinstance(step, type)]
    return show_rst("\n".join(f".. autofunction:: {twin.__name__}.{step}" for step in functions))
