"""Every figure of every bundled dossier leads back to rows of evidence, and no reading decides without any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

import facta
from facta.claims import Claim, SourceResult, list_bundled, read_dossier
from facta.desk.checking import build_sets
from facta.desk.results import DossierResult, TraceResult
from facta.language import Call, Compare, Node, check_reading, parse_reading, walk
from facta.measures import list_measures


@dataclass(frozen=True)
class Followed:
    """A dossier's verdicts, and all that its readings measure."""

    result: DossierResult
    traced: TraceResult

    def books(self) -> Iterator[tuple[str, SourceResult]]:
        """Yield each book that has a figure, with the expression that it belongs to."""
        for verdict in self.result.claims:
            for reading in verdict.readings:
                yield from ((reading.expression, book) for book in reading.by_source if book.figure is not None)


@pytest.fixture(scope="module", params=list_bundled())
def followed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """Return each dossier, checked and traced on the starter evidence alone."""
    nowhere = tmp_path_factory.mktemp("store") / "none"
    (result,) = facta.check(request.param, store=nowhere).dossiers
    return Followed(result, facta.trace(request.param, store=nowhere))


def test_every_figure_has_origins_unless_it_counts_nothing(followed: Followed) -> None:
    lacking = [(text, book) for text, book in followed.books() if not book.origins and (book.n or book.figure != 0)]
    assert lacking == []


def test_every_origin_of_a_figure_has_rows_of_its_source(followed: Followed) -> None:
    held = {(str(row["source"]), str(row["origin"])) for row in followed.traced.found}
    lost = [
        (text, book.source, book.origins)
        for text, book in followed.books()
        if book.origins and not held & {(name, origin) for name in book.source.split(" + ") for origin in book.origins}
    ]
    assert lost == []


def test_every_origin_of_a_figure_exists_and_can_be_cited(followed: Followed) -> None:
    known = {origin.id: origin for origin in followed.traced.origins}
    used = {origin for _, book in followed.books() for origin in book.origins}
    assert used
    assert used - known.keys() == set()
    assert all(known[origin].citation and known[origin].licence for origin in used)


def list_readings() -> list[tuple[str, Claim, str, Node]]:
    """Return every reading of every bundled dossier, parsed."""
    files = {name: read_dossier(name) for name in list_bundled()}
    return [
        (name, claim, reading.check, parse_reading(reading.check, build_sets(file)))
        for name, file in files.items()
        for claim in file.dossier.claims
        for reading in claim.readings
    ]


def measures(node: Node) -> bool:
    return any(isinstance(part, Call) and part.name in list_measures() for part in walk(node))


def test_no_reading_holds_a_typed_number_against_a_typed_number() -> None:
    readings = list_readings()
    assert len(readings) > 300
    comparisons = [
        (name, claim.id, text, part)
        for name, claim, text, node in readings
        for part in walk(node)
        if isinstance(part, Compare)
    ]
    assert [entry[:3] for entry in comparisons if not measures(entry[3])] == []
    assert [(name, claim.id, text) for name, claim, text, node in readings if not measures(node)] == []


@pytest.mark.parametrize("name", list_bundled())
def test_a_rival_is_a_sentence_and_its_check_is_a_reading(name: str) -> None:
    file = read_dossier(name)
    rivals = [rival for claim in file.dossier.claims for rival in claim.rivals]
    assert rivals
    assert [rival.text for rival in rivals if len(rival.text.split()) < 4] == []
    for rival in rivals:
        if rival.check is not None:
            assert check_reading(parse_reading(rival.check, build_sets(file)), rival.check).sort == "truth"
