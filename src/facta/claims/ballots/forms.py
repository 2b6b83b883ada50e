"""The form that an expert fills in, written with each question in comments above its fields."""

from __future__ import annotations

import json
from textwrap import wrap

from facta.claims.ballots.ballot import Ballot, Feed, Question

__all__ = ["list_facts", "write_form"]

_HEAD = """\
# {question}
#
# How likely is it that each of the following will hold? Write a probability as 35% or 0.35; leave it empty where you
# would rather not say. A reason is welcome. Then send this file back: it is frozen as it stands, and nobody, not even
# you, can change it afterwards. The form as a page, {page}, saves a file like this one.

form: 1
ballot: {ballot}
expert:{expert}
forecasts:
"""
_WIDTH = 110


def write_form(ballot: Ballot, expert: str = "", page: str = "form.html") -> str:
    """Return an empty form as YAML, each question in comments above its fields.

    Parameters
    ----------
    ballot : Ballot
        Sealed.
    expert : str
        Name; empty where the expert writes it.
    page : str
        File name of the same form as a page.

    Examples
    --------
    >>> import datetime as dt
    >>> question = Question(id="grows-1", text="It grows.", check="1 > 0", until=dt.date(2030, 12, 31),
    ...     quote="it grows", by="A", feeds=[Feed(source="imf_dots", lag_days=120)])
    >>> ballot = Ballot(dossier="d", question="Does it?", as_of=dt.date(2026, 11, 22), questions=[question], hash="ab")
    >>> print(write_form(ballot, "王芳").split("forecasts:")[1])
    <BLANKLINE>
    <BLANKLINE>
    # 1. It grows.
    #    Until: 2030-12-31
    #    Resolved by: imf_dots
    #    Said: “it grows”, A
    #    Checked as: 1 > 0
    - question: "grows-1"
      probability:
      reason:
    <BLANKLINE>
    """
    head = _HEAD.format(
        question=_flatten(ballot.question),
        page=page,
        ballot=_quote(ballot.hash),
        expert=f" {_quote(expert)}" if expert else "",
    )
    return head + "".join(_write_question(number, entry) for number, entry in enumerate(ballot.questions, start=1))


def _write_question(number: int, question: Question) -> str:
    first = f"# {number}. "
    rest = "#".ljust(len(first))
    facts = [f"{name}: {value}" for name, value in list_facts(question)]
    lines = [
        *wrap(_flatten(question.text), _WIDTH, initial_indent=first, subsequent_indent=rest),
        *(line for fact in facts for line in wrap(_flatten(fact), _WIDTH, initial_indent=rest, subsequent_indent=rest)),
    ]
    return "\n".join(["", *lines, f"- question: {_quote(question.id)}", "  probability:", "  reason:", ""])


def list_facts(question: Question) -> list[tuple[str, str]]:
    """Return what an expert should know of a question, by name; the last is the expression that decides it.

    Examples
    --------
    >>> import datetime as dt
    >>> feed = Feed(source="cow_trade", lag_days=730, ends=dt.date(2014, 12, 31))
    >>> question = Question(id="q-1", text="It grows.", check="1 > 0", until=dt.date(2030, 12, 31), quote="it grows",
    ...     by="A", feeds=[feed])
    >>> list_facts(question)[1]
    ('Resolved by', 'cow_trade (ends on 2014-12-31, too early)')
    """
    base, unseen = question.base_rate, ", nothing on it yet" if question.is_unseen else ""
    facts = [
        ("Until", question.until.isoformat()),
        ("Resolved by", f"{', '.join(_describe_feed(feed, question) for feed in question.feeds)}{unseen}"),
        ("Said", f"“{question.quote}”, {question.by}"),
        ("Stands for it as", f"{question.validity}: {question.why}" if question.why else ""),
        ("Counts", "only if the condition is met" if question.is_conditional else ""),
        ("Held before", f"in {base.held} of {base.n} earlier years" if base else ""),
        ("Checked as", question.check),
    ]
    return [(name, value) for name, value in facts if value]


def _describe_feed(feed: Feed, question: Question) -> str:
    return feed.source if feed.reaches(question.until) else f"{feed.source} (ends on {feed.ends}, too early)"


def _flatten(text: str) -> str:
    """Return text on one line, without what a comment cannot hold."""
    return "".join(mark for mark in " ".join(text.split()) if mark.isprintable())


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
