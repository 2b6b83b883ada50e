"""What a page is held to: its size, what axe-core finds, and contrast."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

MOST_PAGES = 12
LIMIT = 400 * 1024


def list_violations(page: Any) -> list[str]:
    """Return what axe-core finds against the page, with the first place of each."""
    axe_core = pytest.importorskip("axe_playwright_python", reason="install the group: uv sync --group browser")
    source = Path(axe_core.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(source)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{entry['id']}: {entry['nodes'][0]['html'][:200]}" for entry in found["violations"]]


def weigh_contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    lights = sorted(
        weigh_light([int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]) for colour in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def weigh_light(colour: list[float]) -> float:
    """Return the relative luminance of a colour."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
