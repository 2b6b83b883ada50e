"""A ballot on a terminal: what is asked, who has answered, and, once it is closed, what the panel says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from facta.briefs.terminal import lay_columns, lay_facts
from facta.briefs.words import clean_text, count_noun, write_percent, write_share
from facta.claims.ballots import Ballot, LeftOut, Pooled, Question, Record, Release, Rift, Stated

__all__ = ["render_ballot", "render_frozen", "render_panel"]

_WIDEST = 5  # rifts that are shown in full


def render_ballot(ballot: Ballot, left_out: Sequence[LeftOut]) -> RenderableType:
    """Return the questions of a ballot, and how many readings that look ahead are not asked, by reason."""
    table = lay_columns("", "Question", "Until", "Resolved by", ratios=(0, 5, 0, 3), numbers=(0,))
    for number, question in enumerate(ballot.questions, start=1):
        until = Text(str(question.until))
        feeds = ", ".join(feed.source for feed in question.feeds if feed.reaches(question.until))
        table.add_row(str(number), clean_text(question.text), until, feeds or "no source reaches it")
    lost = sum(question.is_out_of_reach for question in ballot.questions)
    reasons = Counter(entry.reason for entry in left_out)
    notes = [
        count_noun(len(ballot.questions), "question"),
        f"No source reaches the horizon of {count_noun(lost, 'question')}: nothing here can resolve it."
        if lost
        else "",
        *(f"Not asked: {count_noun(count, 'reading')} ({reason})" for reason, count in reasons.items()),
    ]
    head = f"Questions as of {ballot.as_of}" + (f"; forms are taken until {ballot.closes}" if ballot.closes else "")
    return Group(
        Text(clean_text(ballot.question), style="bold"), head, "", table, "", *(Text(note) for note in notes if note)
    )


def render_frozen(record: Record) -> RenderableType:
    """Return whose form was frozen, when, and under which hash; what it states stays hidden until the ballot closes."""
    table = lay_columns("Expert", "Frozen (UTC)", "Answers", "SHA-256 of the form", ratios=(1, 0, 0, 0), numbers=(2,))
    for form in record.forms:
        answers = f"{len(form.forecasts)} of {len(record.ballot.questions)}"
        table.add_row(clean_text(form.expert), f"{form.time:%Y-%m-%d %H:%M:%S}", answers, form.sha256[:12])
    return Group(table, "", _write_head(record))


def render_panel(record: Record, pooled: Sequence[Pooled], rifts: Sequence[Rift]) -> RenderableType:
    """Return what a panel says on each question, then where its experts differ most and what would move them."""
    questions = {question.id: question for question in record.ballot.questions}
    table = lay_columns("Question", "n", "Pooled", "Range", ratios=(1, 0, 0, 0), numbers=(1, 2, 3))
    for entry in pooled:
        table.add_row(
            clean_text(questions[entry.question].text),
            str(entry.n),
            write_percent(entry.probability),
            f"{write_percent(entry.low)} to {write_percent(entry.high)}" if entry.n > 1 else "",
        )
    return Group(
        Text(clean_text(record.ballot.question), style="bold"),
        f"{count_noun(len(record.forms), 'expert')}, closed at {record.closed:%Y-%m-%d %H:%M} UTC; pooled by the "
        "geometric mean of odds",
        "",
        table,
        "",
        *_list_rifts(record, questions, rifts),
        _write_head(record),
    )


def _list_rifts(record: Record, questions: Mapping[str, Question], rifts: Sequence[Rift]) -> list[RenderableType]:
    apart = [rift for rift in rifts if rift.spread > 0]
    if not apart:
        return ["No two experts differ on any question.", ""]
    parts: list[RenderableType] = [Text("Where the experts differ most", style="bold")]
    for rift in apart[:_WIDEST]:
        facts = [
            ("Apart", f"{rift.spread:.2f} in log odds; {write_share(rift.opposed)} of pairs on opposite sides of 50%"),
            ("Lowest", _write_stand(record, rift.question, rift.lowest)),
            ("Highest", _write_stand(record, rift.question, rift.highest)),
            ("Moved by", "\n".join(_write_release(release) for release in rift.evidence)),
            ("Horizon", str(rift.until)),
        ]
        parts += [Text(clean_text(questions[rift.question].text)), Padding(lay_facts(facts), (0, 0, 1, 2))]
    return parts


def _write_stand(record: Record, question: str, expert: str) -> str:
    form = record.find_form(expert)
    stated: Sequence[Stated] = form.forecasts if form else ()
    found = next(entry for entry in stated if entry.question == question)
    reason = f": {' '.join(found.reason.split())}" if found.reason else ""
    return f"{write_percent(found.probability)} {expert}{reason}"


def _write_release(release: Release) -> str:
    if release.next is None:
        return f"{release.source}: {f'out since {release.decides}' if release.decides else 'has ended'}"
    decides = f", decides on {release.decides}" if release.decides else ", ends before the horizon"
    return f"{release.source}: next on {release.next}{decides}"


def _write_head(record: Record) -> Text:
    return Text(f"Head of the record: {record.head}", style="dim")
