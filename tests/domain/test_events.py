"""The tables of event codes: consistent in themselves, and as the publishers mean them."""

from __future__ import annotations

import pytest

from facta.domain import Quad, find_event, list_event_rows, list_event_types, map_to_plover
from facta.errors import UnknownName


@pytest.mark.parametrize("scheme", ["cameo", "icews"])
def test_a_code_belongs_to_its_root(scheme: str) -> None:
    for kind in list_event_types(scheme):
        assert kind.code.startswith(kind.root)
        assert kind.quad == find_event(scheme, kind.root).quad
        assert kind.code.isdigit()
        assert 2 <= len(kind.code) <= 4


def test_codes_are_text() -> None:
    assert find_event("cameo", "010").name == "Make statement"
    assert find_event("cameo", "10").name == "Demand"
    with pytest.raises(UnknownName, match=r"unknown cameo code '1'\. Write it as text, with its leading zero\."):
        find_event("cameo", "1")
    with pytest.raises(UnknownName, match=r"unknown cameo code '---'"):
        map_to_plover("---")


def test_an_unknown_type_or_scheme_names_what_would_work() -> None:
    with pytest.raises(UnknownName, match=r"unknown plover code 'CONSULT/visits'\. Nearest: CONSULT/visit\."):
        find_event("plover", "CONSULT/visits")
    with pytest.raises(UnknownName, match=r"unknown event scheme 'weis'\. Known: cameo, icews, plover\."):
        list_event_types("weis")


@pytest.mark.parametrize("scheme", ["cameo", "icews", "plover"])
def test_scores_lie_on_the_scale(scheme: str) -> None:
    assert all(kind.score is None or -10 <= kind.score <= 10 for kind in list_event_types(scheme))
    assert len({kind.code for kind in list_event_types(scheme)}) == len(list_event_types(scheme))


def test_a_mere_statement_is_told_apart() -> None:
    told = {kind.code for kind in list_event_types("cameo") if kind.is_statement}
    assert "01" in told
    assert all(code.startswith("01") for code in told)
    assert not any(kind.is_statement for kind in list_event_types("plover"))


def test_a_mode_has_the_class_of_its_type() -> None:
    for kind in list_event_types("plover"):
        assert kind.quad == find_event("plover", kind.root).quad
        assert (kind.plover, kind.code) == (kind.root, f"{kind.root}/{kind.mode}" if kind.mode else kind.root)


def test_every_code_is_in_plover_unless_it_is_a_statement_or_an_appeal() -> None:
    unmapped = {kind.root for kind in list_event_types("cameo") if map_to_plover(kind.code) is None}
    assert unmapped == {"01", "02"}
    assert all(kind.plover for kind in list_event_types("cameo") if kind.root not in unmapped)


@pytest.mark.parametrize(
    ("code", "plover"),
    [
        ("042", "CONSULT/visit"),
        ("043", "CONSULT/visit"),
        ("057", "SUPPORT"),
        ("081", "CONCEDE"),
        ("0813", "RETREAT"),
        ("0871", "RETREAT/ceasefire"),
        ("094", "ACCUSE/investigate"),
        ("1056", "REQUEST/yield"),
        ("112", "ACCUSE/disapprove"),
        ("1123", "ACCUSE/allege"),
        ("1384", "THREATEN/violence"),
        ("145", "PROTEST/riot"),
        ("154", "MOBILIZE/troops"),
        ("163", "COERCE/restrict"),
        ("1712", "ASSAULT/destroy"),
        ("175", "ASSAULT"),
        ("192", "COERCE/seize"),
        ("195", "ASSAULT/aerial"),
        ("201", "ASSAULT"),
        ("2042", "ASSAULT/unconventional"),
    ],
)
def test_cameo_in_plover(code: str, plover: str) -> None:
    kind = map_to_plover(code)
    assert kind is not None
    assert kind.code == plover


def test_only_concessions_change_their_quad_class() -> None:
    changed = {}
    for kind in list_event_types("cameo"):
        mapped = map_to_plover(kind.code)
        if mapped and mapped.quad != kind.quad:
            changed[kind.code] = (mapped.root, kind.quad, mapped.quad)
    assert set(changed.values()) == {("CONCEDE", Quad.MATERIAL_COOPERATION, Quad.VERBAL_COOPERATION)}
    assert set(changed) == {"08", "080", "081", "0811", "0812", "082", "083", "0831", "0832", "0833", "0834"}


def test_rows_for_the_bench_are_all_kinds_of_all_schemes() -> None:
    rows = list_event_rows()
    assert len({row[:2] for row in rows}) == len(rows) == 313 + 313 + 82
    assert ("icews", "016", "01", 1, -5.0, "") in rows
    assert ("cameo", "1213", "12", 3, None, "REJECT") in rows
    assert ("plover", "ACCUSE", "ACCUSE", 3, -3.0, "ACCUSE") in rows
