"""The form of a ballot as one page: it works offline, asks nothing of any server, and saves a file."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib import resources
from string import Template

from facta.claims.ballots import Ballot, Question, list_facts

__all__ = ["render_ballot_form"]


def render_ballot_form(ballot: Ballot, file: str, expert: str = "") -> str:
    """Return the form of a ballot as HTML, with its style and script inside; it can be read without the script.

    The page may run its own script alone and load nothing: a policy in its head says so. What is typed is kept in the
    browser, where that keeps anything, until it is cleared.

    Parameters
    ----------
    ballot : Ballot
        Sealed.
    file : str
        Name, without its ending, of the file that the page saves.
    expert : str
        Name; empty where the expert writes it.

    Examples
    --------
    >>> import datetime as dt
    >>> from facta.claims.ballots import Feed
    >>> question = Question(id="q-1", text="A < B.", check="1 < 2", until=dt.date(2030, 12, 31), quote="it grows",
    ...     by="A", feeds=[Feed(source="imf_dots", lag_days=120)])
    >>> ballot = Ballot(dossier="d", question="Does it?", as_of=dt.date(2026, 11, 22), questions=[question], hash="ab")
    >>> page = render_ballot_form(ballot, "expert")
    >>> "<legend>1. A &lt; B.</legend>" in page, "http" in page.split("<body>")[1]
    (True, False)
    """
    style, script = _read_part("page.css"), _read_part("page.js")
    count = len(ballot.questions)
    return Template(_read_part("page.html")).substitute(
        style=style,
        script=script,
        style_hash=_hash_part(style),
        script_hash=_hash_part(script),
        title=escape(ballot.question),
        count=f"{count} statements" if count > 1 else "statements",
        closes=f"Forms are taken until {ballot.closes}." if ballot.closes else "",
        file=escape(file),
        hash=escape(ballot.hash),
        expert=escape(expert),
        as_of=ballot.as_of,
        questions="\n".join(_render_question(number, entry) for number, entry in enumerate(ballot.questions, start=1)),
    )


def _render_question(number: int, question: Question) -> str:
    *facts, (_, check) = list_facts(question)
    return Template(_read_part("question.html")).substitute(
        number=number,
        id=escape(question.id),
        text=escape(question.text),
        facts="".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts),
        check=escape(check),
    )


@cache
def _read_part(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash_part(text: str) -> str:
    """Return the hash by which a browser knows the one script, or style, that it may use."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
