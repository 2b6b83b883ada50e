"""What a chart of a claim says: what was found against what was claimed, and the names of its lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from facta.briefs.books import call_book, call_publisher, call_reporter
from facta.briefs.words import name_relation, spell_word, write_difference, write_value, write_years
from facta.claims import Verdict
from facta.claims.exhibits import Claimed, Exhibit
from facta.domain import Series, Window, call_party, find_unit, write_figure

__all__ = ["find_sign", "name_lines", "name_side", "say_claim", "write_claimed", "write_message"]

_SIGNS = {">": "more than {}", ">=": "at least {}", "<": "less than {}", "<=": "at most {}", "==": "{}",
          "!=": "other than {}"}  # fmt: skip
_RANKS = {"<": "better than {}", "<=": "{} or better", ">": "below {}", ">=": "{} or below"}
_DAYS = {">": "after {}", ">=": "{} or later", "<": "before {}", "<=": "{} or earlier"}
_FROM_ZERO = {">": "a rise", ">=": "no fall", "<": "a fall", "<=": "no rise", "==": "no change"}
_SAID: Mapping[str, str] = {
    "relative change": "{} {}",
    "difference from first to last": "{} {}",
    "slope a year": "{} a year {}",
    "sum": "{} in all {}",
    "mean": "{} on average {}",
    "highest value": "{} at the highest {}",
    "lowest value": "{} at the lowest {}",
}
"""How the figure of an operator is said, with its window; that of any other stands after the operator's name."""
_CHANGES = frozenset({"relative change", "difference from first to last", "slope a year"})
_STEP = "step on the ladder"
_SLACK = re.compile(r"\+- ?(.+?)(?=\)| and | or |$)")


def find_sign(expression: str) -> str:
    """Return the sign with which a reading compares.

    Examples
    --------
    >>> find_sign("trade(CHN -- RUS)[2014] >= 90 bn USD")
    '>='
    """
    return next((sign for sign in ("==", "!=", ">=", "<=", ">", "<") if f" {sign} " in expression), "==")


def say_claim(sign: str, threshold: float | None, unit: str | None) -> str:
    """Say what was claimed of a figure; the best rank is the lowest number.

    Examples
    --------
    >>> say_claim("<=", 0.05, "1"), say_claim("<=", 3.0, "rank"), say_claim("==", 25.0, "count")
    ('at most 5%', 'rank 3 or better', '25')
    """
    signs = {"rank": _RANKS, "date": _DAYS}.get(unit or "", {})
    return signs.get(sign, _SIGNS[sign]).format(write_value(threshold, unit))


def write_message(verdict: Verdict, exhibit: Exhibit) -> str:
    """Return the one message of the chart of a reading: what was found, and what was claimed.

    Examples
    --------
    >>> import facta
    >>> verdict = facta.ask("change(trade(CHN -- RUS))[2009..2014] > 0%")
    >>> write_message(verdict, Exhibit(1, window=Window.parse("2009..2014"), operator="relative change", sign=">"))
    '+110% over 2009–2014; claimed: a rise'
    >>> verdict = facta.ask("change(trade(CHN -- RUS))[2009..2014] == 0 +- 25%")
    >>> write_message(verdict, Exhibit(1, operator="relative change", sign="=="))
    '+110%; claimed: 0% ± 25%'
    """
    reading = verdict.readings[exhibit.number - 1]
    if exhibit.sign and reading.figure is not None and reading.threshold is not None:
        slack = _SLACK.search(reading.expression) if exhibit.sign in ("==", "!=") else None
        found = _say_figure(reading.figure, reading.unit, exhibit)
        return f"{found}; claimed: {_say_threshold(reading.threshold, reading.unit, exhibit, slack and slack[1])}"
    if not exhibit.series:
        when = f", {write_years(str(exhibit.window))}" if exhibit.window else ""
        return f"{len(exhibit.rows) or 'None'} on record{when}"
    return f"{spell_word(reading.verdict).capitalize()}: {reading.text or exhibit.title}"


def _say_figure(figure: float, unit: str | None, exhibit: Exhibit) -> str:
    """Say a figure by the operator that gave it: a change with its sign, of shares in points."""
    operator, when = exhibit.operator, _say_when(exhibit.window)
    if operator == _STEP:
        return f"Step {figure:g} on the ladder"
    if operator in _SAID:
        size = _sign(figure, unit, operator) if operator in _CHANGES else write_value(figure, unit)
        return _SAID[operator].format(size, when).strip()
    text = write_value(figure, unit)
    if unit == "count" and not exhibit.series:
        return f"{text} on record {when.replace('over ', 'in ')}".strip()
    is_said = not operator or unit in ("rank", "count")  # by the figure itself
    text = f"{text if is_said else f'{operator} {text}'} {when}".strip()
    return text[:1].upper() + text[1:]


def _say_when(window: Window | None) -> str:
    text = write_years(str(window)) if window else ""
    if not text or text.startswith(("up to", "from")):
        return text
    return f"{'over' if '–' in text or ' to ' in text else 'on' if text.count('-') == 2 else 'in'} {text}"


def _sign(figure: float, unit: str | None, operator: str) -> str:
    """Write a change with its sign; one of shares that is not relative is in points."""
    write = write_value if operator == "relative change" else write_difference
    return f"{'+' if figure > 0 else '-' if figure < 0 else ''}{write(abs(figure), unit)}"


def _say_threshold(threshold: float, unit: str | None, exhibit: Exhibit, slack: str | None) -> str:
    if exhibit.operator == _STEP:
        return _SIGNS[exhibit.sign].format(f"step {threshold:g}")
    if slack:
        return f"{say_claim(exhibit.sign, threshold, unit)} ± {slack}"
    if exhibit.operator not in _CHANGES:
        return say_claim(exhibit.sign, threshold, unit)
    if not threshold and exhibit.sign in _FROM_ZERO:
        return _FROM_ZERO[exhibit.sign]
    return _SIGNS[exhibit.sign].format(_sign(threshold, unit, exhibit.operator))


def write_claimed(claimed: Claimed, series: Series) -> str:
    """Return what is claimed of the height of a series, as it stands beside the line.

    Examples
    --------
    >>> import facta
    >>> (series, *_) = facta.measure("trade", "CHN -- RUS")
    >>> write_claimed(Claimed(">", 90_000.0), series)
    'more than 90 bn USD'
    >>> write_claimed(Claimed(">", 90_000.0, since="2010", change=0.1, is_relative=True), series)
    'more than +10% on 2010'
    >>> write_claimed(Claimed("==", 90_000.0, 9_000.0, since="2010", change=0.0, is_relative=True), series)
    'within 9 bn USD of 2010'
    """
    sign = _SIGNS[claimed.sign]
    slack = f" ± {write_figure(claimed.slack, series.unit)}" if claimed.slack else ""
    if not claimed.since:
        return say_claim(claimed.sign, claimed.value, series.unit.symbol) + slack
    if not claimed.change:
        return (
            f"within {write_figure(claimed.slack, series.unit)} of {claimed.since}"
            if slack
            else sign.format(f"in {claimed.since}")
        )
    unit = find_unit("1") if claimed.is_relative else series.unit
    size = claimed.change if claimed.is_relative else claimed.change / series.unit.factor
    return sign.format(f"{'+' if size > 0 else ''}{write_figure(size, unit)} on {claimed.since}{slack}")


def name_lines(series: Sequence[Series]) -> list[str]:
    """Return a name for each line: what tells them apart, the sides of the relation or the books.

    Examples
    --------
    >>> import facta
    >>> found = [facta.measure("trade_share", pair)[0] for pair in ("KAZ -> CHN", "KAZ -> RUS")]
    >>> name_lines(found)
    ['China', 'Russia']
    >>> name_lines(facta.measure("trade", "CHN -- RUS", source="imf_dots").series)
    ['China', 'Russia']
    """
    if len({entry.relation for entry in series}) > 1:
        sides = [_split_sides(entry.relation) for entry in series]
        shared = set.intersection(*map(set, sides))
        return [name_side(rest[0]) if len(rest := [side for side in pair if side not in shared]) == 1
                else name_relation(entry.relation) for entry, pair in zip(series, sides, strict=True)]  # fmt: skip
    books = [entry.book for entry in series]
    if len({book.source for book in books}) == 1 and len({book.reporter for book in books}) == len(books):
        return [call_reporter(book.reporter) if book.reporter else call_publisher(book.source) for book in books]
    return [call_book(book) for book in books]


def _split_sides(relation: str) -> list[str]:
    return [side.strip() for side in relation.replace("--", "->").split("->")]


def name_side(side: str) -> str:
    """Return the name of a state or a set for a label; what is neither stays as it is.

    Examples
    --------
    >>> name_side("CENTRAL_ASIA"), name_side("USA"), name_side("GAZPROM")
    ('Central Asia', 'United States', 'GAZPROM')
    """
    return call_party(side).removeprefix("the ")
