"""The command that writes briefs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Run


def test_writes_a_page_and_says_where(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "brief.html"
    assert run("brief", "islands.yml", "-o", str(file)).out.strip() == str(file)
    document = run("brief", "islands.yml", "-o", str(file), "--json").document
    assert document["schema"] == "facta/brief/1"
    assert (document["file"], document["bytes"]) == (str(file), file.stat().st_size)


def test_shows_the_brief_in_the_order_of_the_page(run: Run) -> None:
    shown = run("brief", "islands.yml", "--as-of", "2009").out
    places = [shown.index(part) for part in ("Does Tonga", "Claim by claim", "Narratives", "Track record", "Sources")]
    assert places == sorted(places)
    assert "▁" in shown  # series as small bars
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_prints_a_form_where_no_file_is_named(run: Run) -> None:
    assert run("brief", "islands.yml", "--format", "markdown", "--no-record").out.startswith("# Does Tonga")


def test_takes_one_dossier_or_two_states(run: Run) -> None:
    answer = run("brief", "a", "b", "c")
    assert (answer.code, answer.err.strip()) == (
        2, "3 names are neither a dossier nor two states. Name one dossier, or two states."
    )  # fmt: skip
