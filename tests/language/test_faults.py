"""Errors as people see them: line, column, caret, and what would work."""

from __future__ import annotations

import pytest

from facta.errors import FactaError
from facta.language import check_reading, parse_reading

SHOWN = [
    (
        "trde(CHN -- RUS)[2014] > 10",
        """line 1, column 1: unknown measure or operator 'trde'. Nearest: trade.
  trde(CHN -- RUS)[2014] > 10
  ^""",
    ),
    (
        "trade(CHN -- Rusia)[2014] > 10",
        """line 1, column 14: unknown state or set 'Rusia'. Nearest: Russia (RUS).
  trade(CHN -- Rusia)[2014] > 10
               ^""",
    ),
    (
        "trade(中国 -- Rusia)",
        """line 1, column 13: unknown state or set 'Rusia'. Nearest: Russia (RUS).
  trade(中国 -- Rusia)
                ^""",
    ),
    (
        "trade(CHN -- RUS)\n  > 10 t",
        """line 2, column 5: M USD (money) against t (mass). Write a quantity of money, as in 10 M USD.
    > 10 t
      ^""",
    ),
    (
        "share(trade(CHN -- RUS) trade",
        """line 1, column 25: 'trade' cannot stand here. Expected ), a comparison such as >, a window or a comma.
  share(trade(CHN -- RUS) trade
                          ^""",
    ),
]
STEPS = [
    ("trade(CHN -- RUS)[2014..2010] > 1", 19, "impossible window '2014..2010'. Write a period such as 2014"),
    ("trade(CHN -- RUS)[2014-13] > 1", 19, "impossible window '2014-13'."),
    ("a(b) > 1 during 2014-02-30", 17, "impossible window '2014-02-30'."),
    ("trade(CHN -- RUS)[2014][2013] > 1", 24, "A window is written [2014], [2010..2014] or [2014-03], once"),
    ("trade(CHN -- RUS)[2014] = 10", 25, "Equality is written ==; a single = sets a keyword"),
    ("trade(CHN -- RUS) > ", 20, "the expression ends too early. Expected a measure, an operator or a number."),
    ("", 1, "the expression ends too early."),
    ("1 > 2 adn 2 > 1", 7, "'adn' cannot stand here. Nearest: and."),
    ("1 > 2 ? 3", 7, "'?' cannot stand here."),
    ("trade(CHN – RUS)[2014] > 1 bn USD", 11, "'–' cannot stand here. A relation is written CHN -- RUS"),
    ("trade(CHN <-> RUS)[2014] > 1 bn USD", 13, "A relation is written CHN -- RUS, or CHN -> RUS for one way."),
    ("trade(CHN -- RUS)[2014] > $90bn", 27, "'$' cannot stand here. Money is written 90 bn USD."),
    ("slope(trade(CHN -- RUS)) > ", 27, "the expression ends too early."),
    ("1 > 1e999", 5, "1e999 is too large a number."),
    ("1 > 10 bnn USD", 8, "unknown unit 'bnn USD'. Nearest: bn USD."),
    ("a(EU except EU)", 13, "EU except EU is nobody."),
    ("1 > 10 M USD", 1, "M USD (money) against a number without a unit. Write a quantity of money, as in 10 M USD."),
    ("trade(CHN -- RUS) > 2014-03-09", 21, "M USD (money) against date (date)."),
    ("trade(CHN -- RUS) == 1 bn USD +- 3 t", 34, "M USD (money) against t (mass)."),
    ("trade(CHN -- RUS) + 3 t", 21, "M USD (money) against t (mass)."),
    ("1 / trade(CHN -- RUS)", 1, "M USD (money) against a number without a unit."),
    ("trade(CHN -- RUS) * trade(CHN -- RUS)", 19, "two quantities with units cannot be multiplied."),
    ("CHN > 1", 1, "'CHN' is no value. Put it into a measure, as in trade(CHN -- RUS)."),
    ("trade > 1", 1, "trade takes its arguments in brackets."),
    ("10[2014] > 3", 1, "a number has no periods to cut."),
    ("status(a is b)", 1, "unknown measure or operator 'status'."),
    ("slope(a is b)", 7, "a field is tested outside count, exists, none or all."),
    ("not trade(CHN -- RUS)", 5, "a series stands where something true or false belongs. Compare it"),
    ("deals(CHN -- RUS) and 1 > 2", 1, "rows stand where something true or false belongs. Ask exists(...)"),
    ("deals(CHN -- RUS) > 2", 1, "rows stand where a figure belongs. Count them, as in count(...)."),
    ("(1 > 2) > 2", 2, "something true or false stands where a figure belongs."),
    ("slope(1 > 2) > 0", 7, "something true or false stands where a series belongs. Put the window around"),
    ("slope(trade(CHN -- RUS)[2014] - trade(CHN -- RUS)[2013]) > 0", 31, "a figure stands where a series belongs."),
    ("slope(slope(trade(CHN -- RUS))) > 0", 7, "a figure stands where a series belongs."),
    ("slope() > 0", 1, "slope takes 1 argument, not 0. As in slope(trade(CHN -- RUS))[2000..2014] > 0."),
    ("share(trade(CHN -- RUS)) > 0", 1, "share takes 2 arguments, not 1."),
    ("dominates(trade(CHN -- RUS))", 1, "dominates takes at least 2, not 1."),
    ("dominates(trade(CHN -- RUS), conflict_share(CHN -- RUS))", 30, "M USD (money) against 1 (share)."),
    ("share(trade(CHN -- RUS), deals(CHN -- RUS)) > 0", 26, "Divide rows by rows, or figures by figures."),
    ("share(trade(CHN -- RUS), conflict_share(CHN -- RUS)) > 0", 26, "M USD (money) against 1 (share)."),
    ("all(trade(CHN -- RUS), status is x)", 5, "a series stands where rows belong."),
    ("all(projects(CHN -- RUS), 1 > 2)", 27, "a test of a field belongs here. As in status is rejected."),
    ("count(trade(CHN -- RUS)) > 3", 7, "this cannot be counted. Count rows, events, or a test"),
    ("count(3) > 3", 7, "there are no periods to test here."),
    ("persists(trade(CHN -- RUS)[2014])", 10, "there are no periods to test here. Compare a series"),
    ("persists(slope(trade(CHN -- RUS)) > 0)", 10, "there are no periods to test here."),
    ("verified(deals(CHN -- RUS))", 10, "a kind of event belongs here."),
    ("rank(slope(trade(CHN -- RUS)), among=G20) > 1", 6, "a measure belongs here."),
    ("rank(ideal_point(CHN), among=G20) > 1", 18, "a rank needs a second side"),
    ("rank(trade(CHN -- RUS)) > 1", 1, "rank needs among=. As in rank(trade(RUS -- CHN), among=G20)"),
    ("rank(trade(CHN -- RUS), amng=G20) > 1", 25, "unknown keyword of rank 'amng'. Nearest: among."),
    ("rank(trade(CHN -- RUS), among=G2O) > 1", 31, "unknown state or set 'G2O'. Nearest: G20."),
    ("rank(trade(CHN -- RUS), among=3) > 1", 31, "among is a set of states. As in among=G20 or among={CHN, USA}."),
    ("slope(trade(CHN -- RUS), over=3d) > 0", 26, "unknown keyword of slope 'over'. It takes none."),
    ("change(trade(CHN -- RUS), over=3) > 0", 32, "over is a span of time. As in over=30d or over=12mo."),
    ("persists(trade(CHN -- RUS) > 1 USD, share=120%)", 43, "share is a share from 0 to 100%. As in share=80%."),
    ("monotone(trade(CHN -- RUS), direction=dwn)", 39, "unknown direction 'dwn'. Nearest: down."),
    ("trade(CHN -- RUS, sorce=x) > 1", 19, "unknown argument of trade 'sorce'. Nearest: source."),
    ("trade(CHN -- RUS, source=x, source=y)", 36, "source is given twice. Keep one of the two."),
    ("trade(CHN -- RUS, source=3 t)", 26, "a keyword of a measure is a name. As in flow(RUS -> CHN, of=crude)."),
    ("deals(CHN -- RUS, rung=moo)", 24, "unknown rung of deals 'moo'. Nearest: mou."),
    ("flow(CHN -> RUS, unit=tt)", 23, "unknown unit 'tt'. Nearest: t."),
    ("flow(CHN -- RUS)", 6, "flow does not take CHN -- RUS. It takes a directed relation such as CHN -> RUS."),
    ("trade(CHN)", 7, "trade does not take CHN. It takes a relation such as CHN -- RUS."),
    ("ideal_point(CHN -- RUS)", 13, "It takes a state such as CHN."),
    ("ideal_point(Rusia)", 13, "unknown state or set 'Rusia'. Nearest: Russia (RUS)."),
    ("trade(CHN -- RUS, 3)", 19, "trade takes one relation."),
    ("trade()", 1, "trade takes one relation."),
    ("trade(CHN -- CHN)", 7, "CHN -- CHN relates nobody to anybody else."),
]


def refuse(text: str) -> str:
    with pytest.raises(FactaError, match=r"\w") as caught:
        check_reading(parse_reading(text, where="d.yml:7"), text, "d.yml:7")
    return str(caught.value)


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_an_error_points_at_the_fault(text: str, shown: str) -> None:
    assert refuse(text) == f"d.yml:7: {shown}"


@pytest.mark.parametrize(("text", "column", "part"), STEPS)
def test_an_error_names_column_and_next_step(text: str, column: int, part: str) -> None:
    shown = refuse(text)
    assert part in shown
    assert shown.startswith(f"d.yml:7: line 1, column {column}: ")
    assert shown.splitlines()[-1] == " " * (column + 1) + "^"
