from __future__ import annotations

import itertools

import pytest

from facta.claims import DECIDED, ReadingResult, SourceResult, VerdictWord, combine_books, combine_readings

YES, NO, MIXED = VerdictWord.SUPPORTED, VerdictWord.CONTRADICTED, VerdictWord.MIXED
REPEATED, AHEAD, UNFIRED = VerdictWord.REPEATED, VerdictWord.OPEN, VerdictWord.NOT_FIRED
NOTHING, UNLIKE = VerdictWord.NO_EVIDENCE, VerdictWord.NOT_COMPARABLE


def book(word: VerdictWord) -> SourceResult:
    return SourceResult("hand", "", "", "", 1.0, "%", 0.5, word)


def reading(word: VerdictWord, validity: str = "direct", reason: str = "") -> ReadingResult:
    return ReadingResult("", "", word, reason, validity, "", None, None, None, None, ())


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        pytest.param([YES], YES, id="1: all say yes"),
        pytest.param([YES, YES, NOTHING], YES, id="1: silence takes no part"),
        pytest.param([YES, REPEATED], YES, id="1: the claimant's own figure takes no part"),
        pytest.param([YES, UNLIKE], YES, id="1: a mixed book takes no part"),
        pytest.param([YES, UNFIRED], YES, id="1: a condition fired in one book"),
        pytest.param([NO], NO, id="2: all say no"),
        pytest.param([NO, REPEATED, NOTHING], NO, id="2: the claimant against all others"),
        pytest.param([YES, NO], MIXED, id="3: books disagree"),
        pytest.param([YES, YES, NO, REPEATED], MIXED, id="3: one against two"),
        pytest.param([UNLIKE], UNLIKE, id="4: unlike quantities"),
        pytest.param([UNLIKE, REPEATED, AHEAD, UNFIRED, NOTHING], UNLIKE, id="4: before all below"),
        pytest.param([AHEAD], AHEAD, id="5: the window lies ahead"),
        pytest.param([AHEAD, REPEATED, UNFIRED, NOTHING], AHEAD, id="5: before all below"),
        pytest.param([REPEATED], REPEATED, id="6: the claimant alone"),
        pytest.param([REPEATED, REPEATED, UNFIRED, NOTHING], REPEATED, id="6: before all below"),
        pytest.param([UNFIRED, NOTHING], UNFIRED, id="7: the condition did not fire"),
        pytest.param([NOTHING, NOTHING], NOTHING, id="8: nothing"),
        pytest.param([], NOTHING, id="8: no book"),
    ],
)
def test_books_make_the_verdict_of_a_reading(words: list[VerdictWord], verdict: VerdictWord) -> None:
    assert {combine_books([book(word) for word in order]) for order in itertools.permutations(words)} == {verdict}


@pytest.mark.parametrize(
    ("readings", "verdict"),
    [
        pytest.param([reading(YES), reading(YES, "proxy")], YES, id="2: alike"),
        pytest.param([reading(NO), reading(NOTHING)], NO, id="2: silence takes no part"),
        pytest.param([reading(MIXED)], MIXED, id="2: books disagree"),
        pytest.param([reading(YES), reading(REPEATED)], YES, id="2: one is only repeated"),
        pytest.param([reading(YES), reading(AHEAD)], YES, id="2: one lies ahead"),
        pytest.param([reading(YES), reading(NO, "proxy")], MIXED, id="3: readings disagree"),
        pytest.param([reading(YES), reading(MIXED)], MIXED, id="3: one is mixed itself"),
        pytest.param([reading(YES), reading(NO, "weak")], YES, id="2: a weak proxy does not disagree"),
        pytest.param([reading(REPEATED), reading(NOTHING)], REPEATED, id="4: repeated"),
        pytest.param([reading(REPEATED), reading(YES, "weak")], REPEATED, id="4: no weak proxy supports it"),
        pytest.param([reading(UNLIKE), reading(AHEAD), reading(UNFIRED)], UNLIKE, id="5: not comparable"),
        pytest.param([reading(UNLIKE), reading(YES, "weak")], UNLIKE, id="5: no weak proxy makes it comparable"),
        pytest.param([reading(AHEAD), reading(UNFIRED), reading(NOTHING)], AHEAD, id="6: open"),
        pytest.param([reading(UNFIRED), reading(NOTHING)], UNFIRED, id="7: not fired"),
        pytest.param([reading(YES, "weak")], NOTHING, id="8: a weak proxy never decides"),
        pytest.param([reading(NO, "weak"), reading(YES, "weak"), reading(NOTHING)], NOTHING, id="8: nor do several"),
        pytest.param([reading(NOTHING)], NOTHING, id="9: nothing"),
        pytest.param([], NOTHING, id="9: no reading"),
    ],
)
def test_readings_make_the_verdict_of_a_claim(readings: list[ReadingResult], verdict: VerdictWord) -> None:
    orders = itertools.permutations(readings)
    assert {combine_readings(order)[0] for order in orders} == {verdict}


def test_a_mixed_claim_says_how_many_readings_say_what() -> None:
    readings = [reading(YES), reading(YES, "proxy"), reading(NO), reading(NO, "weak")]
    assert combine_readings(readings) == (MIXED, "readings disagree: 1 contradicted, 2 supported")


@pytest.mark.parametrize("word", [REPEATED, UNLIKE, AHEAD, UNFIRED])
def test_an_undecided_claim_says_why(word: VerdictWord) -> None:
    assert combine_readings([reading(NOTHING, reason="other"), reading(word, reason="because")]) == (word, "because")


@pytest.mark.parametrize(
    ("readings", "reason"),
    [
        ([reading(YES, "weak")], "only weak proxies have figures"),
        ([reading(NOTHING), reading(NOTHING, reason="not_covered")], "not_covered"),
        ([reading(NOTHING)], ""),
    ],
)
def test_no_evidence_says_what_is_missing(readings: list[ReadingResult], reason: str) -> None:
    assert combine_readings(readings) == (NOTHING, reason)


def test_the_words_that_decide() -> None:
    assert {YES, NO, MIXED} == DECIDED
    assert len(VerdictWord) == 9
