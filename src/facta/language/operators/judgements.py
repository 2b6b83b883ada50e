"""What people put in: rubrics, likelihoods and hedges; and whether two quantities are alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from facta.domain import Book, RowSet, explain_incommensurable, find_unit
from facta.language.nodes import Call, Day, Sides
from facta.language.operators.registry import Context, Keyword, declare, read_word
from facta.language.values import Quantity, Truth, Value, join_books, match_books

__all__ = ["LIKELIHOOD", "apply_commensurable", "apply_hedged", "apply_judge", "apply_likelihood"]

LIKELIHOOD = "likelihood"
"""The reason code of a statement about probabilities, which no later event settles by itself."""

_ONE = find_unit("1")
_ANSWERS = {"yes": 1.0, "no": 0.0, "unclear": np.nan}


@declare(
    "what a named person found by a rubric, on a day",
    "by the judgement of a named person, {0} holds",
    takes=("text",),
    gives="truth",
    keywords=(
        Keyword("by", "who filled in the rubric", "text", is_required=True),
        Keyword("dated", "when", "day", is_required=True),
        Keyword("answer", "what they found", "word", tuple(_ANSWERS), is_required=True),
    ),
    example='judge("the strait may be sailed without escort", by="a panel", dated=2021-02-01, answer=unclear)',
)
def apply_judge(call: Call, context: Context) -> Sequence[Value]:
    """Return the answer as recorded, with the book *judgement*, the person as reporter and the day as vintage.

    A judgement is no measurement and has no figure. One that was made after the day of the evidence is not known yet;
    *unclear* is null.
    """
    by, dated = call.option("by"), call.option("dated")
    assert isinstance(by, Sides)  # this and the next as `check_reading` sees to
    assert isinstance(dated, Day)
    answer = read_word(call, "answer", "unclear")
    is_known = dated.value <= context.today
    value = _ANSWERS[answer] if is_known else np.nan
    reason = f"the rubric was left {answer}" if is_known else f"judged on {dated}, after the day of the evidence"
    book = Book("judgement", by.text, "", str(dated))
    return [Truth(np.array([value]), book, sign="judge", reason=reason if np.isnan(value) else "")]


@declare(
    "how likely a reading is, as content of what was said",
    "the likelihood that {0}",
    takes=("truth",),
    gives="figure",
    unit="1",
    keywords=(Keyword("known", "on what was known that day", "day"),),
    example=("likelihood(none(disputes(CHN -- RUS))[2030]) > likelihood(none(disputes(CHN -- USA))[2030])"),
)
def apply_likelihood(call: Call, context: Context) -> Sequence[Value]:
    """Stand for a probability that a statement speaks of: "more likely than", or with ``known=`` "the risk grew".

    Null until forecasts give probabilities: such a reading is parsed, checked and kept, and is open, or not checkable
    with the reason *likelihood*. What happens later does not settle what was likely.
    """
    return [Quantity(np.full(1, np.nan), _ONE, reason=LIKELIHOOD)]


@declare(
    "one part of a compound with the hedge that its author put on it",
    "{0}, with a hedge on it",
    takes=("truth",),
    gives="truth",
    keywords=(Keyword("word", "the hedge, as said", "text", is_required=True),),
    example="exists(alliance(CHN -- RUS))[2018] and hedged(none(disputes(CHN -- RUS))[2000..2010], word=probably)",
)
def apply_hedged(call: Call, context: Context) -> Sequence[Value]:
    """Return the truth as it is: the hedge is kept for scoring and never changes a verdict."""
    return context.evaluate(call.arguments[0], context)


@declare(
    "two quantities may be compared: like units, and like quantities",
    "{0} can be compared with {1}",
    takes=("value", "value"),
    gives="truth",
    group=1,
    example="not commensurable(investment_position(CHN -> RUS), trade(CHN -- RUS))",
)
def apply_commensurable(call: Call, context: Context) -> Sequence[Value]:
    """Hold where unit and basis agree; fail where they do not: a flow is no stock, a pledge no deed.

    Null where no source has either. The reason says what is unlike.
    """
    ones, others = (context.evaluate(part, context) for part in call.arguments)
    return [_match_kinds(one, other) for one, other, _ in match_books(ones, others)]


def _match_kinds(one: Value, other: Value) -> Truth:
    assert not isinstance(one, Truth | RowSet)  # as `check_reading` sees to
    assert not isinstance(other, Truth | RowSet)
    dimensions = [value.unit.dimension if value.unit else "number" for value in (one, other)]
    reason = "" if dimensions[0] == dimensions[1] else " against ".join(dimensions)
    reason = reason or explain_incommensurable(one.basis, other.basis) or ""
    return Truth(np.array([float(not reason)]), join_books(one.book, other.book), sign="commensurable", reason=reason)
