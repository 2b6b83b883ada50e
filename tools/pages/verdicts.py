"""The page of the rules by which verdicts come about."""

from __future__ import annotations

import inspect

from facta import claims
from facta.claims import propositions, rules, weakness
from pages.pieces import join_page, show_rst

__all__ = ["render_verdicts"]


def render_verdicts() -> dict[str, str]:
    """Return the page by its path in the reference."""
    words = ", ".join(f"`{word.value}`" for word in claims.VerdictWord)
    page = join_page(
        "# Verdicts",
        f"A verdict is one of {words}.",
        show_rst(inspect.getdoc(rules) or ""),
        "A verdict that another source, threshold, window or start year turns is "
        "[fragile](../explanation/fragile-verdicts.md).",
        "## The weakest link",
        show_rst(inspect.getdoc(weakness) or ""),
        "## Propositions",
        show_rst(inspect.getdoc(propositions) or ""),
    )
    return {"verdicts.md": page}
