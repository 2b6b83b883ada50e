from __future__ import annotations

from itertools import pairwise

import pytest

from facta.errors import UnknownName
from facta.forecasts.wording import find_mapping, find_wording, list_mappings, list_wordings


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("almost no chance", 0.01, 0.05),
        ("remote", 0.01, 0.05),
        ("very unlikely", 0.05, 0.20),
        ("highly improbable", 0.05, 0.20),
        ("unlikely", 0.20, 0.45),
        ("improbable", 0.20, 0.45),
        ("roughly even chance", 0.45, 0.55),
        ("roughly even odds", 0.45, 0.55),
        ("likely", 0.55, 0.80),
        ("probable", 0.55, 0.80),
        ("very likely", 0.80, 0.95),
        ("highly probable", 0.80, 0.95),
        ("almost certain", 0.95, 0.99),
        ("nearly certain", 0.95, 0.99),
    ],
)
def test_icd_203_is_its_table(words: str, low: float, high: float) -> None:
    found = find_wording(words)
    assert (found.low, found.high, found.mapping, found.version) == (low, high, "icd-203", "2015-01-02")
    assert found.is_covered


def test_the_bands_of_icd_203_meet_without_gap() -> None:
    bands = find_mapping("icd-203").bands
    assert all(below.high == above.low for below, above in pairwise(bands))


@pytest.mark.parametrize(
    ("mapping", "words", "low", "high"),
    [
        ("ipcc-ar5", "likely", 0.66, 1.0),
        ("ipcc-ar5", "exceptionally unlikely", 0.0, 0.01),
        ("ipcc-ar5", "about as likely as not", 0.33, 0.66),
        ("kent-1964", "probable", 0.63, 0.87),
        ("kent-1964", "almost certain", 0.87, 0.99),
        ("kent-1964", "probably not", 0.20, 0.40),
    ],
)
def test_other_mappings_are_their_tables(mapping: str, words: str, low: float, high: float) -> None:
    found = find_wording(words, mapping)
    assert (found.low, found.high, found.mapping) == (low, high, mapping)


@pytest.mark.parametrize("words", ["will", "expect", "expects", "expected", "may", "could", ""])
@pytest.mark.parametrize("mapping", ["icd-203", "ipcc-ar5", "kent-1964"])
def test_words_that_no_scale_covers_get_a_wide_range_and_a_reason(words: str, mapping: str) -> None:
    found = find_wording(words, mapping)
    assert not found.is_covered
    assert (found.mapping, found.version) == ("facta", "1")
    assert found.high - found.low > 0.39
    assert found.note


def test_every_band_is_a_range_and_every_form_stands_once_in_its_mapping() -> None:
    extension = find_wording("").mapping
    assert extension not in {mapping.name for mapping in list_mappings()}
    for mapping in list_mappings():
        forms = [form for band in mapping.bands for form in band.forms]
        assert len(set(forms)) == len(forms)
        assert all(0 <= band.low < band.high <= 1 for band in mapping.bands)
        assert mapping.citation
        assert mapping.url.startswith("https://")
        assert all(find_wording(form, mapping.name).form == form == form.casefold() for form in forms)


def test_what_follows_a_hedge_is_what_it_hedges() -> None:
    assert find_wording("Unlikely  to emerge").form == "unlikely"
    assert find_wording("will ultimately have to").form == "will"
    assert find_wording("very likely to rise").form == "very likely"


def test_a_longer_hedge_is_not_read_as_a_part_of_it() -> None:
    assert find_wording("will probably").low == find_wording("probably").low
    assert find_wording("will seek").low < find_wording("will").low
    assert find_wording("won’t").high == find_wording("will not").high < 0.5


@pytest.mark.parametrize("words", ["likely not", "will perhaps", "probably never", "likely or certain"])
def test_a_hedge_that_may_be_turned_around_is_refused(words: str) -> None:
    with pytest.raises(UnknownName, match="unknown hedge"):
        find_wording(words)


def test_a_denied_hedge_turns_its_range() -> None:
    denied = find_wording("unlikely").deny()
    assert (denied.low, denied.high) == pytest.approx((0.55, 0.80))
    assert denied.deny().low == pytest.approx(0.20)
    assert denied.words == "unlikely"


def test_an_unknown_hedge_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"unknown hedge 'probabley'. Nearest: probably"):
        find_wording("probabley")
    with pytest.raises(UnknownName, match=r"unknown hedge 'zzz'. Write one of the listed words, or the probability"):
        find_wording("zzz")


def test_an_unknown_mapping_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"unknown mapping 'icd203'. Nearest: icd-203"):
        find_wording("likely", "icd203")


def test_all_mappings_that_cover_a_word_are_listed() -> None:
    assert [found.mapping for found in list_wordings("likely")] == ["icd-203", "ipcc-ar5", "kent-1964"]
    assert [found.mapping for found in list_wordings("extremely likely")] == ["ipcc-ar5"]
    assert [(found.mapping, found.words) for found in list_wordings("expects growth")] == [("facta", "expects growth")]
